"""Inside an application: from the consent to the number, and where to go when it is not done here."""

from dataclasses import dataclass, field
from typing import Literal

from kiosk.core.faults import Fault
from kiosk.core.person import Person
from kiosk.core.screen import NO_WORDS
from kiosk.core.words import Words
from kiosk.session.events import Who


@dataclass(frozen=True, slots=True)
class ConsentPlace:
    """What is taken and why; may be refused."""


@dataclass(frozen=True, slots=True)
class WhosePlace:
    """Mine, or somebody else's."""


@dataclass(frozen=True, slots=True)
class SamePersonPlace:
    """For the same person as before? Their card no longer lies there."""


@dataclass(frozen=True, slots=True)
class CardOwnerPlace:
    """Whose card is it that lay there already: the one whose matter it is, or the one who acts?"""

    person: Person = field(repr=False)


@dataclass(frozen=True, slots=True)
class IdentifyPlace:
    """Put the card down."""

    who: Who
    phase: Literal["waiting", "reading"] = "waiting"
    fault: Fault | None = None
    misses: int = 0
    notice: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class SocialCardPlace:
    """Put the social-security card in."""

    who: Who
    field: str = ""
    """The question it answers; "" where it says who somebody is."""
    fault: Fault | None = None
    withheld: bool = False
    """Its region gives the holder's name to nobody."""
    reading: bool = True
    notice: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class TypedIdentity:
    """Name and number by hand; checked at the window later."""

    who: Who
    part: Literal["name", "id_number"] = "name"
    name: str = field(default="", repr=False)
    draft: str = field(default="", repr=False)
    problem: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class ResumePlace:
    """This card has an unfinished matter."""

    payload: bytes = field(repr=False)
    photos: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ConditionsPlace:
    """Which conditions seem not to be met, and the way on."""


@dataclass(frozen=True, slots=True)
class QuestionPlace:
    """One question."""

    field_id: str
    draft: str = field(default="", repr=False)
    problem: Words = NO_WORDS
    part: Literal["year", "month", "day"] = "year"
    page: int = 0
    """Page of years or options."""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class MaterialPlace:
    """Was this one brought?"""

    material: str


@dataclass(frozen=True, slots=True)
class PhotoPlace:
    """A material that is here, under the document camera."""

    material: str
    shooting: bool = False
    unclear: int = 0
    """How often in a row the picture could not be used."""
    say: str = ""
    """What to do about the last one."""
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class ReviewPlace:
    """Everything read back; any line can be changed."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ConflictPlace:
    """Two sources disagree; the resident says which is right."""

    field_id: str


@dataclass(frozen=True, slots=True)
class SignPlace:
    """The promise and a signature."""


@dataclass(frozen=True, slots=True)
class WitnessPlace:
    """A member of staff has to vouch."""


@dataclass(frozen=True, slots=True)
class ConfirmPlace:
    """Hand it in?"""


@dataclass(frozen=True, slots=True)
class Submitting:
    """Being stored."""


@dataclass(frozen=True, slots=True)
class NotStored:
    """The outbox could not take it; nothing is kept."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class ResultPlace:
    """What really happened, and the number."""

    submission_id: str
    waited_since: float
    """Monotonic time since when the hub's answer is waited for before the slip is printed."""


@dataclass(frozen=True, slots=True)
class BringPlace:
    """What to bring for a matter done elsewhere; `have`: ids of the materials that are here already."""

    have: tuple[str, ...] = ()
    page: int = 0


@dataclass(frozen=True, slots=True)
class WherePlace:
    """Not here: where to go, what is still to be brought."""

    why: Literal["refused", "conditions", "guide_only", "device", "stopped", "not_same"]
    have: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferralsPlace:
    """Papers that are asked for here and given elsewhere."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ReferralPlace:
    """Who gives one of them."""

    referral: str


@dataclass(frozen=True, slots=True)
class DuplicatePlace:
    """The same matter for the same person was handed in a moment ago, or in another visit of today."""

    case_number: str = field(repr=False)
    today: bool = False


@dataclass(frozen=True, slots=True)
class HandedInPlace:
    """It was handed in before a power cut; nothing was lost, and nothing is sent twice."""

    submission_id: str
