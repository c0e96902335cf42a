"""`kiosk device read-code`: try a code reader and see what it reads."""

import json
import queue
from typing import Any

import click

from hardware.code_reader.reader import open_code_reader
from hardware.code_reader.types import Garbled, Reading, Scanned
from hardware.link import BadUri
from hardware.wait_option import WAIT
from kiosk.core.clock import SystemClock
from kiosk.core.faults import TEXTS, Fault
from kiosk.core.outcomes import DeviceState

EXIT_READ = 0
EXIT_BAD_URI = 2
EXIT_NO_CODE = 3
"""The port is there, but nothing whole was read."""
EXIT_NO_DEVICE = 4
_SAY = {
    "unfinished": "码只来了一半，或后面没有回车。请看扫码口的设置：要发回车。",
    "too_long": "码太长。",
    "control": "码里有看不见的字符。",
    "encoding": "码里的字读不出来。",
    "key": "码里有不认识的键。请看扫码口的键盘设置：要用美式键盘。",
}


@click.command("read-code", help="扫一次码。退出码：0 读到；2 地址写错；3 设备在但没读到完整的码；4 设备不在。")
@click.option("--device", required=True, help="设备地址：serial://、tcp:// 或 input:///dev/input/by-id/…-event-kbd。")
@click.option("--timeout", "timeout_s", default=15.0, show_default=True, type=WAIT, help="等码秒数。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象，供别的程序读。")
@click.pass_context
def read_code(context: click.Context, device: str, timeout_s: float, as_json: bool) -> None:
    """Read one code and print it."""
    came: queue.Queue[Reading | None] = queue.Queue()
    try:
        reader = open_code_reader(device, SystemClock())
    except BadUri as error:
        click.echo(str(error), err=True)
        context.exit(EXIT_BAD_URI)
    try:
        reader.listen(lambda state, _: came.put(None) if state in (DeviceState.NO_DEVICE, DeviceState.BUSY) else None)
        reader.hear(came.put)
        reader.aim(True)
        try:
            reading = came.get(timeout=timeout_s)
        except queue.Empty:
            reading = None
        result = _result(reading, reader.fault)
    finally:
        reader.close()
    code, said = result
    click.echo(json.dumps(said, ensure_ascii=False) if as_json else said.get("text") or said["say"])
    context.exit(code)


def _result(reading: Reading | None, fault: Fault | None) -> tuple[int, dict[str, Any]]:
    match reading:
        case Scanned(text=text):
            return EXIT_READ, {"outcome": "read", "text": text}
        case Garbled(why=why):
            return EXIT_NO_CODE, {"outcome": "garbled", "why": why, "say": _SAY[why]}
        case None if fault is not None:
            return EXIT_NO_DEVICE, {"outcome": str(fault), "say": TEXTS[fault].technician}
        case None:
            return EXIT_NO_CODE, {"outcome": "no_code", "say": "没有扫到码。"}
