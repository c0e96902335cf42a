"""A simulated cabinet: lights one can look at and contacts one can open, by the board's bytes over a pty or TCP."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from hardware.cabinet.codec import ASK, contacts_byte, lights_of
from hardware.cabinet.types import Contact, Light
from hardware.simulated.part import NoSuchOrder, SimulatedPart
from hardware.simulated.wire import PtyWire, TcpWire


class SimulatedCabinet(SimulatedPart):
    """All dark and closed from the start."""

    NAME = "cabinet"
    TITLE = "机柜灯和门"
    FAULTS: ClassVar[Mapping[str, str]] = {
        "noise": "每次多来几个杂字节",
        "bounce": "触点跳几下才稳",
        "mute": "不回话，灯还听话",
        "busy": "端口被别的程序占用",
    }
    VERBS: ClassVar[Mapping[str, str]] = {
        "door": "开门或关门：open、close",
        "tamper": "撬开或合上机盖：open、close",
    }
    TRIES: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "开柜门": ("door", "open"),
        "关柜门": ("door", "close"),
        "动机盖": ("tamper", "open"),
        "合机盖": ("tamper", "close"),
    }

    def __init__(self, *, link: Path | None = None, tcp_port: int | None = None) -> None:
        self.wire = PtyWire(None, link) if tcp_port is None else TcpWire(None, tcp_port)
        self.lights = Light(0)
        self.contacts = Contact(0)
        self.wire.start(self._told)

    def do(self, verb: str, rest: Sequence[str]) -> str:
        if list(rest) not in (["open"], ["close"]):
            raise NoSuchOrder(f"{verb} 后面写 open 或 close。")
        contact, opened = Contact[verb.upper()], rest[0] == "open"
        before = self.contacts
        self.contacts = before | contact if opened else before & ~contact
        if self.fault == "bounce":
            for contacts in (self.contacts, before, self.contacts, before):
                self._say(contacts)
        self._say(self.contacts)
        return ("门" if contact is Contact.DOOR else "机盖") + ("开了。" if opened else "关上了。")

    def facts(self) -> dict[str, object]:
        shining = [light.name for light in Light if light & self.lights]
        return {**super().facts(), "lights": shining, "open": [c.name for c in Contact if c & self.contacts]}

    def _told(self, data: bytes) -> None:
        for byte in data:
            lights = lights_of(byte)
            if lights is not None:
                self.lights = lights
            elif bytes((byte,)) == ASK:
                self._say(self.contacts)

    def _say(self, contacts: Contact) -> None:
        noise = b"\x00\x7f\xff" if self.fault == "noise" else b""
        if self.fault != "mute":
            self.wire.send(noise + contacts_byte(contacts) + noise)
