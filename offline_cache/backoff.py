"""How long to wait after something did not work. Pure; the random source is handed in."""

from random import Random

OUTAGE_FIRST_S = 1.0
OUTAGE_CEILING_S = 300.0
ITEM_WAITS_S = (60.0, 600.0)
"""Waits after an item's first and second refusal; the third makes it dead."""


def outage_wait_s(failures: int, wish_s: float | None, random: Random) -> float:
    """Seconds to leave the hub alone after the nth failure in a row (from 1).

    Doubling from one second to five minutes, half of it random, so that a city's terminals do not all come back in
    the same second. Never less than the hub's own wish (Retry-After).
    """
    full = min(OUTAGE_CEILING_S, OUTAGE_FIRST_S * 2.0 ** min(failures - 1, 30))
    return max(full * random.uniform(0.5, 1.0), wish_s or 0.0)


def item_wait_s(tries_before: int) -> float | None:
    """Seconds until a refused item is tried again, None when it has had its last try."""
    return ITEM_WAITS_S[tries_before] if tries_before < len(ITEM_WAITS_S) else None
