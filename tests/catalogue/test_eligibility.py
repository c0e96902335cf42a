"""Conditions are judged as far as they can be, and the window has the last word."""

from datetime import date

from kiosk.catalogue import WINDOW_DECIDES, Figure, Rule, Service, Source, figures_for, judge, load_shipped
from kiosk.core.person import Person

TODAY = date(2026, 11, 24)
ALLOWANCE = load_shipped().services["01"]


def person(birth: date | None, number: str = "") -> Person:
    return Person(name="虚构老人", id_number=number, birth=birth)


def met(service: Service, who: Person | None, answers: dict[str, str]) -> dict[str, bool | None]:
    return {v.rule.id: v.met for v in judge(service, who, answers, TODAY, "130302")}


def test_an_82_year_old_meets_what_can_be_told_here() -> None:
    verdicts = met(ALLOWANCE, person(date(1944, 2, 29)), {"elsewhere": "no", "account_owner": "own"})
    assert verdicts == {"age": True, "household": None, "elsewhere": True, "own_account": True}


def test_a_young_person_is_told_from_when_and_is_not_stopped_by_an_unconfirmed_age() -> None:
    (age, *_) = judge(ALLOWANCE, person(date(1950, 5, 1)), {}, TODAY, "130302")
    assert age.met is False
    assert "2030年5月1日起" in age.because
    assert WINDOW_DECIDES in age.because
    assert not age.blocks


def test_an_account_in_another_name_stops_with_a_way_on() -> None:
    verdict = next(
        v
        for v in judge(ALLOWANCE, person(date(1944, 1, 1)), {"account_owner": "other"}, TODAY, "130302")
        if v.rule.id == "own_account"
    )
    assert verdict.blocks
    assert "社保卡" in verdict.because


def test_without_card_or_answers_nothing_is_decided() -> None:
    assert set(met(ALLOWANCE, None, {}).values()) == {None}


def test_the_birth_is_read_from_the_number_where_the_card_has_none() -> None:
    assert met(ALLOWANCE, person(None, "11010519440229001X"), {})["age"] is True


def test_a_rule_may_let_people_apply_a_month_early() -> None:
    source = Source(text="测试规则", as_of=TODAY, confirmed=True)
    rule = Rule(id="age", text="年满八十周岁", kind="min_age", age=80, early_months=1, source=source, blocks=True)
    service = ALLOWANCE.model_copy(update={"rules": [rule]})
    assert met(service, person(date(1946, 12, 20)), {}) == {"age": True}
    assert met(service, person(date(1946, 12, 25)), {}) == {"age": False}


def test_a_rule_of_another_district_is_not_judged_here() -> None:
    rule = Rule(id="there", text="只在那边", kind="window", divisions=["130303"])
    service = ALLOWANCE.model_copy(update={"rules": [rule]})
    assert judge(service, None, {}, TODAY, "130302") == []
    assert len(judge(service, None, {}, TODAY, "130303")) == 1


def test_a_confirmed_figure_of_the_district_hides_the_citys_while_it_is_in_force() -> None:
    known = Source(text="测试依据", as_of=TODAY, confirmed=True)
    city = Figure(name="每月", source=Source(text="未核实", as_of=TODAY, confirmed=False))
    own = Figure(name="每月", value="测试元", divisions=["130302"], valid_from=date(2026, 1, 1), source=known)
    service = ALLOWANCE.model_copy(update={"figures": [city, own]})
    assert [f.shown() for f in figures_for(service, "130302", TODAY)] == ["测试元"]
    assert [f.shown() for f in figures_for(service, "130303", TODAY)] == [WINDOW_DECIDES]
    assert [f.shown() for f in figures_for(service, "130302", date(2025, 12, 31))] == [WINDOW_DECIDES]
