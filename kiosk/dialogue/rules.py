"""Evidence rules: words that must, or must not, be in what was said. Written one a line in data/*.yaml."""

import re
from dataclasses import dataclass

from kiosk.dialogue.numbers import ages_in
from kiosk.dialogue.sound import sound, sounds_in

_AGE = re.compile(r"@(\d+)\+")
AGE_SPAN = 20
"""@60+ means 60 to 79: who is eighty has matters of her own."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said, ready to be looked at."""

    text: str
    sound: str
    ages: tuple[int, ...]


def said(text: str) -> Said:
    return Said(text, sound(text), ages_in(text))


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
        if self.text in heard.text:
            return float(len(self.text))
        return 0.8 * len(self.text) if by_sound and self.sound and sounds_in(self.sound, heard.sound) else 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """All of `needs`, each by any of its words, and none of `bars`."""

    needs: tuple[tuple[Word, ...], ...]
    bars: tuple[str, ...] = ()

    def weight(self, heard: Said, by_sound: bool = True) -> float:
        """Characters that speak for the rule; 0 when it does not hold."""
        if any(bar in heard.text for bar in self.bars):
            return 0.0
        total = 0.0
        for words in self.needs:
            best = max(word.weight(heard, by_sound) for word in words)
            if not best:
                return 0.0
            total += best
        return total


def rule(line: str, by_sound: bool = True) -> Rule:
    """A rule from its line: words apart by spaces, a|b either, -a not; ValueError when nothing is needed."""
    needs: list[tuple[Word, ...]] = []
    bars: list[str] = []
    for part in line.split():
        if part.startswith("-"):
            bars += part[1:].split("|")
        else:
            needs.append(tuple(_word(text, by_sound) for text in part.split("|") if text))
    if not needs or not all(needs):
        raise ValueError(f"rule without words: {line!r}")
    return Rule(tuple(needs), tuple(bars))


def _word(text: str, by_sound: bool) -> Word:
    if (age := _AGE.fullmatch(text)) is not None:
        return Word(text, age=int(age[1]))
    return Word(text, sound(text) if by_sound and len(text) >= 2 else "")
