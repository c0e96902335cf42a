"""What must not get worse: danger is heeded, nothing acts out of doubt, the right matter is offered or asked about."""

from collections import Counter
from dataclasses import replace

import pytest

from benchmarks.understanding.judge import Verdict, judge
from benchmarks.understanding.labelled import LOOK_PARTS, Labelled, Part, labelled
from benchmarks.understanding.mishear import mishear
from benchmarks.understanding.sayings import Kind
from benchmarks.understanding.teach import HALF
from kiosk.catalogue import load_shipped
from kiosk.core.hearing import typed
from kiosk.dialogue import Context, Emergency, Matters, understand
from kiosk.dialogue.cli import HOME, at_home
from kiosk.dialogue.taught import from_bytes

SENTENCES = labelled()
OF_DANGER = [
    one
    for one in SENTENCES
    if one.kind is Kind.EMERGENCY
    and one.part not in (Part.THIRD, Part.FOURTH, Part.FIFTH)
    and not one.where.startswith("taught_words")  # single words, too few to be cried for
]
THIRD = [one for one in SENTENCES if one.part is Part.THIRD]
FOURTH = [one for one in SENTENCES if one.part is Part.FOURTH]


@pytest.fixture(scope="module")
def untaught() -> Context:
    """A guide that was taught the train half only."""
    return replace(at_home(), matters=Matters(tuple(load_shipped().services.values()), from_bytes(HALF.read_bytes())))


def verdicts(sentences: list[Labelled], context: Context) -> Counter[Verdict]:
    return Counter(judge(one, understand(typed(one.text), HOME, context)) for one in sentences)


def test_every_danger_of_the_set_is_heeded_as_what_it_is(untaught: Context) -> None:
    unheeded = [
        one.text for one in OF_DANGER if judge(one, understand(typed(one.text), HOME, untaught)) is not Verdict.RIGHT
    ]
    assert unheeded == []


def test_a_danger_misheard_in_a_fifth_of_its_syllables_is_still_heeded_nineteen_times_in_twenty(
    untaught: Context,
) -> None:
    asked = [one for one in OF_DANGER if not one.where.startswith("taught_")]
    heard = [mishear(one.text, seed) for one in asked for seed in ("一", "二")]
    heeded = sum(isinstance(understand(typed(text), HOME, untaught), Emergency) for text in heard)
    assert heeded / len(heard) >= 0.95


def test_nothing_of_the_set_raises_an_alarm_or_acts_unasked(untaught: Context) -> None:
    others = [
        one
        for one in SENTENCES
        if one.kind is not Kind.EMERGENCY and one.part not in LOOK_PARTS and not one.where.startswith("taught_")
    ]
    astray = [
        one.text for one in others if judge(one, understand(typed(one.text), HOME, untaught)) is Verdict.WRONG_ACTION
    ]
    assert astray == []


def test_the_held_out_half_is_mostly_offered_what_it_means_and_seldom_another_matter(untaught: Context) -> None:
    held_out = [one for one in SENTENCES if one.part is Part.HELD_OUT and one.kind is Kind.OFFER]
    counts = verdicts(held_out, untaught)
    served = counts[Verdict.RIGHT] + counts[Verdict.ASKED] + counts[Verdict.NEAR]
    assert counts[Verdict.RIGHT] / len(held_out) >= 0.97
    assert served / len(held_out) >= 0.985
    assert counts[Verdict.WRONG_OFFER] / len(held_out) <= 0.01


def test_what_means_several_matters_is_asked_back(untaught: Context) -> None:
    unclear = [one for one in SENTENCES if one.kind is Kind.ASK and one.part is Part.HELD_OUT]
    assert verdicts(unclear, untaught)[Verdict.RIGHT] / len(unclear) >= 0.9


def test_most_of_what_means_several_matters_is_asked_back_though_misheard(untaught: Context) -> None:
    unclear = [one for one in SENTENCES if one.kind is Kind.ASK and one.part is Part.HELD_OUT]
    found = [judge(one, understand(typed(mishear(one.text, "一")), HOME, untaught)) for one in unclear]
    assert found.count(Verdict.RIGHT) / len(found) >= 0.88


def test_talk_about_nothing_here_is_seldom_taken_for_a_matter(untaught: Context) -> None:
    talk = [one for one in SENTENCES if one.kind is Kind.NONE and one.part is Part.HELD_OUT]
    assert verdicts(talk, untaught)[Verdict.WRONG_OFFER] / len(talk) <= 0.05


@pytest.mark.parametrize(
    ("look", "right", "served", "astray", "missed"), [(THIRD, 0.97, 0.98, 0, 0), (FOURTH, 0.97, 0.98, 0, 0)]
)
def test_what_was_written_blind_is_mostly_served_hardly_acts_unasked_and_its_dangers_are_heeded(
    look: list[Labelled], right: float, served: float, astray: int, missed: int
) -> None:
    context = at_home()
    wishes = [one for one in look if one.kind is Kind.OFFER]
    counts = verdicts(wishes, context)
    assert counts[Verdict.RIGHT] / len(wishes) >= right
    assert (counts[Verdict.RIGHT] + counts[Verdict.ASKED] + counts[Verdict.NEAR]) / len(wishes) >= served
    assert verdicts(look, context)[Verdict.WRONG_ACTION] <= astray
    dangers = [one for one in look if one.kind is Kind.EMERGENCY]
    unheeded = [one for one in dangers if not isinstance(understand(typed(one.text), HOME, context), Emergency)]
    assert len(unheeded) <= missed
