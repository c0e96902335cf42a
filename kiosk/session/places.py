"""Where a visit can be: one frozen value a page, and what may lie over any page."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from kiosk.core.faults import Fault
from kiosk.core.person import Person
from kiosk.core.screen import NO_WORDS
from kiosk.core.wire import Bill, CaseView, HelpReply, Payment, Ticket
from kiosk.core.words import Words
from kiosk.dialogue import Choice, Danger
from kiosk.session.events import Who

# --- coming in -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attract:
    """Nobody is here."""


@dataclass(frozen=True, slots=True)
class HomePlace:
    """The matters most people come for."""


@dataclass(frozen=True, slots=True)
class Categories:
    """All groups of matters."""


@dataclass(frozen=True, slots=True)
class CategoryPlace:
    """Matters of one group, six a page."""

    category: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class MatterPlace:
    """What it is, for whom, what to bring, what it costs, how long it takes."""


# --- an application ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConsentPlace:
    """What is taken and why; may be refused."""


@dataclass(frozen=True, slots=True)
class WhosePlace:
    """Mine, or somebody else's."""


@dataclass(frozen=True, slots=True)
class SamePersonPlace:
    """For the same person as before? Their card no longer lies there."""


@dataclass(frozen=True, slots=True)
class CardOwnerPlace:
    """Whose card is it that lay there already: the one whose matter it is, or the one who acts?"""

    person: Person = field(repr=False)


@dataclass(frozen=True, slots=True)
class IdentifyPlace:
    """Put the card down."""

    who: Who
    phase: Literal["waiting", "reading"] = "waiting"
    fault: Fault | None = None
    misses: int = 0
    notice: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class TypedIdentity:
    """Name and number by hand; checked at the window later."""

    who: Who
    part: Literal["name", "id_number"] = "name"
    name: str = field(default="", repr=False)
    draft: str = field(default="", repr=False)
    problem: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class ResumePlace:
    """This card has an unfinished matter."""

    payload: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ConditionsPlace:
    """Which conditions seem not to be met, and the way on."""


@dataclass(frozen=True, slots=True)
class QuestionPlace:
    """One question."""

    field_id: str
    draft: str = field(default="", repr=False)
    problem: Words = NO_WORDS
    part: Literal["year", "month", "day"] = "year"
    page: int = 0
    """Page of years or options."""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class MaterialPlace:
    """Was this one brought?"""

    material: str


@dataclass(frozen=True, slots=True)
class ReviewPlace:
    """Everything read back; any line can be changed."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ConflictPlace:
    """Two sources disagree; the resident says which is right."""

    field_id: str


@dataclass(frozen=True, slots=True)
class SignPlace:
    """The promise and a signature."""


@dataclass(frozen=True, slots=True)
class WitnessPlace:
    """A member of staff has to vouch."""


@dataclass(frozen=True, slots=True)
class ConfirmPlace:
    """Hand it in?"""


@dataclass(frozen=True, slots=True)
class Submitting:
    """Being stored."""


@dataclass(frozen=True, slots=True)
class NotStored:
    """The outbox could not take it; nothing is kept."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class ResultPlace:
    """What really happened, and the number."""

    submission_id: str
    waited_since: float
    """Monotonic time since when the hub's answer is waited for before the slip is printed."""


@dataclass(frozen=True, slots=True)
class BringPlace:
    """What to bring for a matter done elsewhere; `have`: ids of the materials that are here already."""

    have: tuple[str, ...] = ()
    page: int = 0


@dataclass(frozen=True, slots=True)
class WherePlace:
    """Not here: where to go, what is still to be brought."""

    why: Literal["refused", "conditions", "guide_only"]
    have: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferralsPlace:
    """Papers that are asked for here and given elsewhere."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ReferralPlace:
    """Who gives one of them."""

    referral: str


@dataclass(frozen=True, slots=True)
class DuplicatePlace:
    """The same matter for the same person was handed in a moment ago."""

    case_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HandedInPlace:
    """It was handed in before a power cut; nothing was lost, and nothing is sent twice."""

    submission_id: str


# --- paying --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FetchingBill:
    """Asking the biller."""


@dataclass(frozen=True, slots=True)
class NoBill:
    """No bill, and why."""

    fault: Fault
    say: str = ""


@dataclass(frozen=True, slots=True)
class BillPlace:
    """What is owed, and how to pay it."""

    bill: Bill = field(repr=False)


@dataclass(frozen=True, slots=True)
class ConfirmPayPlace:
    """This amount, this way, really?"""

    bill: Bill = field(repr=False)
    method: Literal["scan_me", "show_code"] = "show_code"


@dataclass(frozen=True, slots=True)
class Paying:
    """The server has not said yet."""

    bill: Bill = field(repr=False)
    payment_id: str = ""
    method: Literal["scan_me", "show_code"] = "show_code"
    since: float = 0.0
    asked: float = 0.0
    said: Payment | None = field(default=None, repr=False)
    """The server's last word, when it has spoken."""
    outstanding: bool = True
    """A question is under way; the next one waits for its answer."""


