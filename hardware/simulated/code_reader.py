"""A simulated code reader: a code's bytes over a real pseudo-terminal or TCP port, or its key events over a pty."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Literal

from hardware.code_reader.codec import GAP_S, LONGEST, TRIGGERS, presses
from hardware.input_events import EVENT
from hardware.simulated.key_records import records
from hardware.simulated.part import NoSuchOrder, SimulatedPart
from hardware.simulated.wire import PtyWire, TcpWire

Kind = Literal["pty", "tcp", "wedge"]
_UNKNOWN_KEY = 249


class SimulatedCodeReader(SimulatedPart):
    """Starts at once; `scan` holds a code before it. Obeys the trigger words syn and ed; lit until told otherwise.

    kind: text over a pty or TCP, or key events. link: symbolic link for the pty.
    """

    NAME = "code_reader"
    TITLE = "扫码口"
    FAULTS: ClassVar[Mapping[str, str]] = {
        "noise_before": "码前面有杂字节",
        "half": "码只来一半",
        "half_then_whole": "先来半个码，过一会儿来整个码",
        "twice": "一个码连着来两遍",
        "in_pieces": "码一点一点来",
        "line_feeds": "码后面是换行，不是回车",
        "no_end": "码后面没有回车",
        "too_long": "码长得没有边",
        "control": "码里混进控制字符",
        "wrong_encoding": "码里的字编码坏了",
        "unplugged_while_sending": "码送到一半线被拔掉",
        "busy": "端口被别的程序占用",
    }
    VERBS: ClassVar[Mapping[str, str]] = {"scan": "拿一个码对准扫码口，后面写码的内容"}
    TRIES: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "扫小票": ("scan", "130302-20250701-K07-0042-5"),
        "扫付款码": ("scan", "134567890123456789"),
        "扫别的码": ("scan", "https://example.test/"),
    }

    def __init__(self, *, kind: Kind = "pty", link: Path | None = None, tcp_port: int = 0) -> None:
        self.wire = TcpWire(None, tcp_port) if kind == "tcp" else PtyWire(None, link)
        self._kind = kind
        self.lit = True
        self._words = {word: n == 0 for pair in TRIGGERS.values() for n, word in enumerate(pair) if word}
        self.wire.start(self._told)

    @property
    def uri(self) -> str:
        return (
            f"input://{self.wire.link}" if self._kind == "wedge" and isinstance(self.wire, PtyWire) else self.wire.uri
        )

    def scan(self, text: str) -> None:
        """Hold a code before it; a dark reader reads nothing."""
        if not self.lit:
            return
        for piece in self._bytes_of(text):
            self.wire.send(piece)

    def do(self, verb: str, rest: Sequence[str]) -> str:
        if not rest:
            raise NoSuchOrder("扫什么？比如：130302-20250701-K07-0042-5")
        self.scan(" ".join(rest))
        return "扫了。" if self.lit else "扫码口没亮，没有扫。"

    def facts(self) -> dict[str, object]:
        return {**super().facts(), "lit": self.lit}

    def _told(self, data: bytes) -> None:
        self.lit = self._words.get(data, self.lit)

    def _bytes_of(self, text: str) -> Iterator[bytes]:
        """The pieces in which the fault in force lets a code out."""
        code = self._typed(text) if self._kind == "wedge" else text.encode() + b"\r"
        half = code[: len(code) // 2 // EVENT.size * EVENT.size] if self._kind == "wedge" else code[: len(code) // 2]
        match self.fault:
            case "noise_before":
                yield self._typed("#") if self._kind == "wedge" else b"\x00\xff\x13\r"
                yield code
            case "half":
                yield half
            case "half_then_whole":
                yield half
                self.wire.pause(GAP_S * 1.2)
                yield code
            case "twice":
                yield from (code, code)
            case "in_pieces":
                yield from (code[n : n + 1] for n in range(len(code)))
            case "line_feeds" if self._kind != "wedge":
                yield text.encode() + b"\n\n"
            case "no_end":
                yield code[: -EVENT.size * 4] if self._kind == "wedge" else text.encode()
            case "too_long":
                yield self._typed("9" * (LONGEST + 9)) if self._kind == "wedge" else b"9" * (LONGEST + 9) + b"\r"
            case "control":
                yield self._spoilt(text) if self._kind == "wedge" else b"\x1b" + code
            case "wrong_encoding":
                yield self._spoilt(text) if self._kind == "wedge" else b"\xb2\xe2\xff\xff" + code
            case "unplugged_while_sending":
                yield half
                self.fault = None
                self.unplug()
            case _:
                yield code

    def _spoilt(self, text: str) -> bytes:
        return records([(_UNKNOWN_KEY, 1), (_UNKNOWN_KEY, 0)]) + self._typed(text)

    @staticmethod
    def _typed(text: str) -> bytes:
        return records(list(presses(text)))
