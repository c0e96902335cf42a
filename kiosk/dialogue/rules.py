"""Evidence rules: words that must, or must not, be in what was said. Written one a line in data/*.yaml."""

import re
from dataclasses import dataclass

from kiosk.dialogue.numbers import ages_in
from kiosk.dialogue.sound import SYLLABLE, sound

_AGE = re.compile(r"@(\d+)\+")
AGE_SPAN = 20
"""@60+ means 60 to 79: who is eighty has matters of her own."""
LONGEST = 8
"""Characters of a rule's word."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said, ready to be looked at."""

    text: str
    sound: str
    ages: tuple[int, ...]
    parts: frozenset[str]
    """Every run of up to LONGEST characters, and its sound: some hundreds, so that each of a thousand rules is answered
    by looking up its words instead of searching for them."""


def said(text: str) -> Said:
    heard = sound(text)
    runs = [(i, j) for i in range(len(text)) for j in range(i + 1, min(i + LONGEST, len(text)) + 1)]
    parts = {text[i:j] for i, j in runs} | {heard[i * SYLLABLE : j * SYLLABLE] for i, j in runs}
    return Said(text, heard, ages_in(text), frozenset(parts))


@dataclass(frozen=True, slots=True)
class Word:
    """One of a rule's words."""

    text: str
    sound: str = ""
    """Empty when it counts by its characters only."""
    age: int = 0

    def weight(self, heard: Said, by_sound: bool = True) -> float:
        """Characters that speak for it: all by the letter, four fifths by the sound, 0 when it is not there."""
        if self.age:
            top = 121 if self.age >= 80 else self.age + AGE_SPAN
            return 2.0 if any(self.age <= age < top for age in heard.ages) else 0.0
        if self.text in heard.parts:
            return float(len(self.text))
        return 0.8 * len(self.text) if by_sound and self.sound and self.sound in heard.parts else 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """All of `needs`, each by any of its words, and none of `bars`."""

    needs: tuple[tuple[Word, ...], ...]
    bars: frozenset[str] = frozenset()
    looked_for: tuple[frozenset[str], ...] = ()
    """Of each need the words and their sounds, where they are all it may be met by: most rules fail by these."""

    def weight(self, heard: Said, by_sound: bool = True) -> float:
        """Characters that speak for the rule; 0 when it does not hold."""
        for any_of in self.looked_for:
            if any_of.isdisjoint(heard.parts):
                return 0.0
        if not self.bars.isdisjoint(heard.parts):
            return 0.0
        total = 0.0
        for words in self.needs:
            best = max(word.weight(heard, by_sound) for word in words)
            if not best:
                return 0.0
            total += best
        return total


def rule(line: str, by_sound: bool = True) -> Rule:
    """A rule from its line: words apart by spaces, a|b either, -a not.

    ValueError when nothing is needed or a word is too long.
    """
    needs: list[tuple[Word, ...]] = []
    bars: set[str] = set()
    for part in line.split():
        if part.startswith("-"):
            bars.update(part[1:].split("|"))
        else:
            needs.append(tuple(_word(text, by_sound) for text in part.split("|") if text))
    if not needs or not all(needs):
        raise ValueError(f"rule without words: {line!r}")
    if any(len(word) > LONGEST for word in (*bars, *(w.text for words in needs for w in words))):
        raise ValueError(f"rule with a word too long: {line!r}")
    looked_for = (
        frozenset(form for word in words for form in (word.text, word.sound) if form)
        for words in needs
        if not any(word.age for word in words)
    )
    return Rule(tuple(needs), frozenset(bars), tuple(looked_for))


def _word(text: str, by_sound: bool) -> Word:
    if (age := _AGE.fullmatch(text)) is not None:
        return Word(text, age=int(age[1]))
    return Word(text, sound(text) if by_sound and len(text) >= 2 else "")
