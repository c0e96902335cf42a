"""Numbers in the queue, progress of cases, notices."""

from dataclasses import dataclass, field

from kiosk.core.faults import Fault
from kiosk.core.screen import NO_WORDS
from kiosk.core.wire import CaseView, Ticket
from kiosk.core.words import Words


@dataclass(frozen=True, slots=True)
class TicketQueues:
    """Which queue."""


@dataclass(frozen=True, slots=True)
class TicketPriority:
    """Does the resident need to go first?"""

    queue: str


@dataclass(frozen=True, slots=True)
class TakingTicket:
    """Asking the hub."""

    queue: str
    priority: bool
    ticket_id: str


@dataclass(frozen=True, slots=True)
class TicketPlace:
    """The number; ticket None: a local one, because the line is down."""

    queue: str
    priority: bool
    number: str
    ticket: Ticket | None = None
    why: str = ""
    """Why there is only a local number, when the hub said no."""


@dataclass(frozen=True, slots=True)
class ProgressWays:
    """By card or by number."""


@dataclass(frozen=True, slots=True)
class CaseNumberPlace:
    """The number on the slip, on a pad."""

    draft: str = ""
    problem: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class FetchingCases:
    """Asking the hub."""


@dataclass(frozen=True, slots=True)
class CasesPlace:
    """The cases found; fault when nobody answered."""

    cases: tuple[CaseView, ...] = field(default=(), repr=False)
    fault: Fault | None = None
    say: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class CasePlace:
    """One case: how far, what is missing, what next."""

    case: CaseView = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoticesPlace:
    """The list of notices."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class NoticePlace:
    """One notice, read aloud."""

    notice_id: str
