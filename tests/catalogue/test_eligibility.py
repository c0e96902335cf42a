"""Conditions are judged as far as they can be, and the window has the last word."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue import (
    WINDOW_DECIDES,
    Figure,
    Rule,
    Service,
    Source,
    Standing,
    explain,
    figures_for,
    judge,
    load_shipped,
)
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


def test_at_a_districts_border_only_its_own_figure_is_in_force_and_from_the_very_day() -> None:
    known = Source(text="测试依据", as_of=TODAY, confirmed=True)
    old = Figure(name="每月", value="旧", divisions=["130302"], valid_to=date(2026, 12, 31), source=known)
    new = Figure(name="每月", value="新", divisions=["130302", "130303"], valid_from=date(2027, 1, 1), source=known)
    service = ALLOWANCE.model_copy(update={"figures": [old, new]})

    def shown(division: str, day: date) -> list[str]:
        return [f.shown() for f in figures_for(service, division, day)]

    assert shown("130302", date(2026, 12, 31)) == ["旧"]
    assert shown("130302", date(2027, 1, 1)) == ["新"]
    assert shown("130303", date(2026, 12, 31)) == []
    assert shown("130304", date(2027, 1, 1)) == []


districts = st.sampled_from([d.code for d in load_shipped().divisions.divisions])
sources = st.builds(Source, text=st.just("测试依据"), as_of=st.just(TODAY), confirmed=st.booleans())
figures = st.builds(
    Figure,
    name=st.sampled_from(["每月", "一次"]),
    value=st.one_of(st.none(), st.just("测试元")),
    divisions=st.lists(districts, max_size=2, unique=True),
    valid_from=st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2027, 12, 31))),
    valid_to=st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2027, 12, 31))),
    source=sources,
)


@given(st.lists(figures, max_size=6), districts, st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_no_figure_is_shown_out_of_its_time_or_place_or_before_it_is_confirmed(
    known: list[Figure], division: str, day: date
) -> None:
    service = ALLOWANCE.model_copy(update={"figures": known})
    found = figures_for(service, division, day)
    for figure in found:
        assert not figure.divisions or division in figure.divisions
        assert figure.valid_from is None or figure.valid_from <= day
        assert figure.valid_to is None or day <= figure.valid_to
        assert figure.shown() == WINDOW_DECIDES or figure.source.confirmed
    own = {f.name for f in found if f.divisions}
    assert not [f for f in found if not f.divisions and f.name in own]


def told(service: str, who: Person | None = None, said_age: int | None = None, **answers: str) -> tuple[str, str, str]:
    """Standing, the deciding rule and everything said."""
    found = explain(load_shipped().services[service], who, answers, TODAY, "130302", said_age)
    return found.standing, found.decides.rule.id if found.decides else "", "".join(found.say())


def test_the_condition_that_decides_comes_first_and_says_the_way_on() -> None:
    standing, decides, said = told("01", person(date(1950, 5, 1)), account_owner="other")
    assert (standing, decides) == (Standing.NO, "own_account")
    assert said.index("社保卡") < said.index("八十周岁")
    assert told("01", person(date(1950, 5, 1)))[:2] == (Standing.DOUBTFUL, "age")


def test_whoever_fits_as_far_as_can_be_told_is_never_promised_anything() -> None:
    standing, decides, said = told("11", person(date(1950, 5, 1)))
    assert (standing, decides) == (Standing.LIKELY, "age")
    assert "最后由窗口定" in said
    assert explain(load_shipped().services["11"], person(date(1950, 5, 1)), {}, TODAY, "130302").unsure


def test_an_age_she_names_herself_is_weighed_but_stops_nobody() -> None:
    standing, decides, said = told("01", said_age=82)
    assert (standing, decides) == (Standing.OPEN, "age")
    assert "您说 82 岁" in said
    standing, decides, said = told("01", said_age=70)
    assert (standing, decides) == (Standing.DOUBTFUL, "age")
    assert "可以到窗口问" in said
    strict = Rule(
        id="age", text="年满八十周岁", kind="min_age", age=80, blocks=True, otherwise="还不到。",
        source=Source(text="测试依据", as_of=TODAY, confirmed=True),
    )  # fmt: skip
    service = ALLOWANCE.model_copy(update={"rules": [strict]})
    assert not explain(service, None, {}, TODAY, "130302", 70).verdicts[0].blocks
    assert explain(service, person(date(1956, 1, 1)), {}, TODAY, "130302", 99).verdicts[0].blocks


def test_the_card_outweighs_the_age_that_was_said() -> None:
    assert told("01", person(date(1990, 1, 1)), said_age=99)[0] == Standing.DOUBTFUL


def test_where_only_the_window_can_tell_nothing_is_decided() -> None:
    assert told("12")[:2] == (Standing.OPEN, "")


@given(st.sampled_from(sorted(load_shipped().services)), st.one_of(st.none(), st.integers(0, 120)))
def test_every_condition_of_every_matter_is_explained_once(service: str, age: int | None) -> None:
    rules = load_shipped().services[service].rules
    found = explain(load_shipped().services[service], None, {}, TODAY, "130302", age)
    assert sorted(v.rule.id for v in found.verdicts) == sorted(r.id for r in rules)
    said = "".join(found.say())
    assert all(said.count(r.text) == 1 for r in rules)
    assert WINDOW_DECIDES not in said.replace("，以窗口答复为准", "")
