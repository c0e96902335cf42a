"""What a person does in one matter: agree, say who one is, answer, sign, hand in."""

from dataclasses import dataclass, field
from typing import Literal

from kiosk.core.signing import Strokes
from kiosk.core.wire import Source

Who = Literal["holder", "operator"]


@dataclass(frozen=True, slots=True)
class Agree:
    """Yes to the consent just read."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """No to the consent; leads to the human window."""


@dataclass(frozen=True, slots=True)
class ForWhom:
    """Whose matter it is; anonymous only where a matter allows it."""

    whose: Literal["self", "other", "anonymous"]


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Whether the next matter is for the same people as the one before."""

    same: bool


@dataclass(frozen=True, slots=True)
class CardIs:
    """Whose the card is that lay there before anybody was asked for one."""

    who: Who


@dataclass(frozen=True, slots=True)
class UseWay:
    """How to say who one is: put the card, type, put the social-security card in, or ask staff to vouch."""

    way: Literal["card", "typed", "staff", "social"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A value for the field on the page; `source` other than typed comes from voice, guide, certificate ..."""

    field: str
    value: str
    source: Source = "typed"
    by: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """An optional question left open."""

    field: str


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """One character from a pad or a key."""

    char: str


@dataclass(frozen=True, slots=True)
class TextTyped:
    """Text committed by a keyboard or handwriting; appended to the draft."""

    text: str


@dataclass(frozen=True, slots=True)
class Erase:
    """Take the last character away."""


@dataclass(frozen=True, slots=True)
class Clear:
    """Empty the draft."""


@dataclass(frozen=True, slots=True)
class DatePicked:
    """One part of a date; earlier and later turn the page of years."""

    part: Literal["year", "month", "day", "earlier", "later", "today"]
    value: int = 0


@dataclass(frozen=True, slots=True)
class Shoot:
    """Take a picture of what lies under the document camera."""


@dataclass(frozen=True, slots=True)
class SetMaterial:
    """Whether something was brought."""

    material: str
    state: Literal["brought", "missing", "electronic"]


@dataclass(frozen=True, slots=True)
class EditField:
    """Change one line of the read-back."""

    field: str


@dataclass(frozen=True, slots=True)
class ChooseValue:
    """Which of two sources that disagree is right: index into the field's values."""

    field: str
    index: int


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature or any mark made by hand on the page."""

    png: bytes = field(repr=False)
    strokes: Strokes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ClearSignature:
    """Sign again."""


@dataclass(frozen=True, slots=True)
class AskWitness:
    """Cannot write: a member of staff vouches instead."""


@dataclass(frozen=True, slots=True)
class ConfirmWitness:
    """Staff, already verified, say that person and card belong together."""


@dataclass(frozen=True, slots=True)
class DenyWitness:
    """Staff, already verified, say that they do not: whoever stands here may ask, and hand nothing in."""


@dataclass(frozen=True, slots=True)
class ConfirmSubmit:
    """Yes, hand it in."""


@dataclass(frozen=True, slots=True)
class ResumeDraft:
    """Go on with the matter interrupted earlier, or begin anew."""

    resume: bool
