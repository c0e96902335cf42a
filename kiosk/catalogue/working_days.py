"""Working days: weekends, public holidays and the weekend days worked in exchange (调休), as data.

The State Council announces each year in the November before. A year without data counts weekends only, and whoever
shows a date from it must say so (`announced`).
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Self

from pydantic import model_validator

from kiosk.catalogue.types import Entry, Source

NOT_ANNOUNCED = "这一年的放假安排还没公布，日子可能有变。"
"""Said with every date that was counted through a year without data."""

_DAY = timedelta(days=1)


class Holiday(Entry):
    """A run of days off, both ends included."""

    name: str
    first: date
    last: date


class CalendarYear(Entry):
    """One year's notice."""

    year: int
    source: Source
    holidays: list[Holiday]
    workdays: list[date]
    """Saturdays and Sundays that are worked."""

    @model_validator(mode="after")
    def _agree(self) -> Self:
        for holiday in self.holidays:
            if holiday.first > holiday.last or holiday.first.year != self.year:
                raise ValueError(f"{holiday.name}：开始日、结束日和年份对不上")
        for day in self.workdays:
            if day.weekday() < 5 or day.year != self.year or any(h.first <= day <= h.last for h in self.holidays):
                raise ValueError(f"{day}：补班日要是这一年的周末，且不在假期里")
        return self


class WorkCalendar:
    """Which days count."""

    def __init__(self, years: Iterable[CalendarYear]) -> None:
        notices = tuple(years)
        self._years = frozenset(n.year for n in notices)
        self._worked = frozenset(day for n in notices for day in n.workdays)
        self._off = {
            holiday.first + _DAY * n: holiday.name
            for notice in notices
            for holiday in notice.holidays
            for n in range((holiday.last - holiday.first).days + 1)
        }

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open by the notices; weekends only in a year without one."""
        return day in self._worked or (day.weekday() < 5 and day not in self._off)

    def holiday_name(self, day: date) -> str:
        """「春节」, or "" when the day is in no holiday."""
        return self._off.get(day, "")

    def announced(self, day: date) -> bool:
        """Whether the year's notice is in the data."""
        return day.year in self._years

    def add_working_days(self, start: date, count: int) -> date:
        """The day on which `count` working days have passed; the start itself does not count.

        count 0 is the start if that is a working day, otherwise the next one. Raises ValueError below 0.
        """
        if count < 0:
            raise ValueError(f"cannot count {count} working days")
        day = start
        while count > 0:
            day += _DAY
            count -= self.is_working_day(day)
        while not self.is_working_day(day):
            day += _DAY
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when end is before start.

        working_days_between(d, add_working_days(d, n)) == n for n >= 1.
        """
        if end < start:
            return -self.working_days_between(end, start)
        return sum(map(self.is_working_day, _days(start + _DAY, end)))

    def note(self, start: date, end: date) -> str:
        """NOT_ANNOUNCED when any year between the two days has no notice, otherwise ""."""
        return "" if self._years.issuperset(range(start.year, end.year + 1)) else NOT_ANNOUNCED


def _days(first: date, last: date) -> Iterator[date]:
    return (first + _DAY * n for n in range((last - first).days + 1))
