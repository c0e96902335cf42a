"""What a test may use: the terminal's own devices, its page, and the technician's word that it is over."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PIL import Image

from hardware.keypad import PadKey
from kiosk.app.terminal import Terminal
from kiosk.core.settings import Settings
from kiosk.diagnostics import Glimpse

LOOK_S = 0.2
"""Between two looks at a device that is watched."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hands:
    """One test under way."""

    settings: Settings
    terminal: Terminal
    show: Callable[[Glimpse], None]
    """What is seen now."""
    frame: Callable[[Image.Image], None]
    """The newest picture of a camera."""
    keys: Callable[[Callable[[PadKey], None] | None], None]
    """Have the keypad's keys instead of the page; None gives them back."""
    over: threading.Event = field(default_factory=threading.Event)
    """The technician has seen enough, or has left."""

    def watch(self, look: Callable[[], Glimpse]) -> Glimpse:
        """Show each look that differs from the last, until all its marks are seen or the technician ends it.

        Returns the last one.
        """
        shown = look()
        self.show(shown)
        while not (shown.marks and all(seen for _, seen in shown.marks)) and not self.over.wait(LOOK_S):
            if (now := look()) != shown:
                shown = now
                self.show(shown)
        return shown


def answer(ask: Callable[[Callable[[T], Any]], object], timeout_s: float) -> T | None:
    """Ask a device that answers by a callback, and wait; None when it has not by then."""
    done, came = threading.Event(), list[T]()

    def keep(outcome: T) -> None:
        came.append(outcome)
        done.set()

    ask(keep)
    done.wait(timeout_s)
    return came[0] if came else None


def unseen(glimpse: Glimpse) -> str:
    """What was not seen, in words; "" when everything was."""
    return "、".join(name for name, seen in glimpse.marks if not seen)
