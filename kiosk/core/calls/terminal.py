"""What a terminal and the hub say to each other."""

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
    GuestRole,
    Guide,
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
    RequestValue,
    Sdp,
    Settled,
    Short,
    Suggest,
    TakePhoto,
    Telephone,
    Text,
    Turn,
    Value,
    Wants,
)
from kiosk.core.wire import Message, Uuid


class Hello(LinkMessage):
    """A terminal's first frame on a link: who it is since when, which call it has in hand, how far it has heard."""

    kind: Literal["hello"] = "hello"
    boot: Uuid
    """New at each start of the program: a call of an earlier start is over, and the guide is told so."""
    call: Uuid | None = None
    heard: int = Field(0, ge=0)


class Welcome(LinkMessage):
    """The hub's first frame: how that call stands, and how far the hub has heard. "unknown": it is over."""

    kind: Literal["welcome"] = "welcome"
    call: Uuid | None = None
    heard: int = Field(0, ge=0)
    standing: Literal["none", "waiting", "offered", "joined", "unknown"] = "none"


class AskedBy(Message):
    """What decides how soon and by whom she is helped; facts, no names."""

    age80: bool = False
    disabled: bool = False
    urgent: bool = False
    """Danger or hardship (急难)."""
    dialect: bool = False


class AskHuman(CallMessage):
    """Somebody asks for a human. No ID is needed. Sent again with the same `call`, it changes what she wants: her place
    in the line stays."""

    kind: Literal["ask"] = "ask"
    reason: Reason
    wants: Wants = "voice"
    by: AskedBy = AskedBy()
    matter: Annotated[str, Field(pattern=r"^(\d{2})?$")] = ""
    step: Annotated[str, Field(max_length=120)] = ""
    """Key of the Screen."""
    trouble: Short = ""
    """A kiosk.core.faults.Fault, what went wrong last, "" for nothing."""
    devices: Annotated[dict[str, Short], Field(max_length=20)] = Field(default_factory=dict)
    """Device name -> XFS state, or "state/fault"."""
    settings: Annotated[dict[str, Short | int | bool], Field(max_length=20)] = Field(default_factory=dict)
    """kiosk.core.screen.Settings."""


class Accept(CallMessage):
    """She agrees to be joined by the guide who was offered."""

    kind: Literal["accept"] = "accept"


class Withdraw(CallMessage):
    """She no longer wants anybody, or not this guide."""

    kind: Literal["withdraw"] = "withdraw"


class Rated(CallMessage):
    """How the help was; voluntary, never shown to the guide."""

    kind: Literal["rating"] = "rating"
    level: Literal["非常满意", "满意", "基本满意", "不满意", "非常不满意"]


class Waiting(CallMessage):
    """How many are before her, and how long, when the hub has data to tell from."""

    kind: Literal["waiting"] = "waiting"
    position: int = Field(ge=0)
    """0: nobody is before her."""
    minutes: Annotated[int, Field(ge=0, le=600)] | None = None
    ticket: Short = ""


class Nobody(CallMessage):
    """Nobody is on duty: a call-back ticket instead. The call is over."""

    kind: Literal["nobody"] = "nobody"
    ticket: Short
    phone: Short = ""


class Offered(CallMessage):
    """A guide has taken the call; she is asked whether that person may join."""

    kind: Literal["offered"] = "offered"
    guide: Guide


class Joined(CallMessage):
    """The guide is there from now on."""

    kind: Literal["joined"] = "joined"
    guide: Guide


class Transferred(CallMessage):
    """Another guide is there. What the one before was allowed is no longer allowed; she is asked anew."""

    kind: Literal["transferred"] = "transferred"
    guide: Guide


class GuestAsked(CallMessage):
    """The guide would like this person to join; she is asked. Nobody who speaks comes without her yes."""

    kind: Literal["guest_asked"] = "guest_asked"
    who: Guide
    role: GuestRole
    asks_number: bool = False
    """Of a telephone: she keys in the number, which the guide never sees."""


class GuestAnswered(CallMessage):
    """Whether she lets that person join; a no at any later moment sends away whoever is there, a supervisor too."""

    kind: Literal["guest_answered"] = "guest_answered"
    guest: GuestId
    yes: bool
    number: Telephone = ""


class GuideLost(CallMessage):
    """The guide's line or browser is gone; the hub waits so long for it."""

    kind: Literal["guide_lost"] = "guide_lost"
    seconds: int = Field(ge=1, le=300)


class GuideBack(CallMessage):
    """It came back in time."""

    kind: Literal["guide_back"] = "guide_back"


class Left(CallMessage):
    """The call is over."""

    kind: Literal["left"] = "left"
    why: Literal["guide_done", "resident_done", "both_done", "guide_lost", "terminal_lost", "nobody_came"]
    ticket: Short = ""
    """A call-back ticket when something is still to be done."""
    phone: Short = ""


TerminalMessage = (
    Hello | AskHuman | Accept | Withdraw | Mirror | Consented | Text | Sdp | Candidate | Settled | PointerShown
    | Value | ProposalAnswered | Photo | GuestAnswered | Ink | LineState | DeviceSaid | HangUp | Rated
    | ErrorSaid
)  # fmt: skip

ToTerminalMessage = (
    Welcome | Waiting | Nobody | Offered | Joined | Transferred | GuestAsked | GuideLost | GuideBack | Left | Text | Sdp
    | Candidate | Turn | Point | Suggest | RequestValue | ProposeMatter | AskConsent | TakePhoto | PhotoJudged
    | LineState | Listening | PhoneCall | ErrorSaid
)  # fmt: skip
