"""Telephone numbers of people: Chinese mobiles and landlines. Service numbers are nobody's own number."""

import re

from kiosk.catalogue.answers import Accepted, Checked, Rejected
from kiosk.catalogue.digits import is_digits, split_at, spoken_digits, tidy
from kiosk.core.words import Private, PrivateKind, words

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(0\d{2,3})?([2-8]\d{6,7})")
_SERVICE = re.compile(r"(400|800)\d{7}|9[56]\d{3,4}|1\d{2}|12\d{3}|100\d{2}|11[0249]\d*")
"""400/800 lines, banks and companies (955xx, 95xxx, 96xxxx), 110, 120, 12345, 10086."""

_MEND = "手机号是十一位，一开头，比如 13800001234。"


def check_phone(raw: str) -> Checked:
    """Accept a mobile (11 digits from 13 to 19) or a landline (area code optional; ask-back is the window's).

    +86 and 0086 in front are dropped. 没有手机 is not a number: the field's none answer handles it.
    """
    number = _own_digits(raw)
    if not number:
        return Rejected("还没有号码。", _MEND)
    if not is_digits(number):
        return Rejected("电话号码里只有数字。", _MEND)
    if _SERVICE.fullmatch(number):
        return Rejected("这是服务电话，不是家里的电话。", "请说您自己，或者家人的电话。")
    if _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number):
        return Accepted(number, words(Private(number, PrivateKind.PHONE)))
    return _nearly(number)


def _own_digits(raw: str) -> str:
    number = tidy(spoken_digits(raw))
    for prefix in ("+86", "0086"):
        number = number.removeprefix(prefix)
    return number[2:] if len(number) == 13 and number.startswith("86") else number


def _nearly(number: str) -> Rejected:
    if number[0] == "1" and len(number) > 1 and number[1] in "3456789" and len(number) != 11:
        gap = len(number) - 11
        told = f"手机号多了 {gap} 位。" if gap > 0 else f"手机号少了 {-gap} 位。"
        return Rejected(told, _MEND)
    return Rejected("这个号码，打不通电话。", _MEND)


def phone_groups(number: str) -> tuple[str, ...]:
    """3-4-4 for a mobile; area code, then fours, for a landline."""
    if _MOBILE.fullmatch(number):
        return split_at(number, (3, 4, 4))
    match = _LANDLINE.fullmatch(number)
    if match is None:
        return split_at(number, (3, 4, 4))
    area, rest = match.group(1) or "", match.group(2)
    groups = split_at(rest, (len(rest) - 4, 4))
    return (area, *groups) if area else groups
