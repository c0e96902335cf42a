"""One thread that owns one device: commands go in with a deadline, exactly one outcome comes out of each.

The caller never waits. A command that outlives its deadline yields its time-out outcome at the deadline, from a
second thread that only watches the clock, and whatever the device says later is dropped.
"""

import contextlib
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kiosk.core.clock import Clock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

T = TypeVar("T")
Listener = Callable[[DeviceState, Fault | None], None]

_LONGEST_LOOK_S = 0.2
"""The deadline watch looks at its clock at least this often while a command is under way, as a clock may be a manual
one that nobody announces."""


def guarded(act: Callable[[], T], otherwise: T | None = None) -> T:
    """Run foreign code; an error it should not raise is reported as any thread's is, and the device lives on."""
    try:
        return act()
    except Exception:  # noqa: BLE001  # whatever a callback broke, the next resident still needs this device
        kind, error, trace = sys.exc_info()
        if kind is not None:
            threading.excepthook(threading.ExceptHookArgs((kind, error, trace, threading.current_thread())))
        return otherwise  # type: ignore[return-value]  # None only where act returns nothing


class Turn:
    """What a running command sees of the outside: whether it was called off, and how to wait without being deaf."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    @property
    def stopped(self) -> bool:
        """True once the command was called off or its deadline passed."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Call the command off; it ends at its next look."""
        self._stop.set()

    def wait(self, seconds: float) -> None:
        """Pause the command; ends early when it is called off."""
        self._stop.wait(seconds)


@dataclass(eq=False)
class _Command(Generic[T]):
    job: Callable[[Turn], T]
    on_outcome: Callable[[T], None]
    deadline: float
    timed_out: T
    turn: Turn = field(default_factory=Turn)
    settled: bool = False


class DeviceStatus:
    """A device's state and why it is so; listeners hear of changes only, on the thread that brought the change."""

    def __init__(self) -> None:
        self._state = DeviceState.STARTING
        self._fault: Fault | None = None
        self._listeners: list[Listener] = []
        self._lock = threading.Lock()

    @property
    def state(self) -> DeviceState:
        return self._state

    @property
    def fault(self) -> Fault | None:
        return self._fault

    def listen(self, callback: Listener) -> None:
        """Add a listener; what the device already said of itself is told at once, a late one would never hear it."""
        with self._lock:
            self._listeners.append(callback)
            state, fault = self._state, self._fault
        if state is not DeviceState.STARTING:
            callback(state, fault)

    def set(self, state: DeviceState, fault: Fault | None = None) -> None:
        """Report how the device is now."""
        with self._lock:
            if (state, fault) == (self._state, self._fault):
                return
            self._state, self._fault = state, fault
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(state, fault)


class DeviceWorker:
    """The thread.

    idle: called on the thread whenever no command waits; returns after how many seconds to call it again.
    closing: called once on the thread when it ends, to give the device free.
    """

    def __init__(
        self,
        name: str,
        clock: Clock,
        *,
        idle: Callable[[], float] | None = None,
        closing: Callable[[], None] | None = None,
    ) -> None:
        self._clock = clock
        self._idle = idle
        self._on_closing = closing
        self._changed = threading.Condition()
        self._waiting: deque[_Command[object]] = deque()
        self._open: list[_Command[object]] = []
        self._closed = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._watch = threading.Thread(target=self._watch_deadlines, name=f"{name}-deadlines", daemon=True)
        self._thread.start()
        self._watch.start()

    def submit(
        self, job: Callable[[Turn], T], on_outcome: Callable[[T], None], *, deadline_s: float, timed_out: T
    ) -> Turn:
        """Queue a command; on_outcome is called exactly once, on a thread of this worker.

        job: runs on the device's thread. timed_out: the outcome when deadline_s pass first, the worker closes, or
        the job breaks a promise by raising.
        """
        command: _Command[T] = _Command(job, on_outcome, self._clock.monotonic() + deadline_s, timed_out)
        with self._changed:
            refused = self._closed
            if not refused:
                self._waiting.append(command)  # type: ignore[arg-type]  # the worker never looks inside T
                self._open.append(command)  # type: ignore[arg-type]
                self._changed.notify_all()
        if refused:
            on_outcome(timed_out)
        return command.turn

    def close(self, timeout_s: float = 5.0) -> None:
        """End the thread; commands still open get their time-out outcome. May be called twice and from a callback."""
        with self._changed:
            self._closed = True
            left = tuple(self._open)
            self._changed.notify_all()
        for command in left:
            command.turn.stop()
            self._settle(command, command.timed_out)
        for thread in (self._thread, self._watch):
            if thread is not threading.current_thread():
                thread.join(timeout_s)

    def _settle(self, command: _Command[T], outcome: T) -> None:
        with self._changed:
            if command.settled:
                return
            command.settled = True
            with contextlib.suppress(ValueError):  # refused commands were never open
                self._open.remove(command)  # type: ignore[arg-type]
            self._changed.notify_all()
        guarded(lambda: command.on_outcome(outcome))

    def _work(self) -> None:
        pause: float | None = 0.0 if self._idle else None
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._waiting) or self._closed, pause)
                if self._closed:
                    break
                command = self._waiting.popleft() if self._waiting else None
            if command is not None:
                self._run(command)
                pause = 0.0 if self._idle else None
            elif self._idle:
                pause = guarded(self._idle, 1.0)
        if self._on_closing:
            guarded(self._on_closing)

    def _run(self, command: _Command[object]) -> None:
        if command.settled:
            return
        outcome = guarded(lambda: command.job(command.turn), command.timed_out)
        self._settle(command, outcome)

    def _watch_deadlines(self) -> None:
        while True:
            with self._changed:
                if self._closed:
                    return
                now = self._clock.monotonic()
                late = [command for command in self._open if command.deadline <= now]
                if not late:
                    nearest = min((command.deadline - now for command in self._open), default=None)
                    self._changed.wait(None if nearest is None else min(nearest, _LONGEST_LOOK_S))
            for command in late:
                command.turn.stop()
                self._settle(command, command.timed_out)
