"""Everything a visit may ask the world to do. `step` returns these; the runner performs them, once each.

Speaking is not among them: the runner says `screen.say` when the screen's key changes and notices when they appear.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kiosk import assist
from kiosk.core.journal import Value
from kiosk.core.loudness import Output
from kiosk.core.slip import Slip
from kiosk.core.wire import HelpRequest, PaymentRequest, Rating, Submission, TicketRequest, Unclear
from kiosk.dialogue.cited import Passage
from kiosk.session.events import Who
from kiosk.session.handed_in import HandedIn


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Wait for a card and read it: CardReading, then CardSeen | CardProblem | NoCardSeen."""

    who: Who
    timeout_s: float


@dataclass(frozen=True, slots=True)
class StopReading:
    """Nobody waits for a card any more."""


@dataclass(frozen=True, slots=True)
class WatchCardGone:
    """Say CardGone when the card has left the reader."""

    timeout_s: float


@dataclass(frozen=True, slots=True)
class StoreSubmission:
    """Seal and store: Stored | StoreRefused. The outbox gives the case number (submission.complete)."""

    submission: Submission
    """With case_number "" ; complete it with `kiosk.session.complete(submission, case_number)`."""
    attachments: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Print: Printed | PrintFailed."""

    slip: Slip


@dataclass(frozen=True, slots=True)
class PrintSheet:
    """The same on A4, in large type: Printed | PrintFailed."""

    slip: Slip


@dataclass(frozen=True, slots=True)
class TakePhoto:
    """Photograph what lies under the document camera: Photographed | PhotoUnclear | PhotoFailed."""

    material: str
    card: bool


@dataclass(frozen=True, slots=True)
class FetchBill:
    """BillFetched | BillFailed."""

    biller: str
    account: str


@dataclass(frozen=True, slots=True)
class Pay:
    """Ask the server to take the payment: PaymentSaid | PaymentRefused | PaymentUnknown. Idempotent by its id."""

    request: PaymentRequest


@dataclass(frozen=True, slots=True)
class AskPayment:
    """What became of it: PaymentSaid | PaymentUnknown."""

    payment_id: str


@dataclass(frozen=True, slots=True)
class ClosePayment:
    """The same, and an order that never arrived is refused from now on: PaymentSaid | PaymentUnknown."""

    payment_id: str


@dataclass(frozen=True, slots=True)
class QueryCases:
    """By number or by card: CasesFound | CasesFailed."""

    case_number: str = ""
    id_number: str = ""


@dataclass(frozen=True, slots=True)
class TakeTicket:
    """TicketGiven | TicketFailed."""

    request: TicketRequest


@dataclass(frozen=True, slots=True)
class CallHelp:
    """HelpAnswered | HelpUnanswered."""

    request: HelpRequest


@dataclass(frozen=True, slots=True)
class CallDo:
    """Something of a call for a human: a message to the hub, devices opened or closed, a picture."""

    effect: assist.Effect


@dataclass(frozen=True, slots=True)
class AskModel:
    """Ask the city's own model an open question: ModelAnswered. It sees these passages and the question, no more."""

    ask_id: str
    passages: tuple[Passage, ...]
    question: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SendRating:
    """Into the outbox; no answer is waited for."""

    rating: Rating


@dataclass(frozen=True, slots=True)
class KeepUnclear:
    """Into the outbox, naming nobody, because she agreed; no answer is waited for."""

    said: tuple[Unclear, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """Keep the unfinished matter, readable only with the same card."""

    id_number: str
    payload: bytes = field(repr=False)
    photos: tuple[bytes, ...] = field(default=(), repr=False)
    """Pictures of papers, in the order the payload names them."""


@dataclass(frozen=True, slots=True)
class FindDraft:
    """DraftFound | DraftHandedIn | NoDraft."""

    id_number: str


@dataclass(frozen=True, slots=True)
class DropDraft:
    """The matter is handed in, or the resident began anew."""

    id_number: str


@dataclass(frozen=True, slots=True)
class MarkHandedIn:
    """Remember until tomorrow, readable only with the same card, that this matter was handed in."""

    id_number: str = field(repr=False)
    mark: HandedIn


@dataclass(frozen=True, slots=True)
class FindHandedIn:
    """HandedInToday, when the same card's holder handed the same matter in today; else nothing."""

    id_number: str = field(repr=False)
    service_id: str
    day: str


@dataclass(frozen=True, slots=True)
class VerifyStaff:
    """StaffVerified | StaffRefused."""

    staff_id: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StopMachine:
    """Switch the machine off in order; no answer is waited for."""


@dataclass(frozen=True, slots=True)
class UnlockRepair:
    """RepairUnlocked | StaffRefused."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenRepair:
    """Put the technician's pages on the glass."""


@dataclass(frozen=True, slots=True)
class ReadSocialCard:
    """Wait for a social-security card and read it."""

    timeout_s: float


@dataclass(frozen=True, slots=True)
class TellRepair:
    """Somebody began or ended work at the terminal, or was locked out of it: for the hub's audit chain."""

    repair_id: str
    act: Literal["opened", "closed", "locked"]
    how: Literal["staff", "code", ""] = ""
    staff: str = ""
    """The number of the member of staff."""


@dataclass(frozen=True, slots=True)
class SayAgain:
    """Speak the present page once more."""


@dataclass(frozen=True, slots=True)
class SetSpeech:
    """How to speak from now on."""

    rate: int
    """Percent."""
    volume: int | None
    """A level of kiosk.core.loudness; None when muted."""
    output: Output = "speaker"


@dataclass(frozen=True, slots=True)
class Wipe:
    """The visit is over: stop reading and speaking, forget everything held outside the state; then Wiped."""


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the journal; fields as kiosk.core.journal declares them."""

    event: str
    fields: Mapping[str, Value]


Effect = (
    ReadCard | StopReading | WatchCardGone | StoreSubmission | PrintSlip | PrintSheet | TakePhoto | FetchBill | Pay
    | AskPayment | ClosePayment | QueryCases | TakeTicket | CallHelp | CallDo | SendRating | KeepUnclear | AskModel
    | SaveDraft | FindDraft | DropDraft | MarkHandedIn | FindHandedIn | VerifyStaff | UnlockRepair | OpenRepair
    | TellRepair | StopMachine | SayAgain | ReadSocialCard | SetSpeech | Wipe | Note
)  # fmt: skip
