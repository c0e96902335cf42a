"""The terminal's sign of life to its supervisor: a byte a second, from the thread that draws the pages.

A timer of that thread and nothing else, so that a page that hangs stops the beat.
"""

import contextlib
import os
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer

from kiosk.app.supervisor import BEAT_FD

PERIOD_MS = 1000


def start_beating(parent: QObject, environment: Mapping[str, str] = os.environ) -> QTimer | None:
    """Beat for as long as `parent` lives; None when no supervisor listens."""
    named = environment.get(BEAT_FD, "")
    if not named.isdecimal():
        return None
    pipe = int(named)
    os.set_blocking(pipe, False)
    os.set_inheritable(pipe, False)
    timer = QTimer(parent, interval=PERIOD_MS)

    def beat() -> None:
        try:
            with contextlib.suppress(BlockingIOError):  # full: the supervisor has enough to read
                os.write(pipe, b".")
        except BrokenPipeError:
            timer.stop()

    timer.timeout.connect(beat)
    timer.start()
    return timer
