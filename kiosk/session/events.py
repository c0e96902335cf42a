"""Everything that can happen to a visit, as values. `step` takes one of these and nothing else.

Four families: what a person does, what devices say, what the store and the hub say, and time. Outcomes of effects carry
only what was really confirmed; `Printed` exists only because a printer said so.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from kiosk.catalogue import Category, Service
from kiosk.core.faults import Fault
from kiosk.core.hearing import Hearing
from kiosk.core.outcomes import DeviceState
from kiosk.core.person import IdCard
from kiosk.core.wire import Bill, CaseView, HelpReply, Notice, Payment, Source, Ticket
from kiosk.dialogue.cited import Cited, NotCited

How = Literal["touch", "keypad", "voice"]
Who = Literal["holder", "operator"]

# --- what a person does --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody is there and active; every press posts one first. Resets the idle clock."""

    how: How = "touch"


@dataclass(frozen=True, slots=True)
class Begin:
    """Leave the attract page."""


@dataclass(frozen=True, slots=True)
class ChooseCategory:
    """Open one group of matters; "" is the list of groups."""

    category: str


@dataclass(frozen=True, slots=True)
class ChooseService:
    """Open a matter; also what dialogue posts when it understood one."""

    service_id: str


@dataclass(frozen=True, slots=True)
class Next:
    """The page's main way on."""


@dataclass(frozen=True, slots=True)
class Back:
    """One page back, or close what lies over the page."""


@dataclass(frozen=True, slots=True)
class Home:
    """To the home page; asks first when something would be lost."""


@dataclass(frozen=True, slots=True)
class Restart:
    """End the visit and clear everything; asks first."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Yes to the question before leaving."""


@dataclass(frozen=True, slots=True)
class ModelAnswered:
    """The city's model has answered in sentences that may be said, or there is nothing that may."""

    ask_id: str
    answer: Cited | NotCited


@dataclass(frozen=True, slots=True)
class KeepMissed:
    """What was not understood may be kept, so that it can be learned."""


@dataclass(frozen=True, slots=True)
class Finish:
    """Nothing else to do: to the rating and the end."""


@dataclass(frozen=True, slots=True)
class Agree:
    """Yes to the consent just read."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """No to the consent; leads to the human window."""


@dataclass(frozen=True, slots=True)
class ForWhom:
    """Whose matter it is; anonymous only where a matter allows it."""

    whose: Literal["self", "other", "anonymous"]


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Whether the next matter is for the same people as the one before."""

    same: bool


@dataclass(frozen=True, slots=True)
class CardIs:
    """Whose the card is that lay there before anybody was asked for one."""

    who: Who


