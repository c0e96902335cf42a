"""The supervisor starts a dead terminal again, and only a dead one."""

import io
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QCoreApplication

from kiosk.app.beating import start_beating
from kiosk.app.notify import notify
from kiosk.app.supervisor import Patience, Restarts, supervise
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


@pytest.mark.parametrize("code", [2, 4])
def test_wrong_settings_and_what_is_not_there_are_not_tried_again(code: int) -> None:
    waits: list[float] = []
    program = [sys.executable, "-c", f"raise SystemExit({code})"]
    assert supervise(program, Journal(ManualClock(), io.StringIO()), ManualClock().monotonic, waits.append) == code
    assert waits == []


class Manager:
    """systemd's end of NOTIFY_SOCKET: a real datagram socket."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "notify"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(self.path))
        self._said: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        while said := self.socket.recv(4096).decode():
            self._said.append(said)

    def heard(self) -> list[str]:
        """All that was said; nothing is heard afterwards."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
            end.sendto(b"", str(self.path))
        self._reader.join()
        return self._said


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Manager]:
    made = Manager(tmp_path)
    monkeypatch.setenv("NOTIFY_SOCKET", str(made.path))
    yield made
    made.heard()
    made.socket.close()


def test_a_terminal_that_hangs_is_killed_and_started_again_and_systemd_hears_when_it_is_ready(
    tmp_path: Path, manager: Manager
) -> None:
    mark = tmp_path / "second"
    program = (
        "import os, pathlib, time\n"
        f"p = pathlib.Path({str(mark)!r})\n"
        "first = not p.exists()\n"
        "p.touch()\n"
        "os.write(int(os.environ['KIOSK_BEAT_FD']), b'..')\n"
        "if first: time.sleep(600)\n"
    )
    out, waits = io.StringIO(), list[float]()
    patience = Patience(start=60, silence=0.2, look=0.05, steady=2)
    code = supervise([sys.executable, "-c", program], Journal(ManualClock(), out), monotonic, waits.append, patience)
    assert code == 0
    said = json.loads(out.getvalue())
    assert (said["code"], said["hung"]) == (-signal.SIGKILL, True)
    heard = manager.heard()
    assert "READY=1" in heard
    assert heard[0] == "WATCHDOG=1"
    assert heard[-1] == "STOPPING=1"


def test_a_terminal_that_never_becomes_ready_is_killed_too(tmp_path: Path, manager: Manager) -> None:
    mark = tmp_path / "second"
    program = f"import pathlib, time; p = pathlib.Path({str(mark)!r}); p.exists() or (p.touch(), time.sleep(600))"
    out = io.StringIO()
    patience = Patience(start=1.0, silence=60, look=0.05)
    command = [sys.executable, "-c", program]
    assert supervise(command, Journal(ManualClock(), out), monotonic, lambda _: None, patience) == 0
    assert json.loads(out.getvalue().splitlines()[0])["hung"] is True
    assert "READY=1" not in manager.heard()


def test_a_child_that_closes_its_pipe_is_still_waited_for() -> None:
    program = "import os; os.close(int(os.environ['KIOSK_BEAT_FD'])); raise SystemExit(2)"
    journal = Journal(ManualClock(), io.StringIO())
    assert supervise([sys.executable, "-c", program], journal, monotonic, lambda _: None, Patience(look=0.05)) == 2


def test_without_systemd_nobody_is_told_and_nothing_fails(tmp_path: Path) -> None:
    assert not notify("READY=1", {})
    assert not notify("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "gone")})
    assert not notify("READY=1", {"NOTIFY_SOCKET": "vsock:2:1"})


def test_an_abstract_socket_is_told_too() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(f"\0kiosk-test-{os.getpid()}")
        assert notify("WATCHDOG=1", {"NOTIFY_SOCKET": f"@kiosk-test-{os.getpid()}"})
        assert listening.recv(100) == b"WATCHDOG=1"


def test_the_pages_thread_beats_and_a_busy_one_does_not(qapp: QCoreApplication) -> None:
    ours, theirs = os.pipe()
    os.set_blocking(ours, False)
    timer = start_beating(qapp, {"KIOSK_BEAT_FD": str(theirs)})
    assert timer is not None
    timer.setInterval(1)
    with pytest.raises(BlockingIOError):
        os.read(ours, 1)
    while True:
        qapp.processEvents()
        try:
            assert os.read(ours, 1) == b"."
            break
        except BlockingIOError:
            continue
    os.close(ours)
    while timer.isActive():  # the supervisor is gone: no more beats, and no error
        qapp.processEvents()
    os.close(theirs)
    assert start_beating(qapp, {}) is None


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
