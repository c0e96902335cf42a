"""Everything that can happen to a visit, as values. `step` takes one of these and nothing else.

What a person does (people, filling), what devices say, what the server says of money, what store and hub say, and time.
Outcomes of effects carry only what was really confirmed; `Printed` exists only because a printer said so.
"""

from kiosk.session.events.call import HubSaid, InCall, LinkChanged, OpenCall
from kiosk.session.events.devices import (
    CardGone,
    CardLaid,
    CardProblem,
    CardReading,
    CardSeen,
    CodeScanned,
    DeviceChanged,
    Headphones,
    NoCardSeen,
    PersonSeen,
    PhotoFailed,
    Photographed,
    PhotoUnclear,
    Printed,
    PrintFailed,
    Speaking,
)
from kiosk.session.events.filling import (
    Agree,
    Answer,
    AskWitness,
    CardIs,
    ChooseValue,
    Clear,
    ClearSignature,
    ConfirmSubmit,
    ConfirmWitness,
    DatePicked,
    EditField,
    Erase,
    ForWhom,
    KeyPressed,
    Refuse,
    ResumeDraft,
    SamePerson,
    SetMaterial,
    Shoot,
    Signed,
    Skip,
    TextTyped,
    UseWay,
    Who,
)
from kiosk.session.events.money import (
    BillFailed,
    BillFetched,
    LeftPayment,
    PaymentRefused,
    PaymentSaid,
    PaymentsLeft,
    PaymentUnknown,
)
from kiosk.session.events.people import (
    AskHelp,
    AskLeftPayments,
    Back,
    Begin,
    ChangeSettings,
    ChooseCase,
    ChooseCategory,
    ChooseNotice,
    ChoosePayMethod,
    ChoosePriority,
    ChooseReferral,
    ChooseService,
    ChooseTicket,
    ConfirmPay,
    Deny,
    Finish,
    Heard,
    Home,
    How,
    KeepMissed,
    Leave,
    Next,
    OpenSettings,
    Pick,
    PrintAgain,
    Rate,
    ReadPaper,
    RepairDone,
    Repeat,
    Restart,
    StaffKey,
    StartRepair,
    StillHere,
    Touched,
    TurnPage,
    UseCode,
)
from kiosk.session.events.store import (
    CasesFailed,
    CasesFound,
    CatalogueChanged,
    DraftFound,
    DraftHandedIn,
    HelpAnswered,
    HelpUnanswered,
    LineChanged,
    MattersStopped,
    ModelAnswered,
    NoDraft,
    NoticesLoaded,
    QueueCounted,
    RepairUnlocked,
    SendRefused,
    Sent,
    StaffRefused,
    StaffVerified,
    Stored,
    StoreRefused,
    TicketFailed,
    TicketGiven,
)
from kiosk.session.events.time import Tick, UnexpectedError, Wiped

Event = (
    Touched | Begin | ChooseCategory | ChooseService | Next | Back | Home | Restart | Leave | Finish | Agree | Refuse
    | ForWhom | UseWay | Answer | Skip | KeyPressed | TextTyped | Erase | Clear | DatePicked | SetMaterial | Shoot
    | EditField | ChooseValue | Signed | ClearSignature | AskWitness | ConfirmWitness | ConfirmSubmit | ChoosePayMethod
    | ConfirmPay | ChooseTicket | ChoosePriority | ChooseCase | ChooseNotice | TurnPage | PrintAgain | ReadPaper | Rate
    | KeepMissed
    | ModelAnswered | ResumeDraft | AskHelp
    | ChooseReferral | Heard | Pick | Deny | Repeat | OpenSettings | ChangeSettings | StillHere | StaffKey
    | CardReading | CardSeen | CardProblem | NoCardSeen | CardLaid | CardGone | SamePerson
    | CardIs | CodeScanned | PersonSeen | DeviceChanged | Printed | PrintFailed | Headphones
    | Photographed | PhotoUnclear | PhotoFailed
    | Speaking | LineChanged | QueueCounted | Stored | StoreRefused | Sent | SendRefused | BillFetched | BillFailed
    | PaymentSaid
    | PaymentUnknown | PaymentRefused | PaymentsLeft | CasesFound | CasesFailed | TicketGiven | TicketFailed
    | NoticesLoaded | HelpAnswered | HelpUnanswered | StaffVerified | StaffRefused | DraftFound | NoDraft
    | DraftHandedIn | AskLeftPayments
    | HubSaid | LinkChanged | InCall | OpenCall
    | MattersStopped | RepairUnlocked | UseCode | StartRepair | RepairDone
    | CatalogueChanged | Tick | Wiped | UnexpectedError
)  # fmt: skip

__all__ = [
    "Agree", "Answer", "AskHelp", "AskLeftPayments", "AskWitness", "Back", "Begin", "BillFailed", "BillFetched",
    "CardGone", "CardIs", "CardLaid", "CardProblem", "CardReading", "CardSeen", "CasesFailed", "CasesFound",
    "CatalogueChanged", "ChangeSettings", "ChooseCase", "ChooseCategory", "ChooseNotice", "ChoosePayMethod",
    "ChoosePriority", "ChooseReferral", "ChooseService", "ChooseTicket", "ChooseValue", "Clear", "ClearSignature",
    "CodeScanned", "ConfirmPay", "ConfirmSubmit", "ConfirmWitness", "DatePicked", "Deny", "DeviceChanged",
    "DraftFound", "DraftHandedIn", "EditField", "Erase", "Event", "Finish", "ForWhom", "Headphones", "Heard",
    "HelpAnswered", "HelpUnanswered", "Home", "How", "HubSaid", "InCall", "KeepMissed", "KeyPressed", "Leave",
    "LeftPayment", "LineChanged", "LinkChanged", "MattersStopped", "ModelAnswered", "Next", "NoCardSeen",
    "NoDraft", "NoticesLoaded", "OpenCall", "OpenSettings", "PaymentRefused", "PaymentSaid", "PaymentUnknown",
    "PaymentsLeft", "PersonSeen", "PhotoFailed", "PhotoUnclear", "Photographed",
    "Pick", "PrintAgain", "PrintFailed", "Printed", "QueueCounted", "Rate",
    "ReadPaper", "Refuse", "RepairDone", "RepairUnlocked", "Repeat", "Restart", "ResumeDraft", "SamePerson",
    "SendRefused", "Sent", "SetMaterial", "Shoot", "Signed", "Skip", "Speaking", "StaffKey", "StaffRefused",
    "StaffVerified", "StartRepair", "StillHere", "StoreRefused", "Stored", "TextTyped", "Tick", "TicketFailed",
    "TicketGiven", "Touched", "TurnPage", "UnexpectedError", "UseCode", "UseWay", "Who", "Wiped",
]  # fmt: skip
