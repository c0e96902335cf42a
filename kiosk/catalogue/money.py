"""Money as integer 分, and how it is written for a resident: figures and Chinese capital numerals (GB/T 15835)."""

import re
from decimal import Decimal

from kiosk.catalogue.answers import Accepted, Checked, Rejected
from kiosk.catalogue.types import FieldSpec
from kiosk.core.words import words

_SHAPE = re.compile(r"(\d{1,9})(?:\.(\d{1,2}))?")
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")


def yuan(cents: int) -> str:
    """12350 -> 123.50 元; 12300 -> 123 元."""
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02d} 元" if rest else f"{whole} 元"


def capitals(cents: int) -> str:
    """12350 -> 壹佰贰拾叁元伍角整; 0 -> 零元整. Up to 9 999 999 999 元."""
    if cents < 0 or cents >= 10**12:
        raise ValueError(f"amount out of range: {cents}")
    whole, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    text = f"{_whole(whole)}元" if whole else ""
    if jiao:
        text += f"{_CAPITALS[jiao]}角"
    elif fen and whole:
        text += "零"
    text += f"{_CAPITALS[fen]}分" if fen else "整"
    return text if cents else "零元整"


def _whole(number: int) -> str:
    """Groups of four digits with 亿 and 万 between; one 零 for any run of empty places."""
    groups = [(number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")]
    text = ""
    for value, unit in groups:
        if value:
            text += ("零" if text and value < 1000 else "") + _four(value) + unit
        elif text and not text.endswith("零"):
            text += "零"
    # 零 between groups is said once and never at the end.
    return re.sub("零+", "零", text).rstrip("零")


def _four(value: int) -> str:
    text = ""
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            text += _CAPITALS[digit] + _PLACES[place]
        elif text:
            text += "零"
    return re.sub("零+", "零", text).rstrip("零")


def check_money(spec: FieldSpec, raw: str) -> Checked:
    """Accept an amount said in 元 (at most two decimals) within the field's limits; the value is 分 as digits."""
    text = raw.strip().removesuffix("元").replace(",", "").replace("，", "").strip()
    match = _SHAPE.fullmatch(text)
    if match is None or not text.isascii():
        return Rejected("没看懂多少钱。", "请只写数字，比如 50。")
    cents = int(Decimal(text) * 100)
    if spec.minimum is not None and cents < spec.minimum:
        return Rejected(f"最少 {yuan(spec.minimum)}。", "请写大一点的数。")
    if spec.maximum is not None and cents > spec.maximum:
        return Rejected(f"最多 {yuan(spec.maximum)}。", "请写小一点的数。")
    if spec.step > 1 and cents % spec.step:
        return Rejected(f"要写 {yuan(spec.step)}的整倍数。", "请写整数，比如 50。")
    return Accepted(str(cents), words(yuan(cents)))
