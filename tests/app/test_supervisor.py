"""The supervisor starts a dead terminal again, and only a dead one."""

import io
import json
import os
import signal
import sys
from pathlib import Path

from kiosk.app.supervisor import Restarts, supervise
from kiosk.core.clock import ManualClock
from kiosk.core.journal import Journal


def test_a_terminal_that_is_killed_is_started_again_until_it_ends_in_order(tmp_path: Path) -> None:
    count = tmp_path / "count"
    program = (
        "import os, pathlib, signal, sys\n"
        f"p = pathlib.Path({str(count)!r})\n"
        "n = int(p.read_text()) if p.exists() else 0\n"
        "p.write_text(str(n + 1))\n"
        "n < 2 and os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    out, waits = io.StringIO(), list[float]()
    code = supervise(
        [sys.executable, "-c", program], Journal(ManualClock(), out), ManualClock().monotonic, waits.append
    )
    assert code == 0
    assert count.read_text() == "3"
    assert waits == [1.0, 2.0]
    assert [json.loads(line)["code"] for line in out.getvalue().splitlines()] == [-9, -9]


def test_wrong_settings_are_not_tried_again() -> None:
    waits: list[float] = []
    program = [sys.executable, "-c", "raise SystemExit(2)"]
    assert supervise(program, Journal(ManualClock(), io.StringIO()), ManualClock().monotonic, waits.append) == 2
    assert waits == []


def test_the_wait_grows_to_four_seconds_and_starts_over_after_a_minute_of_life() -> None:
    state = Restarts()
    waits = []
    for _ in range(5):
        state = state.after(lived_s=1)
        waits.append(state.wait_s)
    assert waits == [1, 2, 4, 4, 4]
    assert state.after(lived_s=61).wait_s == 1


def test_being_told_to_stop_while_resting_starts_nothing_new(tmp_path: Path) -> None:
    count = tmp_path / "count"
    program = f"open({str(count)!r}, 'a').write('x'); raise SystemExit(1)"

    def stop_now(_seconds: float) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    code = supervise(
        [sys.executable, "-c", program], Journal(ManualClock(), io.StringIO()), ManualClock().monotonic, stop_now
    )
    assert code == 0
    assert count.read_text() == "x"
