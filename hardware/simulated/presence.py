"""A simulated LD2410 radar: its report frames, ten a second, over a real pseudo-terminal or TCP port."""

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from hardware.presence.codec import COMMAND_HEAD, COMMAND_TAIL, MOVING, STILL, Frames, Report, Word, frame
from hardware.simulated.part import NoSuchOrder, SimulatedPart
from hardware.simulated.wire import PtyWire, TcpWire

NOBODY = Report(0)
_VERSION = bytes.fromhex("0001 0201 16240622")
"""V1.02.22062416, the maker's own example."""
_ANSWERS = {Word.BEGIN: bytes.fromhex("0100 4000"), Word.FIRMWARE: _VERSION, Word.END: b""}
EVERY_S = 0.1
_BENT: Mapping[str, Callable[[bytes], bytes]] = {
    "noise": lambda data: b"\xf4\xf3\x00\xff" + data + b"\xf4\xf3\xf2",
    "wrong_tail": lambda data: data[:-1] + b"\x00",
    "length_lies": lambda data: data[:4] + b"\xff\xff" + data[6:],
    "cut": lambda data: data[:11],
}


class SimulatedPresence(SimulatedPart):
    """Speaks from the start; nobody is there at first. every_s: seconds between reports."""

    NAME = "presence"
    TITLE = "人体感应"
    FAULTS: ClassVar[Mapping[str, str]] = {
        "silent": "感应器不说话",
        "noise": "每帧前后有杂字节",
        "wrong_tail": "帧尾坏了",
        "length_lies": "长度字段写错",
        "cut": "每帧只来一半",
        "flicker": "人站着，却一会儿看见一会儿看不见",
        "in_pieces": "帧一点一点来",
        "deaf": "不听命令",
        "mute_to_commands": "照命令停了报告，却不回话",
        "busy": "端口被别的程序占用",
    }
    VERBS: ClassVar[Mapping[str, str]] = {
        "near": "有人走近，后面可以写多少厘米",
        "still": "人站着不动，后面可以写多少厘米",
        "leave": "人走了",
    }
    TRIES: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "有人走近": ("near", "60"),
        "站着不动": ("still", "60"),
        "走了": ("leave",),
    }

    def __init__(self, *, link: Path | None = None, tcp_port: int | None = None, every_s: float = EVERY_S) -> None:
        self.wire = PtyWire(None, link) if tcp_port is None else TcpWire(None, tcp_port)
        self._every_s = every_s
        self._report = NOBODY
        self._closing = threading.Event()
        self._number = 0
        self._commands: Frames[int] = Frames(
            COMMAND_HEAD, COMMAND_TAIL, lambda body: int.from_bytes(body[:2], "little")
        )
        self._waiting = False
        """Between BEGIN and END it sends no reports."""
        self.wire.start(self._arrive)
        self._thread = threading.Thread(target=self._speak, name="simulated-presence", daemon=True)
        self._thread.start()

    @property
    def uri(self) -> str:
        return self.wire.uri.split("?")[0]

    def see(self, report: Report) -> None:
        """What the radar sees from now on."""
        self._report = report

    def do(self, verb: str, rest: Sequence[str]) -> str:
        if verb == "leave":
            self.see(NOBODY)
            return "人走了。"
        try:
            cm = int(rest[0]) if rest else 60
        except ValueError:
            raise NoSuchOrder("距离写厘米数，比如 60。") from None
        if not 0 <= cm <= 600:
            raise NoSuchOrder("距离写厘米数，0 到 600。")
        moving = verb == "near"
        self.see(Report(MOVING, cm, 70, 0, 0, cm) if moving else Report(STILL, 0, 0, cm, 60, cm))
        return f"有人在 {cm} 厘米{'走动' if moving else '站着'}。"

    def facts(self) -> dict[str, object]:
        return {**super().facts(), "nearest_cm": self._report.nearest_cm}

    def close(self) -> None:
        self._closing.set()
        self._thread.join(5)
        super().close()

    def _arrive(self, data: bytes) -> None:
        for word in self._commands.feed(data):
            if self.fault in ("deaf", "silent", "busy") or word not in _ANSWERS:
                continue
            if word == Word.BEGIN or self._waiting:
                self._waiting = word != Word.END
                if self.fault != "mute_to_commands":
                    body = (word | 0x0100).to_bytes(2, "little") + b"\x00\x00" + _ANSWERS[Word(word)]
                    self.wire.send(COMMAND_HEAD + len(body).to_bytes(2, "little") + body + COMMAND_TAIL)

    def _speak(self) -> None:
        while not self._closing.wait(self._every_s):
            self._number += 1
            if self._waiting:
                continue
            seen = NOBODY if self.fault == "flicker" and self._number % 3 == 0 else self._report
            bend = _BENT.get(self.fault or "")
            data = bend(frame(seen)) if bend else frame(seen)
            if self.fault == "in_pieces":
                for byte in data:
                    self.wire.send(bytes([byte]))
            elif self.fault not in ("silent", "busy"):
                self.wire.send(data)
