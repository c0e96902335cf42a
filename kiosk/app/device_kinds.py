"""The kinds of device a terminal may have, one entry each: how it is called, opened, and tried by a technician.

Doctor, technician's page, heartbeat, logbook and readiness report all go through this list.
"""

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from serial.tools import list_ports

from hardware.cabinet import open_cabinet
from hardware.card_reader import CardReader, open_reader
from hardware.code_reader import open_code_reader
from hardware.document_printer import open_document_printer
from hardware.keypad import open_keypad
from hardware.power import open_ups
from hardware.presence import open_presence
from hardware.receipt_printer import open_printer
from hardware.social_card import open_social_card
from kiosk.core.clock import Clock
from kiosk.core.settings import Settings
from kiosk.diagnostics import NOTHING_SEEN, Trial
from kiosk.session.ports import DeviceListener

Told = Mapping[str, str]
"""What a device says of itself: name in Chinese -> value."""


class Device(Protocol):
    """What every driver has in common."""

    def listen(self, callback: DeviceListener) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class DeviceKind:
    """One kind of device."""

    key: str
    """As the settings call it: devices.<key>."""
    id: str
    """As session, journal, logbook and heartbeat call it."""
    name: str
    open: Callable[[str, Clock], Device]
    """From a URI. Raises hardware's BadUri."""
    tell: Callable[[Device], Told] = lambda _: {}
    """Asks the device for its own numbers; may take a second."""
    trial: Trial = NOTHING_SEEN
    """The guided test."""

    def uri(self, settings: Settings) -> str:
        """Where the settings say it is; "" where there is none."""
        return str(getattr(settings.devices, self.key))


ANSWER_S = 3.0


def _sam_number(device: Device) -> Told:
    assert isinstance(device, CardReader)
    heard, found = threading.Event(), [""]

    def keep(number: str) -> None:
        found[0] = number
        heard.set()

    device.tell_number(keep)
    heard.wait(ANSWER_S)
    return {"安全模块号": found[0]} if found[0] else {}


KINDS: tuple[DeviceKind, ...] = (
    DeviceKind(
        "reader",
        "card_reader",
        "读卡器",
        lambda uri, clock: open_reader(uri, clock),
        _sam_number,
        Trial("放一张测试身份证，看读不读得出来。", "read_card", "页面上写“读到了”，您看到了吗？"),
    ),
    DeviceKind(
        "printer",
        "receipt_printer",
        "小票打印机",
        lambda uri, clock: open_printer(uri, clock=clock),
        trial=Trial("打一张测试小票，看字清不清、切得断不断。", "print_slip", "小票清楚，也切断了，您看到了吗？"),
    ),
    DeviceKind(
        "code_reader",
        "code_reader",
        "扫码口",
        lambda uri, clock: open_code_reader(uri, clock),
        trial=Trial("退出检修，在首页拿一张小票的码对着它。", "", "它响了、页面变了吗？"),
    ),
    DeviceKind(
        "keypad",
        "keypad",
        "小键盘",
        lambda uri, clock: open_keypad(uri, clock),
        trial=Trial("用小键盘走一走这一页。", "", "每个键都走得动吗？"),
    ),
    DeviceKind(
        "document_printer",
        "document_printer",
        "A4 打印机",
        lambda uri, clock: open_document_printer(uri, clock=clock),
        trial=Trial("在命令行打一张 A4 测试页。", "", "打得清楚、没有卡纸吗？"),
    ),
    DeviceKind(
        "cabinet",
        "cabinet",
        "机柜灯和门",
        lambda uri, clock: open_cabinet(uri),
        trial=Trial("在命令行用 kiosk device cabinet 点灯。开一下门再关上。", "", "灯一盏一盏亮过、门开了有提示吗？"),
    ),
    DeviceKind(
        "social_card",
        "social_card",
        "社保卡读卡器",
        lambda uri, clock: open_social_card(uri, clock),
        trial=Trial("插一张测试社保卡，再拔出来。", "", "插拔顺不顺、灯亮不亮？"),
    ),
    DeviceKind(
        "presence",
        "presence",
        "人体感应",
        lambda uri, clock: open_presence(uri, clock),
        trial=Trial("退出检修，走远一米半，再走近。", "", "走近时它打招呼了吗？"),
    ),
    DeviceKind(
        "power",
        "power",
        "备用电源",
        lambda uri, clock: open_ups(uri, clock),
        trial=Trial("拔掉市电十秒，再插上。", "", "屏幕没有黑，也说了在用电池吗？"),
    ),
)


def kind_of(device_id: str) -> DeviceKind | None:
    """The kind with that id."""
    return next((kind for kind in KINDS if kind.id == device_id), None)


def adapter(uri: str) -> Told:
    """The USB adapter a serial device hangs on, as the system knows it; {} for anything else."""
    found = re.fullmatch(r"serial://([^?]+)(\?.*)?", uri)
    if found is None:
        return {}
    for port in list_ports.comports(include_links=True):
        if port.device == found[1] and port.vid is not None:
            number = f"，序列号 {port.serial_number}" if port.serial_number else ""
            return {"转接器": f"{port.vid:04x}:{port.pid:04x} {port.product or ''}{number}".strip()}
    return {}
