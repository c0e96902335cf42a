"""A simulated UPS: upsd's lines over TCP, or a Megatec UPS's bytes over a pseudo-terminal."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Literal

from hardware.power.types import Supply
from hardware.simulated.part import NoSuchOrder, SimulatedPart
from hardware.simulated.wire import PtyWire, TcpWire

_STATUS = {Supply.MAINS: "OL CHRG", Supply.BATTERY: "OB DISCHRG", Supply.LOW: "OB DISCHRG LB"}
_FLAGS = {Supply.MAINS: "00001001", Supply.BATTERY: "10001000", Supply.LOW: "11001000"}
_CHARGE = {Supply.MAINS: 100, Supply.BATTERY: 62, Supply.LOW: 9}
_ERRORS = {"unknown_ups": "ERR UNKNOWN-UPS", "stale": "ERR DATA-STALE", "driver": "ERR DRIVER-NOT-CONNECTED"}

_ABOUT = {"ups.model": "SIM 1000", "ups.firmware": "1.07"}


class SimulatedPower(SimulatedPart):
    """On mains from the start. kind: nut (TCP, UPS name ups) or megatec (pty). link: symbolic link for the pty."""

    NAME = "power"
    TITLE = "后备电源"
    FAULTS: ClassVar[Mapping[str, str]] = {
        "silent": "不应答",
        "half_answer": "应答只来一半",
        "nonsense": "应答看不懂",
        "stale": "upsd 说数据旧了",
        "driver": "upsd 说驱动没有连上",
        "unknown_ups": "upsd 说没有这台 UPS",
        "no_charge": "只说状态，不说电量",
        "worn_battery": "电池自检不过，该换了",
        "in_pieces": "应答一点一点来",
    }
    VERBS: ClassVar[Mapping[str, str]] = {
        "mains": "来电",
        "battery": "停电，用电池",
        "low": "电池快没了",
        "fsd": "UPS 叫关机",
    }
    TRIES: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "停电": ("battery",),
        "电池快没了": ("low",),
        "来电": ("mains",),
    }

    def __init__(self, *, link: Path | None = None, kind: Literal["nut", "megatec"] = "nut", tcp_port: int = 0) -> None:
        self._kind = kind
        self.wire = TcpWire(None, tcp_port) if kind == "nut" else PtyWire(None, link)
        self.supply = Supply.MAINS
        self._forced = False
        self._left = b""
        self.wire.start(self._asked)

    @property
    def uri(self) -> str:
        return (
            f"{self.wire.uri.replace('tcp://', 'nut://')}/ups" if self._kind == "nut" else self.wire.uri.split("?")[0]
        )

    def do(self, verb: str, rest: Sequence[str]) -> str:
        if rest:
            raise NoSuchOrder(f"{verb} 后面不用写别的。")
        self._forced = verb == "fsd"
        self.supply = Supply.LOW if self._forced else Supply(verb)
        return self.VERBS[verb] + "。"

    def facts(self) -> dict[str, object]:
        return {**super().facts(), "supply": str(self.supply)}

    def _asked(self, data: bytes) -> None:
        end = b"\n" if self._kind == "nut" else b"\r"
        *lines, self._left = (self._left + data).split(end)
        for line in lines:
            said = self._nut(line.decode("ascii", "replace").split()) if self._kind == "nut" else self._q1(line)
            self._say(said.encode() + end)

    def _nut(self, words: Sequence[str]) -> str:
        if self.fault in _ERRORS:
            return _ERRORS[self.fault]
        match words:
            case ["GET", "VAR", "ups", "ups.status"]:
                worn = " RB" if self.fault == "worn_battery" else ""
                status = "FSD " + _STATUS[self.supply] if self._forced else _STATUS[self.supply]
                return f'VAR ups ups.status "{status}{worn}"'
            case ["GET", "VAR", "ups", "ups.model" | "ups.firmware" as name]:
                return f'VAR ups {name} "{_ABOUT[name]}"'
            case ["GET", "VAR", "ups", name] if self.fault == "no_charge" or not name.startswith("battery."):
                return "ERR VAR-NOT-SUPPORTED"
            case ["GET", "VAR", "ups", "battery.charge" as name]:
                return f'VAR ups {name} "{_CHARGE[self.supply]}"'
            case ["GET", "VAR", "ups", "battery.runtime" as name]:
                return f'VAR ups {name} "{_CHARGE[self.supply] * 20}.5"'
            case ["GET", "VAR", *_]:
                return "ERR UNKNOWN-UPS"
            case _:
                return "ERR UNKNOWN-COMMAND"

    def _q1(self, line: bytes) -> str:
        flags = "10001010" if self._forced else _FLAGS[self.supply]
        if self.fault == "worn_battery":
            flags = flags[:3] + "1" + flags[4:]
        # A Megatec UPS repeats a question it does not know.
        return f"(226.0 226.0 226.0 020 50.0 13.5 --.- {flags}" if line == b"Q1" else line.decode("ascii", "replace")

    def _say(self, line: bytes) -> None:
        match self.fault:
            case "silent":
                return
            case "half_answer":
                self.wire.send(line[: len(line) // 2])
            case "nonsense":
                self.wire.send(b"\xff\x00(?" + line[-1:])
            case "in_pieces":
                for byte in line:
                    self.wire.send(bytes([byte]))
            case "stale" | "driver" | "unknown_ups" if self._kind == "megatec":
                self.wire.send(b"NAK\r")
            case _:
                self.wire.send(line)
