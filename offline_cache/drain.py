"""Sending what is queued, one item at a time, by exactly one drainer."""

import contextlib
import fcntl
import os
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import assert_never

from kiosk.core.clock import Clock
from kiosk.core.ids import SubmissionId
from kiosk.core.sealing import SEALED_TYPE
from kiosk.core.wire import SubmissionAck
from offline_cache.backoff import item_wait_s, outage_wait_s
from offline_cache.items import PATHS, QueuedItem
from offline_cache.line import HubLine, LineState
from offline_cache.outbox import Outbox
from offline_cache.verdict import Accepted, ItemRefused, Outage, judge

LOCK_NAME = "drain.lock"
_NAP_S = 30.0
"""Longest sleep of the thread, so that a clock set forward and another process's retry are noticed."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The hub has it, and the queue has recorded that."""

    item_id: str
    ack: SubmissionAck | None


@dataclass(frozen=True, slots=True)
class Failed:
    """The hub refused the item; the others go on."""

    item_id: str
    reason: str
    dead: bool


@dataclass(frozen=True, slots=True)
class LineDown:
    """The hub was not heard; nothing is sent for `wait_s`."""

    why: str
    wait_s: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing to do for `seconds`; None: nothing is queued."""

    seconds: float | None


Step = Sent | Failed | LineDown | Waiting


class DrainLock:
    """At most one drainer a data directory; the system lets go of it when the holder dies."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / LOCK_NAME
        self._handle: int | None = None

    def take(self) -> bool:
        """Whether this drainer now holds it."""
        if self._handle is not None:
            return True
        handle = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        """Let another drainer take over."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


class Drain:
    """The steps of draining, without a thread."""

    def __init__(self, outbox: Outbox, line: HubLine, hub_sign_key: bytes, clock: Clock, random: Random) -> None:
        self._outbox = outbox
        self._line = line
        self._hub_sign_key = hub_sign_key
        self._clock = clock
        self._random = random
        self._failures = 0
        self._held_until = 0.0

    def once(self) -> Step:
        """Send at most one item and record what came of it. Raises sqlite3.DatabaseError when the store is broken."""
        held = self._held_until - self._clock.monotonic()
        if held > 0:
            return Waiting(held)
        item = self._outbox.next_due()
        if item is None:
            return Waiting(self._outbox.next_due_in_s())
        answer = self._line.send("PUT", PATHS[item.kind] + item.id, item.body, _content_type(item))
        verdict = judge(item, answer, self._hub_sign_key, self._clock.now())
        self._line.watch.heard(not isinstance(verdict, Outage))
        match verdict:
            case Accepted():
                return self._accepted(item, verdict)
            case ItemRefused():
                return self._refused(item, verdict)
            case Outage():
                return self._outage(verdict)
            case _:
                assert_never(verdict)

    def try_now(self) -> None:
        """Somebody has reason to believe the line is back: do not wait any longer."""
        self._held_until = 0.0

    def _accepted(self, item: QueuedItem, verdict: Accepted) -> Sent:
        self._failures = 0
        self._outbox.mark_sent(item.id, verdict.receipt)
        self._outbox.tend_space()
        return Sent(item.id, verdict.ack)

    def _refused(self, item: QueuedItem, verdict: ItemRefused) -> Failed:
        self._failures = 0
        wait = item_wait_s(item.tries)
        self._outbox.mark_refused(item.id, verdict.reason, wait)
        return Failed(item.id, verdict.reason, dead=wait is None)

    def _outage(self, verdict: Outage) -> LineDown:
        self._failures += 1
        wait = outage_wait_s(self._failures, verdict.retry_after_s, self._random)
        self._held_until = self._clock.monotonic() + wait
        return LineDown(verdict.why, wait)


class Drainer:
    """The thread that drains. Listeners are called on it and must hand over quickly."""

    def __init__(self, drain: Drain, line: HubLine, lock: DrainLock) -> None:
        self._drain = drain
        self._line = line
        self._lock = lock
        self._condition = threading.Condition()
        self._woken = False
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="drainer", daemon=True)
        self.on_sent: list[Callable[[SubmissionId, SubmissionAck], None]] = []
        """A submission has arrived: its id and the hub's signed acknowledgement."""
        self.on_step: list[Callable[[Step], None]] = []
        """Everything that happens, for the journal: ids and codes only."""
        self.on_broken: list[Callable[[Exception], None]] = []
        """The store could not be read or written; the thread goes on trying."""
        line.watch.listeners.append(self._line_changed)

    def start(self) -> None:
        """Begin draining in the background."""
        self._thread.start()

    def wake(self) -> None:
        """Something was queued, or the line may be back: try now."""
        with self._condition:
            self._woken = True
            self._condition.notify()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Finish the exchange in hand and stop; whether it did so in time. Stopping half way loses nothing."""
        with self._condition:
            self._stopping = True
            self._condition.notify()
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        with contextlib.suppress(ValueError):
            self._line.watch.listeners.remove(self._line_changed)
        return not self._thread.is_alive()

    def _line_changed(self, state: LineState) -> None:
        if state == "up":
            self.wake()

    def _run(self) -> None:
        try:
            while not self._stopping:
                self._rest(self._one() if self._lock.take() else _NAP_S)
        finally:
            self._line.close()
            self._lock.release()

    def _one(self) -> float:
        """One step; seconds to rest after it."""
        try:
            step = self._drain.once()
        except sqlite3.DatabaseError as error:
            for broken in self.on_broken:
                broken(error)
            return _NAP_S
        for heard in self.on_step:
            heard(step)
        match step:
            case Sent(item_id=item_id, ack=ack):
                if ack is not None:
                    for sent in self.on_sent:
                        sent(SubmissionId(item_id), ack)
                return 0.0
            case Failed():
                return 0.0
            case LineDown(wait_s=wait):
                return min(wait, _NAP_S)
            case Waiting(seconds=seconds):
                return _NAP_S if seconds is None else min(seconds, _NAP_S)
            case _:
                assert_never(step)

    def _rest(self, seconds: float) -> None:
        with self._condition:
            if not self._woken and not self._stopping and seconds > 0:
                self._condition.wait(seconds)
            if self._woken:
                self._woken = False
                self._drain.try_now()


def _content_type(item: QueuedItem) -> str:
    return SEALED_TYPE if item.kind == "submission" else "application/json"
