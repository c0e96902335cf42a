"""Devices answer by callbacks; a doctor or a test waits."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


def answer(ask: Callable[[Callable[[T], Any]], object], timeout_s: float) -> T | None:
    """Ask a device that answers by a callback, and wait; None when it has not by then."""
    done, came = threading.Event(), list[T]()

    def keep(outcome: T) -> None:
        came.append(outcome)
        done.set()

    ask(keep)
    done.wait(timeout_s)
    return came[0] if came else None
