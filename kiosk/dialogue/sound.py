"""How words sound, as recognisers and accents confuse them: toneless, zh=z, ch=c, sh=s, n=l=r, h=f, -ng=-n.

A syllable is two characters, its folded initial and its folded final, so that half a syllable can be right.
"""

from functools import lru_cache

SYLLABLE = 2
"""Characters of a syllable's sound."""
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_FOLD_INITIAL = {"zh": "z", "ch": "c", "sh": "s", "n": "l", "r": "l", "h": "f"}
_FOLD_FINAL = {"ing": "in", "eng": "en", "ang": "an", "iang": "ian", "uang": "uan", "ong": "on", "iong": "ion"}


@lru_cache(maxsize=8192)
def syllable(char: str) -> str:
    """The folded sound of one character, two characters long; of what has no reading, itself twice.

    >>> syllable("诊") == syllable("怎")
    True
    """
    # Loading the dictionaries takes 0.15 s, which the terminal's first page need not wait for.
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_normal

    readings = PINYIN_DICT.get(ord(char))
    if not readings:
        return char * 2
    plain = to_normal(readings.split(",")[0]).replace("ü", "v")
    initial = next((i for i in _INITIALS if plain.startswith(i)), "")
    final = plain[len(initial) :]
    return _FOLD_INITIAL.get(initial, initial or "-") + _letter(_FOLD_FINAL.get(final, final))


_FINALS = tuple(" a ai an ao e ei en er i ia ian iao ie in ion iu m o on ou u ua uai uan ue ui un uo v ve".split(" "))  # noqa: SIM905


def _letter(final: str) -> str:
    """One private character for each final, so that every syllable has the same length; the same in every run."""
    return chr(0xE000 + _FINALS.index(final))


def sound(text: str) -> str:
    """The sound of a text, two characters a syllable."""
    return "".join(map(syllable, text))


def sounds_in(part: str, whole: str) -> bool:
    """Whether one sound occurs in another at a syllable's beginning."""
    at = whole.find(part)
    while at >= 0:
        if at % 2 == 0:
            return True
        at = whole.find(part, at + 1)
    return False
