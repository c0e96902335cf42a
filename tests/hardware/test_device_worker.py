"""The device's thread: one outcome for each command, whatever happens."""

import threading

import pytest

from hardware.worker import DeviceStatus, DeviceWorker, Turn
from kiosk.core.clock import ManualClock, SystemClock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

PATIENCE_S = 20.0


class Box:
    """Outcomes as they come, with a way to wait for them."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self._came = threading.Condition()

    def put(self, outcome: str) -> None:
        with self._came:
            self.got.append(outcome)
            self._came.notify_all()

    def wait_for(self, count: int) -> list[str]:
        with self._came:
            assert self._came.wait_for(lambda: len(self.got) >= count, PATIENCE_S)
            return list(self.got)


def test_commands_run_in_order_on_one_thread_and_each_gives_its_outcome() -> None:
    box, threads = Box(), set()
    worker = DeviceWorker("test", SystemClock())

    def job(text: str) -> str:
        threads.add(threading.current_thread().name)
        return text

    for text in "abc":
        worker.submit(lambda _, t=text: job(t), box.put, deadline_s=PATIENCE_S, timed_out="late")
    assert box.wait_for(3) == ["a", "b", "c"]
    assert threads == {"test"}
    worker.close()


def test_a_command_that_outlives_its_deadline_yields_the_time_out_and_its_late_result_is_dropped() -> None:
    clock, box, go = ManualClock(), Box(), threading.Event()
    worker = DeviceWorker("test", clock)

    def stubborn(turn: Turn) -> str:
        go.wait(PATIENCE_S)
        return "late result"

    worker.submit(stubborn, box.put, deadline_s=1, timed_out="time-out")
    clock.advance(2)
    assert box.wait_for(1) == ["time-out"]
    go.set()
    worker.submit(lambda _: "next", box.put, deadline_s=PATIENCE_S, timed_out="time-out")
    assert box.wait_for(2) == ["time-out", "next"]
    worker.close()


def test_a_command_called_off_sees_it_while_it_waits() -> None:
    box, worker = Box(), DeviceWorker("test", SystemClock())

    def wait(turn: Turn) -> str:
        turn.wait(PATIENCE_S)
        return "called off" if turn.stopped else "waited"

    worker.submit(wait, box.put, deadline_s=PATIENCE_S * 2, timed_out="late").stop()
    assert box.wait_for(1) == ["called off"]
    worker.close()


def test_closing_gives_open_commands_their_time_out_and_later_ones_too() -> None:
    box, started, released = Box(), threading.Event(), threading.Event()
    worker = DeviceWorker("test", SystemClock(), closing=released.set)

    def wait(turn: Turn) -> str:
        started.set()
        turn.wait(PATIENCE_S)
        return "done"

    worker.submit(wait, box.put, deadline_s=PATIENCE_S, timed_out="closed")
    worker.submit(wait, box.put, deadline_s=PATIENCE_S, timed_out="closed too")
    assert started.wait(PATIENCE_S)
    worker.close()
    worker.close()
    worker.submit(wait, box.put, deadline_s=PATIENCE_S, timed_out="after")
    assert box.got == ["closed", "closed too", "after"]
    assert released.is_set()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_job_that_breaks_its_promise_still_yields_one_outcome_and_the_thread_lives_on() -> None:
    box, worker = Box(), DeviceWorker("test", SystemClock())

    def broken(turn: Turn) -> str:
        raise ZeroDivisionError

    worker.submit(broken, box.put, deadline_s=PATIENCE_S, timed_out="broken")
    worker.submit(lambda _: "alive", box.put, deadline_s=PATIENCE_S, timed_out="late")
    assert box.wait_for(2) == ["broken", "alive"]
    worker.close()


def test_idle_work_runs_between_commands() -> None:
    ran = threading.Event()

    def idle() -> float:
        ran.set()
        return 60.0

    worker = DeviceWorker("test", SystemClock(), idle=idle)
    assert ran.wait(PATIENCE_S)
    worker.close()


def test_listeners_hear_of_changes_only() -> None:
    status, heard = DeviceStatus(), []
    status.listen(lambda state, fault: heard.append((state, fault)))
    status.set(DeviceState.ONLINE)
    status.set(DeviceState.ONLINE)
    status.set(DeviceState.OFFLINE, Fault.READER_SILENT)
    assert heard == [(DeviceState.ONLINE, None), (DeviceState.OFFLINE, Fault.READER_SILENT)]


def test_a_listener_that_comes_late_hears_what_the_device_has_already_said() -> None:
    status, heard = DeviceStatus(), []
    status.listen(lambda state, fault: heard.append((state, fault)))
    assert heard == []
    status.set(DeviceState.NO_DEVICE, Fault.READER_ABSENT)
    status.listen(lambda state, fault: heard.append((state, fault)))
    assert heard == [(DeviceState.NO_DEVICE, Fault.READER_ABSENT)] * 2