@dataclass(frozen=True, slots=True)
class PaymentPlace:
    """What the server said; payment None: nobody knows yet. cash: to be paid at the window."""

    bill: Bill = field(repr=False)
    payment_id: str = ""
    payment: Payment | None = field(default=None, repr=False)
    refused: str = ""
    cash: bool = False
    asked: float = 0.0
    outstanding: bool = False

    @property
    def open(self) -> bool:
        """The server's last word is still to come."""
        unsaid = self.payment is None or self.payment.state == "processing"
        return unsaid and not self.cash and not self.refused


@dataclass(frozen=True, slots=True)
class LeftPaymentsPlace:
    """What became of the payments a power cut interrupted."""


# --- numbers, progress, notices, help ------------------------------------------------------------------------


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


# --- going out -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MorePlace:
    """Anything else?"""


@dataclass(frozen=True, slots=True)
class RatingPlace:
    """好差评: voluntary, five levels; half a minute without an answer is no rating."""

    since: float


@dataclass(frozen=True, slots=True)
class EndingPlace:
    """Take your card and your paper."""

    since: float


@dataclass(frozen=True, slots=True)
class CardLeft:
    """The visit is over and wiped, but a card still lies on the reader."""

    said: float


Place = (
    Attract | HomePlace | Categories | CategoryPlace | MatterPlace | ConsentPlace | WhosePlace | IdentifyPlace
    | TypedIdentity | ResumePlace | ConditionsPlace | QuestionPlace | MaterialPlace | ReviewPlace
    | ConflictPlace | SignPlace | WitnessPlace | ConfirmPlace | Submitting | NotStored | ResultPlace | WherePlace
    | BringPlace | ReferralsPlace | ReferralPlace
    | DuplicatePlace | HandedInPlace | FetchingBill | NoBill | BillPlace | ConfirmPayPlace | Paying | PaymentPlace
    | LeftPaymentsPlace | SamePersonPlace | CardOwnerPlace
    | TicketQueues | TicketPriority | TakingTicket | TicketPlace | ProgressWays | CaseNumberPlace | FetchingCases
    | CasesPlace | CasePlace | NoticesPlace | NoticePlace | MorePlace | RatingPlace | EndingPlace | CardLeft
)  # fmt: skip

TRANSIENT = (Submitting, FetchingBill, Paying, TakingTicket, FetchingCases)
"""Pages that only wait for an answer; nobody goes back to them."""


OF_A_MATTER = (
    ConsentPlace, WhosePlace, TypedIdentity, ResumePlace, ConditionsPlace, QuestionPlace, MaterialPlace, ReviewPlace,
    ConflictPlace, SignPlace, WitnessPlace, ConfirmPlace, NotStored, ResultPlace, DuplicatePlace,
    HandedInPlace, SamePersonPlace, CardOwnerPlace,
)  # fmt: skip
"""Pages that mean nothing without the matter they belong to."""


# --- over any page -------------------------------------------------------------------------------------------


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
    """Staff number, then PIN."""

    part: Literal["number", "pin"] = "number"
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
class LeaveOver:
    """Really leave?"""

    to: Literal["home", "restart"]


# --- over any page, because somebody spoke -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfferOver:
    """One matter was understood; is it that one? `others` came next."""

    service: str
    behalf: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskOver:
    """More than one thing may have been meant."""

    say: str
    choices: tuple[Choice, ...]
    behalf: str = ""


@dataclass(frozen=True, slots=True)
class AnswerOver:
    """A question answered from the catalogue, with its source."""

    service: str
    say: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class EmergencyOver:
    """Gas, fire, a failing heart: whom to call and what to do now."""

    danger: Danger
    say: tuple[str, ...]
    call: str


@dataclass(frozen=True, slots=True)
class ReadBackOver:
    """A dictated answer, read back before it counts."""

    name: str
    label: str
    value: str = field(repr=False)
    """As it was said."""
    taken: str = field(repr=False)
    """As the field's rules take it."""


@dataclass(frozen=True, slots=True)
class SureOver:
    """Paying or handing in was said; the page below has the action."""

    action: str


Spoken = OfferOver | AskOver | AnswerOver | EmergencyOver | ReadBackOver | SureOver
SPOKEN = (OfferOver, AskOver, AnswerOver, EmergencyOver, ReadBackOver, SureOver)
Covering = HelpOver | IdleOver | TroubleOver | StaffOver | StaffMenuOver | SettingsOver | LeaveOver
Overlay = Covering | Spoken


@dataclass(frozen=True, slots=True)
class Done:
    """One matter finished in this visit."""

    submission_id: str
    service_id: str
    case_number: str = field(repr=False)
    holder_id: str = field(default="", repr=False)
    stored_at: datetime | None = None
    status: str = ""
    """The hub's word for it once it has confirmed; "" while only stored here."""
    due: str = ""
    refused: bool = False
