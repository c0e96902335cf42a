"""From what is written to what is said: every number, letter and sign of a sentence as Chinese characters.

The outcome keeps, for every piece, which characters of the written sentence it reads, so that captions can light up
the very characters being spoken.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from voice.numerals import cardinal, decimal, spell, year, yuan


@dataclass(frozen=True, slots=True)
class Reading:
    """How `sentence[start:end]` is said; only Chinese characters and the pauses ，and 。"""

    start: int
    end: int
    say: str


_LETTERS = {
    "A": "诶", "B": "必", "C": "西", "D": "地", "E": "衣", "F": "艾付", "G": "记",
    "H": "艾吃", "I": "爱", "J": "杰", "K": "剋", "L": "艾勒", "M": "艾目", "N": "恩",
    "O": "欧", "P": "批", "Q": "丘", "R": "阿儿", "S": "艾斯", "T": "替", "U": "优",
    "V": "维", "W": "达不溜", "X": "叉", "Y": "歪", "Z": "贼",
}  # fmt: skip
"""Letters in syllables a Mandarin voice has; X of an identity number is 叉 as people say it."""

_PAUSE = "，"
_STOP = "。"
_SIGNS = {
    **dict.fromkeys("，、；：,;:—…|/～~（）()《》【】〔〕[]", _PAUSE),
    **dict.fromkeys("。！？.!?\n", _STOP),
    "+": "加",
    "=": "等于",
    "℃": "度",
    "&": "和",
}
_COUNTED = (
    "(?:个|位|次|天|张|份|种|件|名|遍|户|口|条|步|样|间|台|人|周|年|分钟|小时|块|斤|公里|米|倍|级|页|本|盒|片|粒|趟)"
)
"""What two is 两 of: 两个, 两年; but 二月, 二号, 二楼."""
_UNIT = "[万亿元块角分岁年月日天周个位次张份种件名号楼层单元室步条页人户秒米斤度倍成项点时小兆字路期级本盒片粒趟%％]"
_SERVICE_NUMBER = r"1(?:10|19|20|22)|12[0-9]{3}|95[0-9]{3}|96[0-9]{3}|100[0-9]{2}"
_NUMBERED = r"(?:(?<=[号码])|(?<=[号码][\s:：是]))"
"""Right after 户号, 号码, 编号: a number to be written down, not a quantity."""


def _groups(digits: str, *sizes: int) -> str:
    """Spelled in groups with a breath between them, so that they can be written down."""
    at, said = 0, []
    for size in sizes:
        said.append(digits[at : at + size])
        at += size
    return _PAUSE.join(_spell(part) for part in said)


def _spell(text: str) -> str:
    return "".join(_LETTERS[char] if char in _LETTERS else spell(char) for char in text.upper())


def _id_number(found: re.Match[str]) -> str:
    return _groups(found[0], 6, 8, 4)


def _mobile(found: re.Match[str]) -> str:
    return _groups(found[0], 3, 4, 4)


def _landline(found: re.Match[str]) -> str:
    return f"{spell(found[1])}{_PAUSE}{spell(found[2])}"


def _hotline(found: re.Match[str]) -> str:
    return _groups(re.sub(r"\D", "", found[0]), 3, 3, 4)


def _case_number(found: re.Match[str]) -> str:
    return _PAUSE.join(_spell(part) for part in found[0].split("-"))


def _date(found: re.Match[str]) -> str:
    said = f"{year(found['y'])}年{cardinal(int(found['m']))}月"
    return said + (f"{cardinal(int(found['d']))}日" if found["d"] else "")


def _time(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2])
    said = f"{'两' if hour == 2 else cardinal(hour)}点"
    if not minute:
        return said
    return f"{said}{'零' if minute < 10 else ''}{cardinal(minute)}分"


def _amount(found: re.Match[str]) -> str:
    minus = "负" if found["minus"] else ""
    return minus + yuan((found["sign"] or found["unit"]).replace(",", ""))


def _percent(found: re.Match[str]) -> str:
    return f"百分之{decimal(found[1])}"


def _range(found: re.Match[str]) -> str:
    return f"{cardinal(int(found[1]))}到{decimal(found[2])}"


def _code(found: re.Match[str]) -> str:
    return _spell(found[0].replace("-", ""))


def _long(found: re.Match[str]) -> str:
    digits = found[0]
    return _groups(digits, *[4] * (-(-len(digits) // 4)))


def _tail(found: re.Match[str]) -> str:
    return found[1].strip() + _spell(found[2])


_MONEY = r"(?:\d{1,3}(?:,\d{3})+|\d{1,11})(?:\.\d{1,2})?"

_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), say)
    for pattern, say in (
        (r"(?<!\d)\d{6}-\d{8}-[A-Za-z]\d{2}-\d{4,}-\d(?!\d)", _case_number),
        (r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])", _id_number),
        (r"(?<!\d)1[3-9]\d{9}(?!\d)", _mobile),
        (r"(?<!\d)(0\d{2,3})[-\s]?[)）]?(\d{7,8})(?!\d)", _landline),
        (r"(?<!\d)[48]00-?\d{3}-?\d{4}(?!\d)", _hotline),
        (r"(尾号(?:是|为)?\s*)([0-9Xx]{2,8})(?![0-9A-Za-z])", _tail),
        (r"(?P<y>[12]\d{3})年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?", _date),
        (r"(?<!\d)(?P<y>[12]\d{3})[-/.](?P<m>[01]?\d)[-/.](?P<d>[0-3]?\d)(?!\d)", _date),
        (r"(?<!\d)([01]?\d|2[0-4])[:：]([0-5]\d)(?!\d)", _time),
        # Between two times, amounts or counts a line is 到; before a lone amount it is a minus.
        (r"(?<=[0-9%％元])\s?[-–—~～]\s?(?=[¥￥]?\d{1,11}(?:[:：.,]\d|\s?" + _UNIT + "))", lambda found: "到"),
        (r"(?P<minus>(?<![0-9A-Za-z])[-−])?(?:[¥￥]\s?(?P<sign>" + _MONEY + r")(?:\s?元)?"
         r"|(?P<unit>" + _MONEY + r")\s?元)", _amount),
        (r"(?<![\d.])(\d{1,8}(?:\.\d+)?)[%％]", _percent),
        (r"([12]\d{3})(?=年)", lambda found: year(found[1])),
        (r"(?<![\d.])(\d{1,4})\s?[-–—~～至]\s?(\d{1,4}(?:\.\d+)?)(?=\s?" + _UNIT + ")", _range),
        (r"(?<=[〔\[（(])[12]\d{3}(?=[〕\]）)]\d)", lambda found: year(found[0])),
        (r"第\s*(\d{1,4})(?!\d)", lambda found: f"第{cardinal(int(found[1]))}"),
        (r"(?<![\d.])(\d{3,4})(?=室|号房)", lambda found: spell(found[0])),
        (r"(?<![\d.])\d{1,8}\.\d{1,6}(?![\d.])", lambda found: decimal(found[0])),
        (r"(?<![\d.])2\s?(?=" + _COUNTED + ")", lambda found: "两"),
        (r"(?<![\d.])2(?=点(?!\d))", lambda found: "两"),
        (_NUMBERED + r"\d{3,}(?![\d-]|\s?" + _UNIT + ")", _long),
        (r"(?<!\d)(?:" + _SERVICE_NUMBER + r")(?!\d|" + _UNIT + ")", lambda found: spell(found[0])),
        (r"\d+(?=\*)|(?<=\*)\d+", lambda found: spell(found[0])),
        (r"(?<![0-9A-Za-z])[A-Za-z]+-?\d+(?!\d)", _code),
        (r"(?<!\d)(?:0|[1-9]\d{0,5}|[1-9]\d{0,7}(?=\s?" + _UNIT + r"))(?!\d)", lambda found: cardinal(int(found[0]))),
        (r"\d+", _long),
        (r"[A-Za-z]", lambda found: _LETTERS[found[0].upper()]),
        (r"\*+", lambda found: "某"),
    )
)  # fmt: skip


def read_aloud(sentence: str) -> tuple[Reading, ...]:
    """How each part of a sentence is said, in order; parts that make no sound (quotes, spaces) are left out."""
    readings: list[Reading] = []
    at = 0
    while at < len(sentence):
        found = next(((rule.match(sentence, at), say) for rule, say in _RULES if rule.match(sentence, at)), None)
        if found and found[0]:
            readings.append(Reading(at, found[0].end(), found[1](found[0])))
            at = found[0].end()
            continue
        said = _sound(sentence[at])
        if said:
            readings.append(Reading(at, at + 1, said))
        at += 1
    return tuple(readings)


def said(sentence: str) -> str:
    """The whole sentence as it is spoken: 请交86.50元。 -> 请交八十六元五角。"""
    return "".join(reading.say for reading in read_aloud(sentence))


def _sound(char: str) -> str:
    if char in _SIGNS:
        return _SIGNS[char]
    return char if is_han(char) else ""


def is_han(char: str) -> bool:
    """Whether a character is a Chinese ideograph, including the rare ones of all extensions."""
    code = ord(char)
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF or char == "〇"
