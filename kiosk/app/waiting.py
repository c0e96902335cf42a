"""Devices answer by callbacks; a doctor or a test waits."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from hardware.hearers import Stop

T = TypeVar("T")
LOOK_S = 0.05


def answer(ask: Callable[[Callable[[T], Any]], object], timeout_s: float) -> T | None:
    """Ask a device that answers by a callback, and wait; None when it has not by then."""
    done, came = threading.Event(), list[T]()

    def keep(outcome: T) -> None:
        came.append(outcome)
        done.set()

    ask(keep)
    done.wait(timeout_s)
    return came[0] if came else None


def first(hear: Callable[[Callable[[T], Any]], Stop], timeout_s: float) -> T | None:
    """The first of what a device goes on telling, which is heard no longer then; None when nothing came."""
    stops: list[Stop] = []

    def ask(keep: Callable[[T], Any]) -> None:
        stops.append(hear(keep))

    try:
        return answer(ask, timeout_s)
    finally:
        for stop in stops:
            stop()


def in_time(look: Callable[[], T], timeout_s: float) -> T:
    """What somebody sees who looks again and again until there is something; else what is there at the end."""
    pause = threading.Event()
    for _ in range(round(timeout_s / LOOK_S)):
        if seen := look():
            return seen
        pause.wait(LOOK_S)
    return look()
