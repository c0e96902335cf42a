"""What a sentence is about, learned from sentences whose meaning is known: naive Bayes over characters and sounds.

Counted when the catalogue is prepared; there is no model file. Features are characters, pairs of characters, syllables,
pairs of syllables and syllables one apart, so that a wrong character of the right sound loses only half.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import log

from kiosk.dialogue.sound import sound

NO_MATTER = ""
"""The class of sentences that are about no matter."""
SMOOTHING = 0.1


class Taught:
    """Log odds for each class of sentences it was taught. Immutable."""

    def __init__(self, sentences: Iterable[tuple[str, str]]) -> None:
        """sentences: (class, core utterance)."""
        having: dict[str, Counter[str]] = defaultdict(Counter)
        many: Counter[str] = Counter()
        for name, text in sentences:
            many[name] += 1
            for feature in _features(text):
                having[feature][name] += 1
        self.classes = tuple(many)
        total = many.total()
        self._odds = {
            feature: tuple(_log_odds(counts[name], many[name], counts.total(), total) for name in self.classes)
            for feature, counts in having.items()
        }

    def odds(self, text: str) -> Mapping[str, float]:
        """Log odds of each class per character of what was said; {} when nothing of it was ever taught."""
        rows = [row for feature in _features(text) if (row := self._odds.get(feature)) is not None]
        return (
            {name: sum(column) / len(text) for name, column in zip(self.classes, zip(*rows, strict=True), strict=True)}
            if rows
            else {}
        )


def _log_odds(mine: int, size: int, all_having: int, total: int) -> float:
    here = (mine + SMOOTHING) / (size + 2 * SMOOTHING)
    elsewhere = (all_having - mine + SMOOTHING) / (total - size + 2 * SMOOTHING)
    return log(here / elsewhere)


def _features(text: str) -> set[str]:
    heard = sound(text)
    syllables = [heard[i : i + 2] for i in range(0, len(heard), 2)]
    return {
        *text,
        *(text[i : i + 2] for i in range(len(text) - 1)),
        *(f"~{one}" for one in syllables),
        *(f"~{a}{b}" for a, b in pairwise(syllables)),
        *(f"~{a}*{b}" for a, b in zip(syllables, syllables[2:], strict=False)),
    }
