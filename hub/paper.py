"""When a roll of paper will end, from how much was used on the days before. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

LOOKED_AT_DAYS = 14
SOON = timedelta(days=2)
"""Somebody should be on the way by then."""


def used(before_mm: int | None, now_mm: int | None) -> int:
    """Millimetres used between two heartbeats; a fresh roll in between counts as nothing."""
    if before_mm is None or now_mm is None:
        return 0
    return max(0, before_mm - now_mm)


def per_day(days: Mapping[date, int], today: date) -> float:
    """Millimetres a day over the days looked at, from the first day anything is known of. Days without use count."""
    first = today - timedelta(days=LOOKED_AT_DAYS - 1)
    known = {day: mm for day, mm in days.items() if first <= day <= today}
    if not known:
        return 0.0
    return sum(known.values()) / ((today - min(known)).days + 1)


def runs_out(left_mm: int | None, days: Mapping[date, int], today: date) -> date | None:
    """The day on which the paper will be used up; None when nothing is known or nothing is used."""
    if left_mm is None:
        return None
    if left_mm <= 0:
        return today
    each = per_day(days, today)
    if each <= 0:
        return None
    ahead = left_mm / each
    return today + timedelta(days=int(ahead)) if ahead < 3650 else None
