"""What a printer says of itself (RFC 8011, PWG 5100.9) in our words.

A reason's suffix is -report, -warning or -error; none means error. ippeveprinter takes the suffix from its own state
and not from how bad it is, so a blocking reason is believed by its keyword; only -report, an idle note, is not.
"""

from dataclasses import dataclass
from enum import IntEnum

from hardware.document_printer.codec import Attributes, number, texts
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState, PaperState


class PrinterState(IntEnum):
    """printer-state."""

    IDLE = 3
    PROCESSING = 4
    STOPPED = 5


class JobState(IntEnum):
    """job-state."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


ENDED = (JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED)

BLOCKING = {
    "media-empty": Fault.A4_PAPER_OUT,
    "media-needed": Fault.A4_PAPER_OUT,
    "input-tray-missing": Fault.A4_PAPER_OUT,
    "media-jam": Fault.A4_JAM,
    "cover-open": Fault.A4_COVER_OPEN,
    "door-open": Fault.A4_COVER_OPEN,
    "interlock-open": Fault.A4_COVER_OPEN,
    "output-area-full": Fault.A4_TRAY_FULL,
    "output-tray-missing": Fault.A4_TRAY_FULL,
    "marker-supply-empty": Fault.A4_INK_OUT,
    "toner-empty": Fault.A4_INK_OUT,
    "marker-supply-missing": Fault.A4_INK_OUT,
    "marker-waste-full": Fault.A4_BROKEN,
    "developer-empty": Fault.A4_INK_OUT,
    "opc-life-over": Fault.A4_BROKEN,
    "fuser-over-temp": Fault.A4_BROKEN,
    "fuser-under-temp": Fault.A4_BROKEN,
    "paused": Fault.A4_PAUSED,
    "moving-to-paused": Fault.A4_PAUSED,
    "spool-area-full": Fault.A4_BROKEN,
    "shutdown": Fault.A4_SILENT,
    "timed-out": Fault.A4_SILENT,
    "connecting-to-device": Fault.A4_SILENT,
}
"""Reasons that keep paper from coming out; the first that holds, in this order, is told."""

WEARING = {
    "media-low": Fault.A4_PAPER_LOW,
    "media-empty": Fault.A4_PAPER_LOW,
    "marker-supply-empty": Fault.A4_INK_LOW,
    "toner-empty": Fault.A4_INK_LOW,
    "marker-supply-low": Fault.A4_INK_LOW,
    "toner-low": Fault.A4_INK_LOW,
    "developer-low": Fault.A4_INK_LOW,
    "marker-waste-almost-full": Fault.A4_INK_LOW,
    "opc-near-eol": Fault.A4_INK_LOW,
    "output-area-almost-full": Fault.A4_PAPER_LOW,
}
"""It still prints; somebody should come soon. An idle printer's empty tray is a note: another tray may be full."""

_PASSING = frozenset({"connecting-to-device", "moving-to-paused"})
"""CUPS says these at the start of every job."""

STILL_PRINTS = frozenset({Fault.A4_PAPER_LOW, Fault.A4_INK_LOW})
_BY_HAND = frozenset({Fault.A4_PAPER_OUT, Fault.A4_COVER_OPEN, Fault.A4_TRAY_FULL, Fault.A4_JAM, Fault.A4_INK_OUT})


@dataclass(frozen=True, slots=True)
class Condition:
    """A printer at one look."""

    state: int
    """printer-state; 0 when it did not say."""
    hindered: Fault | None = None
    """A blocking reason, whatever its suffix but -report."""
    certain: bool = False
    """It is stopped, or says -error: no need to wait and see whether paper still comes."""
    worn: Fault | None = None
    accepting: bool = True

    @property
    def fault(self) -> Fault | None:
        """What to tell; STILL_PRINTS where it prints."""
        return self.hindered or self.worn

    @property
    def device(self) -> DeviceState:
        """In the words all devices share."""
        return device_state(self.hindered) if self.hindered else DeviceState.ONLINE

    @property
    def paper(self) -> PaperState:
        match self.fault:
            case Fault.A4_PAPER_OUT:
                return PaperState.OUT
            case Fault.A4_JAM:
                return PaperState.JAMMED
            case Fault.A4_PAPER_LOW:
                return PaperState.LOW
            case _:
                return PaperState.FULL


def device_state(fault: Fault) -> DeviceState:
    """How a device with that fault is."""
    match fault:
        case Fault.A4_SILENT:
            return DeviceState.OFFLINE
        case Fault.A4_ABSENT:
            return DeviceState.NO_DEVICE
        case Fault.A4_BUSY:
            return DeviceState.BUSY
        case _ if fault in _BY_HAND:
            return DeviceState.USER_ERROR
        case _:
            return DeviceState.HARDWARE_ERROR


def condition(printer: Attributes) -> Condition:
    """What a printer's attributes come to."""
    state = number(printer, "printer-state") or 0
    accepts = printer.get("printer-is-accepting-jobs")
    told = [_split(reason) for reason in texts(printer, "printer-state-reasons")]
    at_work = {word: suffix for word, suffix in told if suffix != "report"}
    hindered = next((fault for word, fault in BLOCKING.items() if word in at_work), None)
    certain = state == PrinterState.STOPPED or any(
        at_work.get(word) == "error" for word in BLOCKING if word not in _PASSING
    )
    if hindered is None and state == PrinterState.STOPPED:
        hindered = Fault.A4_PAUSED
    noted = {word for word, _ in told}
    worn = next((fault for word, fault in WEARING.items() if word in noted), None)
    return Condition(state, hindered, certain, worn, accepts is None or accepts.values != (False,))


def _split(reason: str) -> tuple[str, str]:
    word, _, suffix = reason.rpartition("-")
    return (word, suffix) if suffix in ("report", "warning", "error") else (reason, "error")
