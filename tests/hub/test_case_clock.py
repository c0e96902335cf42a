"""The deadline counts working days, stands still in pauses, and turns its light."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.case_clock import Pause, deadline
from hub.case_states import Act, NotAllowed, Status, acts, step
from kiosk.catalogue import load_shipped

CALENDAR = load_shipped().calendar
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 1))


def test_ten_working_days_from_a_tuesday_are_two_weeks() -> None:
    found = deadline(CALENDAR, 10, date(2026, 11, 24), [], date(2026, 11, 24))
    assert (found.due, found.left, found.light) == (date(2026, 12, 8), 10, "green")


def test_the_light_is_yellow_with_one_day_left_and_red_when_overdue() -> None:
    lights = {day: deadline(CALENDAR, 10, date(2026, 11, 24), [], date(2026, 12, day)).light for day in (4, 7, 8, 9)}
    assert lights == {4: "green", 7: "yellow", 8: "yellow", 9: "red"}


def test_the_holidays_of_october_do_not_count() -> None:
    found = deadline(CALENDAR, 1, date(2026, 9, 30), [], date(2026, 10, 3))
    assert found.due > date(2026, 10, 7)
    assert found.light != "red"


def test_while_a_pause_lasts_nothing_is_used_up() -> None:
    pause = [Pause(date(2026, 11, 26), None)]
    lefts = {deadline(CALENDAR, 10, date(2026, 11, 24), pause, date(2026, 12, d)).left for d in range(1, 30)}
    assert lefts == {8}


@settings(deadline=None)
@given(accepted=DAYS, promised=st.integers(1, 40), began=st.integers(0, 30), lasted=st.integers(0, 40))
def test_a_pause_moves_the_due_date_by_its_own_working_days(
    accepted: date, promised: int, began: int, lasted: int
) -> None:
    from datetime import timedelta

    begin = accepted + timedelta(began)
    end = begin + timedelta(lasted)
    plain = deadline(CALENDAR, promised, accepted, [], end)
    paused = deadline(CALENDAR, promised, accepted, [Pause(begin, end)], end)
    shift = CALENDAR.working_days_between(begin, end)
    assert CALENDAR.working_days_between(plain.due, paused.due) == shift
    assert paused.due >= plain.due


@given(path=st.lists(st.sampled_from(list(Act)), max_size=30))
def test_no_order_of_acts_leaves_the_states(path: list[Act]) -> None:
    status = Status.WAITING
    for doing in path:
        after = step(status, doing)
        assert isinstance(after, NotAllowed) == (doing not in acts(status))
        status = status if isinstance(after, NotAllowed) else after


def test_what_is_missing_is_told_only_once() -> None:
    assert step(Status.CORRECTED, Act.ASK_CORRECTION) == NotAllowed(Status.CORRECTED, Act.ASK_CORRECTION)


def test_every_state_but_the_ends_has_a_way_on() -> None:
    ends = {status for status in Status if not acts(status)}
    assert ends == {Status.DECLINED, Status.WITHDRAWN, Status.DELIVERED}
