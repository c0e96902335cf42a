"""When the paper ends, from the days before."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.paper import per_day, runs_out, used

TODAY = date(2026, 11, 24)


def days(*mm: int) -> dict[date, int]:
    """The last of them is today's."""
    return {TODAY - timedelta(days=len(mm) - 1 - n): value for n, value in enumerate(mm)}


def test_three_metres_a_day_end_thirty_metres_in_ten_days() -> None:
    assert runs_out(30_000, days(3000, 3000, 3000), TODAY) == TODAY + timedelta(days=10)


def test_days_on_which_nobody_came_count() -> None:
    assert per_day({TODAY - timedelta(days=3): 4000}, TODAY) == 1000


def test_weeks_long_gone_do_not_count() -> None:
    assert per_day({TODAY - timedelta(days=30): 90_000}, TODAY) == 0
    assert runs_out(30_000, {TODAY - timedelta(days=30): 90_000}, TODAY) is None


def test_no_paper_is_today_and_nothing_known_is_no_date() -> None:
    assert runs_out(0, {}, TODAY) == TODAY
    assert runs_out(None, days(3000), TODAY) is None
    assert runs_out(30_000, {}, TODAY) is None


def test_a_fresh_roll_is_no_use() -> None:
    assert used(4000, 80_000) == 0
    assert used(80_000, 79_700) == 300
    assert used(None, 5) == used(5, None) == 0


@given(left=st.integers(0, 300_000), mm=st.lists(st.integers(0, 20_000), min_size=1, max_size=20))
def test_more_paper_never_ends_sooner_and_the_end_is_never_in_the_past(left: int, mm: list[int]) -> None:
    out, later = runs_out(left, days(*mm), TODAY), runs_out(left + 1000, days(*mm), TODAY)
    assert out is None or out >= TODAY
    assert out is None or later is None or later >= out
