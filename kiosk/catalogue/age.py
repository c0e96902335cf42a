"""Age in full years (周岁), counted to the day."""

from calendar import monthrange
from datetime import date


def full_years(birth: date, today: date) -> int:
    """Years completed on a day; raises ValueError when birth is after today.

    Someone born on 29 February completes a year on 1 March of a common year: the day after the last February day,
    when the birthday has passed in every reading.
    """
    if birth > today:
        raise ValueError("birth is after today")
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def reaches(birth: date, years: int) -> date:
    """The first day on which full_years(birth, day) == years."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


def may_apply_from(birth: date, years: int, early_months: int = 0) -> date:
    """The first day one may apply: so many months before reaching the age, the same day or the month's last."""
    due = reaches(birth, years)
    months = due.year * 12 + due.month - 1 - early_months
    year, month = divmod(months, 12)
    return date(year, month + 1, min(due.day, monthrange(year, month + 1)[1]))


def elder_band(years: int) -> str:
    """Band of 高龄津贴: "80–89", "90–99", "100+", or "" below 80."""
    if years < 80:
        return ""
    return "80–89" if years < 90 else "90–99" if years < 100 else "100+"
