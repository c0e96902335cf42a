"""Dates of answers and of documents, and the rules that one date may not be before or after another."""

import re
from datetime import date

from kiosk.catalogue.answers import Accepted, AnswerContext, Checked, Rejected
from kiosk.catalogue.types import FieldSpec
from kiosk.core.person import LONG_TERM
from kiosk.core.words import Private, PrivateKind, words

TODAY = "today"
"""Written in not_before and not_after for the day of the visit."""
_SHAPE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
_EXAMPLE = "比如 2026年5月1日。"


def parse_date(raw: str) -> date | None:
    """20260501, 2026-5-1, 2026/05/01 or 2026年5月1日; None when it is none of these or no real day."""
    match = _SHAPE.fullmatch("".join(raw.split()))
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def said(day: date) -> str:
    """2026年5月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def check_date(spec: FieldSpec, raw: str, context: AnswerContext) -> Checked:
    """Accept a real day within the field's not_before and not_after (inclusive); stored as YYYY-MM-DD."""
    if not raw.strip():
        return Rejected("还没有日期。", _EXAMPLE)
    day = parse_date(raw)
    if day is None:
        return Rejected("日历上没有这一天。", f"请按年、月、日选，{_EXAMPLE}")
    earliest, latest = _bound(spec.not_before, context), _bound(spec.not_after, context)
    if earliest is not None and day < earliest:
        return Rejected(f"日期不能早于{said(earliest)}。", f"请选{said(earliest)}，或以后的。")
    if latest is not None and day > latest:
        return Rejected(f"日期不能晚于{said(latest)}。", f"请选{said(latest)}，或以前的。")
    return Accepted(day.isoformat(), words(Private(said(day), PrivateKind.DATE)))


def _bound(name: str, context: AnswerContext) -> date | None:
    """The day a bound stands for; an unanswered other field bounds nothing."""
    if name == TODAY:
        return context.today
    return parse_date(context.answers.get(name, "")) if name else None


def still_valid(valid_to: date | str | None, today: date) -> bool | None:
    """Whether a document is in force today: 长期 always is, None means that the document does not say.

    A card's last day counts as valid.
    """
    match valid_to:
        case date():
            return today <= valid_to
        case str() if valid_to.strip() == LONG_TERM:
            return True
        case str():
            day = parse_date(valid_to)
            return None if day is None else today <= day
        case None:
            return None
