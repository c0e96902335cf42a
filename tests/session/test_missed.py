"""What was not understood is kept only when she agrees, and then as words that name nobody."""

from typing import Any

import pytest

from kiosk.core.hearing import typed
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.missed import keepable


@pytest.fixture
def said_goodbye(visitor: Any, facts: Any) -> Any:
    """Two things were not understood, one of them with her name in it; now she leaves."""
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    visitor.post(ev.Home(), ev.Leave())
    for text in ("唧唧复唧唧", f"木兰当户{facts.mother.name}织", "唧唧复唧唧"):
        visitor.post(ev.Heard(typed(text)))
    visitor.post(ev.Back()).post(ev.Finish())
    if visitor.screen.key != "ending":
        visitor.press("leave")
    return visitor


def test_at_the_end_she_is_shown_what_would_be_kept_and_asked(said_goodbye: Any, facts: Any) -> None:
    assert said_goodbye.screen.key == "ending"
    shown = "".join(text.plain() for text in said_goodbye.screen.say)
    assert shown.count("唧唧复唧唧") == 1
    assert "没听懂" in shown
    assert facts.mother.name not in shown
    assert said_goodbye.screen.action("keep_missed")


def test_pressing_keeps_them_without_her_name_for_the_day_alone_and_thanks_her(said_goodbye: Any, facts: Any) -> None:
    said_goodbye.press("keep_missed")
    [kept] = said_goodbye.asked(ef.KeepUnclear)
    assert [one.text for one in kept.said] == ["唧唧复唧唧", "木兰当户〔人名〕织"]
    assert {one.day for one in kept.said} == {said_goodbye.state.today}
    assert facts.mother.name not in str(kept.said)
    assert said_goodbye.screen.action("keep_missed") is None
    assert said_goodbye.state.visit.missed == ()


@pytest.mark.parametrize("how", ["finish", "wait"])
def test_not_pressing_keeps_nothing_and_the_end_forgets_them(said_goodbye: Any, how: str) -> None:
    said_goodbye.press("finish") if how == "finish" else said_goodbye.wait(40)
    assert not said_goodbye.asked(ef.KeepUnclear)
    assert said_goodbye.screen.key in ("attract", "card_left")
    assert "唧唧" not in repr(said_goodbye.state)


def test_there_is_time_to_hear_the_question(said_goodbye: Any) -> None:
    assert said_goodbye.wait(20).screen.key == "ending"


def test_where_all_was_understood_nothing_is_asked(visitor: Any) -> None:
    visitor.press("start").post(ev.Finish())
    assert visitor.screen.key == "ending"
    assert visitor.screen.action("keep_missed") is None
    visitor.post(ev.KeepMissed())
    assert not visitor.asked(ef.KeepUnclear)


def test_it_can_be_agreed_to_by_word(said_goodbye: Any) -> None:
    said_goodbye.post(ev.Heard(typed("可以留下")))
    assert said_goodbye.asked(ef.KeepUnclear)


def test_what_says_nothing_once_her_values_are_gone_is_not_kept(visitor: Any) -> None:
    visitor.press("start").post(ev.Heard(typed("幺三八零零零零幺二三四")))
    assert keepable(visitor.state) == ()
