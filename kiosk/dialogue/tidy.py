"""What was said, made ready for matching: dialect words, fillers, stutters and corrections taken care of."""

import re
import unicodedata
from functools import lru_cache

from kiosk.dialogue.lexicon import Words
from kiosk.dialogue.numbers import spell

_FIGURES = re.compile(r"\d+")
_STUTTER_WORD = re.compile(r"([\u4e00-\u9fff]{2,4})\1+")
_STUTTER_CHAR = re.compile(r"([\u4e00-\u9fff])\1{2,}")
_NOT_THIS = re.compile(r"不是(?:要|想|来|问|说)?[^不]{1,8}?(?:是|要|想|来)(?=.{2})")
LONGEST = 200
"""Characters that are looked at; nobody says more in one breath."""


def bare(text: str) -> str:
    """Only letters and figures, full width made plain: «交 电费！» -> 交电费."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if c.isalnum())[:LONGEST]


def plain(text: str, words: Words) -> str:
    """Bare, dialect words made common, figures made characters."""
    said = _FIGURES.sub(lambda match: spell(match[0]), bare(text))
    return _forms(tuple(words.same)).sub(lambda match: words.same[match[0]], said)


@lru_cache(maxsize=4)
def _forms(same: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the dialect's forms; the longest come first."""
    return re.compile("|".join(map(re.escape, same)) or r"(?!)")


def core(said: str, words: Words) -> str:
    """A plain text without fillers, stutters and trailing particles; never empty when something was said."""
    kept = _STUTTER_WORD.sub(r"\1", _STUTTER_CHAR.sub(r"\1", said))
    for filler in words.fillers:
        kept = kept.replace(filler, "") if len(filler) > 1 else kept
    while kept and (kept[0] in words.openers):
        kept = kept[1:]
    while len(kept) > 2 and kept[-1] in words.tails:
        kept = kept[:-1]
    return kept or said


_DOES = "交|办|查|取|开|申请|领|看|打"
_NOT_THAT = re.compile(
    rf"^(?:我|我们)?(?:不(?:想|要|用)?|别|甭)(?:给我|给我们|帮我)?(?:{_DOES})[^不别甭]{{1,8}}?(?:了)?(?:我|我们)?(?:是|就|还是)?"
    rf"(?=(?:要|是|想|想要|给我|帮我)?(?:{_DOES}).)"
)


def corrected(said: str) -> str:
    """What is meant when something is ruled out first: 不是交电费是交水费 -> 交水费."""
    return _NOT_THAT.sub("", _NOT_THIS.sub("", said, count=1))


def kin_in(said: str, words: Words) -> str:
    """For whom, as she said it: 给我妈办 -> 我妈; "" when it is for herself or unsaid."""
    for kin in words.kin:
        own = kin if kin.startswith("我") else f"我{kin}"
        if re.search(rf"(?:给|替|帮|为|代)(?:我|我们|我家|俺|咱)?{kin}", said):
            return own if own in said or len(kin) == 1 else kin
        if re.search(rf"(?:是|问|办)(?:我|我家){kin}(?:的|要|想|$)", said) or re.match(
            rf"(?:我|我家){kin}(?:的|要|想|也)", said
        ):
            return own
        if re.match(rf"(?:我|我们|我家)?{kin}.*(?:给|替|帮|为|代)[他她]", said):
            return own
    return ""


_FOR = re.compile("不是|我们|我家|一下|一个|的事|[是给替帮为代我的办了吧要想来她他个]")


def only_for(said: str, words: Words) -> str:
    """For whom, where that is all that is said: 不是我是我老伴, 我妈的; "" where more is said, or nobody is named."""
    kin = next((kin for kin in words.kin if kin in said), "")
    if not kin or _FOR.sub("", said.replace(kin, "")):
        return ""
    return kin if kin.startswith("我") else f"我{kin}"
