"""Slow work in order on a thread of its own, so that neither the page nor the devices wait for it."""

import threading
from collections.abc import Callable
from queue import SimpleQueue


class ThreadLane:
    """One daemon thread; work submitted after close is not done."""

    def __init__(self, name: str) -> None:
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], None]) -> None:
        self._work.put(work)

    def close(self, timeout_s: float = 5.0) -> None:
        """Finish what was submitted, then end the thread."""
        self._work.put(None)
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()
            # While it waits for the next, this thread must not hold on to the last person's data.
            del work


class InlineLane:
    """Does the work at once, on the caller's thread: for tests and demonstrations."""

    def submit(self, work: Callable[[], None]) -> None:
        work()
