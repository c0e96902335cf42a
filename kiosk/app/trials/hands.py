"""What a test may use: the terminal's own devices, its page, and the technician's word that it is over."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image

from hardware.keypad import PadKey
from kiosk.app.terminal import Terminal
from kiosk.app.waiting import answer as answer
from kiosk.core.settings import Settings
from kiosk.diagnostics import Glimpse

LOOK_S = 0.2
"""Between two looks at a device that is watched."""


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


def unseen(glimpse: Glimpse) -> str:
    """What was not seen, in words; "" when everything was."""
    return "、".join(name for name, seen in glimpse.marks if not seen)
