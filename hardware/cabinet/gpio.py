"""The cabinet's lights and contacts on GPIO lines (gpiod, the character device's second interface).

`gpio:///dev/gpiochip0?card=17&slip=27&sheet=22&code=23&door=5&tamper=6&low=door,tamper`: line numbers; `low` names
those that are active when the line is low. Contacts are debounced by the kernel.
"""

import errno
import os
import select
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import gpiod
from gpiod.line import Bias, Direction, Edge, Value

from hardware.cabinet.codec import ASK, contacts_byte, lights_of
from hardware.cabinet.types import Contact, Light
from hardware.link import BadUri, LinkAbsent, LinkBusy, LinkGone

DEBOUNCE = timedelta(milliseconds=50)
NAMES: dict[str, Light | Contact] = {
    "card": Light.CARD,
    "slip": Light.SLIP,
    "sheet": Light.SHEET,
    "code": Light.CODE,
    "door": Contact.DOOR,
    "tamper": Contact.TAMPER,
}


class GpioAddress:
    """A parsed gpio:// URI: `chip`, and line number and polarity by name."""

    def __init__(self, uri: str) -> None:
        """Raises BadUri."""
        parts = urlsplit(uri)
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.chip = parts.path
        self.low = frozenset(filter(None, options.pop("low", "").split(",")))
        wrong = sorted((set(options) | self.low) - set(NAMES)) + [n for n, v in options.items() if not _is_line(v)]
        if parts.scheme != "gpio" or parts.netloc or not parts.path or wrong or not options:
            named = f"“{wrong[0]}”" if wrong else "要像 gpio:///dev/gpiochip0?card=17&door=5"
            raise BadUri(f"机柜灯和门的地址“{uri}”不对：{named}。可以写 {'、'.join(NAMES)}（线号）和 low（反相的）。")
        self.lines: dict[str, int] = {name: int(value) for name, value in options.items()}
        if len(set(self.lines.values())) != len(self.lines):
            raise BadUri(f"机柜灯和门的地址“{uri}”不对：一条线只能有一个用处。")


def _is_line(value: str) -> bool:
    return value.isascii() and value.isdecimal() and int(value) < 1024


class GpioLink:
    """The lines, as a port that speaks cabinet.codec."""

    baud = 0

    def __init__(self, address: GpioAddress) -> None:
        """Raises LinkAbsent, LinkBusy."""
        self._lights = {n: line for n, line in address.lines.items() if isinstance(NAMES[n], Light)}
        self._contacts = {n: line for n, line in address.lines.items() if isinstance(NAMES[n], Contact)}
        try:
            self._request = gpiod.request_lines(address.chip, consumer="kiosk", config=_config(address))
        except (OSError, ValueError) as error:  # ValueError: that file is no GPIO chip
            busy = getattr(error, "errno", None) == errno.EBUSY
            raise (LinkBusy if busy else LinkAbsent)("GPIO lines cannot be had") from error
        self._asked = os.eventfd(0, os.EFD_NONBLOCK)
        self._poll = select.epoll()
        self._poll.register(self._asked, select.EPOLLIN)
        self._poll.register(self._request.fd, select.EPOLLIN)

    def fileno(self) -> int:
        return self._poll.fileno()

    def read(self, timeout_s: float) -> bytes:
        """The contacts, once something changed or was asked; b"" when nothing did. Raises LinkGone."""
        try:
            ready = [fd for fd, _ in self._poll.poll(timeout_s)]
            if self._asked in ready:
                os.eventfd_read(self._asked)
            if self._request.fd in ready:
                self._request.read_edge_events()
            return contacts_byte(self._open()) if ready else b""
        except OSError as error:
            raise LinkGone("GPIO chip went away") from error

    def write(self, data: bytes) -> None:
        """Set the lights, or have the contacts read. Raises LinkGone."""
        try:
            for byte in data:
                lights = lights_of(byte)
                if lights is not None and self._lights:
                    self._request.set_values({line: _value(n, lights) for n, line in self._lights.items()})
                elif bytes((byte,)) == ASK:
                    os.eventfd_write(self._asked, 1)
        except OSError as error:
            raise LinkGone("GPIO chip went away") from error

    def set_baud(self, baud: int) -> bool:
        return False

    def close(self) -> None:
        self._poll.close()
        os.close(self._asked)
        self._request.release()

    def _open(self) -> Contact:
        found = Contact(0)
        if self._contacts:
            values = self._request.get_values(list(self._contacts.values()))
            for name, value in zip(self._contacts, values, strict=True):
                found |= Contact(NAMES[name]) if value == Value.ACTIVE else Contact(0)
        return found


def _value(name: str, lights: Light) -> Value:
    return Value.ACTIVE if lights & NAMES[name] else Value.INACTIVE


def _config(address: GpioAddress) -> dict[Iterable[int | str] | int | str, gpiod.LineSettings | None]:
    settings: dict[Iterable[int | str] | int | str, gpiod.LineSettings | None] = {}
    for name, line in address.lines.items():
        low = name in address.low
        if isinstance(NAMES[name], Light):
            settings[line] = gpiod.LineSettings(direction=Direction.OUTPUT, active_low=low, output_value=Value.INACTIVE)
        else:
            settings[line] = gpiod.LineSettings(
                direction=Direction.INPUT,
                active_low=low,
                bias=Bias.PULL_UP,
                edge_detection=Edge.BOTH,
                debounce_period=DEBOUNCE,
            )
    return settings
