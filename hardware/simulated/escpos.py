"""Takes ESC/POS bytes apart as strictly as no printer does: what it does not know, or what a real printer might
mistake, is written down as an error that tests demand to be absent."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Command:
    """One whole command: its name in the Epson reference, and the bytes after the name."""

    name: str
    data: bytes = b""


_FIXED: Final = {
    b"\x1b@": ("ESC @", 0),
    b"\x1b2": ("ESC 2", 0),
    b"\x1b3": ("ESC 3", 1),
    b"\x1ba": ("ESC a", 1),
    b"\x1bE": ("ESC E", 1),
    b"\x1bJ": ("ESC J", 1),
    b"\x1d!": ("GS !", 1),
    b"\x1da": ("GS a", 1),
    b"\x1dr": ("GS r", 1),
    b"\x1dI": ("GS I", 1),
    b"\x1c&": ("FS &", 0),
    b"\x1c.": ("FS .", 0),
    b"\x10\x04": ("DLE EOT", 1),
    b"\x10\x05": ("DLE ENQ", 1),
}
REAL_TIME: Final = frozenset({"DLE EOT", "DLE ENQ"})
_REAL_TIME_BYTES: Final = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


class CommandStream:
    """Bytes in, whole commands out; keeps a command that has only half arrived."""

    def __init__(self) -> None:
        self._rest = b""
        self.errors: list[str] = []

    def feed(self, data: bytes) -> list[Command]:
        """The commands these bytes complete, in order; a run of printable bytes is one "text"."""
        self._rest += data
        commands: list[Command] = []
        while self._rest:
            taken = self._next()
            if taken is None:
                break
            command, length = taken
            self._rest = self._rest[length:]
            if command:
                commands.append(command)
        return commands

    def forget(self) -> None:
        """Lose a half command, as at power-off."""
        self._rest = b""

    def _next(self) -> tuple[Command | None, int] | None:
        rest = self._rest
        if rest[0] == 0x0A:
            return Command("LF"), 1
        if rest[0] >= 0x20:
            length = next((at for at, byte in enumerate(rest) if byte < 0x20), len(rest))
            return Command("text", rest[:length]), length
        if len(rest) < 2:
            return None
        if found := _FIXED.get(rest[:2]):
            name, count = found
            return None if len(rest) < 2 + count else (Command(name, rest[2 : 2 + count]), 2 + count)
        match rest[:2]:
            case b"\x1dV":
                return self._cut(rest)
            case b"\x1dv":
                return self._sized("GS v 0", rest, 4, 8)
            case b"\x1d(":
                return self._sized("GS ( k", rest, 3, 5)
            case _:
                self.errors.append(f"unknown command {rest[:4].hex(' ')}")
                return None, 1

    def _cut(self, rest: bytes) -> tuple[Command | None, int] | None:
        if len(rest) < 3:
            return None
        count = 2 if rest[2] in (65, 66) else 1
        return None if len(rest) < 2 + count else (Command("GS V", rest[2 : 2 + count]), 2 + count)

    def _sized(self, name: str, rest: bytes, length_at: int, head: int) -> tuple[Command | None, int] | None:
        if len(rest) < head:
            return None
        count = int.from_bytes(rest[length_at : length_at + 2], "little")
        if name == "GS v 0":
            count *= int.from_bytes(rest[6:8], "little")
        if len(rest) < head + count:
            return None
        payload = rest[head : head + count]
        if any(sequence in payload for sequence in _REAL_TIME_BYTES):
            self.errors.append(f"real-time command inside {name}")
        keep = rest[2:head] + payload if name == "GS v 0" else rest[2:3] + payload
        return Command(name, keep), head + count
