"""Headphones: plugging them in starts a visit by ear; only then, or when she wants it, are her numbers said whole."""

from typing import Any

import pytest

from kiosk.core.loudness import DEFAULT
from kiosk.core.screen import Action, AskDigits, Role, Screen
from kiosk.core.words import Private, PrivateKind, words
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.aloud import MOST_AT_ONCE, aside, choices, sentences
from kiosk.session.state import IDLE_S

NUMBER = "130300194403070040"
PERSONAL = Screen("x", words("核对"), (words("号码，", Private(NUMBER, PrivateKind.ID_NUMBER)),))


def test_plugging_in_says_the_page_there_at_the_headphones_own_level(visitor: Any) -> None:
    visitor.post(ev.Headphones(True))
    assert visitor.effects[-2:] == [ef.SetSpeech(100, DEFAULT["headphones"], "headphones"), ef.SayAgain()]
    said = "".join(sentences(visitor.screen, headphones=True))
    assert "耳机插好了" in said
    assert "确定键" in said


def test_pulling_out_goes_back_to_the_loudspeakers_first_level_and_lights_the_glass(visitor: Any) -> None:
    visitor.begin("01").post(ev.Headphones(True), ev.ChangeSettings("volume", 9), ev.ChangeSettings("dark", True))
    assert visitor.screen.settings.dark
    visitor.post(ev.Headphones(False))
    assert visitor.effects[-2:] == [ef.SetSpeech(100, DEFAULT["speaker"], "speaker"), ef.SayAgain()]
    assert not visitor.screen.settings.dark


def test_a_plug_that_only_rattles_says_nothing_again(visitor: Any) -> None:
    visitor.post(ev.Headphones(True))
    before = len(visitor.effects)
    visitor.post(ev.Headphones(True))
    assert len(visitor.effects) == before


def test_the_loudspeaker_has_no_ninth_level_and_headphones_have(visitor: Any) -> None:
    visitor.begin("01").post(ev.ChangeSettings("volume", 9))
    assert visitor.screen.settings.volume == DEFAULT["speaker"]
    visitor.post(ev.Headphones(True), ev.ChangeSettings("volume", 9))
    assert visitor.screen.settings.volume == 9


def test_who_listens_has_longer_to_answer(visitor: Any) -> None:
    visitor.begin("01").post(ev.Headphones(True)).wait(int(IDLE_S) + 20)
    assert not visitor.screen.key.startswith("over:idle")
    visitor.post(ev.Headphones(False)).wait(int(IDLE_S) + 20)
    assert visitor.screen.key.startswith("over:idle")


def test_the_next_person_with_headphones_left_in_begins_at_the_headphones_first_level(visitor: Any) -> None:
    visitor.post(ev.Headphones(True)).begin("01").post(ev.ChangeSettings("volume", 9), ev.Leave())
    visitor.press("home").post(ev.Restart()).post(ev.Leave())
    assert visitor.screen.settings.volume == DEFAULT["headphones"]
    assert ef.SetSpeech(100, DEFAULT["headphones"], "headphones") in visitor.effects[-3:]


@pytest.mark.parametrize(("headphones", "said"), [(False, "尾号0040"), (True, NUMBER)])
def test_what_is_entered_already_is_said_with_the_page(headphones: bool, said: str) -> None:
    draft = words(Private(NUMBER, PrivateKind.ID_NUMBER))
    asking = Screen("x", words("号码"), (words("请按号码。"),), ask=AskDigits("id", words("号码"), draft))
    assert sentences(asking, headphones) == ("请按号码。", f"已经填了：{said}")


@pytest.mark.parametrize(("headphones", "wanted", "said"), [(False, False, "尾号0040"), (True, False, NUMBER)])
def test_her_number_is_said_whole_only_in_headphones(headphones: bool, wanted: bool, said: str) -> None:
    assert sentences(PERSONAL, headphones) == (f"号码，{said}",)
    assert aside(PERSONAL, f"身份证号 {NUMBER}", headphones) == f"身份证号 {said}"


def test_her_number_is_said_whole_on_the_loudspeaker_when_she_asks_for_it(visitor: Any, facts: Any) -> None:
    visitor.begin("01").press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    visitor.press("settings", "choice:whole_numbers", "next")
    assert visitor.screen.settings.whole_numbers
    chosen = Screen("x", PERSONAL.title, PERSONAL.say, settings=visitor.screen.settings)
    assert sentences(chosen, headphones=False) == (f"号码，{NUMBER}",)
    visitor.post(ev.Home(), ev.Leave(), ev.Restart(), ev.Leave())
    assert not visitor.screen.settings.whole_numbers


def test_at_most_four_choices_are_said_then_how_many_more() -> None:
    many = tuple(Action(f"choice:{n}", f"第{n}样", "dot", ev.Next(), Role.CHOICE) for n in range(7))
    screen = Screen("x", words("选"), (words("请选。"),), actions=many)
    assert sentences(screen, headphones=False) == ("请选。", "可以选：")
    assert choices(screen, headphones=False) == (*(a.label for a in many[:MOST_AT_ONCE]), "还有3样，在页面上。")
    assert choices(screen, headphones=True)[-1] == "还有3样，请按下键听。"
    few = Screen("x", words("选"), (words("请选。"),), actions=many[:4])
    assert choices(few, headphones=False) == tuple(a.label for a in many[:4])
