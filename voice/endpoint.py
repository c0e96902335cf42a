"""When an utterance has begun and ended; pure, in audio time.

Old people pause in the middle of what they say, so silence alone ends an open answer late; a closed phrase that is
complete ends early, because nothing more can come.
"""

from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto

from kiosk.core.hearing import SLOW_PACE

ONSET_S = 0.08
"""So much of the last 120 ms must be speech for an utterance to begin; a knock is shorter."""
_ONSET_WINDOW_S = 0.12
KNOCK_S = 0.3
"""Less speech than this without a single word was no speech."""
COMPLETE_S = 0.5
MAY_GO_ON_S = 1.0
"""Silence after a whole phrase, when nothing or something longer can follow."""
SLOW_S = 3.0
SLOWEST_S = 3.0
"""No adaptation waits longer."""
STABLE_S = 0.3
"""How long a partial result must have been the same whole phrase."""
_GAP_S = 0.3


class Verdict(Enum):
    """What the present moment is."""

    WAITING = auto()
    BEGUN = auto()
    """Speech begins in this frame; what came just before belongs to it."""
    SPEAKING = auto()
    KNOCK = auto()
    """It was nothing; wait on."""
    ENDED = auto()
    SILENCE = auto()
    """Nobody spoke in time."""
    TOO_LONG = auto()


@dataclass(slots=True)
class Pace:
    """How one person speaks; forgotten when the visit ends."""

    slow: bool = False
    _gaps: deque[float] = field(default_factory=lambda: deque(maxlen=4))
    _rates: deque[float] = field(default_factory=lambda: deque(maxlen=4))

    def learn(self, gaps: list[float], syllables: int, voiced_s: float) -> None:
        """After an utterance: the pauses within it, and how fast it was."""
        self._gaps += [gap for gap in gaps if gap >= _GAP_S]
        if syllables >= 2 and voiced_s > 0:
            self._rates.append(syllables / voiced_s)

    def patience(self, pause_s: float) -> float:
        """How long to wait for more when pause_s is usual."""
        if self.slow:
            return max(pause_s, SLOW_S)
        longest = max(self._gaps, default=0.0) * 1.5
        slowly = bool(self._rates) and sum(self._rates) / len(self._rates) < SLOW_PACE
        return min(SLOWEST_S, max(pause_s * (1.25 if slowly else 1.0), longest))

    def forget(self) -> None:
        self._gaps.clear()
        self._rates.clear()


class Endpointer:
    """One listening: feed every frame; tell it what the recogniser makes of the sound so far."""

    def __init__(self, pause_s: float, pace: Pace, patience_s: float, longest_s: float) -> None:
        self._pause_s = pace.patience(pause_s)
        self._slow = pace.slow
        self._patience_s = patience_s
        self._longest_s = longest_s
        self._waited_s = 0.0
        self.begin_again()

    def begin_again(self) -> None:
        """It was nothing, or is to be forgotten: wait for speech anew."""
        self._recent: deque[tuple[bool, float]] = deque()
        self.begun = False
        self.gaps: list[float] = []
        self.voiced_s = 0.0
        self._spoken_s = 0.0
        self._silent_s = 0.0
        self._words = ""
        self._same_s = 0.0
        self._complete_s: float | None = None

    def words(self, text: str, complete: bool = False, may_go_on: bool = False) -> None:
        """The recogniser's partial text; `complete` when it is a whole closed phrase."""
        if text != self._words:
            self._words, self._same_s = text, 0.0
        self._complete_s = None if not complete else (MAY_GO_ON_S if may_go_on else COMPLETE_S)

    def frame(self, speech: bool, seconds: float) -> Verdict:
        """One frame of sound."""
        return self._during(speech, seconds) if self.begun else self._before(speech, seconds)

    def _before(self, speech: bool, seconds: float) -> Verdict:
        self._waited_s += seconds
        self._recent.append((speech, seconds))
        while sum(s for _, s in self._recent) > _ONSET_WINDOW_S + 1e-9:
            self._recent.popleft()
        if sum(s for spoke, s in self._recent if spoke) >= ONSET_S - 1e-9:
            self.begun = True
            return Verdict.BEGUN
        return Verdict.SILENCE if self._waited_s >= self._patience_s else Verdict.WAITING

    def _during(self, speech: bool, seconds: float) -> Verdict:
        self._spoken_s += seconds
        self._same_s += seconds
        if speech:
            if self._silent_s >= _GAP_S:
                self.gaps.append(self._silent_s)
            self._silent_s = 0.0
            self.voiced_s += seconds
        else:
            self._silent_s += seconds
        if self._spoken_s >= self._longest_s:
            return Verdict.TOO_LONG
        if not self._words and self.voiced_s < KNOCK_S and self._silent_s >= COMPLETE_S:
            self._waited_s += self._spoken_s
            self.begin_again()
            return Verdict.KNOCK
        return Verdict.ENDED if self._is_over() else Verdict.SPEAKING

    def _is_over(self) -> bool:
        if self._complete_s is not None and self._same_s >= STABLE_S:
            return self._silent_s >= self._complete_s * (1.5 if self._slow else 1.0)
        # A hall that never falls silent must not keep her waiting: no new word for as long is the end, too.
        return max(self._silent_s, self._same_s if self._words else 0.0) >= self._pause_s
