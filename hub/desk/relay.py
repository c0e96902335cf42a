"""Who may say what to whom in a call: a pure function, asked for every message before it goes on.

The hub believes neither end. A page goes to the guide only while she allows to see it, a suggestion to her only while
she allows help with filling, a value to the guide only while she allows to tell it; nothing grave is ever suggested.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from kiosk.core.calls import (
    AskConsent,
    CallMessage,
    Candidate,
    Capability,
    DeviceSaid,
    ErrorSaid,
    GuestRole,
    Ink,
    LineState,
    Mirror,
    Photo,
    PhotoJudged,
    Point,
    PointerShown,
    ProposalAnswered,
    ProposeMatter,
    RequestValue,
    Sdp,
    Settled,
    SideCandidate,
    SideSdp,
    Suggest,
    TakePhoto,
    Text,
    Value,
)

Code = Literal["not_now", "no_consent", "grave"]
ToDesk = (
    Mirror | Text | Ink | Sdp | Candidate | Settled | PointerShown | Value | ProposalAnswered | Photo | LineState
    | DeviceSaid
)  # fmt: skip
ToTerminal = (
    Point | Suggest | Text | AskConsent | RequestValue | TakePhoto | PhotoJudged | ProposeMatter | Sdp | Candidate
    | LineState
)  # fmt: skip
Side = SideSdp | SideCandidate
_HEARD_BY_ALL = (Mirror, Text, Ink, LineState, DeviceSaid, PointerShown, Settled, ProposalAnswered)
"""What somebody who listens in is told too; never a private value, a picture or the media's set-up."""
_NEEDS: dict[type[CallMessage], Capability] = {
    Mirror: "page",
    Point: "page",
    Suggest: "filling",
    RequestValue: "private_values",
}
_SAY: dict[Code, str] = {
    "not_now": "现在不能这样做。",
    "no_consent": "她还没有同意。",
    "grave": "这一项只能本人自己填。",
}


@dataclass(slots=True)
class Bond:
    """A call as the switchboard holds it in memory."""

    call: str
    terminal: str
    desk: str
    """Addresses; "" while nobody is bound."""
    live: bool
    granted: frozenset[Capability]
    guide_name: str
    matter: str = ""
    guests: dict[str, GuestRole] = field(default_factory=dict)
    """Address -> role of whoever else is there with a page."""
    phone: str = ""
    """`Guide.id` of a telephone that is to be rung, rings or is there."""


@dataclass(frozen=True, slots=True)
class Passed:
    """It goes to these addresses, as this message."""

    message: CallMessage
    to: tuple[str, ...]


def from_terminal(bond: Bond, message: ToDesk) -> Passed | ErrorSaid:
    """What a terminal says to its guide."""
    if not bond.live:
        return no("not_now", message)
    if isinstance(message, Value) and message.value is not None and "private_values" not in bond.granted:
        return no("no_consent", message)
    if isinstance(message, Sdp) and message.type != "offer":
        return no("not_now", message)
    wrong = _without_consent(bond, message)
    if wrong is not None:
        return wrong
    if isinstance(message, Text):
        message = message.model_copy(update={"name": ""})
    if isinstance(message, Mirror):
        bond.matter = matter_of(message) or bond.matter
    others = tuple(sorted(bond.guests)) if isinstance(message, _HEARD_BY_ALL) else ()
    return Passed(message, (bond.desk, *others))


def from_desk(bond: Bond, message: ToTerminal, grave: Callable[[str, str], bool | None]) -> Passed | ErrorSaid:
    """What a guide says to her resident.

    grave: whether a field of a matter is one only the resident may fill; None when there is no such field.
    """
    if not bond.live:
        return no("not_now", message)
    if isinstance(message, Sdp) and message.type != "answer":
        return no("not_now", message)
    wrong = _without_consent(bond, message)
    if wrong is not None:
        return wrong
    if isinstance(message, Suggest):
        judged = grave(bond.matter, message.field)
        if judged is not False:
            return no("grave" if judged else "not_now", message)
    others: tuple[str, ...] = ()
    if isinstance(message, Text):
        message = message.model_copy(update={"name": bond.guide_name})
        others = tuple(sorted(bond.guests))
    return Passed(message, (bond.terminal, *others))


def to_guest(bond: Bond, message: Side) -> Passed | ErrorSaid:
    """The guide's page offers its sound to a guest: while she may be heard at all."""
    address = f"user:{message.guest}"
    if not bond.live or address not in bond.guests or (isinstance(message, SideSdp) and message.type != "offer"):
        return no("not_now", message)
    return Passed(message, (address,)) if "voice" in bond.granted else no("no_consent", message)


def to_phone(bond: Bond, message: Side) -> ErrorSaid | None:
    """The guide's page offers its sound to a telephone, whole and once; None: it may ring."""
    if not bond.live or not isinstance(message, SideSdp) or message.type != "offer":
        return no("not_now", message)
    return None if "voice" in bond.granted else no("no_consent", message)


def from_guest(bond: Bond, message: CallMessage, address: str, name: str) -> Passed | ErrorSaid:
    """What a guest says: the answer to the guide's sound; words too, except a supervisor, who only listens."""
    role = bond.guests.get(address)
    if not bond.live or role is None:
        return no("not_now", message)
    if isinstance(message, Text) and role != "supervisor":
        said = message.model_copy(update={"name": name})
        return Passed(said, (bond.terminal, bond.desk, *sorted(bond.guests.keys() - {address})))
    if not isinstance(message, SideSdp | SideCandidate) or (isinstance(message, SideSdp) and message.type != "answer"):
        return no("not_now", message)
    if "voice" not in bond.granted:
        return no("no_consent", message)
    return Passed(message.model_copy(update={"guest": address.removeprefix("user:")}), (bond.desk,))


def no(code: Code, message: CallMessage) -> ErrorSaid:
    """Not taken, and why."""
    return ErrorSaid(code=code, about=str(getattr(message, "kind", "")), say=_SAY[code])


def matter_of(mirror: Mirror) -> str:
    """The service a page is about, "" when its key names none: "question:01:phone" -> "01"."""
    parts = str(mirror.screen.get("key", "")).split(":")
    return next((part for part in parts[1:2] if len(part) == 2 and part.isdigit()), "")


def _without_consent(bond: Bond, message: CallMessage) -> ErrorSaid | None:
    if isinstance(message, Sdp | Candidate):
        return None if bond.granted & {"voice", "camera"} else no("no_consent", message)
    needed = _NEEDS.get(type(message))
    return no("no_consent", message) if needed is not None and needed not in bond.granted else None
