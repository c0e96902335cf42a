"""What a recogniser makes of a sentence when it hears the sounds and not the words, seeded.

Chinese recognition errs mostly by homophones: it writes other characters of the same syllable, or of the syllable an
accent makes of it (n/l, zh/z, an/ang, h/f). Characters come from the 3,755 of GB 2312 level 1, two-syllable words from
the dictionary of pypinyin. Real recognisers prefer likely words; this one does not, so it is the harder test.
"""

import random
from collections import defaultdict
from functools import cache

from pypinyin import Style, lazy_pinyin
from pypinyin.phrases_dict import phrases_dict

ACCENTS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("h", "f"), ("r", "l"))
TAILS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


def mishear(text: str, seed: str, rate: float = 0.2) -> str:
    """The sentence with about `rate` of its syllables written otherwise, at least one; as many syllables as before."""
    chance = random.Random(f"{seed} {text}")
    sounds = lazy_pinyin(text, style=Style.NORMAL)
    if len(sounds) != len(text):  # digits and Latin letters have no syllable of their own
        return text
    for _ in range(20):
        heard = _once(text, sounds, chance, rate)
        if heard != text:
            return heard
    return text


def _once(text: str, sounds: list[str], chance: random.Random, rate: float) -> str:
    out: list[str] = []
    at = 0
    while at < len(text):
        if chance.random() >= rate:
            out.append(text[at])
            at += 1
            continue
        pair = text[at : at + 2]
        words = [word for word in _words().get("".join(sounds[at : at + 2]), ()) if word != pair]
        if len(pair) == 2 and words and chance.random() < 0.5:
            out.append(chance.choice(words))
            at += 2
            continue
        sound = sounds[at] if chance.random() < 0.75 else chance.choice(_accented(sounds[at]))
        out.append(chance.choice([each for each in _characters().get(sound, ()) if each != text[at]] or [text[at]]))
        at += 1
    return "".join(out)


def _accented(sound: str) -> list[str]:
    """The syllables an accent may make of this one; itself when none is a syllable."""
    made = []
    for one, other in ACCENTS:
        for a, b in ((one, other), (other, one)):
            if sound.startswith(a) and not (len(a) == 1 and sound[1:2] == "h" and a in "zcs"):
                made.append(b + sound.removeprefix(a))
    for one, other in TAILS:
        for a, b in ((one, other), (other, one)):
            if sound.endswith(a):
                made.append(sound.removesuffix(a) + b)
    return [each for each in made if each in _characters()] or [sound]


@cache
def _characters() -> dict[str, list[str]]:
    """Toneless syllable to the common characters said so."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                character = bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue  # the last row of level 1 is not full
            found[lazy_pinyin(character, style=Style.NORMAL)[0]].append(character)
    return found


@cache
def _words() -> dict[str, list[str]]:
    """Two toneless syllables to the words of two common characters said so."""
    common = {character for characters in _characters().values() for character in characters}
    found: dict[str, list[str]] = defaultdict(list)
    for word in phrases_dict:
        if len(word) == 2 and common.issuperset(word):
            found["".join(lazy_pinyin(word, style=Style.NORMAL))].append(word)
    return found
