"""The acoustic model's units: toneless initials and finals, in the order it was trained with; unit 0 is CTC's blank."""

import re
import unicodedata

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_finals, to_initials

INITIALS = [*"bpmfdtnlgkhjqx", "zh", "ch", "sh", *"rzcs"]
_NOT_SYLLABLES = ("n", "ng", "m", "hm", "hng")


def of_syllable(syllable: str) -> tuple[str, ...]:
    """zhi -> (zh, _ir); () for sounds that are no syllable."""
    syllable = syllable.replace("ü", "v").replace("u:", "v")
    if syllable in _NOT_SYLLABLES:
        return ()
    initial = to_initials(syllable, strict=True)
    final = to_finals(syllable, strict=True).replace("ü", "v").replace("ê", "e")
    if final == "i" and initial in ("z", "c", "s"):
        final = "iz"
    elif final == "i" and initial in ("zh", "ch", "sh", "r"):
        final = "ir"
    if not final:
        return ()
    return (initial, f"_{final}") if initial else (f"_{final}",)


def of_word(word: str) -> tuple[str, ...]:
    """The units of a word, () when one of its characters has no syllable."""
    each = [of_syllable(syllable) for syllable in lazy_pinyin(word, style=Style.NORMAL, errors="ignore")]
    return tuple(unit for units in each for unit in units) if len(each) == len(word) and all(each) else ()


def _all_units() -> list[str]:
    finals = set()
    for readings in PINYIN_DICT.values():
        for reading in readings.split(","):
            bare = "".join(c for c in unicodedata.normalize("NFD", reading) if not unicodedata.combining(c) or c == "̈")
            bare = unicodedata.normalize("NFC", bare).replace("ü", "v").replace("ê", "e")
            if re.fullmatch("[a-zv]+", bare) and (units := of_syllable(bare)):
                finals.add(units[-1])
    return INITIALS + sorted(finals)


UNITS = _all_units()
ID = {unit: number for number, unit in enumerate(UNITS, 1)}
