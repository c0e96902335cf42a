"""Names of people: any Chinese character there is, also rare ones beyond the BMP, and the dot of long names."""

import re
import unicodedata

from kiosk.catalogue.answers import Accepted, Checked, Rejected
from kiosk.core.words import Private, PrivateKind, words

MAX_LENGTH = 30
DOT = "·"
_DOTS = "•・‧∙･．."
"""Dots that people and keyboards give for the 间隔号 U+00B7."""
_LATIN = re.compile(r"[A-Za-z][A-Za-z .'\-]*[A-Za-z.]")


def check_person_name(raw: str) -> Checked:
    """Accept 2 to 30 characters; · between parts; a name in Latin letters as foreigners' cards have it.

    A private-use character (as old public-security fonts made for rare names) is kept and doubted, not refused.
    """
    name = _tidy_name(raw)
    if not name:
        return Rejected("还没有名字。", "请写身份证上的名字。")
    if len(name) > (60 if name.isascii() else MAX_LENGTH):
        return Rejected("名字太长了。", "请只写名字，不写别的。")
    if _LATIN.fullmatch(name):
        return _accepted(name)
    if name.startswith(DOT) or name.endswith(DOT) or DOT * 2 in name:
        return Rejected("间隔点的位置不对。", "点写在两个字中间，比如 阿依·古丽。")
    letters = name.replace(DOT, "")
    if not all(is_han(c) for c in letters):
        return Rejected("名字里有不是汉字的。", "请写身份证上的名字，比如 测试甲。")
    if len(letters) < 2:
        return Rejected("名字只有一个字。", "请把姓和名都写上。")
    private_use = any(unicodedata.category(c) == "Co" for c in letters)
    return _accepted(name, ("名字里有造字，请窗口核对用字。",) if private_use else ())


def is_han(char: str) -> bool:
    """A Chinese character by Unicode name, 〇 of names such as 王〇, or a private-use one made for a name."""
    if char == "〇" or unicodedata.category(char) == "Co":
        return True
    code = ord(char)
    # By range too: Python's character tables may be older than the newest extension blocks.
    return (unicodedata.name(char, "").startswith("CJK ") and char.isalpha()) or 0x20000 <= code <= 0x3FFFD


def _tidy_name(raw: str) -> str:
    text = unicodedata.normalize("NFC", raw).strip()
    if text.isascii():
        return re.sub(r"\s+", " ", text)
    text = "".join(text.split())
    return "".join(DOT if c in _DOTS else c for c in text)


def _accepted(name: str, doubts: tuple[str, ...] = ()) -> Accepted:
    return Accepted(name, words(Private(name, PrivateKind.NAME)), doubts)
