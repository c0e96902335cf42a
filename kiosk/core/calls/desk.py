"""What a guide's desk and the hub say to each other."""

from typing import Annotated, Literal

from pydantic import Field

from kiosk.core.calls.parts import (
    AskConsent,
    CallMessage,
    Candidate,
    Consented,
    DeviceSaid,
    ErrorSaid,
    GuestId,
    HangUp,
    Ink,
    LineState,
    LinkMessage,
    Listening,
    Mirror,
    PhoneCall,
    Photo,
    PhotoJudged,
    Point,
    PointerShown,
    ProposalAnswered,
    ProposeMatter,
    Reason,
    Relation,
    RequestValue,
    Sdp,
    Settled,
    Short,
    SideCandidate,
    SideSdp,
    Suggest,
    TakePhoto,
    Telephone,
    Text,
    Turn,
    Value,
    Wants,
)
from kiosk.core.calls.terminal import AskedBy, Joined, Left, Transferred
from kiosk.core.wire import Message, Uuid


class DeskHello(LinkMessage):
    """A desk's first frame: the call it had in hand before its browser or line went, and how far it has heard."""

    kind: Literal["hello"] = "hello"
    call: Uuid | None = None
    heard: int = Field(0, ge=0)


class DeskWelcome(LinkMessage):
    """The hub's first frame to a desk."""

    kind: Literal["welcome"] = "welcome"
    call: Uuid | None = None
    heard: int = Field(0, ge=0)
    standing: Literal["none", "offered", "joined", "unknown"] = "none"


class Presence(LinkMessage):
    """A guide is ready, busy or has a break; sent by the desk, told back by the hub."""

    kind: Literal["presence"] = "presence"
    state: Literal["ready", "busy", "break"]


class WaitingCall(Message):
    """One call that waits, as every guide may see it: no names."""

    call: Uuid
    ticket: Short
    hall: Annotated[str, Field(max_length=120)]
    matter: Annotated[str, Field(pattern=r"^(\d{2})?$")] = ""
    step: Annotated[str, Field(max_length=120)] = ""
    reason: Reason
    wants: Wants
    by: AskedBy
    waited_s: int = Field(ge=0)


class Queue(LinkMessage):
    """Who waits, the next one first."""

    kind: Literal["queue"] = "queue"
    waiting: Annotated[list[WaitingCall], Field(max_length=100)]


class Offer(CallMessage):
    """This guide is asked to take a call; without an answer it goes on to the next."""

    kind: Literal["offer"] = "offer"
    waiting: WaitingCall
    ttl: int = Field(ge=1, le=300)
    """Seconds."""
    trouble: Short = ""
    devices: Annotated[dict[str, Short], Field(max_length=20)] = Field(default_factory=dict)
    settings: Annotated[dict[str, Short | int | bool], Field(max_length=20)] = Field(default_factory=dict)
    joins: bool = False
    """Not to take it, but to join the guide who is there; her resident is asked after."""


class OfferGone(CallMessage):
    """It has moved on, or she no longer asks."""

    kind: Literal["offer_gone"] = "offer_gone"


class Take(CallMessage):
    """The guide takes it."""

    kind: Literal["take"] = "take"


class Decline(CallMessage):
    """The guide does not."""

    kind: Literal["decline"] = "decline"


class Listen(CallMessage):
    """A supervisor begins or stops listening in; the resident is told."""

    kind: Literal["listen"] = "listen"
    on: bool


class TerminalLost(CallMessage):
    """The terminal's line is gone; the hub waits so long for it."""

    kind: Literal["terminal_lost"] = "terminal_lost"
    seconds: int = Field(ge=1, le=300)


class TerminalBack(CallMessage):
    """It came back in time."""

    kind: Literal["terminal_back"] = "terminal_back"


class Transfer(CallMessage):
    """To a named guide, or to whoever has the skill."""

    kind: Literal["transfer"] = "transfer"
    to: Short = ""
    skill: Short = ""
    note: Annotated[str, Field(max_length=500)] = ""


class Invite(CallMessage):
    """The guide asks a colleague, a clerk at a window, to join; the colleague is asked first, then the resident."""

    kind: Literal["invite"] = "invite"
    to: Short


class InvitePhone(CallMessage):
    """The guide would have somebody of hers join by telephone. She is asked before anything rings."""

    kind: Literal["invite_phone"] = "invite_phone"
    who: Relation
    number: Telephone = ""
    """"": she keys it in herself; the guide may give it only while she lets the guide fill."""


class SendAway(CallMessage):
    """The guide sends a guest away, or asks no longer."""

    kind: Literal["send_away"] = "send_away"
    guest: GuestId


class WrapUp(CallMessage):
    """How it ended; after it the guide is ready again."""

    kind: Literal["wrap_up"] = "wrap_up"
    outcome: Literal["finished", "continues_at_window", "call_back", "visit", "advice", "gave_up"]
    follow_up: Annotated[str, Field(max_length=500)] = ""
    case_number: Short = ""


DeskMessage = (
    DeskHello | Presence | Take | Decline | Listen | Point | Suggest | Text | AskConsent | RequestValue | TakePhoto
    | PhotoJudged | ProposeMatter | Transfer
    | Invite | InvitePhone | SendAway | WrapUp | HangUp | Sdp | Candidate | SideSdp | SideCandidate | LineState
    | ErrorSaid
)  # fmt: skip

ToDeskMessage = (
    DeskWelcome | Presence | Queue | Offer | OfferGone | Joined | Transferred | TerminalLost | TerminalBack | Left
    | Mirror | Consented | Text | Sdp | Candidate | Turn | LineState | Settled | PointerShown | Value
    | ProposalAnswered | Photo | Ink | Listening | DeviceSaid | PhoneCall | SideSdp | SideCandidate | ErrorSaid
)  # fmt: skip
