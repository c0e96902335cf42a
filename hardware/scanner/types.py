"""What a shot can come to."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

import numpy as np
import numpy.typing as npt

from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

Grey = npt.NDArray[np.uint8]
"""A picture: rows of pixels, 0 black to 255 white."""
Corner = tuple[float, float]
Corners = tuple[Corner, Corner, Corner, Corner]
"""Of a paper in a frame, in pixels (x, y): top left, top right, bottom right, bottom left as it lies there."""
Kind = Literal["page", "card"]
"""card: the size of an identity card; page: any paper, a booklet's open page too."""


class Doubt(StrEnum):
    """Why a picture is not good enough to be read by somebody else later."""

    NO_PAGE = "no_page"
    CUT_OFF = "cut_off"
    DARK = "dark"
    BLANK = "blank"
    GLARE = "glare"
    BLURRED = "blurred"


DOUBT_SAYS: dict[Doubt, str] = {
    Doubt.NO_PAGE: "没看到纸，请放到中间。",
    Doubt.CUT_OFF: "纸没放全，请往中间挪。",
    Doubt.DARK: "有点暗，请别挡着光。",
    Doubt.BLANK: "这面没有字，请翻过来。",
    Doubt.GLARE: "有反光，请把纸挪一挪。",
    Doubt.BLURRED: "有点糊，请按住别动。",
}
"""What to do about it, said to the resident."""


@dataclass(frozen=True, slots=True)
class Photo:
    """One straightened page."""

    jpeg: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Photographed:
    """A page that can be read."""

    photo: Photo


@dataclass(frozen=True, slots=True)
class NotClear:
    """A frame came, but nobody could use it."""

    doubt: Doubt


@dataclass(frozen=True, slots=True)
class ScannerFailed:
    """No frame came."""

    fault: Fault
    state: DeviceState


ShotOutcome = Photographed | NotClear | ScannerFailed


@dataclass(frozen=True, slots=True)
class Look:
    """One glance while a paper is being laid down, and what lies there."""

    outcome: ShotOutcome | None
    """What would come of a shot now; None: a paper lies there, and was not judged."""
    picture: npt.NDArray[np.uint8] | None = field(default=None, repr=False)
    """Small, rows x columns x RGB, the paper's edge drawn in where it was found; None when no frame came."""
    corners: Corners | None = None
    """As shares of the frame's width, so that two looks can be compared."""


@dataclass(frozen=True, slots=True)
class Timings:
    """In seconds; shorter only in tests."""

    answer_s: float = 4.0
    """For one frame; a camera needs a moment to set its exposure."""
    shot_s: float = 15.0
    """For a whole shot with its frames."""
    poll_s: float = 5.0
    """Between two looks whether it is still there."""
    retry_s: float = 1.0
    frame_s: float = 0.25
    """Between two frames that are only looked at."""
