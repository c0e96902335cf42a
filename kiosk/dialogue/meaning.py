"""What an utterance means, as values. `understand` gives exactly one; the session decides what becomes of it.

Nothing here acts: identity, money and sending still need their own confirming press or word.
"""

import dataclasses
from dataclasses import dataclass
from enum import StrEnum

Behalf = str
"""Whose matter she speaks of: "" herself or unsaid, otherwise as she said it: 我妈, 老伴儿."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One matter of the catalogue is meant; it is offered by name and she confirms."""

    service: str
    say: str
    behalf: Behalf = ""
    others: tuple[str, ...] = ()
    """Next best ids, for 不是这个."""


@dataclass(frozen=True, slots=True)
class Act:
    """One action of the Screen is meant."""

    action: str
    """Its id. Never one that pays, signs, agrees or sends, unless `whole` phrase and confirmed by the page's rule."""
    say: str = ""


@dataclass(frozen=True, slots=True)
class Fill:
    """An answer to the Screen's question; read back and confirmed before it counts."""

    field: str
    value: str = dataclasses.field(repr=False)
    """As the field's rules take it: digits, YYYY-MM-DD, text, an option's id."""
    say: str = dataclasses.field(default="", repr=False)
    """The read-back: 一三八，零零零零，一二三四，对吗？"""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to a question back."""

    label: str
    """What distinguishes it: 社保卡."""
    service: str = ""
    action: str = ""
    question: str = ""
    """Or: what is then understood as if she had said it."""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """More than one thing may be meant; one short question, at most three choices."""

    say: str
    choices: tuple[Choice, ...]
    behalf: Behalf = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.choices) <= 3:
            raise ValueError("an Ask has one to three choices")


@dataclass(frozen=True, slots=True)
class Answer:
    """A question answered from the catalogue."""

    service: str
    """"" when it is about no one matter."""
    say: tuple[str, ...]
    source: str = ""
    """「来源：… 2026-11-24」, or 以窗口答复为准; shown and spoken with the answer."""


class Danger(StrEnum):
    """What comes before anything else."""

    GAS = "gas"
    FIRE = "fire"
    HEALTH = "health"
    VIOLENCE = "violence"
    FRAUD = "fraud"
    TRAFFIC = "traffic"


@dataclass(frozen=True, slots=True)
class Emergency:
    """Full-page guidance now, never a menu."""

    danger: Danger
    say: tuple[str, ...]
    call: str
    """「119」「120」「110」「96110」"""


@dataclass(frozen=True, slots=True)
class Human:
    """She wants a person, or nothing else will do."""

    say: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """Not today: 不办了, 算了, 等我儿子来."""

    say: str = ""


class Miss(StrEnum):
    """How far down the ladder a miss has come: rephrase, then choices, then a human."""

    REPHRASE = "rephrase"
    CHOICES = "choices"
    HUMAN = "human"


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Doubt. Nothing is done; the ladder says how to go on, without blame."""

    say: str
    ladder: Miss = Miss.REPHRASE
    candidates: tuple[str, ...] = ()
    """Service ids that came nearest, for the choices."""


Meaning = Offer | Act | Fill | Ask | Answer | Emergency | Human | Leave | NotUnderstood
