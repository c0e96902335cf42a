"""What can happen to a call: what the hub says (its own messages), what she does, how line and media are."""

import dataclasses
from dataclasses import dataclass

from kiosk.assist.ladder import Sample
from kiosk.assist.state import Ink
from kiosk.core.calls import (
    AskConsent,
    Candidate,
    Capability,
    GuestAsked,
    GuideBack,
    GuideLost,
    Joined,
    Left,
    LineState,
    Listening,
    MediaDevice,
    Nobody,
    Offered,
    PhoneCall,
    PhotoJudged,
    Point,
    ProposeMatter,
    RequestValue,
    Sdp,
    Suggest,
    TakePhoto,
    Text,
    Transferred,
    Turn,
    Waiting,
    Wants,
    Welcome,
)


@dataclass(frozen=True, slots=True)
class Join:
    """She lets the guide who was offered join, or not."""

    yes: bool


@dataclass(frozen=True, slots=True)
class Want:
    """How she wants to be spoken with, while nobody is there yet."""

    wants: Wants


@dataclass(frozen=True, slots=True)
class Agreed:
    """Her answer to one consent; a yes may also be given unasked."""

    capability: Capability
    yes: bool


@dataclass(frozen=True, slots=True)
class Revoke:
    """She takes one back."""

    capability: Capability


@dataclass(frozen=True, slots=True)
class Stop:
    """She ends it, in one press, whatever the stage. Also what the end of a visit does."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Her line as it stands; `done`: sent."""

    body: str = dataclasses.field(repr=False)
    done: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """Her line written with a finger as it stands, points in thousandths of the sheet; `done`: sent."""

    strokes: Ink = dataclasses.field(repr=False)
    tall: int = 100
    """The sheet's height in hundredths of its width."""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Pointed:
    """The guide pointed; `offered`: her page offers that action now."""

    point: Point
    offered: bool


@dataclass(frozen=True, slots=True)
class Suggested:
    """The guide suggests; the visit has judged whether the field may be filled by a guide and takes the value."""

    suggest: Suggest
    judged: str
    """"" when it may be shown to her, else the outcome of `Settled`: grave, not_asked, not_valid."""


@dataclass(frozen=True, slots=True)
class TakeSuggestion:
    """She makes it hers, or not."""

    number: int
    yes: bool


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """She opens the matter proposed, or not."""

    service: str
    yes: bool


@dataclass(frozen=True, slots=True)
class AllowPhoto:
    """She lets a picture be taken, or not."""

    yes: bool


@dataclass(frozen=True, slots=True)
class PaperSeen:
    """What the camera makes of what lies there now: how to lay it better, "" when it can be read."""

    say: str


@dataclass(frozen=True, slots=True)
class ShootPaper:
    """She takes the picture herself instead of waiting for it."""


@dataclass(frozen=True, slots=True)
class PaperTaken:
    """A picture that can be read: she pressed, or the paper lay still."""

    jpeg: bytes = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True)
class PaperUnclear:
    """She pressed, and what was taken cannot be read."""

    say: str


@dataclass(frozen=True, slots=True)
class PaperFailed:
    """The camera gave no picture."""


@dataclass(frozen=True, slots=True)
class Named:
    """The id the picture on its way goes by."""

    photo: str


@dataclass(frozen=True, slots=True)
class Uploaded:
    """Whether the hub has the picture."""

    photo: str
    there: bool


@dataclass(frozen=True, slots=True)
class SendPaper:
    """Once more, after it did not get through."""


@dataclass(frozen=True, slots=True)
class KeepPaper:
    """She puts what the guide found good to her matter, or does not."""

    yes: bool


@dataclass(frozen=True, slots=True)
class ClosePaper:
    """She goes on: a picture not yet taken is not taken."""


@dataclass(frozen=True, slots=True)
class Found:
    """The value looked up in her form; None: there is none."""

    field: str
    value: str | None = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True)
class MediaSaid:
    """The terminal's own media: an offer, a candidate, or whether it flows."""

    offer: str = ""
    candidate: str | None = None
    mid: str = ""
    line: int = 0
    """Of the candidate: which part of the offer it belongs to."""
    connected: bool | None = None


@dataclass(frozen=True, slots=True)
class DeviceGone:
    """It did not open although she agreed, or went by itself; whoever says so goes on trying."""

    device: MediaDevice
    none: bool = False
    """This machine never had one, and nobody tries."""


@dataclass(frozen=True, slots=True)
class DeviceBack:
    """One that was gone works again."""

    device: MediaDevice


@dataclass(frozen=True, slots=True)
class Measured:
    """How the line has been over the last moments."""

    sample: Sample


@dataclass(frozen=True, slots=True)
class LinkDown:
    """The terminal's link to the hub is gone."""


@dataclass(frozen=True, slots=True)
class LinkUp:
    """It is there again; `welcome` tells how the call stands."""

    welcome: Welcome


@dataclass(frozen=True, slots=True)
class Passed:
    """Time passes."""

    monotonic: float


@dataclass(frozen=True, slots=True)
class LetIn:
    """Whether somebody else may join, or stay: a `Guide.id` of who was asked for or is there."""

    guest: str
    yes: bool


@dataclass(frozen=True, slots=True)
class NumberKeyed:
    """The number of somebody of hers, so far."""

    draft: str = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True)
class RateHelp:
    """How the help was; None: she does not say."""

    level: str | None


HubSaid = (
    Waiting | Nobody | Offered | Joined | Transferred | GuideLost | GuideBack | Left | Text | Sdp | Candidate | Turn
    | GuestAsked | RequestValue | ProposeMatter | AskConsent | TakePhoto | PhotoJudged | LineState | Listening
    | PhoneCall
)  # fmt: skip
Event = (
    HubSaid | Join | Want | Agreed | Revoke | Stop | Typed | Written | Pointed | Suggested | TakeSuggestion
    | OpenProposal | AllowPhoto | PaperSeen | ShootPaper | PaperTaken | PaperUnclear | PaperFailed | Named | Uploaded
    | SendPaper | KeepPaper | ClosePaper | LetIn | Found | MediaSaid | DeviceGone | DeviceBack | Measured
    | LinkDown | LinkUp | Passed | RateHelp | NumberKeyed
)  # fmt: skip
