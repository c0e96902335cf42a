"""What checking one answer yields: the value to keep, or what is wrong and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.catalogue.billers import Biller
from kiosk.core.words import Words


@dataclass(frozen=True, slots=True)
class Accepted:
    """The answer stands."""

    value: str
    """As stored and sent: choices by id joined by ",", dates ISO, money in 分, ID numbers with a capital X."""
    shown: Words
    """As the resident sees it; private parts marked."""
    doubts: tuple[str, ...] = ()
    """Chinese sentences for the window: worth a second look, never a reason to refuse."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The answer cannot stand; plain Chinese, no blame."""

    problem: str
    """「号码少了两位。」"""
    mend: str
    """「请再念一遍，一共十一位。」"""


Checked = Accepted | Rejected


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """What a rule may look at besides the answer itself."""

    today: date
    answers: Mapping[str, str] = field(default_factory=dict)
    """Stored values of the other fields by field id."""
    biller: Biller | None = None
    """For account numbers: whose rule holds."""
