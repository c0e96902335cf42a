"""Frames of the HLK-LD2410 radar: no checksum, so head, length, marks and tail must all fit.

Reports, ten a second:
F4 F3 F2 F1 | length u16 | 02 AA | state, moving cm u16, energy, still cm u16, energy, cm u16 | 55 00 | F8 F7 F6 F5
Engineering reports (01 AA) carry more after the same fields. Commands and their answers:
FD FC FB FA | length u16 | word u16 [| status u16] | data | 04 03 02 01
Numbers are little-endian.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

HEAD, TAIL = bytes.fromhex("F4F3F2F1"), bytes.fromhex("F8F7F6F5")
LONGEST = 64
"""Bytes between length and tail; an engineering report has 35."""
_FIELDS = struct.Struct("<BHBHBH")
_BASIC, _ENGINEERING, _MARK, _END = 0x02, 0x01, 0xAA, b"\x55\x00"
MOVING, STILL = 1, 2
"""Bits of `state`; 0 is nobody."""


@dataclass(frozen=True, slots=True)
class Report:
    """One look of the radar; distances in cm, energies 0 to 100."""

    state: int
    moving_cm: int = 0
    moving_energy: int = 0
    still_cm: int = 0
    still_energy: int = 0
    detection_cm: int = 0

    @property
    def nearest_cm(self) -> int | None:
        """Distance of the nearer target, None where there is none."""
        seen = [cm for bit, cm in ((MOVING, self.moving_cm), (STILL, self.still_cm)) if self.state & bit]
        return min(seen, default=None)


def frame(report: Report) -> bytes:
    """A basic report as the radar sends it."""
    fields = _FIELDS.pack(
        report.state, report.moving_cm, report.moving_energy, report.still_cm, report.still_energy, report.detection_cm
    )
    body = bytes((_BASIC, _MARK)) + fields + _END
    return HEAD + len(body).to_bytes(2, "little") + body + TAIL


T = TypeVar("T")


class Frames(Generic[T]):
    """Finds frames `head | length u16 | body | tail` in a run of bytes; whatever is no whole frame is passed over.

    read: what a body says, None when it is no such frame after all.
    """

    def __init__(self, head: bytes, tail: bytes, read: Callable[[bytes], T | None]) -> None:
        self._head, self._tail, self._read = head, tail, read
        self._left = b""

    def feed(self, data: bytes) -> Iterator[T]:
        """What whole frames say, in order."""
        head, tail = self._head, self._tail
        self._left += data
        while (at := self._left.find(head)) >= 0:
            rest = self._left[at:]
            if len(rest) < 6:
                break
            length = int.from_bytes(rest[4:6], "little")
            if length > LONGEST:
                self._left = rest[1:]
                continue
            end = 6 + length + len(tail)
            if len(rest) < end:
                break
            said = self._read(rest[6 : 6 + length]) if rest[6 + length : end] == tail else None
            self._left = rest[end:] if said is not None else rest[1:]
            if said is not None:
                yield said
        else:
            self._left = self._left[-(len(head) - 1) :]
            return
        self._left = self._left[self._left.find(head) :]


def reports() -> Frames[Report]:
    """The radar's looks, basic and engineering."""
    return Frames(HEAD, TAIL, _report)


def _report(body: bytes) -> Report | None:
    shortest = 2 + _FIELDS.size + len(_END)
    if len(body) < shortest or body[0] not in (_BASIC, _ENGINEERING) or body[1] != _MARK:
        return None
    if body[0] == _BASIC and (len(body) != shortest or body[-2:] != _END):
        return None
    report = Report(*_FIELDS.unpack_from(body, 2))
    return report if report.state <= MOVING | STILL else None


# --- asking ------------------------------------------------------------------------------------------------------

COMMAND_HEAD, COMMAND_TAIL = bytes.fromhex("FDFCFBFA"), bytes.fromhex("04030201")
_ACK = 0x0100
"""Added to a command's word in its answer; a status of two bytes follows, 0 is done."""


class Word(IntEnum):
    """Commands; all but BEGIN are heard between BEGIN and END only, when the radar sends no reports."""

    BEGIN = 0x00FF
    END = 0x00FE
    FIRMWARE = 0x00A0


@dataclass(frozen=True, slots=True)
class Ack:
    """An answer to a command."""

    word: int
    done: bool
    data: bytes


def command(word: Word) -> bytes:
    """A command frame. BEGIN carries the protocol's version, 1."""
    body = word.to_bytes(2, "little") + (b"\x01\x00" if word is Word.BEGIN else b"")
    return COMMAND_HEAD + len(body).to_bytes(2, "little") + body + COMMAND_TAIL


def acks() -> Frames[Ack]:
    """The radar's answers."""
    return Frames(COMMAND_HEAD, COMMAND_TAIL, _ack)


def _ack(body: bytes) -> Ack | None:
    if len(body) < 4 or not body[1] & _ACK >> 8:
        return None
    word, status = struct.unpack_from("<HH", body)
    return Ack(word - _ACK, status == 0, body[4:])


def firmware_of(ack: Ack) -> str:
    """`V1.02.22062416`, as the maker writes it: type u16, version u16, date u32. "" when it does not tell."""
    if ack.word != Word.FIRMWARE or not ack.done or len(ack.data) != 8:
        return ""
    _, minor, major, *date = ack.data[1:]
    return f"V{major:X}.{minor:02X}." + "".join(f"{byte:02X}" for byte in reversed(date))
