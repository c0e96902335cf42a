"""Open questions to a city's own model: where there is one, about the matter that is open, never believed late."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.core.hearing import typed
from kiosk.dialogue.cited import Cited, NotCited
from kiosk.session import effects as ef
from kiosk.session import events as ev

QUESTION = "钱能打到孙子那儿吗"


@pytest.fixture
def in_matter(visitor: Any) -> Any:
    """高龄津贴 is open at a terminal whose city has a model."""
    visitor.state = replace(visitor.state, terminal=replace(visitor.state.terminal, asks_model=True))
    return visitor.begin("01")


def asked(visitor: Any) -> ef.AskModel:
    visitor.post(ev.Heard(typed(QUESTION)))
    [ask] = visitor.asked(ef.AskModel)
    assert isinstance(ask, ef.AskModel)
    return ask


def test_a_question_nobody_foresaw_is_asked_with_this_matters_passages_and_she_is_told_to_wait(in_matter: Any) -> None:
    ask = asked(in_matter)
    assert ask.question == QUESTION
    assert all(passage.id.startswith("01.") for passage in ask.passages)
    assert "请稍等" in in_matter.state.visit.aside.plain()


def test_a_checked_answer_is_said_with_its_source(in_matter: Any) -> None:
    ask = asked(in_matter)
    passage = next(p for p in ask.passages if p.source)
    in_matter.post(ev.ModelAnswered(ask.ask_id, Cited(("以窗口答复为准。",), (passage,))))
    shown = "".join(text.plain() for text in in_matter.screen.say)
    assert in_matter.screen.key.startswith("over:answer")
    assert "以窗口答复为准。" in shown
    assert passage.source in str(in_matter.screen.to_json())
    assert in_matter.state.visit.missed == ()


def test_no_answer_leads_to_the_window_and_the_page_stays(in_matter: Any) -> None:
    before = in_matter.screen.key
    ask = asked(in_matter)
    in_matter.post(ev.ModelAnswered(ask.ask_id, NotCited("figure")))
    assert in_matter.screen.key == before
    assert "窗口" in in_matter.state.visit.aside.plain()


@pytest.mark.parametrize("meanwhile", [ev.AskHelp(), ev.Home()])
def test_an_answer_that_comes_when_she_has_gone_on_is_not_said(in_matter: Any, meanwhile: Any) -> None:
    ask = asked(in_matter)
    in_matter.post(meanwhile)
    before = in_matter.screen.key
    in_matter.post(ev.ModelAnswered(ask.ask_id, Cited(("以窗口答复为准。",), ask.passages[:1])))
    assert in_matter.screen.key == before


def test_an_answer_to_the_person_before_is_not_said(in_matter: Any) -> None:
    ask = asked(in_matter)
    in_matter.post(ev.UnexpectedError(), ev.Next(), ev.Begin(), ev.ChooseService("01"))
    before = in_matter.screen
    in_matter.post(ev.ModelAnswered(ask.ask_id, Cited(("以窗口答复为准。",), ask.passages[:1])))
    assert in_matter.screen == before


def test_without_a_model_or_without_a_matter_nothing_is_asked(new_visitor: Any) -> None:
    plain = new_visitor().begin("01")
    plain.post(ev.Heard(typed(QUESTION)))
    home = new_visitor()
    home.state = replace(home.state, terminal=replace(home.state.terminal, asks_model=True))
    home.press("start").post(ev.Heard(typed(QUESTION)))
    assert not plain.asked(ef.AskModel)
    assert not home.asked(ef.AskModel)


def test_her_name_does_not_go_with_the_question(in_matter: Any, facts: Any) -> None:
    in_matter.press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    in_matter.post(ev.Home(), ev.Leave())
    in_matter.post(ev.ChooseService("01"))
    in_matter.post(ev.Heard(typed(f"{facts.mother.name}{QUESTION}")))
    assert all(facts.mother.name not in ask.question for ask in in_matter.asked(ef.AskModel))
    assert in_matter.asked(ef.AskModel)
