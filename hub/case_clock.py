"""The deadline of a case in working days: counts from acceptance (受理), stops during pauses. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kiosk.catalogue import WorkCalendar

Light = Literal["green", "yellow", "red", "none"]
YELLOW_AT = 1
"""Working days left at which the light turns yellow."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A special procedure (特别程序): days on which the clock stands; `ended` None while it lasts."""

    began: date
    ended: date | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a case is due."""

    due: date
    left: int
    """Working days left; 0 on the last day, negative when overdue."""
    light: Light
    note: str
    """Said with the date when the year's holidays are not announced yet."""


def deadline(
    calendar: WorkCalendar, promised_days: int, accepted_on: date, pauses: Sequence[Pause], today: date
) -> Deadline:
    """The deadline as of today.

    The day of acceptance does not count. Of a pause, the day it begins still counts as worked and the day it ends as
    paused. While a pause lasts, the due date moves on by one every working day, and what is left stays the same.
    """
    paused = sum(calendar.working_days_between(p.began, p.ended or today) for p in pauses)
    due = calendar.add_working_days(accepted_on, promised_days + paused)
    left = calendar.working_days_between(today, due)
    return Deadline(due, left, _light(left), calendar.note(accepted_on, due))


def _light(left: int) -> Light:
    if left < 0:
        return "red"
    return "yellow" if left <= YELLOW_AT else "green"
