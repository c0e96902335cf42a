"""Days as people say them: 二零二六年三月五号, 明年正月初八, 上个月十五; lunar ones are converted and asked back."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from lunar_python import Lunar

from kiosk.catalogue import said
from kiosk.dialogue.numbers import NUMERAL, digits_in, number

_YEAR = rf"(?:(?P<year>[{NUMERAL}\d]{{2,4}})年|(?P<rel>今年|去年|前年|明年))?"
_MONTH = rf"(?:(?P<month>[{NUMERAL}\d]{{1,3}}|正|冬|腊)月|(?P<relm>这个月|上个月|下个月|本月))"
_DAY = rf"(?P<lunar>初)?(?P<day>[{NUMERAL}\d]{{1,3}}|廿[{NUMERAL}]?)(?:号|日)?"
_WHOLE = re.compile(rf"(?P<said_lunar>农历|阴历|旧历|老历)?{_YEAR}{_MONTH}{_DAY}")
_RELATIVE = {"大前天": -3, "前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2, "大后天": 3}
_YEARS = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}
_MONTHS = {"这个月": 0, "本月": 0, "上个月": -1, "下个月": 1}


@dataclass(frozen=True, slots=True)
class SaidDate:
    """A day with the question that makes sure of it."""

    day: date
    say: str


def date_in(text: str, today: date) -> SaidDate | None:
    """The day a sentence names, None when it names none or no real one. A year left out is this one."""
    for word, days in sorted(_RELATIVE.items(), key=lambda item: -len(item[0])):
        if word in text:
            day = today + timedelta(days=days)
            return SaidDate(day, f"{word}，{said(day)}，对吗？")
    match = _WHOLE.search(text)
    if match is None:
        return None
    year = _year(match, today)
    month, year = _month(match, year, today)
    day_of_month = _day(match["day"])
    if year is None or month is None or day_of_month is None:
        return None
    lunar = bool(match["said_lunar"] or match["lunar"] or match["month"] in ("正", "冬", "腊") or "廿" in match["day"])
    found = _lunar(year, month, day_of_month) if lunar else _real(year, month, day_of_month)
    if found is None:
        return None
    return SaidDate(found, f"农历的话，是{said(found)}，对吗？" if lunar else f"{said(found)}，对吗？")


def _year(match: re.Match[str], today: date) -> int | None:
    if match["rel"]:
        return today.year + _YEARS[match["rel"]]
    if not match["year"]:
        return today.year
    told = match["year"]
    by_digit = told.isascii() or len(told) > 2 or number(told) is None
    value = int(digits_in(told) or 0) if by_digit else number(told)
    if value is None:
        return None
    if value >= 100:
        return value
    return 2000 + value if value <= today.year % 100 + 1 else 1900 + value


def _month(match: re.Match[str], year: int | None, today: date) -> tuple[int | None, int | None]:
    if match["relm"]:
        month = today.month + _MONTHS[match["relm"]]
        return (month - 1) % 12 + 1, today.year + (month - 1) // 12
    named = {"正": 1, "冬": 11, "腊": 12}.get(match["month"])
    return named or number(match["month"]), year


def _day(text: str) -> int | None:
    if text.startswith("廿"):
        return 20 + (number(text[1:]) or 0)
    return number(text)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _lunar(year: int, month: int, day: int) -> date | None:
    """The solar day of a lunar one; None when that lunar month has no such day."""
    if not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    try:
        solar = Lunar.fromYmd(year, month, day).getSolar()
    except Exception as wrong:
        if "day" not in str(wrong):
            raise
        return None
    return date(solar.getYear(), solar.getMonth(), solar.getDay())
