"""Everything that can be pressed can be said, on every page the session can show."""

from dataclasses import replace

import pytest

from kiosk.catalogue import Catalogue
from kiosk.core.screen import AskDigits, AskPin, AskText, Role, Screen, Settings
from kiosk.session.expect import SLOW_PAUSE_S, bare, expect_of, spoken, ways_to_say
from ui.walk import every_screen


@pytest.fixture(scope="module")
def screens(catalogue: Catalogue) -> tuple[Screen, ...]:
    few = {sid: catalogue.services[sid] for sid in ("01", "03", "27", "32", "33", "34", "35")}
    return every_screen(replace(catalogue, services=few))


def test_every_enabled_action_of_every_page_can_be_said(screens: tuple[Screen, ...]) -> None:
    for screen in screens:
        ways = ways_to_say(screen)
        for action in (*screen.actions, *screen.always):
            if action.enabled and action.role is not Role.KEY:
                assert ways[action.id], (screen.key, action.id, action.label)


def test_a_pad_is_said_as_a_run_and_its_digits_are_no_commands(screens: tuple[Screen, ...]) -> None:
    for screen in screens:
        if isinstance(screen.ask, AskDigits):
            assert expect_of(screen).loops, screen.key
        if isinstance(screen.ask, AskPin):
            assert not expect_of(screen).loops, "a PIN is never spoken"
            assert not expect_of(screen).open


def test_no_phrase_is_a_single_syllable_and_none_presses_two_things(screens: tuple[Screen, ...]) -> None:
    for screen in screens:
        phrases = expect_of(screen).phrases
        assert all(len(phrase) > 1 for phrase in phrases), screen.key
        assert len(set(phrases)) == len(phrases), screen.key
        for phrase, action in spoken(screen).items():
            rivals = [
                a
                for a in screen.actions
                if a.enabled and a.role is not Role.KEY and bare(a.label) == phrase and a.event != action.event
            ]
            assert not rivals, (screen.key, phrase)


def test_one_syllable_answers_where_it_is_an_answer_and_nothing_grave_comes_of_it(screens: tuple[Screen, ...]) -> None:
    assert any("对" in expect_of(screen).lone for screen in screens)
    for screen in screens:
        grave = {form for action in screen.actions if action.grave for form in (action.label, *action.aliases)}
        assert not grave & set(expect_of(screen).lone), screen.key


def test_own_words_are_heard_where_they_are_asked_for_and_nowhere_before_anybody_is_there(
    screens: tuple[Screen, ...],
) -> None:
    by_key = {screen.key: screen for screen in screens}
    assert expect_of(by_key["home"]).open
    assert not expect_of(by_key["attract"]).open
    for screen in screens:
        assert expect_of(screen).open or not isinstance(screen.ask, AskText)


def test_slow_speakers_get_the_longer_pause(screens: tuple[Screen, ...]) -> None:
    assert expect_of(screens[0]).pause_s < SLOW_PAUSE_S
    assert expect_of(replace(screens[0], settings=Settings(slow=True))).pause_s == SLOW_PAUSE_S


@pytest.mark.parametrize(
    ("label", "heard"),
    [("1944年", "一九四四年"), ("12日", "十二日"), ("都对，下一步", "都对下一步"), ("20日", "二十日")],
)
def test_labels_are_said_as_people_say_them(label: str, heard: str) -> None:
    assert bare(label) == heard


def test_nothing_grave_answers_to_a_word_that_means_only_yes(screens: tuple[Screen, ...]) -> None:
    seen = set()
    for screen in screens:
        for phrase, action in spoken(screen).items():
            if action.grave:
                seen.add(action.id)
                assert bare(action.label) in phrase, (screen.key, phrase)
    assert {"submit", "pay", "choice:yes"} <= seen
