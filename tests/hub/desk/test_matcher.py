"""Whose call goes to whom: what must hold for any calls and any guides."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.desk.matcher import AGAIN_AFTER, Guide, Priority, Waiting, able, in_line, match, minutes, standing
from kiosk.core.clock import BEIJING

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=BEIJING)
HALLS = ("测试一厅", "测试二厅")
STREETS = ("", "测试街道")
MATTERS = ("01", "02", "27")
NAMES = ("甲", "乙", "丙", "丁")
seconds = st.integers(0, 600).map(lambda s: NOW - timedelta(seconds=s))


@st.composite
def guides(draw: st.DrawFn) -> list[Guide]:
    made = []
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4)):
        reach = draw(st.sampled_from(("hall", "street", "city")))
        place = {"hall": draw(st.sampled_from(HALLS)), "street": STREETS[1], "city": ""}[reach]
        made.append(
            Guide(
                name=name,
                reach=reach,
                place=place,
                matters=draw(st.frozensets(st.sampled_from(MATTERS), max_size=2)),
                sign=draw(st.booleans()),
                dialect=draw(st.booleans()),
                idle_since=draw(seconds),
                free=draw(st.booleans()),
            )
        )  # fmt: skip
    return made


@st.composite
def lines(draw: st.DrawFn) -> list[Waiting]:
    return [
        Waiting(
            call=f"c{n}", asked_at=draw(seconds), priority=draw(st.sampled_from(Priority)),
            hall=draw(st.sampled_from(HALLS)), street=draw(st.sampled_from(STREETS)),
            matter=draw(st.sampled_from(("", *MATTERS))), sign=draw(st.booleans()), dialect=draw(st.booleans()),
            passed=draw(st.dictionaries(st.sampled_from(NAMES), seconds, max_size=2)),
        )
        for n in range(draw(st.integers(0, 6)))
    ]  # fmt: skip


@given(lines(), guides())
def test_a_guide_gets_one_call_and_a_call_one_guide_who_is_free_and_able(
    waiting: list[Waiting], on_duty: list[Guide]
) -> None:
    offers = match(waiting, on_duty, NOW)
    assert len({offer.guide for offer in offers}) == len({offer.call for offer in offers}) == len(offers)
    by_call = {call.call: call for call in waiting}
    for offer in offers:
        guide = next(guide for guide in able(by_call[offer.call], on_duty) if guide.name == offer.guide)
        assert guide.free
        passed = by_call[offer.call].passed.get(guide.name)
        assert passed is None or NOW - passed >= AGAIN_AFTER


@given(lines(), guides())
def test_nobody_is_overtaken_and_no_guide_stays_idle_whom_a_call_waits_for(
    waiting: list[Waiting], on_duty: list[Guide]
) -> None:
    offers = {offer.call: offer.guide for offer in match(waiting, on_duty, NOW)}
    line = in_line(waiting)
    for place, call in enumerate(line):
        if call.call in offers:
            continue
        could = {
            guide.name
            for guide in able(call, on_duty)
            if guide.free and NOW - call.passed.get(guide.name, NOW - AGAIN_AFTER) >= AGAIN_AFTER
        }
        later = {offers[other.call] for other in line[place:] if other.call in offers}
        idle = {guide.name for guide in on_duty if guide.free} - set(offers.values())
        assert not could & later
        assert not could & idle


@given(lines())
def test_urgent_before_frail_before_ordinary_and_each_in_order_of_asking(waiting: list[Waiting]) -> None:
    line = in_line(waiting)
    assert sorted(call.call for call in line) == sorted(call.call for call in waiting)
    assert [(call.priority, call.asked_at) for call in line] == sorted((c.priority, c.asked_at) for c in waiting)


@given(lines(), st.lists(st.sampled_from(("take", "decline", "silence")), max_size=60))
def test_every_call_of_a_class_is_served_while_somebody_takes_calls(waiting: list[Waiting], moods: list[str]) -> None:
    """However offers are refused at first, once the guide takes calls the line empties in its order within a class."""
    now, left, answered, replies = NOW, list(waiting), [], iter(moods)
    for _ in range(10 * len(moods) + 10 * len(waiting) + 10):
        guide = Guide("甲", "city", "", frozenset(), False, False, now, True)
        for offer in match(left, [guide], now):
            call = next(call for call in left if call.call == offer.call)
            left.remove(call)
            if next(replies, "take") == "take":
                answered.append(call)
            else:
                left.append(_passed(call, now))
        now += timedelta(seconds=15)
    assert left == []
    if not moods and not any(call.passed for call in waiting):
        assert answered == in_line(answered)


def _passed(call: Waiting, now: datetime) -> Waiting:
    values = {name: getattr(call, name) for name in call.__dataclass_fields__}
    return Waiting(**{**values, "passed": {"甲": now}})


def _guide(name: str, **changes: object) -> Guide:
    plain = {
        "name": name, "reach": "city", "place": "", "matters": frozenset(), "sign": False, "dialect": False,
        "idle_since": NOW, "free": True,
    }  # fmt: skip
    return Guide(**{**plain, **changes})  # type: ignore[arg-type]


def _call(name: str = "c", **changes: object) -> Waiting:
    plain = {
        "call": name, "asked_at": NOW, "priority": Priority.ORDINARY, "hall": HALLS[0], "street": STREETS[1],
        "matter": "01", "sign": False, "dialect": False, "passed": {},
    }  # fmt: skip
    return Waiting(**{**plain, **changes})  # type: ignore[arg-type]


def _first(call: Waiting, *on_duty: Guide) -> str:
    offers = match([call], on_duty, NOW)
    return offers[0].guide if offers else ""


def test_the_nearest_is_asked_first_and_the_city_only_when_nobody_nearer_is_free() -> None:
    hall, street = _guide("厅", reach="hall", place=HALLS[0]), _guide("街", reach="street", place=STREETS[1])
    city, elsewhere = _guide("市"), _guide("别", reach="hall", place=HALLS[1])
    assert _first(_call(), city, street, hall, elsewhere) == "厅"
    assert _first(_call(), city, street, elsewhere) == "街"
    assert _first(_call(), city, _guide("厅", reach="hall", place=HALLS[0], free=False), elsewhere) == "市"
    assert _first(_call(street=""), street, elsewhere) == ""


def test_the_one_who_has_been_idle_longest_is_asked() -> None:
    assert _first(_call(), _guide("新"), _guide("久", idle_since=NOW - timedelta(minutes=5))) == "久"


def test_a_resident_who_signs_waits_for_a_guide_who_signs_but_not_when_none_is_on_duty() -> None:
    busy = _guide("手", sign=True, free=False)
    assert _first(_call(sign=True), _guide("甲"), busy) == ""
    assert _first(_call(sign=True), _guide("甲"), _guide("手", sign=True)) == "手"
    assert _first(_call(sign=True), _guide("甲")) == "甲"


def test_a_matter_goes_to_somebody_trained_for_it_when_there_is_one() -> None:
    trained, other = _guide("会", matters=frozenset({"01"})), _guide("不会", matters=frozenset({"27"}))
    assert _first(_call(), other, trained) == "会"
    assert _first(_call(), other) == "不会"


def test_dialect_is_preferred_and_never_demanded() -> None:
    speaks = _guide("乡音", dialect=True, idle_since=NOW)
    assert _first(_call(dialect=True), _guide("久", idle_since=NOW - timedelta(hours=1)), speaks) == "乡音"
    assert _first(_call(dialect=True), _guide("久")) == "久"


def test_the_number_ahead_counts_only_those_whom_the_same_people_serve() -> None:
    line = [
        _call("同厅", asked_at=NOW - timedelta(seconds=9)),
        _call("别厅", asked_at=NOW - timedelta(seconds=8), hall=HALLS[1]),
        _call("急", priority=Priority.URGENT),
        me := _call("我"),
    ]
    on_duty: Sequence[Guide] = [
        _guide("厅", reach="hall", place=HALLS[0]),
        _guide("别", reach="hall", place=HALLS[1]),
    ]
    assert standing(line, on_duty) == {"急": (0, 1), "同厅": (1, 1), "别厅": (0, 1), me.call: (2, 1)}


def test_the_wait_is_told_only_when_it_can_be_known() -> None:
    assert minutes(2, 1, None) is None
    assert minutes(2, 0, 300.0) is None
    assert minutes(2, 2, 300.0) == 8
    assert minutes(0, 3, 30.0) == 1
