"""What a print can come to, and what kind of printer it is."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState


@dataclass(frozen=True, slots=True)
class Printed:
    """The printer itself confirmed that everything up to and including the cut was done."""

    job_id: str
    reprint: bool
    """True when the paper is headed 重打 because an earlier try may have left some of it in the tray."""

    @property
    def name(self) -> str:
        """The outcome's word in `--json`."""
        return "printed"


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """The printer said, or its silence before the end showed, that it stopped before the slip was done."""

    fault: Fault
    state: DeviceState
    partly: bool = False
    """True when a piece of the slip may hang from the printer."""

    @property
    def name(self) -> str:
        """The fault's code."""
        return self.fault.value


@dataclass(frozen=True, slots=True)
class PrintUnconfirmed:
    """Everything was sent, nothing was confirmed: there may be a whole slip, a piece, or none."""

    fault: Fault = Fault.PRINT_UNCONFIRMED

    @property
    def name(self) -> str:
        """The fault's code."""
        return self.fault.value


PrintOutcome = Printed | NotPrinted | PrintUnconfirmed


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
    """For the end-of-job answer, on top of the wire time of the whole slip."""
    look_s: float = 0.3
    """Between two looks at the status while waiting for an answer in order."""
    quiet_s: float = 0.2
    """A line with nothing on it for this long holds no late answer."""
    poll_s: float = 2.0
    """Between two looks at an idle printer."""
    first_retry_s: float = 0.5
    longest_retry_s: float = 30.0
    """Reconnecting waits twice as long each time, up to this."""
