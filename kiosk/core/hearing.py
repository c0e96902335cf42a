"""What an ear is told to expect, and what it hands over: where voice, dialogue and session meet."""

from dataclasses import dataclass
from enum import StrEnum

SLOW_PACE = 2.5
"""Syllables a second of voice; below it somebody speaks slowly."""


@dataclass(frozen=True, slots=True)
class Expect:
    """What may be said now; made from a Screen, given to the ear."""

    phrases: tuple[str, ...]
    """Whole phrases, characters without spaces; at least two syllables each."""
    loops: tuple[tuple[str, ...], ...] = ()
    """Word sets that may be said in any number and order: the digits, the parts of a date, the parts of an amount."""
    lone: tuple[str, ...] = ()
    """Single syllables that answer the page: 对, 好, 中. Never whole phrases, for noise sounds so too."""
    open: bool = False
    """Her own words are understood here (home page, question back, free text)."""
    pause_s: float = 2.0
    """Silence that ends an open answer; a whole closed phrase may end sooner."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One thing that may have been said."""

    text: str
    """Characters without spaces; never empty."""
    confidence: float = 1.0
    """0 to 1, of its least certain word. A hint: recognisers are sure of wrong words too."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Somebody said something."""

    hypotheses: tuple[Hypothesis, ...]
    """Best first, never empty."""
    whole: bool = False
    """The best one is, as a whole, a phrase or a run of a loop that was expected."""
    clear: bool = True
    """The voice stood well above the hall. One that did not, or many voices taken for one, may only be asked about."""
    pace: float = 0.0
    """Syllables a second of voice; 0 where it was not measured."""

    @property
    def text(self) -> str:
        return self.hypotheses[0].text


class Deafness(StrEnum):
    """Why nothing was understood by the ear."""

    SILENCE = "silence"
    """Nobody spoke in time."""
    UNCLEAR = "unclear"
    """Speech or noise, but no words: 没听清."""
    TOO_LONG = "too_long"
    """Talked past the longest utterance; nobody is listening to all of it."""
    NO_EAR = "no_ear"
    """Microphone, model or recogniser is not there."""
    STOPPED = "stopped"
    """The caller stopped it, or listens for something else now; nobody is to be told 没听清."""


@dataclass(frozen=True, slots=True)
class NotHeard:
    """Listening ended without words."""

    why: Deafness


Hearing = Utterance | NotHeard


def typed(text: str) -> Utterance:
    """A sentence that came without sound, e.g. in a test or from standard input."""
    return Utterance((Hypothesis(text),))