@dataclass(frozen=True, slots=True)
class UseWay:
    """How to say who one is: put the card, type, or ask staff to vouch."""

    way: Literal["card", "typed", "staff"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A value for the field on the page; `source` other than typed comes from voice, guide, certificate ..."""

    field: str
    value: str
    source: Source = "typed"
    by: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """An optional question left open."""

    field: str


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """One character from a pad or a key."""

    char: str


@dataclass(frozen=True, slots=True)
class TextTyped:
    """Text committed by a keyboard or handwriting; appended to the draft."""

    text: str


@dataclass(frozen=True, slots=True)
class Erase:
    """Take the last character away."""


@dataclass(frozen=True, slots=True)
class Clear:
    """Empty the draft."""


@dataclass(frozen=True, slots=True)
class DatePicked:
    """One part of a date; earlier and later turn the page of years."""

    part: Literal["year", "month", "day", "earlier", "later", "today"]
    value: int = 0


@dataclass(frozen=True, slots=True)
class SetMaterial:
    """Whether something was brought."""

    material: str
    state: Literal["brought", "missing", "electronic"]


@dataclass(frozen=True, slots=True)
class EditField:
    """Change one line of the read-back."""

    field: str


@dataclass(frozen=True, slots=True)
class ChooseValue:
    """Which of two sources that disagree is right: index into the field's values."""

    field: str
    index: int


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature or any mark made by hand on the page."""

    png: bytes = field(repr=False)
    strokes: int = 1


@dataclass(frozen=True, slots=True)
class ClearSignature:
    """Sign again."""


@dataclass(frozen=True, slots=True)
class AskWitness:
    """Cannot write: a member of staff vouches instead."""


@dataclass(frozen=True, slots=True)
class ConfirmWitness:
    """Staff, already verified, say that person and card belong together."""


@dataclass(frozen=True, slots=True)
class ConfirmSubmit:
    """Yes, hand it in."""


@dataclass(frozen=True, slots=True)
class ChoosePayMethod:
    """How to pay."""

    method: Literal["scan_me", "show_code", "cash_at_window"]


@dataclass(frozen=True, slots=True)
class ConfirmPay:
    """Yes, pay this amount."""


@dataclass(frozen=True, slots=True)
class ChooseTicket:
    """Which queue."""

    queue: str


@dataclass(frozen=True, slots=True)
class ChoosePriority:
    """Whether the resident says they need to go first."""

    priority: bool


@dataclass(frozen=True, slots=True)
class ChooseCase:
    """One of the cases found."""

    index: int


@dataclass(frozen=True, slots=True)
class ChooseNotice:
    """One of the notices."""

    notice_id: str


@dataclass(frozen=True, slots=True)
class ChooseReferral:
    """A paper somebody else gives; "" is the list of them."""

    referral: str = ""


@dataclass(frozen=True, slots=True)
class TurnPage:
    """Next or previous page of a list."""

    by: int


@dataclass(frozen=True, slots=True)
class PrintAgain:
    """Print the slip (again)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """好差评; None is 不评价."""

    level: Literal["非常满意", "满意", "基本满意", "不满意", "非常不满意"] | None


@dataclass(frozen=True, slots=True)
class ResumeDraft:
    """Go on with the matter interrupted earlier, or begin anew."""

    resume: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """The ear came back: with words, or with the reason why not."""

    hearing: Hearing = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pick:
    """One of the answers to a question back."""

    index: int


@dataclass(frozen=True, slots=True)
class Deny:
    """Not that; the page below asks again."""


@dataclass(frozen=True, slots=True)
class AskHelp:
    """A human, from any page, in one press."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Say it again."""


@dataclass(frozen=True, slots=True)
class OpenSettings:
    """Text size, colours, sound."""


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """One setting of `screen.Settings` by name, to a value."""

    name: Literal["text_size", "theme", "low", "rate", "volume", "muted", "slow", "dark", "whole_numbers", "dialect"]
    value: int | bool | str


@dataclass(frozen=True, slots=True)
class StillHere:
    """Answer to the idle warning."""


@dataclass(frozen=True, slots=True)
class StaffKey:
    """The staff's physical key was turned; opens the staff entry, nothing else does."""


# --- devices -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CardReading:
    """A card lies on the reader and is being read."""


@dataclass(frozen=True, slots=True)
class CardSeen:
    """A whole card was read."""

    card: IdCard


@dataclass(frozen=True, slots=True)
class CardProblem:
    """The card or the reader did not yield a record."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class NoCardSeen:
    """Nobody put a card down in time, or reading was stopped."""


@dataclass(frozen=True, slots=True)
class CardLaid:
    """Somebody put a card down without being asked; nothing of it was read."""


@dataclass(frozen=True, slots=True)
class CardGone:
    """The card was taken off the reader."""


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    """A device's state changed: device is "card_reader", "receipt_printer", "speaker" ..."""

    device: str
    state: DeviceState
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """The printer confirmed the end of this job."""

    job_id: str
    reprint: bool = False


@dataclass(frozen=True, slots=True)
class PrintFailed:
    """The job did not print, or nobody knows (PRINT_UNCONFIRMED)."""

    job_id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Headphones:
    """Plugged in or out."""

    plugged: bool


@dataclass(frozen=True, slots=True)
class Speaking:
    """The speaker began or ended; the idle clock stands still meanwhile."""

    now: bool


@dataclass(frozen=True, slots=True)
class LeftPayment:
    """An order begun before the power failed: its number and how it stands; nothing of whose it is."""

    number: str
    begun_at: datetime
    state: Literal["asking", "processing", "paid", "failed", "reversed", "void"] = "asking"


# --- store and hub -------------------------------------------------------------------------------------------


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
class AskLeftPayments:
    """See what became of the payments a power cut interrupted."""


@dataclass(frozen=True, slots=True)
class BillFetched:
    """What is owed."""

    bill: Bill


@dataclass(frozen=True, slots=True)
class BillFailed:
    """No bill: line down, or the biller does not know the account."""

    fault: Fault
    say: str = ""


@dataclass(frozen=True, slots=True)
class PaymentSaid:
    """What the server says of a payment."""

    payment: Payment


@dataclass(frozen=True, slots=True)
class PaymentUnknown:
    """Asked, but nobody answered; the payment may or may not exist."""

    payment_id: str


@dataclass(frozen=True, slots=True)
class PaymentRefused:
    """The server refused to take the payment; nothing was paid."""

    payment_id: str
    say: str = ""


@dataclass(frozen=True, slots=True)
class PaymentsLeft:
    """Orders a power cut interrupted, and what the server says of them by now."""

    payments: tuple[LeftPayment, ...]


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


@dataclass(frozen=True, slots=True)
class DraftFound:
    """An interrupted matter of the card just read."""

    payload: bytes = field(repr=False)


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
class CatalogueChanged:
    """A newer verified catalogue; a visit in progress keeps its own until it ends."""

    version: str
    services: tuple[Service, ...] = field(repr=False)
    categories: tuple[Category, ...] = field(repr=False)


# --- time and the machine ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passes; posted by the runner about four times a second."""

    now: datetime
    monotonic: float


@dataclass(frozen=True, slots=True)
class Wiped:
    """Everything outside the state is cleared too; a fresh random seed for the next visit's ids (hex)."""

    seed: str


@dataclass(frozen=True, slots=True)
class UnexpectedError:
    """Something nobody planned for happened; journalled already. Calm, wipe, go home."""


Event = (
    Touched | Begin | ChooseCategory | ChooseService | Next | Back | Home | Restart | Leave | Finish | Agree | Refuse
    | ForWhom | UseWay | Answer | Skip | KeyPressed | TextTyped | Erase | Clear | DatePicked | SetMaterial | EditField
    | ChooseValue | Signed | ClearSignature | AskWitness | ConfirmWitness | ConfirmSubmit | ChoosePayMethod | ConfirmPay
    | ChooseTicket | ChoosePriority | ChooseCase | ChooseNotice | TurnPage | PrintAgain | Rate | KeepMissed
    | ModelAnswered | ResumeDraft | AskHelp
    | ChooseReferral | Heard | Pick | Deny | Repeat | OpenSettings | ChangeSettings | StillHere | StaffKey
    | CardReading | CardSeen | CardProblem | NoCardSeen | CardLaid | CardGone | SamePerson
    | CardIs | DeviceChanged | Printed | PrintFailed | Headphones
    | Speaking | LineChanged | QueueCounted | Stored | StoreRefused | Sent | SendRefused | BillFetched | BillFailed
    | PaymentSaid
    | PaymentUnknown | PaymentRefused | PaymentsLeft | CasesFound | CasesFailed | TicketGiven | TicketFailed
    | NoticesLoaded | HelpAnswered | HelpUnanswered | StaffVerified | StaffRefused | DraftFound | NoDraft
    | DraftHandedIn | AskLeftPayments
    | CatalogueChanged | Tick | Wiped | UnexpectedError
)  # fmt: skip
