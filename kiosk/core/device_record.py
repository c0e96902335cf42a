"""What a terminal remembers of its own devices: counts, faults, tests. Codes, numbers, times, and nobody's name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

KEPT_FAULTS = 5


@dataclass(frozen=True, slots=True)
class PastFault:
    """A fault that began at some time, by its code; an older or newer program may not know the code."""

    code: str
    at: datetime

    @property
    def known(self) -> Fault | None:
        """The fault of that code in this program."""
        return Fault(self.code) if self.code in list(Fault) else None


@dataclass(frozen=True, slots=True)
class DeviceTest:
    """The last guided test: whether a person saw or heard the device do its work."""

    seen: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class LastState:
    """What the device last said of itself to the running terminal."""

    state: DeviceState
    fault: Fault | None
    since: datetime


@dataclass(frozen=True, slots=True)
class DeviceRecord:
    """One device's memory."""

    counts: Mapping[str, int] = field(default_factory=dict)
    """"done", "failed"; of a printer also the paper used since it was loaded, "paper_mm" or "sheets", and how often
    that was, "rolls" or "fills"."""
    faults: tuple[PastFault, ...] = ()
    """At most KEPT_FAULTS, the newest first."""
    test: DeviceTest | None = None
    last: LastState | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    """What it said of itself when it was last there: name in Chinese -> value."""
