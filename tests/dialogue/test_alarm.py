"""Danger against what only sounds like it: sure danger is told at once, doubtful danger is asked about first."""

from dataclasses import replace

import pytest

from kiosk.core.hearing import typed
from kiosk.core.screen import AskText
from kiosk.core.words import words
from kiosk.dialogue import Ask, Context, Danger, Emergency, Matters, Meaning, emergency, guidance, understand
from kiosk.dialogue.cli import HOME
from kiosk.dialogue.emergency import Evidence, emergency_in
from kiosk.dialogue.lexicon import dangers
from kiosk.dialogue.rules import said
from kiosk.dialogue.taught import ROWS, Taught


def hear(text: str, context: Context) -> Meaning:
    return understand(typed(text), HOME, context)


def taught(*chances: tuple[str, int]) -> Taught:
    """A table that says the same of every sentence."""
    return Taught(tuple(name for name, _ in chances), 1.0, bytes(weight for _, weight in chances) * ROWS)


@pytest.fixture
def unknown(matters: Matters, context: Context) -> Context:
    """A guide to which danger, a matter and nothing are alike."""
    return replace(context, matters=Matters(tuple(matters.services.values()), taught(("", 9), ("07", 9), ("!fire", 9))))


@pytest.mark.parametrize("text", ["一个人懒得起火，食堂怎么吃", "退休在家憋得慌想学个乐器"])
def test_words_of_danger_in_a_wish_for_something_else_are_asked_about(text: str, context: Context) -> None:
    assert not isinstance(hear(text, context), Emergency)


def test_a_doubtful_danger_is_asked_with_the_matter_and_a_person_and_one_word_shows_its_guidance(
    unknown: Context,
) -> None:
    found = hear("着火了着火了", unknown)
    assert isinstance(found, Ask)
    assert found.say == "是遇上急事了吗？"
    assert [choice.service for choice in found.choices] == ["", "07", "38"]
    told = emergency_in(said(found.choices[0].question))
    assert told is not None
    assert (told.emergency.danger, told.evidence) == (Danger.FIRE, Evidence.LETTER)


def test_the_fewest_words_of_each_danger_are_that_danger_at_once(context: Context) -> None:
    for each in dangers():
        found = hear(each.asked, context)
        assert isinstance(found, Emergency), each.asked
        assert (found.danger, found.call) == (each.danger, each.call)


def test_what_is_known_by_its_sound_alone_is_still_heeded(context: Context) -> None:
    for text, danger in (("熊口疼得历害", Danger.HEALTH), ("有人打卧", Danger.VIOLENCE), ("没气楼了", Danger.GAS)):
        found = hear(text, context)
        assert isinstance(found, Emergency), text
        assert found.danger is danger


def test_words_of_danger_too_long_to_be_found_by_their_sound_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    unheard = dangers()[0].model_copy(update={"sounds": ["厨房里的锅着火了"]})
    monkeypatch.setattr(emergency, "dangers", lambda: (unheard,))
    assert emergency._alarms.__wrapped__()
    monkeypatch.setattr(emergency, "dangers", lambda: (unheard.model_copy(update={"sounds": ["厨房里的锅着火了吧"]}),))
    with pytest.raises(ValueError, match="too long"):
        emergency._alarms.__wrapped__()


def test_while_words_are_written_down_danger_is_never_only_guessed(unknown: Context) -> None:
    writing = replace(HOME, ask=AskText("where", words("在哪里？"), words()))
    assert isinstance(understand(typed("厨房着火了"), writing, unknown), Emergency)
    assert not isinstance(understand(typed("起祸的地方"), writing, unknown), Emergency | Ask)


def test_guidance_for_somebody_unwell_is_not_that_for_poison() -> None:
    assert guidance(Danger.HEALTH).call == "120"
    assert not any("吃了什么" in line for line in guidance(Danger.HEALTH).say)
