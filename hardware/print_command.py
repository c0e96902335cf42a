"""The command that prints one test paper, the same for every kind of printer."""

import json
from collections.abc import Callable
from typing import Protocol

import click

from hardware.chinese_font import FontAbsent, find_font
from hardware.link import BadUri
from hardware.printing import NotPrinted, Printed, PrintOutcome, PrintUnconfirmed
from hardware.wait_option import WAIT
from kiosk.core.faults import TEXTS
from kiosk.core.ids import uuid7
from kiosk.core.outcomes import DeviceState
from kiosk.core.slip import Slip, SlipFact, SlipQr, SlipRule, SlipText

NOT_PRINTED = 3
NOT_THERE = 4


class AnyPrinter(Protocol):
    """What the command needs of a printer."""

    def print_once(self, slip: Slip, timeout_s: float) -> PrintOutcome: ...
    def close(self) -> None: ...


OpenPrinter = Callable[[str], AnyPrinter]


def sample_slip() -> Slip:
    """Every kind of line, every size, and two characters no printer's own font has."""
    return Slip(
        f"print-test-{uuid7()}",
        (
            SlipText("打印测试", 3, True, "centre"),
            SlipText("不是办事凭证", 2, False, "centre"),
            SlipRule(),
            SlipFact("姓名", "测试𬱖㐂"),
            SlipFact("事项", "高龄津贴申领"),
            SlipText("受理号"),
            SlipText("130302-20250701-K07-0042-5", 3, True),
            SlipText("字都清楚、没有缺笔、没有乱码，就可以用。"),
            SlipText("小字：现场没有网络也能打这张纸。", 1),
            SlipRule(),
            SlipQr("KIOSK-PRINT-TEST", "这个码能扫就好"),
        ),
    )


def exit_code(outcome: PrintOutcome) -> int:
    """0 printed; 3 the device answered but no slip is sure; 4 the device is not there."""
    match outcome:
        case Printed():
            return 0
        case NotPrinted(_, DeviceState.NO_DEVICE | DeviceState.OFFLINE | DeviceState.BUSY, partly=False):
            return NOT_THERE
        case _:
            return NOT_PRINTED


def as_json(outcome: PrintOutcome) -> dict[str, object]:
    """The object `--json` prints."""
    match outcome:
        case Printed(_, reprint):
            return {"outcome": outcome.name, "reprint": reprint}
        case NotPrinted(fault, state, partly):
            say = TEXTS[fault].resident
            return {"outcome": outcome.name, "say": say, "state": state.value, "partly": partly}
        case PrintUnconfirmed(fault):
            return {"outcome": outcome.name, "say": TEXTS[fault].resident}


def print_command(name: str, says: str, example: str, opened: OpenPrinter) -> click.Command:
    """A command of that name. says: what it prints; example: an address; opened: opens one, raising BadUri."""

    @click.command(name, help=f"{says}退出码：0 打好了；2 地址不对；3 没打好；4 没有这台设备。")
    @click.option("--device", "uri", required=True, metavar="地址", help=f"如 {example}")
    @click.option("--json", "for_machine", is_flag=True, help="只输出一个 JSON 对象。")
    @click.option("--timeout", "timeout_s", default=60.0, show_default=True, type=WAIT, help="最多等多少秒。")
    def command(uri: str, for_machine: bool, timeout_s: float) -> None:
        try:
            find_font()
            printer = opened(uri)
        except (BadUri, FontAbsent) as error:
            if for_machine:
                outcome_name = "bad_uri" if isinstance(error, BadUri) else "font_absent"
                click.echo(json.dumps({"outcome": outcome_name, "say": str(error)}, ensure_ascii=False))
            else:
                click.echo(str(error), err=True)
            raise SystemExit(2) from error
        try:
            outcome = printer.print_once(sample_slip(), timeout_s)
        finally:
            printer.close()
        click.echo(json.dumps(as_json(outcome), ensure_ascii=False) if for_machine else _sentence(outcome))
        raise SystemExit(exit_code(outcome))

    return command


def _sentence(outcome: PrintOutcome) -> str:
    match outcome:
        case Printed():
            return "打印机已确认：测试页打好了。"
        case NotPrinted(fault) | PrintUnconfirmed(fault):
            return f"没有打好：{TEXTS[fault].staff}\n原因：{TEXTS[fault].technician}"
