"""Where a visit can be: one frozen value a page, and what may lie over any page."""

from kiosk.session.places.application import (
    BringPlace,
    CardOwnerPlace,
    ConditionsPlace,
    ConfirmPlace,
    ConflictPlace,
    ConsentPlace,
    DuplicatePlace,
    HandedInPlace,
    IdentifyPlace,
    MaterialPlace,
    NotStored,
    PhotoPlace,
    QuestionPlace,
    ReferralPlace,
    ReferralsPlace,
    ResultPlace,
    ResumePlace,
    ReviewPlace,
    SamePersonPlace,
    SignPlace,
    SocialCardPlace,
    Submitting,
    TypedIdentity,
    WherePlace,
    WhosePlace,
    WitnessPlace,
)
from kiosk.session.places.call import CallOver
from kiosk.session.places.counter import (
    CaseNumberPlace,
    CasePlace,
    CasesPlace,
    FetchingCases,
    NoticePlace,
    NoticesPlace,
    ProgressWays,
    TakingTicket,
    TicketPlace,
    TicketPriority,
    TicketQueues,
)
from kiosk.session.places.entrance import (
    Attract,
    CardLeft,
    Categories,
    CategoryPlace,
    EndingPlace,
    HomePlace,
    MatterPlace,
    MorePlace,
    RatingPlace,
    RepairPlace,
)
from kiosk.session.places.over import (
    HelpOver,
    IdleOver,
    LeaveOver,
    PaperOver,
    SettingsOver,
    StaffMenuOver,
    StaffOver,
    TroubleOver,
)
from kiosk.session.places.paying import (
    BillPlace,
    ConfirmPayPlace,
    FetchingBill,
    LeftPaymentsPlace,
    NoBill,
    Paying,
    PaymentPlace,
)
from kiosk.session.places.spoken import AnswerOver, AskOver, EmergencyOver, OfferOver, ReadBackOver, SureOver

Place = (
    Attract | HomePlace | Categories | CategoryPlace | MatterPlace | ConsentPlace | WhosePlace | IdentifyPlace
    | TypedIdentity | ResumePlace | ConditionsPlace | QuestionPlace | MaterialPlace | PhotoPlace | ReviewPlace
    | ConflictPlace | SignPlace | WitnessPlace | ConfirmPlace | Submitting | NotStored | ResultPlace | WherePlace
    | BringPlace | ReferralsPlace | ReferralPlace
    | DuplicatePlace | HandedInPlace | FetchingBill | NoBill | BillPlace | ConfirmPayPlace | Paying | PaymentPlace
    | LeftPaymentsPlace | SamePersonPlace | CardOwnerPlace
    | TicketQueues | TicketPriority | TakingTicket | TicketPlace | ProgressWays | CaseNumberPlace | FetchingCases
    | CasesPlace | CasePlace | NoticesPlace | NoticePlace | MorePlace | RatingPlace | EndingPlace | CardLeft
    | RepairPlace | SocialCardPlace
)  # fmt: skip

TRANSIENT = (Submitting, FetchingBill, Paying, TakingTicket, FetchingCases)
"""Pages that only wait for an answer; nobody goes back to them."""


OF_A_MATTER = (
    ConsentPlace, WhosePlace, TypedIdentity, ResumePlace, ConditionsPlace, QuestionPlace, MaterialPlace, PhotoPlace,
    ReviewPlace,
    ConflictPlace, SignPlace, WitnessPlace, ConfirmPlace, NotStored, ResultPlace, DuplicatePlace,
    HandedInPlace, SamePersonPlace, CardOwnerPlace, SocialCardPlace,
)  # fmt: skip
"""Pages that mean nothing without the matter they belong to."""

Spoken = OfferOver | AskOver | AnswerOver | EmergencyOver | ReadBackOver | SureOver
SPOKEN = (OfferOver, AskOver, AnswerOver, EmergencyOver, ReadBackOver, SureOver)
Covering = HelpOver | IdleOver | TroubleOver | StaffOver | StaffMenuOver | SettingsOver | LeaveOver | PaperOver
Overlay = Covering | Spoken | CallOver

__all__ = [
    "OF_A_MATTER", "SPOKEN", "TRANSIENT", "AnswerOver", "AskOver", "Attract", "BillPlace", "BringPlace",
    "CallOver", "CardLeft", "CardOwnerPlace", "CaseNumberPlace", "CasePlace", "CasesPlace", "Categories",
    "CategoryPlace", "ConditionsPlace", "ConfirmPayPlace", "ConfirmPlace", "ConflictPlace", "ConsentPlace",
    "Covering", "DuplicatePlace", "EmergencyOver", "EndingPlace", "FetchingBill", "FetchingCases", "HandedInPlace",
    "HelpOver", "HomePlace", "IdentifyPlace", "IdleOver", "LeaveOver", "LeftPaymentsPlace", "MaterialPlace",
    "MatterPlace", "MorePlace", "NoBill", "NotStored", "NoticePlace", "NoticesPlace", "OfferOver", "Overlay",
    "PaperOver", "Paying", "PaymentPlace", "PhotoPlace", "Place", "ProgressWays", "QuestionPlace", "RatingPlace",
    "ReadBackOver",
    "ReferralPlace", "ReferralsPlace", "RepairPlace", "ResultPlace", "ResumePlace", "ReviewPlace",
    "SamePersonPlace", "SettingsOver", "SignPlace", "SocialCardPlace", "Spoken", "StaffMenuOver", "StaffOver",
    "Submitting",
    "SureOver", "TakingTicket", "TicketPlace", "TicketPriority", "TicketQueues", "TroubleOver", "TypedIdentity",
    "WherePlace", "WhosePlace", "WitnessPlace",
]  # fmt: skip
