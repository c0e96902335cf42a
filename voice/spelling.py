"""How a phrase is written with the words a recogniser's model knows.

A word the model does not know is dropped by vosk with a line in its log, and the phrase could never be heard. So every
phrase is cut into known words, fewest first; a character the model lacks is written with one that sounds the same; and
what cannot be written at all is named.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

from voice.normalise import is_han, said

LONGEST_WORD = 8
_TONES = "\u0304\u0301\u030c\u0300"
_HUMS = {"n": "en", "ng": "en", "hng": "heng", "m": "mu", "hm": "heng"}
"""嗯 and its like have no vowel; what a recogniser without them hears instead."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A phrase as words of the model."""

    words: tuple[str, ...]
    respelled: bool = False
    """Some character is written with another of the same sound."""

    @property
    def text(self) -> str:
        return "".join(self.words)


@dataclass(frozen=True, slots=True)
class Spelt:
    """What became of many phrases."""

    spellings: dict[str, Spelling]
    """By phrase; only those that can be written."""
    lost: tuple[str, ...]
    """Phrases that cannot be written with the model's words."""

    @property
    def respelled(self) -> tuple[str, ...]:
        return tuple(phrase for phrase, spelling in self.spellings.items() if spelling.respelled)


class Speller:
    """Writes phrases with the words `knows` says yes to; answers are kept."""

    def __init__(self, knows: Callable[[str], bool]) -> None:
        self._knows = cache(knows)
        self._kept: dict[str, Spelling | None] = {}

    def spell(self, phrase: str) -> Spelling | None:
        """Numbers and letters as they are said; None when some sound has no word in the model."""
        if phrase not in self._kept:
            self._kept[phrase] = self._spell("".join(filter(is_han, said(phrase))))
        return self._kept[phrase]

    def spell_all(self, phrases: Iterable[str]) -> Spelt:
        """Spell each phrase once, keeping count of the lost ones."""
        each = {phrase: self.spell(phrase) for phrase in phrases}
        return Spelt(
            {phrase: spelling for phrase, spelling in each.items() if spelling},
            tuple(phrase for phrase, spelling in each.items() if not spelling),
        )

    def _spell(self, text: str) -> Spelling | None:
        if not text:
            return None
        if words := self._segment(text):
            return Spelling(words)
        alike = "".join(
            char if self._knows(char) else self._alike(sound)
            for char, sound in zip(text, lazy_pinyin(text), strict=True)
        )
        words = self._segment(alike) if len(alike) == len(text) else None
        return Spelling(words, respelled=True) if words else None

    def _segment(self, text: str) -> tuple[str, ...] | None:
        """The fewest known words that make up the text; among equals the one with the longest first word."""
        best: list[tuple[str, ...] | None] = [None] * len(text) + [()]
        for at in range(len(text) - 1, -1, -1):
            for end in range(min(len(text), at + LONGEST_WORD), at, -1):
                rest = best[end]
                fewest = best[at]
                if rest is None or (fewest is not None and len(rest) + 1 >= len(fewest)):
                    continue
                if self._knows(text[at:end]):
                    best[at] = (text[at:end], *rest)
        return best[0]

    def _alike(self, sound: str) -> str:
        """A known character of that sound, "" when there is none."""
        return next((char for char in _by_sound().get(_HUMS.get(sound, sound), ()) if self._knows(char)), "")


@cache
def _by_sound() -> dict[str, tuple[str, ...]]:
    """Characters of the common block by their first toneless pinyin."""
    by_sound: dict[str, list[str]] = {}
    for code, readings in PINYIN_DICT.items():
        if 0x4E00 <= code <= 0x9FFF:
            first = unicodedata.normalize("NFD", readings.partition(",")[0])
            bare = "".join("v" if mark == "\u0308" else mark for mark in first if mark not in _TONES)
            by_sound.setdefault(bare.replace("uv", "v"), []).append(chr(code))
    return {sound: tuple(chars) for sound, chars in by_sound.items()}
