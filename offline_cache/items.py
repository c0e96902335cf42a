"""What the queue holds and what it answers, as values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from kiosk.core.faults import Fault
from kiosk.core.ids import CaseNumber, SubmissionId

Kind = Literal["submission", "rating", "help", "unclear", "repair"]
State = Literal["queued", "sent", "dead"]

PATHS: dict[Kind, str] = {
    "submission": "/v1/submissions/",
    "rating": "/v1/ratings/",
    "help": "/v1/help-requests/",
    "unclear": "/v1/unclear/",
    "repair": "/v1/repairs/",
}
"""Where each kind is PUT on the hub, followed by the item's id."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Durably in the queue of this terminal; not yet accepted by anyone."""

    case_number: CaseNumber
    submission_id: SubmissionId
    earlier: bool = field(default=False, compare=False)
    """It was here already: what is stored is what was handed in then, not what was asked now."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A plain item (rating, call for help, unclear words, repair) is durably in the queue."""

    item_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Not stored, and the resident must be told so. STORE_FULL, STORE_BROKEN or CLOCK_WRONG."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class QueuedItem:
    """An item that is due, with its bytes exactly as they go over the wire."""

    seq: int
    id: str
    kind: Kind
    body: bytes
    sha256: str
    case_number: str
    tries: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item as a technician sees it: nothing of its content."""

    id: str
    kind: Kind
    state: State
    size: int
    case_number: str
    created_at: datetime
    tries: int
    reason: str
    settled_at: str
    exported_at: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items are in each state, and how many bytes wait on the disk (queued and dead)."""

    queued: int
    sent: int
    dead: int
    waiting_bytes: int


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What is known of one item when an answer was lost and somebody must look it up by its id."""

    state: State
    case_number: str
    receipt: str
    """The hub's acknowledgement as JSON, "" until it is sent."""
