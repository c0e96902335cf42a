"""Key presses as the kernel writes them, for simulated scanners and keypads."""

import time
from collections.abc import Iterable

from hardware.input_events import EV_KEY, EV_SYN, EVENT


def records(events: Iterable[tuple[int, int]]) -> bytes:
    """(key code, value) pairs as input_event records, a report mark after each."""
    now = time.time()
    stamp = int(now), int(now % 1 * 1_000_000)
    return b"".join(EVENT.pack(*stamp, EV_KEY, code, v) + EVENT.pack(*stamp, EV_SYN, 0, 0) for code, v in events)
