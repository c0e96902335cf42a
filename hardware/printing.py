"""What printing a paper can come to, the same for every kind of printer."""

from dataclasses import dataclass, field

from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState


@dataclass(frozen=True, slots=True)
class Printed:
    """The printer itself confirmed that everything was done, to the cut or to the last page."""

    job_id: str
    reprint: bool
    """True when the paper is headed 重打 because an earlier try may have left some of it in the tray."""
    sheets: int = field(default=0, compare=False)
    """Sheets that came out this time, where a printer has sheets."""

    @property
    def name(self) -> str:
        """The outcome's word in `--json`."""
        return "printed"


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """The printer said, or its silence before the end showed, that it stopped before the paper was done."""

    fault: Fault
    state: DeviceState
    partly: bool = False
    """True when a piece of the paper may hang from the printer or lie in its tray."""

    @property
    def name(self) -> str:
        """The fault's code."""
        return self.fault.value


@dataclass(frozen=True, slots=True)
class PrintUnconfirmed:
    """Everything was sent, nothing was confirmed: there may be a whole paper, a piece, or none."""

    fault: Fault = Fault.PRINT_UNCONFIRMED

    @property
    def name(self) -> str:
        """The fault's code."""
        return self.fault.value


PrintOutcome = Printed | NotPrinted | PrintUnconfirmed
