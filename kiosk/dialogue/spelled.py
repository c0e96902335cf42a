"""Names as people spell them aloud: 弓长张, 耳东陈, 国家的国. A recogniser hears a sound; this says which character.

>>> written("张建国，弓长张")
'张建国'
>>> written("弓长张国家的国强大的强")
'张国强'
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from kiosk.dialogue.sound import syllable

SURNAMES = {
    "张": ("弓长张",), "章": ("立早章",), "陈": ("耳东陈",), "程": ("禾呈程", "前程的程"), "李": ("木子李",),
    "吴": ("口天吴",), "武": ("武术的武",), "伍": ("人五伍", "单人伍"), "林": ("双木林",), "胡": ("古月胡",),
    "许": ("言午许",), "徐": ("双人徐", "双立人徐"), "何": ("人可何", "单人何"), "赵": ("走肖赵", "走叉赵"),
    "王": ("三横王", "大王的王"), "汪": ("三点水汪", "三点水的汪"), "黄": ("草头黄", "黄颜色的黄"), "杜": ("木土杜",),
    "叶": ("口十叶", "树叶的叶"), "江": ("水工江", "长江的江"), "姜": ("美女姜", "生姜的姜"),
    "罗": ("四维罗", "四夕罗"), "刘": ("文刀刘",), "于": ("干勾于", "干钩于"), "余": ("人禾余", "年年有余的余"),
    "俞": ("人则俞",), "谢": ("言射谢",), "蔡": ("草祭蔡", "草头蔡"), "邓": ("又耳邓",), "吕": ("双口吕", "口口吕"),
    "姚": ("女兆姚",), "鲁": ("鱼日鲁",), "冯": ("两点马冯", "二马冯"), "孙": ("子小孙",), "宋": ("宝盖木宋",),
    "朱": ("撇未朱", "朱红的朱"), "秦": ("秦国的秦",), "岳": ("丘山岳",), "岑": ("山今岑",),
    "董": ("草重董", "千里草董"), "潘": ("三点水潘",), "魏": ("委鬼魏",), "范": ("草头范",),
    "崔": ("山佳崔", "山隹崔"), "郭": ("享耳郭",), "韩": ("韩国的韩",), "曹": ("曹操的曹",),
}  # fmt: skip
"""How a surname is told from those that sound alike; the first is the one the machine says."""

_SPELT = {said: char for char, ways in SURNAMES.items() for said in ways}
_EACH = re.compile("|".join([*sorted(_SPELT, key=len, reverse=True), r"([一-鿿]{2})的([一-鿿])"]))
_BEFORE = re.compile(r"^(我叫|我姓|他叫|她叫|名叫|叫做|叫|姓名是|名字是|姓)+")
_LONGEST = 5


def written(said: str) -> str:
    """The name that is meant. What is not spelt out stays as it was heard."""
    plain = re.sub(r"[^一-鿿·]", "", said)
    plain = _BEFORE.sub("", plain)
    characters, rest = _characters(plain)
    if not characters or len(rest) > _LONGEST:
        return plain
    if not rest:
        return "".join(characters)
    name = list(rest)
    for char in characters:
        at = next((n for n, heard in enumerate(name) if heard == char or syllable(heard) == syllable(char)), None)
        if at is None:
            return plain
        name[at] = char
    return "".join(name)


def _characters(plain: str) -> tuple[list[str], str]:
    """Those that are spelt out, in their order, and what is left: the name itself, or nothing."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        char = _SPELT.get(match.group()) or _of_word(match)
        if not char:
            return match.group()
        found.append(char)
        return ""

    return found, _EACH.sub(take, plain)


def _of_word(match: re.Match[str]) -> str:
    """国家的国: the character must be one of the word, or sound like one of it."""
    word, char = match.group(1) or "", match.group(2) or ""
    return next((own for own in word if own == char or (char and syllable(own) == syllable(char))), "")


def which(char: str, syllable_typed: str = "") -> str:
    """弓长张, 伟大的伟: how a character is told from those that sound alike; "" where nothing is usual.

    syllable_typed: as letters, where they are known: hang asks for 银行的行, xing for 行走的行.
    """
    if char in SURNAMES:
        return SURNAMES[char][0]
    words = _words().get(char, {})
    word = words.get(syllable_typed) or next(iter(words.values()), "")
    return f"{word}的{char}" if word else ""


@cache
def _words() -> dict[str, dict[str, str]]:
    """Character -> its sound -> an everyday word with it; made by scripts/told_apart."""
    found: dict[str, dict[str, str]] = {}
    for line in files(__package__).joinpath("data/characters.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            char, letters, word = line.split()
            found.setdefault(char, {})[letters] = word
    return found


def told_apart(name: str) -> str:
    """How the machine says which surname it has understood; "" where nothing is usual."""
    return next(_ways(name), "")


def _ways(name: str) -> Iterator[str]:
    yield from SURNAMES.get(name[:1], ())
