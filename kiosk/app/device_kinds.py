"""The kinds of device a terminal may have, one entry each: how it is called and opened.

Doctor, technician's page, heartbeat, logbook and readiness report all go through this list.
"""

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from serial.tools import list_ports

from hardware.cabinet import open_cabinet
from hardware.card_reader import CardReader, open_reader
from hardware.code_reader import open_code_reader
from hardware.document_printer import DocumentPrinter, open_document_printer
from hardware.jack import Jack
from hardware.keypad import open_keypad
from hardware.power import Ups, open_ups
from hardware.presence import open_presence
from hardware.receipt_printer import open_printer
from hardware.scanner import open_scanner
from hardware.social_card import open_social_card
from kiosk.core.clock import Clock
from kiosk.core.settings import Settings
from kiosk.diagnostics import NAMES
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
    open: Callable[[str, Clock], Device]
    """From a URI. Raises hardware's BadUri."""
    tell: Callable[[Device], Told] = lambda _: {}
    """Asks the device for its own numbers; may take a second."""

    @property
    def name(self) -> str:
        """As people call it."""
        return NAMES[self.id]

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


def _about_sheets(device: Device) -> Told:
    assert isinstance(device, DocumentPrinter)
    return _named(*device.about)


def _about_ups(device: Device) -> Told:
    assert isinstance(device, Ups)
    return _named(device.report.model, device.report.firmware) if device.report else {}


def _named(model: str, firmware: str) -> Told:
    return {name: value for name, value in (("型号", model), ("固件", firmware)) if value}


KINDS: tuple[DeviceKind, ...] = (
    DeviceKind("reader", "card_reader", lambda uri, clock: open_reader(uri, clock), _sam_number),
    DeviceKind("printer", "receipt_printer", lambda uri, clock: open_printer(uri, clock=clock)),
    DeviceKind("code_reader", "code_reader", lambda uri, clock: open_code_reader(uri, clock)),
    DeviceKind("keypad", "keypad", lambda uri, clock: open_keypad(uri, clock)),
    DeviceKind(
        "document_printer",
        "document_printer",
        lambda uri, clock: open_document_printer(uri, clock=clock),
        _about_sheets,
    ),
    DeviceKind("cabinet", "cabinet", lambda uri, clock: open_cabinet(uri)),
    DeviceKind("social_card", "social_card", lambda uri, clock: open_social_card(uri, clock)),
    DeviceKind("presence", "presence", lambda uri, clock: open_presence(uri, clock)),
    DeviceKind("power", "power", lambda uri, clock: open_ups(uri, clock), _about_ups),
    DeviceKind("scanner", "scanner", lambda uri, clock: open_scanner(uri, clock=clock)),
    DeviceKind("jack", "jack", lambda uri, clock: Jack(Path(uri))),
)


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
