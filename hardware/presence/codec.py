"""Report frames of the HLK-LD2410 radar (facts section 5): no checksum, so head, length, marks and tail must all fit.

F4 F3 F2 F1 | length u16 | 02 AA | state, moving cm u16, energy, still cm u16, energy, cm u16 | 55 00 | F8 F7 F6 F5
Numbers are little-endian. Engineering reports (01 AA) carry more after the same fields.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

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


class Deframer:
    """Finds reports in a run of bytes; whatever is no whole report is passed over."""

    def __init__(self) -> None:
        self._left = b""

    def feed(self, data: bytes) -> Iterator[Report]:
        """Whole reports in order."""
        self._left += data
        while (at := self._left.find(HEAD)) >= 0:
            rest = self._left[at:]
            if len(rest) < 6:
                break
            length = int.from_bytes(rest[4:6], "little")
            if length > LONGEST:
                self._left = rest[1:]
                continue
            end = 6 + length + len(TAIL)
            if len(rest) < end:
                break
            report = _report(rest[6 : 6 + length]) if rest[6 + length : end] == TAIL else None
            self._left = rest[end:] if report is not None else rest[1:]
            if report is not None:
                yield report
        else:
            self._left = self._left[-(len(HEAD) - 1) :]
            return
        self._left = self._left[self._left.find(HEAD) :]


def _report(body: bytes) -> Report | None:
    shortest = 2 + _FIELDS.size + len(_END)
    if len(body) < shortest or body[0] not in (_BASIC, _ENGINEERING) or body[1] != _MARK:
        return None
    if body[0] == _BASIC and (len(body) != shortest or body[-2:] != _END):
        return None
    report = Report(*_FIELDS.unpack_from(body, 2))
    return report if report.state <= MOVING | STILL else None
