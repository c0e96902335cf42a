"""Citizen identity numbers (GB 11643-1999): check digit, birth date, sex, old and special numbers.

Region codes are never compared with a table: elders' cards carry counties that no longer exist (抚宁县 130323 is
抚宁区 130306 today) and codes of any province, and they are all right.
"""

from dataclasses import dataclass
from datetime import date

from kiosk.catalogue.answers import Accepted, AnswerContext, Checked, Rejected
from kiosk.catalogue.digits import is_digits, spoken_digits, tidy
from kiosk.core.words import Private, PrivateKind, words

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""ISO 7064 MOD 11-2: 2^(17-i) mod 11."""
CHECK_DIGITS = "10X98765432"
"""By remainder of the weighted sum."""

OLD_NUMBER = "这是十五位的旧号，请窗口核对新号。"
FOREIGN_RESIDENT = "这是外国人永久居留证号，请窗口核对。"
_MEND = "请对着身份证，再看一遍号码。"


@dataclass(frozen=True, slots=True)
class IdFacts:
    """What an identity number says about its holder."""

    number: str
    """18 characters, capital X."""
    birth: date
    male: bool
    old: bool = False
    """It was given as a 15-digit number of before 1999; `number` is the 18-digit form computed from it."""
    foreign: bool = False
    """Begins with 9: permanent residence card of 2023."""


def check_digit(first17: str) -> str:
    """The 18th character for 17 digits."""
    return CHECK_DIGITS[sum(w * int(d) for w, d in zip(WEIGHTS, first17, strict=True)) % 11]


def real_date(digits: str) -> date | None:
    """A calendar date from YYYYMMDD, None when there is no such day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def read_id_number(raw: str, today: date) -> IdFacts | Rejected:
    """Understand an identity number, or say what is wrong with it.

    Accepts 18 characters (x or X, spaces, full-width, digits said one by one) and the 15 digits of before 1999,
    which are converted with the year 19YY; whoever was born before 1900 had none.
    """
    text = tidy(spoken_digits(raw)).upper()
    if len(text) == 15 and is_digits(text):
        first17 = text[:6] + "19" + text[6:]
        return _facts(first17 + check_digit(first17), today, old=True)
    if len(text) != 18:
        return _wrong_length(text)
    if not is_digits(text[:17]):
        return Rejected("身份证号前十七位都是数字。", _MEND)
    if text[17] not in "0123456789X":
        return Rejected("最后一位是数字，或者是 X。", _MEND)
    if check_digit(text[:17]) != text[17]:
        return Rejected("号码对不上，可能看错了一位。", _MEND)
    return _facts(text, today, old=False)


def _wrong_length(text: str) -> Rejected:
    if not text:
        return Rejected("还没有号码。", "身份证号一共十八位。")
    gap = len(text) - 18
    told = f"号码多了 {gap} 位。" if gap > 0 else f"号码少了 {-gap} 位。"
    return Rejected(told, "身份证号一共十八位，请对着证再看。")


def _facts(number: str, today: date, *, old: bool) -> IdFacts | Rejected:
    birth = real_date(number[6:14])
    if birth is None:
        return Rejected("号码里的生日，日历上没有。", _MEND)
    if birth > today:
        return Rejected("号码里的生日，还没有到。", _MEND)
    return IdFacts(number, birth, int(number[16]) % 2 == 1, old, number[0] == "9")


def check_id_number(raw: str, context: AnswerContext) -> Checked:
    """The rule of an id_number field; the value is always the 18-character form."""
    facts = read_id_number(raw, context.today)
    if isinstance(facts, Rejected):
        return facts
    doubts = (OLD_NUMBER,) * facts.old + (FOREIGN_RESIDENT,) * facts.foreign
    return Accepted(facts.number, words(Private(facts.number, PrivateKind.ID_NUMBER)), doubts)
