"""Keeps the terminal on its feet: runs it as a child process and starts it again when it dies.

A crash of native code (a driver, Qt) takes a Python process with it, so nothing inside the terminal can promise to
come back. The supervisor is small, imports next to nothing and only waits.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.core.journal import Journal

ORDERLY = 0
USAGE = 2
"""Wrong settings: starting again cannot help."""


@dataclass(frozen=True, slots=True)
class Restarts:
    """How long to wait before the next start: 1, 2, 4 s and no longer, back to 1 after a minute of life."""

    in_a_row: int = 0

    def after(self, lived_s: float) -> "Restarts":
        """The state after a child that lived so long."""
        return Restarts(1 if lived_s >= 60 else self.in_a_row + 1)

    @property
    def wait_s(self) -> float:
        return min(4.0, 2.0 ** max(0, self.in_a_row - 1))


def supervise(
    command: Sequence[str],
    journal: Journal,
    monotonic: Callable[[], float],
    wait: Callable[[float], object],
) -> int:
    """Run the command until it ends in order (exit code 0) or says its settings are wrong (2).

    command: the terminal's own command line. wait: sleeps that many seconds. Returns the last exit code.
    SIGTERM and SIGINT are passed on to the child, and end the supervision.
    """
    state, count, stopping = Restarts(), 0, False
    child: subprocess.Popen[bytes] | None = None

    def stop(signum: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True
        if child is not None and child.poll() is None:
            child.send_signal(signum)

    previous = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        while not stopping:
            born = monotonic()
            child = subprocess.Popen(command, env={**os.environ, "KIOSK_SUPERVISED": "1"})
            code = child.wait()
            if stopping or code in (ORDERLY, USAGE):
                return 0 if stopping else code
            count += 1
            state = state.after(monotonic() - born)
            journal.write("restarted", count=count, code=code)
            wait(state.wait_s)
        return 0
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def own_command(*arguments: str) -> list[str]:
    """The command line that starts this program again with these arguments."""
    return [sys.executable, "-m", "kiosk", *arguments]
