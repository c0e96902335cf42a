"""How well the desk answers: by day, by matter; figures about calls, never about what was said in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

from hub.store.base import Tx
from hub.times import stamp, unstamp
from kiosk.core.clock import BEIJING

IN_TIME = timedelta(seconds=60)
"""A call is answered in time when a guide took it within this."""
PATIENCE = timedelta(seconds=10)
"""Whoever goes sooner had pressed by mistake, and counts as nobody's failure."""


@dataclass(frozen=True, slots=True)
class One:
    """A call as far as figures need it."""

    matter: str
    asked_at: datetime
    answered_at: datetime | None
    joined_at: datetime | None
    left_at: datetime | None
    why: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares are 0 to 1, None where there is nothing to divide by."""

    asked: int
    answered: int
    in_time: float | None
    abandoned: float | None
    """Gone before anybody had taken the call, of those who waited at all."""
    nobody: int
    """Nobody was on duty, or nobody came."""
    finished_in_one: float | None
    """Of the calls that were joined and written up: nothing is left to do."""
    mean_wait_s: float | None
    mean_call_s: float | None


def figures(ones: Sequence[One]) -> Figures:
    """What these calls come to."""
    answered = [one for one in ones if one.answered_at is not None]
    serious = [one for one in ones if one.answered_at or one.left_at is None or one.left_at - one.asked_at >= PATIENCE]
    gone = [one for one in serious if one.answered_at is None and one.why in ("resident_done", "terminal_lost")]
    written = [one for one in ones if one.outcome]
    waits = [(one.answered_at - one.asked_at).total_seconds() for one in answered if one.answered_at]
    lengths = [(one.left_at - one.joined_at).total_seconds() for one in ones if one.joined_at and one.left_at]
    return Figures(
        asked=len(ones),
        answered=len(answered),
        in_time=_share(sum(wait <= IN_TIME.total_seconds() for wait in waits), len(serious)),
        abandoned=_share(len(gone), len(serious)),
        nobody=sum(one.why in ("nobody", "nobody_came") for one in ones),
        finished_in_one=_share(sum(one.outcome == "finished" for one in written), len(written)),
        mean_wait_s=fmean(waits) if waits else None,
        mean_call_s=fmean(lengths) if lengths else None,
    )


def calls_since(tx: Tx, day: date) -> list[One]:
    """Calls asked for on this day or later."""
    begin = stamp(datetime(day.year, day.month, day.day, tzinfo=BEIJING))
    rows = tx.rows(
        "select matter, asked_at, answered_at, joined_at, left_at, why, outcome from calls where asked_at >= ?", begin
    )
    return [One(row[0], unstamp(row[1]), _when(row[2]), _when(row[3]), _when(row[4]), row[5], row[6]) for row in rows]


def by_matter(ones: Sequence[One]) -> dict[str, Figures]:
    """Matter ("" where there was none) to its figures."""
    return {matter: figures([o for o in ones if o.matter == matter]) for matter in sorted({o.matter for o in ones})}


def _when(text: str | None) -> datetime | None:
    return unstamp(text) if text else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
