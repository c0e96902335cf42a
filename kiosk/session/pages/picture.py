"""The one large sign of a page, for who would rather look than read. It repeats what the words say, adds nothing."""

from kiosk.core.screen import Screen, Tone
from kiosk.session.places import (
    Attract,
    BillPlace,
    CallOver,
    CardLeft,
    CardOwnerPlace,
    CaseNumberPlace,
    CasesPlace,
    Categories,
    CategoryPlace,
    ConfirmPayPlace,
    ConfirmPlace,
    DuplicatePlace,
    EmergencyOver,
    EndingPlace,
    FetchingBill,
    FetchingCases,
    HelpOver,
    HomePlace,
    IdentifyPlace,
    IdleOver,
    LeaveOver,
    MaterialPlace,
    MorePlace,
    NoBill,
    NoticePlace,
    NoticesPlace,
    NotStored,
    OfferOver,
    Paying,
    PhotoPlace,
    ProgressWays,
    RatingPlace,
    ReadBackOver,
    ResultPlace,
    SamePersonPlace,
    SettingsOver,
    SignPlace,
    SocialCardPlace,
    StaffMenuOver,
    StaffOver,
    Submitting,
    TakingTicket,
    TicketPlace,
    TicketPriority,
    TicketQueues,
    TroubleOver,
    WitnessPlace,
)
from kiosk.session.state import State

_SIGNS: dict[type, str] = {
    # Pages that are made of signs already, or that somebody else reads.
    Attract: "", HomePlace: "", Categories: "", CategoryPlace: "", IdentifyPlace: "", SocialCardPlace: "", CardLeft: "",
    StaffOver: "", StaffMenuOver: "", SettingsOver: "", RatingPlace: "", BillPlace: "", ConfirmPayPlace: "",
    CasesPlace: "search_case", CaseNumberPlace: "search_case", ProgressWays: "search_case",
    FetchingCases: "search_case", NotStored: "attention", DuplicatePlace: "attention", NoBill: "attention",
    CardOwnerPlace: "card", SamePersonPlace: "card", NoticesPlace: "notice", NoticePlace: "notice",
    TicketQueues: "ticket", TicketPriority: "ticket", TakingTicket: "ticket", TicketPlace: "ticket",
    Submitting: "saved", FetchingBill: "wait", Paying: "wait", ConfirmPlace: "upload", SignPlace: "sign_pen",
    PhotoPlace: "camera",
    WitnessPlace: "staff", MorePlace: "helper_person", EndingPlace: "helper_person", EmergencyOver: "phone_call",
    HelpOver: "phone_call", IdleOver: "clock", LeaveOver: "exit", TroubleOver: "restart", ReadBackOver: "microphone",
}  # fmt: skip
_CALL = {
    "consent:voice": "microphone", "consent:camera": "camera", "consent:page": "television",
    "consent:filling": "sign_pen", "consent:private_values": "id_check", "consent:recording": "television",
    "join": "helper_person", "waiting": "phone_call", "photo": "camera", "suggestion": "sign_pen",
    "photo:taking": "camera", "photo:sending": "upload", "photo:sent": "wait", "photo:good": "sent",
    "photo:unsent": "attention", "photo:window": "attention", "photo:no_camera": "attention",
}  # fmt: skip
"""What a guide asks for, by the end of the page's key."""


def picture_of(state: State, screen: Screen) -> str:
    """Name of the pictogram; "" where there is nothing to draw. Else the sign of the matter being done."""
    top = state.overlay or state.place
    if isinstance(top, OfferOver):
        offered = state.terminal.service(top.service)
        return offered.pictogram if offered else ""
    if isinstance(top, ResultPlace):
        return {Tone.DONE: "sent", Tone.WAIT: "saved"}.get(screen.tone, "attention")
    if isinstance(top, CallOver):
        return _CALL.get(screen.key.removeprefix("over:call:"), "")
    if type(top) in _SIGNS:
        return _SIGNS[type(top)]
    service = state.visit.service
    if service is None:
        return ""
    if isinstance(top, MaterialPlace):
        return next((m.pictogram for m in service.materials if m.id == top.material), service.pictogram)
    return "attention" if screen.tone is Tone.ATTENTION else service.pictogram
