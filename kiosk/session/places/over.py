"""What lies over any page because of a press, the time or a fault."""

from dataclasses import dataclass, field
from typing import Literal

from kiosk.core.screen import NO_WORDS
from kiosk.core.wire import HelpReply
from kiosk.core.words import Words


@dataclass(frozen=True, slots=True)
class HelpOver:
    """A human is being called; the page below waits untouched."""

    help_id: str
    reply: HelpReply | None = None
    unanswered: bool = False
    say: str = ""
    """The hub's no, in the resident's words."""


@dataclass(frozen=True, slots=True)
class IdleOver:
    """Still there? `left` seconds."""

    left: float


@dataclass(frozen=True, slots=True)
class TroubleOver:
    """The program had an unexpected error; everything is cleared."""


@dataclass(frozen=True, slots=True)
class StaffOver:
    """Staff number, then PIN; or the code of the hour that the hub gave a technician."""

    part: Literal["number", "pin", "code"] = "number"
    number: str = ""
    pin: str = field(default="", repr=False)
    checking: bool = False
    problem: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class StaffMenuOver:
    """What verified staff may do: see the devices' state, end the visit."""


@dataclass(frozen=True, slots=True)
class SettingsOver:
    """Text size, colours, reach, speech."""


@dataclass(frozen=True, slots=True)
class PaperOver:
    """What the slip of the page below says, on the glass and aloud."""


@dataclass(frozen=True, slots=True)
class LeaveOver:
    """Really leave?"""

    to: Literal["home", "restart"]
