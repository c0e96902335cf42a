"""From what is said to pinyin syllables, which the synthesiser reads more truly than characters.

espeak-ng's own dictionary errs on 18 of 42 common words with more than one reading (银行, 长者, 调解), pypinyin on 8,
most of which are named below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pypinyin import Style, lazy_pinyin, load_phrases_dict

from voice.normalise import Reading, is_han

_OURS = {
    "大夫": "dài fu", "供养": "gōng yǎng", "称呼": "chēng hu", "必须得": "bì xū děi", "照片": "zhào piàn",
    "相片": "xiàng piàn", "慢慢地": "màn màn de", "您得": "nín děi", "还得": "hái děi", "一共": "yí gòng",
    "一下": "yí xià", "一个": "yí gè", "一样": "yí yàng", "一次": "yí cì", "一会": "yí huì", "一遍": "yí biàn",
    "一件": "yí jiàn", "一步": "yí bù", "一点": "yì diǎn", "一起": "yì qǐ", "一张": "yì zhāng", "一些": "yì xiē",
    "一直": "yì zhí", "一声": "yì shēng", "乐亭": "lào tíng", "抚宁": "fǔ níng", "卢龙": "lú lóng",
    "一月": "yī yuè", "一万": "yí wàn", "一会儿": "yí huì er", "数一数": "shǔ yì shǔ", "姓单": "xìng shàn",
    "姓曾": "xìng zēng", "姓查": "xìng zhā",
    "还款": "huán kuǎn", "行动": "xíng dòng", "重打": "chóng dǎ", "重办": "chóng bàn", "放好": "fàng hǎo",
}  # fmt: skip
_ALONE = {"剋": "kei1", "您": "nin2", "嗯": "en1", "哦": "o2", "诶": "ei1", "呣": "mu2"}
"""Where a syllable outside the synthesiser's table, or a letter's stand-in, needs one that is inside."""
_RARE = ("mou3", "zi4")
"""A character in no dictionary is said 某字, never skipped in silence."""


@dataclass(frozen=True, slots=True)
class Syllable:
    """One syllable to synthesise and the written characters it belongs to; "," and "." are pauses."""

    pinyin: str
    start: int
    end: int

    @property
    def is_pause(self) -> bool:
        return self.pinyin in {",", "."}


@cache
def _teach() -> None:
    load_phrases_dict({word: [[one] for one in sounds.split()] for word, sounds in _OURS.items()})


def pronounce(readings: Sequence[Reading]) -> tuple[Syllable, ...]:
    """Syllables with tones 1 to 5 for a normalised sentence."""
    _teach()
    chars = [(char, reading) for reading in readings for char in reading.say]
    sounds = lazy_pinyin(
        "".join(char for char, _ in chars),
        style=Style.TONE3,
        tone_sandhi=True,
        neutral_tone_with_five=True,
        errors=_one_by_one,
    )
    return tuple(
        Syllable(pinyin, reading.start, reading.end)
        for (char, reading), sound in zip(chars, sounds, strict=True)
        for pinyin in _sounds(char, sound)
    )


def _one_by_one(unknown: str) -> str:
    # pypinyin takes a list of sounds as well as the string its annotation names.
    return list(unknown)  # type: ignore[return-value]


def _sounds(char: str, sound: str) -> tuple[str, ...]:
    if not is_han(char):
        return (".",) if char == "。" else (",",)
    if char in _ALONE:
        return (_ALONE[char],)
    return (sound,) if sound.isascii() and sound[:1].isalpha() else _RARE
