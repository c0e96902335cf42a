"""What the sealed store and the hub say of everything but money."""

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.catalogue import Category, Service
from kiosk.core.faults import Fault
from kiosk.core.wire import CaseView, HelpReply, Notice, Ticket
from kiosk.dialogue.cited import Cited, NotCited


@dataclass(frozen=True, slots=True)
class LineChanged:
    """The line to the hub is up or down."""

    up: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """Durable in the sealed outbox; not yet accepted by anyone."""

    submission_id: str
    case_number: str
    earlier: bool = False
    """It had been stored before (a power cut took the answer): what counts is what was handed in then."""


@dataclass(frozen=True, slots=True)
class StoreRefused:
    """The outbox could not take it; nothing was kept."""

    submission_id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Sent:
    """The hub's signed receipt has arrived."""

    submission_id: str
    status: str
    due: str = ""


@dataclass(frozen=True, slots=True)
class SendRefused:
    """The hub refused the item in its own words; it is kept and a human will look."""

    submission_id: str


@dataclass(frozen=True, slots=True)
class QueueCounted:
    """What the outbox holds: items waiting for the line, and items the hub refused for good."""

    waiting: int
    refused: int


@dataclass(frozen=True, slots=True)
class CasesFound:
    """Answer of a progress query; empty when there are none."""

    cases: tuple[CaseView, ...]


@dataclass(frozen=True, slots=True)
class CasesFailed:
    """No answer to a progress query, or a no; `say` in the resident's words when it was a no."""

    fault: Fault
    say: str = ""


@dataclass(frozen=True, slots=True)
class TicketGiven:
    """A number from the hub's queue."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class TicketFailed:
    """No number from the hub; `say` in the resident's words when it said no."""

    ticket_id: str
    fault: Fault
    say: str = ""


@dataclass(frozen=True, slots=True)
class NoticesLoaded:
    """The present notices, newest first; `as_of` when they were fetched."""

    notices: tuple[Notice, ...]
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class HelpAnswered:
    """What is really going to happen."""

    reply: HelpReply


@dataclass(frozen=True, slots=True)
class HelpUnanswered:
    """Nobody was called: the line is down, or the hub said no (`say`). Phone, bell and paper remain."""

    help_id: str
    say: str = ""


@dataclass(frozen=True, slots=True)
class StaffVerified:
    """Number and PIN were right."""

    staff_id: str
    name: str


@dataclass(frozen=True, slots=True)
class StaffRefused:
    """They were not, or the entry is locked for a while."""

    locked: bool = False
    first: bool = False
    """This was the try that locked it."""


@dataclass(frozen=True, slots=True)
class RepairUnlocked:
    """The technician's code of this hour was right."""


@dataclass(frozen=True, slots=True)
class MattersStopped:
    """Matters the hub does not want begun here; those under way go on."""

    services: frozenset[str]


@dataclass(frozen=True, slots=True)
class DraftFound:
    """An interrupted matter of the card just read."""

    payload: bytes = field(repr=False)
    photos: tuple[bytes, ...] = field(default=(), repr=False)
    """The pictures it names, in their order; b"" for one that is not there any more."""


@dataclass(frozen=True, slots=True)
class NoDraft:
    """No interrupted matter for this card."""


@dataclass(frozen=True, slots=True)
class DraftHandedIn:
    """The matter of the draft was handed in already; the power failed before the draft was dropped."""

    submission_id: str
    service_id: str
    case_number: str = field(repr=False)
    status: str = ""
    """The hub's word, "" while it only waits here."""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class HandedInToday:
    """The holder of the card just read handed this matter in earlier today, in a visit of its own."""

    service_id: str
    case_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CatalogueChanged:
    """A newer verified catalogue; a visit in progress keeps its own until it ends."""

    version: str
    services: tuple[Service, ...] = field(repr=False)
    categories: tuple[Category, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ModelAnswered:
    """The city's model has answered in sentences that may be said, or there is nothing that may."""

    ask_id: str
    answer: Cited | NotCited
