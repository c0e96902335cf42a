"""What kind of printer it is and how long to wait for it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from hardware.printing import NotPrinted as NotPrinted
from hardware.printing import Printed as Printed
from hardware.printing import PrintOutcome as PrintOutcome
from hardware.printing import PrintUnconfirmed as PrintUnconfirmed


class TextMode(StrEnum):
    """Which characters the printer has in its own font; all others are drawn."""

    GBK = "gbk"
    """Double-byte zones of GBK, also what most "GB18030" printers really have."""
    GB2312 = "gb2312"
    """Level I and II characters only."""
    RASTER = "raster"
    """Trust no font: every line is drawn."""


Width = Literal[384, 576]
"""Printable dots at 8 dots per millimetre: 384 on 58 mm paper, 576 on 80 mm paper."""

WIDTHS: dict[str, Width] = {"58": 384, "80": 576}
"""Paper width in millimetres, as in a URI's `width=`, to dots."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the printer can do."""

    width: Width = 576
    text: TextMode = TextMode.GBK
    native_qr: bool = True
    """False for printers without GS ( k; the code is then drawn."""


@dataclass(frozen=True, slots=True)
class Timings:
    """How long to wait, in seconds; shorter only in tests."""

    answer_s: float = 0.5
    """For one real-time status answer."""
    confirm_s: float = 5.0
    """For the end-of-job answer, on top of the wire time and the head's time for the whole slip."""
    slowest_mm_s: float = 15.0
    """A head slower than this is out of order; most do 60 to 250."""
    look_s: float = 0.3
    """Between two looks at the status while waiting for an answer in order."""
    quiet_s: float = 0.2
    """A line with nothing on it for this long holds no late answer."""
    poll_s: float = 2.0
    """Between two looks at an idle printer."""
    first_retry_s: float = 0.5
    longest_retry_s: float = 30.0
    """Reconnecting waits twice as long each time, up to this."""
