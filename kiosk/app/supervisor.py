"""Keeps the terminal on its feet: runs it as a child process, starts it again when it dies, ends it when it hangs.

A crash of native code (a driver, Qt) takes a Python process with it, and one that hangs cannot know it, so nothing
inside the terminal can promise to come back. The supervisor is small, imports next to nothing and only waits. systemd
watches the supervisor in turn (`kiosk.app.notify`).
"""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.app.notify import notify
from kiosk.core.journal import Journal

ORDERLY = 0
USAGE = 2
NOT_THERE = 4
FINAL = (ORDERLY, USAGE, NOT_THERE)
"""Ended in order, wrong settings, no display or no readable store: starting again cannot help."""
BEAT_FD = "KIOSK_BEAT_FD"
"""Names the pipe on which the child says that its pages still answer, a byte a beat."""


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


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds a child may be silent before it counts as hung, and how often the supervisor looks."""

    start: float = 60.0
    """Before its first beat; long enough for an embedded hub on a slow disk."""
    silence: float = 20.0
    look: float = 1.0
    steady: int = 10
    """Beats after which the terminal is READY: it starts, and it stays."""


def supervise(
    command: Sequence[str],
    journal: Journal,
    monotonic: Callable[[], float],
    wait: Callable[[float], object],
    patience: Patience | None = None,
) -> int:
    """Run the command until it ends with one of FINAL. Returns its exit code, 0 when told to stop.

    command: the terminal's own command line. wait: sleeps that many seconds. SIGTERM and SIGINT are passed on to the
    child, and end the supervision. A child that has beaten for a while is READY to systemd; one that stops is killed.
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
            beats, theirs = os.pipe()
            environment = {**os.environ, "KIOSK_SUPERVISED": "1", BEAT_FD: str(theirs)}
            child = subprocess.Popen(command, env=environment, pass_fds=(theirs,))
            os.close(theirs)
            try:
                hung = _watch(child, beats, monotonic, patience or Patience())
            finally:
                os.close(beats)
            code = child.wait()
            if stopping or code in FINAL:
                return 0 if stopping else code
            count += 1
            state = state.after(monotonic() - born)
            journal.write("restarted", count=count, code=code, hung=hung)
            notify("WATCHDOG=1")
            wait(state.wait_s)
        return 0
    finally:
        notify("STOPPING=1")
        for number, handler in previous.items():
            signal.signal(number, handler)


def _watch(child: subprocess.Popen[bytes], beats: int, monotonic: Callable[[], float], patience: Patience) -> bool:
    """Until the child has ended. True when it was killed for its silence."""
    heard, may_be_silent, count = monotonic(), patience.start, 0
    while child.poll() is None:
        notify("WATCHDOG=1")
        if select.select([beats], [], [], patience.look)[0]:
            beat = len(os.read(beats, 4096))
            if not beat:  # closed: it is ending, or goes on without beating until patience ends
                _wait(child, patience.look)
            else:
                if count < patience.steady <= count + beat:
                    notify("READY=1")
                heard, may_be_silent, count = monotonic(), patience.silence, count + beat
        if monotonic() - heard > may_be_silent and child.poll() is None:
            child.kill()
            child.wait()
            return True
    return False


def _wait(child: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        return


def own_command(*arguments: str) -> list[str]:
    """The command line that starts this program again with these arguments."""
    return [sys.executable, "-m", "kiosk", *arguments]
