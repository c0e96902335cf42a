"""The catalogue's own words: each leads to its matter, and a paper given elsewhere is answered with who gives it."""

from typing import get_args

import pytest

from kiosk.catalogue import Flow, Service, load_shipped
from kiosk.catalogue.types import DangerId
from kiosk.core.hearing import typed
from kiosk.core.screen import Screen
from kiosk.core.words import words
from kiosk.dialogue import Answer, Ask, Context, Danger, Emergency, Human, Meaning, Offer, guidance, understand

HOME = Screen("home", words("您想办什么事？"), ())
SERVICES = load_shipped().services


def leads_to(meaning: Meaning) -> str:
    return meaning.service if isinstance(meaning, Offer | Answer) else ""


@pytest.mark.parametrize("service", SERVICES.values(), ids=lambda s: s.id)
def test_no_word_of_a_matter_leads_to_another_and_most_lead_there_at_once(context: Context, service: Service) -> None:
    meant = {alias: understand(typed(alias), HOME, context) for alias in service.aliases}
    if service.flow is Flow.HELP:
        assert all(isinstance(meaning, Human) for meaning in meant.values())
        return
    astray = {a: m for a, m in meant.items() if leads_to(m) not in ("", service.id)}
    assert astray == {}
    unheard = [a for a, m in meant.items() if not leads_to(m) and not isinstance(m, Ask | Emergency)]
    assert unheard == []
    assert sum(isinstance(m, Offer) for m in meant.values()) >= 0.85 * len(meant)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("健在证明找谁开", "养老认证"),
        ("亲属关系证明在哪开", "公证处"),
        ("死亡证明去哪办", "派出所"),
        ("无犯罪记录证明在哪开", "派出所"),
    ],
)
def test_who_asks_for_a_paper_the_community_does_not_give_hears_who_does(
    context: Context, asked: str, told: str
) -> None:
    meaning = understand(typed(asked), HOME, context)
    assert isinstance(meaning, Answer)
    assert told in "".join(meaning.say)


def test_every_danger_a_matter_may_name_has_its_guidance() -> None:
    for danger in get_args(DangerId):
        assert not danger or guidance(Danger(danger)).say
