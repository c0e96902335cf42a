"""Whose call goes to which guide: a pure function of who waits, who is on duty, and the time.

Calls are served by class (urgent, then 80+ or disabled, then ordinary) and within a class by time of asking. A guide
has one call at a time. Of those who are able, the nearest is asked first (own hall, street, city), then one who speaks
the dialect, one who knows the matter, and the one who has been idle longest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from hub.help_desk import NEAREST_FIRST, Reach

AGAIN_AFTER = timedelta(seconds=30)
"""A guide who declined is asked again for the same call only after this, so that nobody waits for ever."""


class Priority(IntEnum):
    """Classes of calls, the first served first."""

    URGENT = 0
    FRAIL = 1
    """80 or older, or disabled."""
    ORDINARY = 2


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call nobody has taken."""

    call: str
    asked_at: datetime
    priority: Priority
    hall: str
    street: str
    matter: str
    sign: bool
    dialect: bool
    passed: Mapping[str, datetime]
    """Guides who did not take it, and when."""


@dataclass(frozen=True, slots=True)
class Guide:
    """Somebody on duty."""

    name: str
    reach: Reach
    place: str
    matters: frozenset[str]
    """Service ids she is trained for; none: she takes any."""
    sign: bool
    dialect: bool
    idle_since: datetime
    free: bool
    """Ready, and in no call nor asked for one."""


@dataclass(frozen=True, slots=True)
class Offer:
    """This call is offered to this guide."""

    call: str
    guide: str


def in_line(waiting: Iterable[Waiting]) -> list[Waiting]:
    """The order in which calls are served."""
    return sorted(waiting, key=lambda call: (call.priority, call.asked_at, call.call))


def able(call: Waiting, on_duty: Iterable[Guide]) -> list[Guide]:
    """Who could take a call: in reach; of those the ones who sign, when it is asked for and anybody does; of those
    the ones trained for its matter, when anybody is. Empty: nobody is on duty for it.
    """
    near = [guide for guide in on_duty if _in_reach(call, guide)]
    signing = [guide for guide in near if guide.sign] if call.sign else []
    pool = signing or near
    return [guide for guide in pool if not guide.matters or call.matter in guide.matters] or pool


def match(waiting: Iterable[Waiting], on_duty: Sequence[Guide], now: datetime) -> list[Offer]:
    """New offers, at most one a guide and one a call."""
    taken: set[str] = set()
    offers = []
    for call in in_line(waiting):
        free = [g for g in able(call, on_duty) if g.free and g.name not in taken and _may_ask(call, g, now)]
        if free:
            chosen = min(free, key=lambda guide: _preference(call, guide))
            taken.add(chosen.name)
            offers.append(Offer(call.call, chosen.name))
    return offers


def standing(waiting: Iterable[Waiting], on_duty: Sequence[Guide]) -> dict[str, tuple[int, int]]:
    """For each call, how many are served before it by people who could also take it, and how many such people."""
    found: dict[str, tuple[int, int]] = {}
    before: list[frozenset[str]] = []
    for call in in_line(waiting):
        mine = frozenset(guide.name for guide in able(call, on_duty))
        found[call.call] = (sum(not mine.isdisjoint(theirs) for theirs in before), len(mine))
        before.append(mine)
    return found


def minutes(before: int, able_guides: int, mean_s: float | None) -> int | None:
    """How long it will be about, None when nobody can know: no calls yet to judge by, or nobody there."""
    if mean_s is None or able_guides == 0:
        return None
    return max(1, round((before + 1) * mean_s / able_guides / 60))


def _in_reach(call: Waiting, guide: Guide) -> bool:
    own = {"hall": call.hall, "street": call.street, "city": ""}
    return guide.place == own[guide.reach] and (guide.reach == "city" or guide.place != "")


def _may_ask(call: Waiting, guide: Guide, now: datetime) -> bool:
    passed = call.passed.get(guide.name)
    return passed is None or now - passed >= AGAIN_AFTER


def _preference(call: Waiting, guide: Guide) -> tuple[int, bool, bool, datetime, str]:
    return (
        NEAREST_FIRST.index(guide.reach),
        call.dialect and not guide.dialect,
        call.matter not in guide.matters,
        guide.idle_since,
        guide.name,
    )
