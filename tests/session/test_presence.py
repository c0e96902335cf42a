"""A radar's word shortens the wait and greets; it never ends a visit without the warning, and none is needed."""

from typing import Any

from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.places import Attract, IdleOver
from kiosk.session.presence import GONE_S, GREET_AGAIN_S

NEAR, LEFT, UNKNOWN = ev.PersonSeen(True), ev.PersonSeen(False), ev.PersonSeen(None)


def begun(visitor: Any) -> Any:
    return visitor.begin("01").press("next").wait(20)


def test_a_minute_after_she_walked_away_everything_of_hers_is_wiped(visitor: Any) -> None:
    begun(visitor).post(NEAR, LEFT).wait(int(GONE_S) - 2)
    assert isinstance(visitor.state.overlay, IdleOver)
    visitor.wait(5)
    assert isinstance(visitor.state.place, Attract)
    assert visitor.asked(ef.Wipe)
    assert visitor.state.visit.form is None


def test_who_comes_back_finds_the_page_as_it_was(visitor: Any) -> None:
    page = begun(visitor).state.place
    visitor.post(NEAR, LEFT).wait(40)
    assert isinstance(visitor.state.overlay, IdleOver)
    visitor.post(NEAR)
    assert (visitor.state.place, visitor.state.overlay) == (page, None)
    assert not isinstance(visitor.wait(60).state.overlay, IdleOver)


def test_a_radar_that_does_not_see_her_is_overruled_by_one_press(visitor: Any) -> None:
    begun(visitor).post(NEAR, LEFT).wait(20)
    assert isinstance(visitor.state.overlay, IdleOver)
    visitor.press("still_here").wait(120)
    assert not isinstance(visitor.state.overlay, IdleOver)
    assert not visitor.asked(ef.Wipe)


def test_a_radar_that_falls_silent_ends_nothing(visitor: Any) -> None:
    begun(visitor).post(NEAR, LEFT, UNKNOWN).wait(100)
    assert not isinstance(visitor.state.overlay, IdleOver)


def test_without_a_radar_the_wait_is_as_long_as_ever(visitor: Any) -> None:
    begun(visitor).wait(100)
    assert not isinstance(visitor.state.overlay, IdleOver)


def test_nothing_is_wiped_while_the_machine_speaks_or_waits_for_the_store(visitor: Any) -> None:
    begun(visitor).post(NEAR, LEFT, ev.Speaking(True)).wait(100)
    assert visitor.state.overlay is None


def test_who_comes_near_is_greeted_once_and_not_by_every_step(visitor: Any) -> None:
    visitor.post(NEAR, LEFT, NEAR, LEFT, NEAR)
    assert len(visitor.asked(ef.SayAgain)) == 1
    visitor.wait(int(GREET_AGAIN_S) + 1).post(LEFT, NEAR)
    assert len(visitor.asked(ef.SayAgain)) == 2


def test_within_a_visit_nobody_is_greeted(visitor: Any) -> None:
    begun(visitor).post(LEFT, NEAR)
    assert not visitor.asked(ef.SayAgain)
