"""What she is shown while she lays a paper down: the frame made small, the paper's edge drawn in. Pure."""

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from hardware.scanner.page import find_page
from hardware.scanner.types import Corners

WIDE = 640
"""Pixels across: sharp on the page, light to hand on."""
EDGE = (0, 160, 90)
_LINE = 6
STILL = 0.02
"""Of the frame's width: a paper whose corners moved less than this lies still."""


def glance(frame: Image.Image) -> tuple[npt.NDArray[np.uint8], Corners | None]:
    """The small picture, and where the paper's corners are as shares of the frame's width."""
    corners = find_page(frame)
    small = frame.resize((WIDE, max(1, round(frame.height * WIDE / frame.width))), Image.Resampling.BILINEAR)
    if corners is None:
        return np.asarray(small), None
    scale = small.width / frame.width
    edge = [(x * scale, y * scale) for x, y in (*corners, corners[0])]
    ImageDraw.Draw(small).line(edge, fill=EDGE, width=_LINE, joint="curve")
    a, b, c, d = ((x / frame.width, y / frame.width) for x, y in corners)
    return np.asarray(small), (a, b, c, d)


def still(before: Corners | None, now: Corners | None) -> bool:
    """Whether the paper lies where it lay at the last look."""
    if before is None or now is None:
        return False
    return all(abs(x - u) <= STILL and abs(y - v) <= STILL for (x, y), (u, v) in zip(before, now, strict=True))
