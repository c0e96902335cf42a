"""What must not get worse: danger is heeded, nothing acts out of doubt, the right matter is offered or asked about."""

from collections import Counter
from dataclasses import replace

import pytest

from benchmarks.understanding.judge import Verdict, judge
from benchmarks.understanding.labelled import Labelled, Part, labelled
from benchmarks.understanding.mishear import mishear
from kiosk.catalogue import load_shipped
from kiosk.core.hearing import typed
from kiosk.dialogue import Context, Emergency, Matters, understand
from kiosk.dialogue.cli import HOME, at_home
from kiosk.dialogue.sayings import Kind

SENTENCES = labelled()
OF_DANGER = [one for one in SENTENCES if one.kind is Kind.EMERGENCY]


@pytest.fixture(scope="module")
def untaught() -> Context:
    """A guide that was taught the train half only."""
    known = [one.saying for one in SENTENCES if one.part is Part.TRAIN]
    return replace(at_home(), matters=Matters(tuple(load_shipped().services.values()), known))


def verdicts(sentences: list[Labelled], context: Context) -> Counter[Verdict]:
    return Counter(judge(one, understand(typed(one.text), HOME, context)) for one in sentences)


def test_every_danger_of_the_set_is_heeded_as_what_it_is(untaught: Context) -> None:
    unheeded = [
        one.text for one in OF_DANGER if judge(one, understand(typed(one.text), HOME, untaught)) is not Verdict.RIGHT
    ]
    assert unheeded == []


def test_a_danger_misheard_in_a_fifth_of_its_syllables_is_still_heeded_nine_times_in_ten(untaught: Context) -> None:
    heard = [mishear(one.text, seed) for one in OF_DANGER for seed in ("一", "二")]
    heeded = sum(isinstance(understand(typed(text), HOME, untaught), Emergency) for text in heard)
    assert heeded / len(heard) >= 0.9


def test_nothing_of_the_set_raises_an_alarm_or_acts_unasked(untaught: Context) -> None:
    others = [one for one in SENTENCES if one.kind is not Kind.EMERGENCY and one.part is not Part.SECOND]
    astray = [
        one.text for one in others if judge(one, understand(typed(one.text), HOME, untaught)) is Verdict.WRONG_ACTION
    ]
    assert astray == []


def test_the_held_out_half_is_mostly_offered_what_it_means_and_seldom_another_matter(untaught: Context) -> None:
    held_out = [one for one in SENTENCES if one.part is Part.HELD_OUT and one.kind is Kind.OFFER]
    counts = verdicts(held_out, untaught)
    served = counts[Verdict.RIGHT] + counts[Verdict.ASKED] + counts[Verdict.NEAR]
    assert counts[Verdict.RIGHT] / len(held_out) >= 0.85
    assert served / len(held_out) >= 0.92
    assert counts[Verdict.WRONG_OFFER] / len(held_out) <= 0.03


def test_what_means_several_matters_is_asked_back(untaught: Context) -> None:
    unclear = [one for one in SENTENCES if one.kind is Kind.ASK and one.part is not Part.SECOND]
    assert verdicts(unclear, untaught)[Verdict.RIGHT] / len(unclear) >= 0.9
