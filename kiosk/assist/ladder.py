"""What a line carries, decided from what was measured: at once down, slowly up, never to and fro.

Floors (kiosk.core.calls.RUNGS): a picture needs 400 kbit/s, a small one 150, a voice 40; loss and delay above which
speech and picture fall apart are those at which a talk stops being one (ITU-T G.114: 400 ms one way is the end of it).
"""

from dataclasses import dataclass, replace

from kiosk.core.calls import RUNGS, Rung

DOWN_AFTER_S = 2.0
"""How long it must have been too bad: one lost burst is not a bad line."""
UP_AFTER_S = 8.0
"""How long it must have been good; doubled each time the better rung did not hold."""
LONGEST_UP_S = 64.0
HELD_S = 30.0
"""A rung that has held so long has proven itself; the next try is soon again."""
MARGIN = 1.25
"""How much better than its floor a line must be to try the better rung."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One measurement. rtt_ms: round trip; loss: 0 to 1; kbit: what gets through, 0 when not known."""

    rtt_ms: float
    loss: float
    kbit: float = 0.0


@dataclass(frozen=True, slots=True)
class _Floor:
    rung: Rung
    kbit: float
    loss: float
    rtt_ms: float


_FLOORS = (
    _Floor("video", 400, 0.05, 500),
    _Floor("low_video", 150, 0.10, 800),
    _Floor("voice_stills", 40, 0.20, 1500),
)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rung a call is on, and what has been seen of the line."""

    rung: Rung = "video"
    bad_since: float | None = None
    good_since: float | None = None
    changed_at: float = 0.0
    patience_s: float = UP_AFTER_S


def after_cut(ladder: Ladder, now: float) -> Ladder:
    """The line was gone and is there again: what it was like before says nothing; a voice is tried at once."""
    at = min(RUNGS.index(ladder.rung), RUNGS.index("voice_stills"))
    return Ladder(RUNGS[at], changed_at=now)


def carries(sample: Sample, margin: float = 1.0) -> Rung:
    """The best rung a line like this carries; text and pointer go wherever the link goes."""
    for floor in _FLOORS:
        enough = sample.kbit == 0.0 or sample.kbit >= floor.kbit * margin
        if enough and sample.loss <= floor.loss / margin and sample.rtt_ms <= floor.rtt_ms / margin:
            return floor.rung
    return "text_pointer"


def measured(ladder: Ladder, sample: Sample, now: float) -> Ladder:
    """One more measurement at `now` (monotonic seconds)."""
    at, could = RUNGS.index(ladder.rung), RUNGS.index(carries(sample))
    if could > at:
        since = ladder.bad_since if ladder.bad_since is not None else now
        if now - since < DOWN_AFTER_S:
            return replace(ladder, bad_since=since, good_since=None)
        held = now - ladder.changed_at >= HELD_S
        patience = UP_AFTER_S if held else min(LONGEST_UP_S, ladder.patience_s * 2)
        # A line choked by the picture says nothing of the voice: first without the picture, then it is seen.
        lowest = max(at + 1, RUNGS.index("voice_stills"))
        return Ladder(RUNGS[min(could, lowest)], changed_at=now, patience_s=patience)
    if RUNGS.index(carries(sample, MARGIN)) < at:
        since = ladder.good_since if ladder.good_since is not None else now
        if now - since < ladder.patience_s:
            return replace(ladder, bad_since=None, good_since=since)
        return Ladder(RUNGS[at - 1], changed_at=now, patience_s=ladder.patience_s)
    return replace(ladder, bad_since=None, good_since=None)
