"""Working days, ages and districts."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.catalogue import elder_band, full_years, load_shipped, may_apply_from, reaches

CALENDAR = load_shipped().calendar
ANNOUNCED = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 2), False),
        (date(2026, 1, 4), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), True),
        (date(2026, 5, 9), True),
        (date(2026, 9, 20), True),
        (date(2026, 10, 10), True),
        (date(2025, 1, 26), True),
        (date(2025, 10, 8), False),
        (date(2025, 10, 11), True),
        (date(2026, 11, 21), False),
    ],
)
def test_holidays_are_free_and_exchanged_weekends_are_worked(day: date, works: bool) -> None:
    assert CALENDAR.is_working_day(day) is works


@pytest.mark.parametrize(("year", "count"), [(2025, 248), (2026, 248)])
def test_the_years_working_days_agree_with_the_notice(year: int, count: int) -> None:
    # 2025: 365 days - 104 weekend days - 18 holidays that fall on weekdays + 5 worked weekend days.
    off = sum(1 for n in range(365) if not CALENDAR.is_working_day(date(year, 1, 1) + timedelta(n)))
    assert 365 - off == count


def test_ten_working_days_across_the_spring_festival_of_2026() -> None:
    # 12, 13, 14(worked Saturday), 24, 25, 26, 27, 28(worked Saturday) February, 2, 3 March.
    assert CALENDAR.add_working_days(date(2026, 2, 11), 10) == date(2026, 3, 3)


@settings(deadline=None)
@given(ANNOUNCED, st.integers(1, 60))
def test_counting_there_and_counting_back_agree(start: date, count: int) -> None:
    end = CALENDAR.add_working_days(start, count)
    assert CALENDAR.is_working_day(end)
    assert CALENDAR.working_days_between(start, end) == count
    assert CALENDAR.working_days_between(end, start) == -count


def test_zero_days_is_today_or_the_next_day_that_is_worked() -> None:
    assert CALENDAR.add_working_days(date(2026, 11, 24), 0) == date(2026, 11, 24)
    assert CALENDAR.add_working_days(date(2026, 10, 1), 0) == date(2026, 10, 8)


def test_a_year_without_a_notice_counts_weekends_and_says_so() -> None:
    assert CALENDAR.is_working_day(date(2030, 1, 1))
    assert not CALENDAR.announced(date(2030, 1, 1))
    assert "还没公布" in CALENDAR.note(date(2026, 12, 20), date(2031, 1, 3))
    assert CALENDAR.note(date(2025, 12, 20), date(2026, 1, 20)) == ""


@pytest.mark.parametrize(
    ("birth", "today", "years"),
    [
        (date(1946, 11, 24), date(2026, 11, 24), 80),
        (date(1946, 11, 25), date(2026, 11, 24), 79),
        (date(1944, 2, 29), date(2025, 2, 28), 80),
        (date(1944, 2, 29), date(2025, 3, 1), 81),
        (date(1944, 2, 29), date(2024, 2, 29), 80),
    ],
)
def test_age_counts_to_the_day(birth: date, today: date, years: int) -> None:
    assert full_years(birth, today) == years


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 110))
def test_the_day_of_reaching_an_age_is_the_first_of_that_age(birth: date, years: int) -> None:
    day = reaches(birth, years)
    assert full_years(birth, day) == years
    if years:
        assert full_years(birth, day - timedelta(1)) == years - 1


def test_one_month_early_ends_on_the_months_last_day() -> None:
    assert may_apply_from(date(1946, 3, 31), 80, 1) == date(2026, 2, 28)
    assert may_apply_from(date(1947, 1, 15), 80, 1) == date(2026, 12, 15)


def test_the_bands_of_the_allowance() -> None:
    assert [elder_band(n) for n in (79, 80, 89, 90, 99, 100)] == ["", "80–89", "80–89", "90–99", "90–99", "100+"]


def test_the_old_code_of_funing_is_funing_today() -> None:
    table = load_shipped().divisions
    assert table.today_code("130323") == "130306"
    assert table.local("130323194101010010")
    assert table.known("110101") is None
    assert table.today_code("110101") == "110101"


def test_statistics_codes_are_known_but_never_on_a_card() -> None:
    table = load_shipped().divisions
    found = table.known("130371")
    assert found is not None
    assert found.statistical
    assert not table.local("130371194101010010")


def test_the_city_has_nine_districts() -> None:
    assert len(load_shipped().divisions.divisions) == 9
