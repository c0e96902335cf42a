"""The protocol of a call for a human: the terminal's link (`/v1/link`) and the guide's (`/desk/link`).

One JSON text frame is one message, told apart by its "kind". `read` takes a frame of one of the four directions and
answers with a message or with what is wrong with it; nothing else may look at a frame. `write` makes one.

    terminal --FROM_TERMINAL--> hub --TO_DESK--> desk
    terminal <--TO_TERMINAL---- hub <--FROM_DESK- desk

Order and loss: every message of a call carries the call's id and a number `seq` that its sender counts up from 1 on
that link, per call. Whoever comes back says in `hello` how far it has heard; the other sends what came after, and a
number heard before is dropped. Of mirrors only the newest is ever sent again.

Media: the terminal always makes the offer (again whenever its tracks change), the desk always answers, so that two
offers never cross. What is said over `sdp` and `candidate` is relayed between the two bound ends and read by nobody.

What may be done is limited twice, by the hub and by the terminal: `Capability` and its consents, `grave`.
"""

from kiosk.core.calls.desk import (
    Decline,
    DeskHello,
    DeskMessage,
    DeskWelcome,
    Invite,
    InvitePhone,
    Listen,
    Offer,
    OfferGone,
    Presence,
    Queue,
    SendAway,
    Take,
    TerminalBack,
    TerminalLost,
    ToDeskMessage,
    Transfer,
    WaitingCall,
    WrapUp,
)
from kiosk.core.calls.frames import (
    FRAME_BYTES,
    FROM_DESK,
    FROM_TERMINAL,
    TO_DESK,
    TO_TERMINAL,
    Malformed,
    read,
    write,
)
from kiosk.core.calls.parts import (
    CAPABILITIES,
    INK_DOTS,
    MIRROR_BYTES,
    RUNGS,
    TEXT_CHARS,
    AskConsent,
    CallMessage,
    Candidate,
    Capability,
    Consented,
    DeviceSaid,
    ErrorSaid,
    GuestId,
    GuestRole,
    Guide,
    HangUp,
    Ink,
    LineState,
    LinkMessage,
    Listening,
    MediaDevice,
    Mirror,
    PhoneCall,
    PhoneState,
    Photo,
    PhotoJudged,
    Point,
    PointerShown,
    ProposalAnswered,
    ProposeMatter,
    Reason,
    Relation,
    RequestValue,
    Rung,
    Sdp,
    Settled,
    SideCandidate,
    SideSdp,
    Suggest,
    TakePhoto,
    Text,
    Turn,
    Value,
    Wants,
    grave,
)
from kiosk.core.calls.terminal import (
    Accept,
    AskedBy,
    AskHuman,
    GuestAnswered,
    GuestAsked,
    GuideBack,
    GuideLost,
    Hello,
    Joined,
    Left,
    Nobody,
    Offered,
    Rated,
    TerminalMessage,
    ToTerminalMessage,
    Transferred,
    Waiting,
    Welcome,
    Withdraw,
)

__all__ = [
    "CAPABILITIES", "FRAME_BYTES", "FROM_DESK", "FROM_TERMINAL", "INK_DOTS", "MIRROR_BYTES", "RUNGS", "TEXT_CHARS",
    "TO_DESK", "TO_TERMINAL", "Accept", "AskConsent", "AskHuman", "AskedBy", "CallMessage", "Candidate",
    "Capability", "Consented", "Decline", "DeskHello", "DeskMessage", "DeskWelcome", "DeviceSaid", "ErrorSaid",
    "GuestAnswered", "GuestAsked", "GuestId", "GuestRole", "Guide", "GuideBack", "GuideLost", "HangUp", "Hello",
    "Ink", "Invite", "InvitePhone", "Joined", "Left", "LineState", "LinkMessage", "Listen", "Listening",
    "Malformed", "MediaDevice", "Mirror", "Nobody", "Offer", "OfferGone", "Offered", "PhoneCall", "PhoneState",
    "Photo", "PhotoJudged", "Point", "PointerShown", "Presence", "ProposalAnswered", "ProposeMatter", "Queue",
    "Rated", "Reason", "Relation", "RequestValue", "Rung", "Sdp", "SendAway", "Settled", "SideCandidate",
    "SideSdp", "Suggest", "Take", "TakePhoto", "TerminalBack", "TerminalLost", "TerminalMessage", "Text",
    "ToDeskMessage", "ToTerminalMessage", "Transfer", "Transferred", "Turn", "Value", "Waiting", "WaitingCall",
    "Wants", "Welcome", "Withdraw", "WrapUp", "grave", "read", "write",
]  # fmt: skip
