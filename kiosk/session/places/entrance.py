"""Before a matter is chosen, and after it is done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attract:
    """Nobody is here."""


@dataclass(frozen=True, slots=True)
class HomePlace:
    """The matters most people come for."""


@dataclass(frozen=True, slots=True)
class Categories:
    """All groups of matters."""


@dataclass(frozen=True, slots=True)
class CategoryPlace:
    """Matters of one group, six a page."""

    category: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class MatterPlace:
    """What it is, for whom, what to bring, what it costs, how long it takes."""


@dataclass(frozen=True, slots=True)
class MorePlace:
    """Anything else?"""


@dataclass(frozen=True, slots=True)
class RatingPlace:
    """好差评: voluntary, five levels; half a minute without an answer is no rating."""

    since: float


@dataclass(frozen=True, slots=True)
class EndingPlace:
    """Take your card and your paper."""

    since: float


@dataclass(frozen=True, slots=True)
class RepairPlace:
    """A technician works at the terminal, on pages of her own."""


@dataclass(frozen=True, slots=True)
class CardLeft:
    """The visit is over and wiped, but a card still lies on the reader."""

    said: float
