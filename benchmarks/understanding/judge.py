"""What a meaning is worth, against what was meant."""

from enum import StrEnum

from benchmarks.understanding.labelled import Labelled
from benchmarks.understanding.sayings import Kind
from kiosk.dialogue import (
    Act,
    Answer,
    Ask,
    Emergency,
    Human,
    Leave,
    Meaning,
    NotUnderstood,
    Offer,
)
from kiosk.dialogue.asking import ambiguity_in
from kiosk.dialogue.emergency import emergency_in
from kiosk.dialogue.rules import said

HELP = "38"
"""帮我找人: offering it, or a person, harms nobody."""


class Verdict(StrEnum):
    RIGHT = "对"
    ASKED = "反问"
    """A question back with what was meant among its choices: one more word and she is there."""
    NEAR = "相近"
    """The right matter in another way: answered where an offer was due, or offered where an answer was."""
    MISSED = "没懂"
    """Doubt where a sentence had a meaning: not understood, or a question back without it."""
    WRONG_OFFER = "错事项"
    """Another matter, offered by name or answered about; she still has to say yes."""
    WRONG_ACTION = "错动作"
    """Something happens that nobody asked for: an action, leaving, an emergency's page or none where one is due."""


def judge(one: Labelled, meaning: Meaning) -> Verdict:
    """The verdict on one sentence said on the home page."""
    if isinstance(meaning, Emergency):
        due = one.kind is Kind.EMERGENCY and meaning.danger in one.ids
        return Verdict.RIGHT if due else Verdict.WRONG_ACTION
    match one.kind:
        case Kind.EMERGENCY:
            return Verdict.ASKED if isinstance(meaning, Ask) and _warns(meaning, one) else Verdict.WRONG_ACTION
        case Kind.OFFER:
            return _matter_meant(meaning, one.ids)
        case Kind.ANSWER:
            return _question_meant(meaning, one.ids)
        case Kind.ASK:
            return _doubt_meant(meaning, one.ids)
        case Kind.VAGUE | Kind.NONE | Kind.CALM:
            return _no_matter_meant(meaning, one)
        case Kind.HUMAN:
            return Verdict.RIGHT if _human(meaning) else _no_wish_met(meaning, (HELP,))
        case Kind.LEAVE:
            return Verdict.RIGHT if isinstance(meaning, Leave) else _no_wish_met(meaning, ())
        case Kind.ACT:
            return Verdict.RIGHT if isinstance(meaning, Act) else _no_wish_met(meaning, ())


def service_of(meaning: Meaning) -> str:
    """The one matter it leads to, "" for none."""
    if isinstance(meaning, Offer | Answer):
        return meaning.service
    return HELP if _human(meaning) else ""


def _human(meaning: Meaning) -> bool:
    match meaning:
        case Human():
            return True
        case Act(action=action):
            return action == "help"
        case Offer(service=service):
            return service == HELP
    return False


def _matter_meant(meaning: Meaning, ids: tuple[str, ...]) -> Verdict:
    match meaning:
        case Answer(service=service) if service in ids:
            return Verdict.NEAR
    if service_of(meaning) in ids:
        return Verdict.RIGHT
    return _no_wish_met(meaning, ids)


def _question_meant(meaning: Meaning, ids: tuple[str, ...]) -> Verdict:
    if service_of(meaning) in ids:
        return Verdict.RIGHT if isinstance(meaning, Answer) else Verdict.NEAR
    return _no_wish_met(meaning, ids)


def _doubt_meant(meaning: Meaning, ids: tuple[str, ...]) -> Verdict:
    if isinstance(meaning, Ask):
        return Verdict.RIGHT if not ids or _among(meaning, ids) else Verdict.MISSED
    return _no_wish_met(meaning, ids)


def _warns(ask: Ask, one: Labelled) -> bool:
    """Whether it asks about this danger, so that one word more shows its guidance."""
    return any(_danger_of(choice.question) in one.ids for choice in ask.choices)


def _danger_of(question: str) -> str:
    told = emergency_in(said(question)) if question else None
    return "" if told is None else told.emergency.danger


def _no_matter_meant(meaning: Meaning, one: Labelled) -> Verdict:
    match meaning:
        case Offer() | Answer() if service_of(meaning) not in ("", HELP, *one.ids):
            # Its words are of an emergency, that is all that is known of a calm sentence without ids.
            return Verdict.RIGHT if one.kind is Kind.CALM and not one.ids else Verdict.WRONG_OFFER
        case Ask() if any(_danger_of(choice.question) for choice in meaning.choices):
            return Verdict.WRONG_OFFER
        case Act() if not _human(meaning):
            return Verdict.WRONG_ACTION
        case Leave() if one.kind is not Kind.CALM:
            return Verdict.WRONG_ACTION
    return Verdict.RIGHT


def _no_wish_met(meaning: Meaning, ids: tuple[str, ...]) -> Verdict:
    match meaning:
        case Ask():
            return Verdict.ASKED if _among(meaning, ids) else Verdict.MISSED
        case NotUnderstood() | Human():
            return Verdict.MISSED
        case Offer(service=service) | Answer(service=service):
            return Verdict.WRONG_OFFER if service not in ("", HELP) else Verdict.MISSED
    return Verdict.WRONG_ACTION


def _among(ask: Ask, ids: tuple[str, ...]) -> bool:
    """Among its choices, or one more question away from one of them."""
    for choice in ask.choices:
        if choice.service in ids:
            return True
        further = ambiguity_in(said(choice.question)) if choice.question else None
        if further is not None and _among(further, ids):
            return True
    return False
