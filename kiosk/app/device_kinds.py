"""The kinds of device a terminal may have, one entry each: how it is called and opened.

Doctor, technician's page, heartbeat, logbook and readiness report all go through this list.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from serial.tools import list_ports

from hardware.about import About, plain
from hardware.cabinet import open_cabinet
from hardware.card_reader import open_reader
from hardware.code_reader import open_code_reader
from hardware.document_printer import open_document_printer
from hardware.jack import Jack
from hardware.keypad import open_keypad
from hardware.power import open_ups
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


@runtime_checkable
class Telling(Protocol):
    """A driver whose device says what it is."""

    @property
    def about(self) -> About: ...


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
    number: str = "序列号"
    """What its own number is called."""

    @property
    def name(self) -> str:
        """As people call it."""
        return NAMES[self.id]

    def told(self, device: object) -> Told:
        """What an open device has said of itself so far."""
        about = device.about if isinstance(device, Telling) else About()
        facts = {"型号": about.model, "固件": about.firmware, self.number: about.number}
        return {name: value for name, value in facts.items() if value}

    def uri(self, settings: Settings) -> str:
        """Where the settings say it is; "" where there is none."""
        return str(getattr(settings.devices, self.key))


KINDS: tuple[DeviceKind, ...] = (
    DeviceKind("reader", "card_reader", lambda uri, clock: open_reader(uri, clock), "安全模块号"),
    DeviceKind("printer", "receipt_printer", lambda uri, clock: open_printer(uri, clock=clock)),
    DeviceKind("code_reader", "code_reader", lambda uri, clock: open_code_reader(uri, clock)),
    DeviceKind("keypad", "keypad", lambda uri, clock: open_keypad(uri, clock)),
    DeviceKind(
        "document_printer",
        "document_printer",
        lambda uri, clock: open_document_printer(uri, clock=clock),
    ),
    DeviceKind("cabinet", "cabinet", lambda uri, clock: open_cabinet(uri)),
    DeviceKind("social_card", "social_card", lambda uri, clock: open_social_card(uri, clock)),
    DeviceKind("presence", "presence", lambda uri, clock: open_presence(uri, clock)),
    DeviceKind("power", "power", lambda uri, clock: open_ups(uri, clock)),
    DeviceKind("scanner", "scanner", lambda uri, clock: open_scanner(uri, clock=clock)),
    DeviceKind("jack", "jack", lambda uri, clock: Jack(Path(uri))),
)


KIND_OF = {kind.id: kind for kind in KINDS}


def adapter(uri: str, sys: Path = Path("/sys")) -> Told:
    """What the system knows of where a device hangs: a serial adapter, an input device, a camera; {} for the rest.

    sys: another root, for tests.
    """
    found = re.fullmatch(r"(serial|input|v4l2)://([^?]+)(\?.*)?", uri)
    if found is None:
        return {}
    kind, path = found[1], found[2]
    if kind == "serial":
        return _serial_adapter(path)
    node = Path(path).resolve().name
    about = sys / ("class/input" if kind == "input" else "class/video4linux") / node
    name = _read(about / ("device/name" if kind == "input" else "name"))
    ids = ":".join(filter(None, (_read(about / "device/id" / part) for part in ("vendor", "product"))))
    said = " ".join(filter(None, (ids, name)))
    return {"接着的是": said} if said else {}


def _serial_adapter(path: str) -> Told:
    for port in list_ports.comports(include_links=True):
        if port.device == path and port.vid is not None:
            number = f"，序列号 {port.serial_number}" if port.serial_number else ""
            return {"转接器": f"{port.vid:04x}:{port.pid:04x} {port.product or ''}{number}".strip()}
    return {}


def _read(path: Path) -> str:
    try:
        return plain(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""  # pulled out, or the system does not say
