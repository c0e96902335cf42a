"""Numbers, dates and amounts as people say them: 幺三八, 八十二, 四十七块五, 明年三月初五."""

import re

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "幺": 1, "两": 2, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "零〇一二三四五六七八九幺两十百千万"
_SPELLED = "零一二三四五六七八九"
_AGE = re.compile(
    rf"(?P<before>整|满|过|今年|都|快|够|上|[我他她妈爸爹娘伴](?=[{NUMERAL}0-9]+(?:能|可以)))?"
    rf"(?P<n>[0-9]+|[{NUMERAL}]+)(?P<after>周岁|岁|了|多|往上|以上|出头|挂零|好几)?"
)


def number(text: str) -> int | None:
    """A cardinal in figures or characters: 82, 八十二, 一百零五, 两千; None when it is none."""
    if text.isascii() and text.isdigit():
        return int(text)
    total, section, digit = 0, 0, -1
    for char in text:
        if char in _DIGITS:
            if digit > 0 and char not in "零〇":
                return None
            digit = _DIGITS[char]
        elif char in _UNITS:
            section += (1 if digit <= 0 else digit) * _UNITS[char]
            digit = -1
        elif char == "万":
            total += (section + max(digit, 0)) * 10_000
            section, digit = 0, -1
        else:
            return None
    if not text:
        return None
    last = max(digit, 0)
    if len(text) >= 2 and text[-2] in "百千万" and last and text[-1] in _DIGITS:
        # 一百二 is 120, 三千五 is 3500.
        last *= {"百": 10, "千": 100, "万": 1000}[text[-2]]
    return total + section + last


def spell(figures: str) -> str:
    """Figures as people read them in a sentence: up to three as a number, longer ones digit by digit."""
    if len(figures) > 3 or (len(figures) > 1 and figures[0] == "0"):
        return "".join(_SPELLED[int(c)] for c in figures)
    return cardinal(int(figures))


def cardinal(n: int) -> str:
    """0 to 999 in characters: 82 -> 八十二, 105 -> 一百零五."""
    if n < 10:
        return _SPELLED[n]
    if n < 100:
        tens, ones = divmod(n, 10)
        return ("" if tens == 1 else _SPELLED[tens]) + "十" + (_SPELLED[ones] if ones else "")
    hundreds, rest = divmod(n, 100)
    if not rest:
        return _SPELLED[hundreds] + "百"
    tail = cardinal(rest) if rest >= 20 else ("一" + cardinal(rest) if rest >= 10 else cardinal(rest))
    return _SPELLED[hundreds] + "百" + ("零" if rest < 10 else "") + tail


def ages_in(text: str) -> tuple[int, ...]:
    """Ages of 40 to 120 that are named: 我八十二了, 整九十, 过八十, 我六十五能办不."""
    found = []
    for match in _AGE.finditer(text):
        age = number(match["n"])
        if age is not None and 40 <= age <= 120 and (match["before"] or match["after"]):
            found.append(age)
    return tuple(found)


def digits_in(text: str) -> str:
    """The digits of a number that was read out, in order; X for 叉 at the end. Words between are passed over.

    一三八，零零零零，幺二三四 -> 13800001234; 三个零 -> 000.
    """
    text = re.sub(r"([两二三四五六俩])个([零一二三四五六七八九幺])", _repeat, text)
    found = [str(_DIGITS[c]) if c in _DIGITS else c for c in text if c in _DIGITS or (c.isascii() and c.isdigit())]
    tail = "X" if re.search(r"[叉XxＸ]\W*$", text) else ""
    return "".join(found) + tail


def _repeat(match: re.Match[str]) -> str:
    return match[2] * _DIGITS[match[1]]


def amount_in(text: str) -> int | None:
    """An amount of money in 分: 一百块, 四十七块五, 86.5元, 三十; None when none is named."""
    figures = re.search(r"(\d+)(?:\.(\d{1,2}))?\s*(?:元|块)?", text)
    if figures:
        cents = (figures[2] or "").ljust(2, "0")
        return int(figures[1]) * 100 + int(cents)
    spoken = re.search(rf"([{NUMERAL}]+)(?:块钱|块|元)?(?:([{NUMERAL}])(?:毛|角)?)?(?:([{NUMERAL}])分)?", text)
    if not spoken:
        return None
    whole = number(spoken[1])
    if whole is None:
        return None
    tenths = number(spoken[2]) if spoken[2] else 0
    return whole * 100 + (tenths or 0) * 10 + ((number(spoken[3]) or 0) if spoken[3] else 0)


def ordinal_in(text: str) -> int | None:
    """Which of a list: 第二个 -> 2, 最后一个 -> -1, 最上面那个 -> 1; None when none is named."""
    match = re.search(rf"第?([{NUMERAL}\d]+)(?:个|样|项|条|行|种)", text)
    if match and ("第" in text or text.strip("就选要办是那我的吧") == match[0]):
        return number(match[1])
    if re.search(r"最后(?:一)?[个样项条]?|最(?:下|后)[面边](?:那|这)?一?[个样项条]", text):
        return -1
    if re.search(r"(?:头|最(?:上|前)[面边])(?:那|这)?一?[个样项条]", text):
        return 1
    return None
