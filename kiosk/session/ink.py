"""Strokes of the sheet as they go to the guide: fewer points, in thousandths, so that a line fits a message. Pure."""

import struct

from kiosk.assist.state import Ink
from kiosk.core.calls import INK_DOTS
from kiosk.core.signing import UNIT, Strokes

APART = 6
"""Thousandths of the sheet between two points; half a pen's width."""
_SIZE = struct.Struct(">II")


def ink_of(strokes: Strokes) -> Ink:
    """Each stroke's points a pen's width apart, its last one kept; what is beyond INK_DOTS is cut."""
    drawn, left = [], INK_DOTS
    for stroke in strokes:
        kept: list[tuple[int, int]] = []
        for x, y in stroke:
            dot = (x * 1000 // UNIT, y * 1000 // UNIT)
            if not kept or max(abs(dot[0] - kept[-1][0]), abs(dot[1] - kept[-1][1])) >= APART:
                kept.append(dot)
        if not left:
            break
        drawn.append(tuple(kept[:left]))
        left -= len(drawn[-1])
    return tuple(drawn)


def tall_of(png: bytes) -> int:
    """The sheet's height in hundredths of its width, from its picture's head; 100 when it has none."""
    try:
        wide, high = _SIZE.unpack_from(png, 16)
    except struct.error:
        return 100
    return max(5, min(400, round(100 * high / wide))) if wide else 100
