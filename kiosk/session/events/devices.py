"""What the devices of the terminal say."""

from dataclasses import dataclass, field

from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.core.person import IdCard, Person


@dataclass(frozen=True, slots=True)
class CardReading:
    """A card lies on the reader and is being read."""


@dataclass(frozen=True, slots=True)
class CardSeen:
    """A whole card was read."""

    card: IdCard


@dataclass(frozen=True, slots=True)
class CardProblem:
    """The card or the reader did not yield a record."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class NoCardSeen:
    """Nobody put a card down in time, or reading was stopped."""


@dataclass(frozen=True, slots=True)
class SocialCardSeen:
    """A social-security card was read, its holder too."""

    person: Person = field(repr=False)


@dataclass(frozen=True, slots=True)
class SocialCardWithheld:
    """It was read, but its region gives the holder to nobody without a key."""


@dataclass(frozen=True, slots=True)
class SocialCardProblem:
    """It was not read, or the reader cannot."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class NoSocialCardSeen:
    """Nobody put one in."""


@dataclass(frozen=True, slots=True)
class CardLaid:
    """Somebody put a card down without being asked; nothing of it was read."""


@dataclass(frozen=True, slots=True)
class CardGone:
    """The card was taken off the reader."""


@dataclass(frozen=True, slots=True)
class CodeScanned:
    """The scanner read a code, or something that is no whole code ("")."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """Somebody came before the terminal (True), left (False), or nobody can tell any more (None)."""

    near: bool | None


@dataclass(frozen=True, slots=True)
class Photographed:
    """A page of that material, straightened and found readable."""

    material: str
    jpeg: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PhotoUnclear:
    """The paper was seen and cannot be used so; say: what to do about it."""

    material: str
    say: str


@dataclass(frozen=True, slots=True)
class PhotoFailed:
    """No picture came."""

    material: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    """A device's state changed: device is "card_reader", "receipt_printer", "speaker" ..."""

    device: str
    state: DeviceState
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """The printer confirmed the end of this job."""

    job_id: str
    reprint: bool = False


@dataclass(frozen=True, slots=True)
class PrintFailed:
    """The job did not print, or nobody knows (PRINT_UNCONFIRMED)."""

    job_id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Headphones:
    """Plugged in or out."""

    plugged: bool


@dataclass(frozen=True, slots=True)
class Speaking:
    """The speaker began or ended; the idle clock stands still meanwhile."""

    now: bool
