"""How a call stands. What a guide may see or do exists only while the guide is there: it is a part of `There`."""

import dataclasses
from dataclasses import dataclass
from typing import Literal

from kiosk.assist.ladder import Ladder
from kiosk.core.calls import AskHuman, Capability, Guide, MediaDevice, PhoneCall, Wants

How = Literal["by_her", "by_guide", "both", "guide_lost", "line_lost", "nobody", "unheard"]
"""by_her ... both: who hung up. nobody: nobody is on duty or came. unheard: the hub never answered."""


Ink = tuple[tuple[tuple[int, int], ...], ...]
"""Strokes of a finger: points in thousandths of the sheet's width and height."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line typed or written, finished."""

    by: str
    """"" is the resident."""
    body: str = dataclasses.field(repr=False)
    """"" of what she wrote with a finger: the guide reads it, this machine does not."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """What the guide asks her to press: an action of a page."""

    screen: str
    action: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value she may make hers."""

    number: int
    field: str
    value: str = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True)
class Asking:
    """Asked; the hub has not answered yet. `since`: None until time is known."""

    since: float | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many are before her; minutes only when the hub can tell."""

    position: int
    minutes: int | None = None
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """This guide would come; she has not said yes yet, or has and the hub has not joined them yet."""

    guide: Guide
    accepted: bool = False


PaperStep = Literal["asked", "aiming", "taking", "sending", "unsent", "sent", "good", "window", "no_camera"]
"""asked: may it be taken; aiming: she lays it down; taking: she pressed; unsent: it did not get through; sent: the
guide looks; good: the guide can read it; window: unclear too often; no_camera: the camera failed."""
Judged = Literal["", "unclear", "page_missing"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper the guide would like to see, from the question until she has put it away."""

    what: str
    material: str = ""
    """Of her matter, as the guide named it; "" for none."""
    step: PaperStep = "asked"
    open: bool = True
    """Its page is there; she may go on with her matter while the guide looks."""
    say: str = ""
    """What the camera says of what lies there now, "" when it can be read."""
    unclear: int = 0
    judged: Judged = ""
    """Why the guide asks for another."""
    photo: str = ""
    """The id it is uploaded as."""
    pages: tuple[bytes, ...] = dataclasses.field(default=(), repr=False)
    """JPEGs the guide has seen or is being sent, the newest last."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody else who would come; she is asked."""

    who: Guide
    by_phone: bool = False
    """Somebody of hers, who is rung when she says yes."""
    number: str | None = dataclasses.field(default=None, repr=False)
    """The number she keys in for it; None: the guide has it already."""


@dataclass(frozen=True, slots=True)
class There:
    """A guide is there."""

    guide: Guide
    granted: frozenset[Capability] = frozenset()
    asking: tuple[Capability, ...] = ()
    """Consents still to be asked, the next one first."""
    refused: tuple[Capability, ...] = ()
    """Each time she said no; whoever was told no twice is not let ask again."""
    said: tuple[Said, ...] = dataclasses.field(default=(), repr=False)
    typing: str = dataclasses.field(default="", repr=False)
    """What the guide is typing now."""
    draft: str = dataclasses.field(default="", repr=False)
    """What she is typing now."""
    ink: Ink = dataclasses.field(default=(), repr=False)
    """What she is writing with a finger now, and how tall the sheet is against its width, in hundredths."""
    tall: int = 100
    line: int = 1
    """Number of her present line."""
    pointer: Pointer | None = None
    suggestion: Suggestion | None = None
    proposal: str = ""
    paper: Paper | None = None
    guests: tuple[Guest, ...] = ()
    """Who else would come, the one who was asked for first before the others."""
    ringing: PhoneCall | None = None
    """Whose telephone is being rung."""
    listening: tuple[Guide, ...] = ()
    """Others who hear her."""
    ladder: Ladder = dataclasses.field(default_factory=Ladder)
    away_until: float | None = None
    """The guide's line is gone; at this time nobody waits any longer."""
    connected: bool = False
    """Media flows."""
    gone: frozenset[MediaDevice] = frozenset()
    """What she agreed to and the machine cannot do now; it goes on when the device is back."""
    never: frozenset[MediaDevice] = frozenset()
    """Of these the machine has none at all."""

    @property
    def guest(self) -> Guest | None:
        """Whom she is asked about now."""
        return next(iter(self.guests), None)


@dataclass(frozen=True, slots=True)
class Ended:
    """Over, and how it really was."""

    how: How
    helped: bool = False
    """A guide had been there: she may say how it was."""
    ticket: str = ""
    phone: str = ""
    rated: bool = False


Stage = Asking | Waiting | Offered | There | Ended


@dataclass(frozen=True, slots=True)
class Call:
    """One call."""

    ask: AskHuman
    stage: Stage = Asking()
    now: float = 0.0
    """Monotonic seconds, as last told."""
    lost_since: float | None = None
    """The terminal's own link is down since then."""

    @property
    def id(self) -> str:
        return self.ask.call

    @property
    def wants(self) -> Wants:
        return self.ask.wants

    @property
    def there(self) -> There | None:
        return self.stage if isinstance(self.stage, There) else None

    def may(self, capability: Capability) -> bool:
        """Whether it is allowed at this moment."""
        return isinstance(self.stage, There) and capability in self.stage.granted


Question = Literal["", "join", "consent", "suggestion", "proposal", "guest", "photo", "ended"]


def question(call: Call) -> Question:
    """What she has to answer before anything else of the call; "" for nothing."""
    match call.stage:
        case Offered(accepted=False):
            return "join"
        case Ended():
            return "ended"
        case There(asking=(_, *_)):
            return "consent"
        case There(suggestion=Suggestion()):
            return "suggestion"
        case There() as there:
            papers = there.paper is not None and there.paper.open
            rest: tuple[tuple[object, Question], ...] = (
                (there.guest, "guest"), (there.proposal, "proposal"), (papers, "photo"),
            )  # fmt: skip
            return next((name for waits, name in rest if waits), "")
        case _:
            return ""


def active(call: Call | None) -> bool:
    """Somebody is asked for, waited for or there."""
    return call is not None and not isinstance(call.stage, Ended)
