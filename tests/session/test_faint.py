"""A voice that hardly stands above the hall is asked about; by itself it does nothing, whatever it seems to say."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.clock import ManualClock
from kiosk.core.hearing import Hypothesis, Utterance
from kiosk.session import events as ev
from kiosk.session import screen_for, start, step
from kiosk.session.expect import spoken
from kiosk.session.places import AskOver, EmergencyOver, LeaveOver, MatterPlace, OfferOver


def murmur(visitor: Any, text: str) -> Any:
    return visitor.post(ev.Heard(Utterance((Hypothesis(text),), clear=False)))


@pytest.mark.parametrize("text", ["来个人", "要办家来人来海想车叫人帮忙", "叫人帮忙"])
def test_nobody_is_called_by_a_murmur_until_it_is_said_again_that_they_should_be(visitor: Any, text: str) -> None:
    visitor.press("start").press("service:01", "next")
    before = list(visitor.effects)
    murmur(visitor, text)
    assert visitor.effects == before
    assert visitor.screen.key == "over:ask"
    murmur(visitor, "对的")
    assert visitor.screen.key == "over:help"


def test_a_murmured_label_is_asked_about_and_a_grave_one_is_not_even_that(visitor: Any) -> None:
    visitor.press("start").press("service:01", "next")
    murmur(visitor, visitor.screen.action("settings").label)
    assert isinstance(visitor.state.overlay, AskOver)
    visitor.post(ev.Back())
    murmur(visitor, "同意")
    assert (visitor.state.overlay, visitor.screen.key) == (None, "consent")


def test_a_murmured_matter_is_offered_on_the_home_page_and_opened_by_a_murmured_yes(visitor: Any) -> None:
    visitor.press("start")
    murmur(visitor, "我要交电费")
    assert isinstance(visitor.state.overlay, OfferOver)
    murmur(visitor, "对的")
    assert isinstance(visitor.state.place, MatterPlace)


def test_a_murmured_matter_does_not_cover_a_page_that_asks_for_something_else(visitor: Any) -> None:
    visitor.press("start").press("service:01", "next")
    murmur(visitor, "我要交电费")
    assert visitor.state.overlay is None


def test_leaving_is_asked_first_and_danger_is_always_spoken_of(visitor: Any) -> None:
    visitor.press("start").press("service:01", "next")
    murmur(visitor, "不办了")
    assert isinstance(visitor.state.overlay, LeaveOver)
    murmur(visitor, "我家有煤气味")
    assert isinstance(visitor.state.overlay, EmergencyOver)


NOW = ManualClock().now()


def test_murmured_digits_do_not_gather_in_a_number(visitor: Any) -> None:
    visitor.press("start").post(ev.ChooseService("34")).press("choice:number")
    before = visitor.state.place
    murmur(visitor, "学拉二胎办养老管啊三")
    assert visitor.state.place == before


WAYS = ((), ("start",), ("start", "service:01", "next"), ("start", "service:33"), ("start", "settings"))


@given(way=st.sampled_from(WAYS), data=st.data())
def test_no_murmur_moves_a_visit_or_makes_the_terminal_do_anything(
    terminal: Any, way: Any, data: st.DataObject
) -> None:
    state = start(terminal, NOW, 0.0, "5e" * 16)
    for action in way:
        found = screen_for(state).action(action)
        assert found is not None
        state, _ = step(state, found.event)
    phrases = sorted(spoken(screen_for(state)))
    text = data.draw(
        st.one_of(st.sampled_from(phrases), st.text("来个人办老年电费我要在这儿不了", min_size=1, max_size=12))
    )
    after, effects = step(state, ev.Heard(Utterance((Hypothesis(text),), clear=False)))
    assert effects == ()
    assert (after.place, after.visit.form, after.visit.settings) == (
        state.place,
        state.visit.form,
        state.visit.settings,
    )
