"""A device that speaks by itself (scanner, keypad, radar): one thread keeps its port open and hands its bytes on.

A flapping plug is no news: the device counts as gone after three misses in a row, and is there again at once.
"""

import os
import select
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from hardware.link import LinkAbsent, LinkBusy, LinkError, LinkGone, LinkStuck, ListeningLink
from hardware.worker import DeviceStatus, Listener, guarded
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

MISSES = 3
"""As many failed looks in a row make a device gone."""
BACK_OFF_S = (0.5, 30.0)
"""First and longest wait between two attempts to open the port."""
Pause = Callable[[threading.Event, float], object]
"""Waits so many seconds, or until the event: that the device is closed."""
sleep: Pause = threading.Event.wait


@dataclass(frozen=True, slots=True)
class PortFaults:
    """What to say of a port."""

    absent: Fault
    busy: Fault
    silent: Fault | None = None
    """For a device that never stops talking, when it does."""


class PortListener:
    """One port. on_bytes(data), on_open() and on_lost() are called on the listener's thread."""

    def __init__(
        self,
        name: str,
        opener: Callable[[], ListeningLink],
        faults: PortFaults,
        on_bytes: Callable[[bytes], object],
        *,
        on_open: Callable[[], object] = lambda: None,
        on_lost: Callable[[], object] = lambda: None,
        quiet_s: float | None = None,
        back_off_s: tuple[float, float] = BACK_OFF_S,
        pause: Pause = sleep,
    ) -> None:
        """quiet_s: no byte for so long is a miss; None where silence is normal. on_lost: called at each miss."""
        self._opener = opener
        self._faults = faults
        self._on_bytes, self._on_open, self._on_lost = on_bytes, on_open, on_lost
        self._quiet_s = quiet_s
        self._shortest_s, self._longest_s = back_off_s
        self._pause = pause
        self._status = DeviceStatus()
        self._outgoing: deque[bytes] = deque()
        self._open = False
        self._misses = 0
        self._closed = threading.Event()
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin; separate from construction so that callbacks never see a half-made owner."""
        self._thread.start()

    @property
    def state(self) -> DeviceState:
        return self._status.state

    @property
    def fault(self) -> Fault | None:
        return self._status.fault

    def listen(self, callback: Listener) -> None:
        """Hear of every change of state."""
        self._status.listen(callback)

    def send(self, data: bytes) -> None:
        """Write soon, when the port is open; never waits. What is said to an absent device is forgotten."""
        if self._open:
            self._outgoing.append(data)
            self._wake()

    def close(self) -> None:
        """Give the port free and end the thread; may be called twice."""
        if self._closed.is_set():
            return
        self._closed.set()
        self._wake()
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join(5)
        self._open = False
        os.close(self._wake_read)
        os.close(self._wake_write)

    def _wake(self) -> None:
        os.write(self._wake_write, b"x")

    def _run(self) -> None:
        wait = self._shortest_s
        while not self._closed.is_set():
            try:
                link = self._opener()
            except LinkError as error:
                self._miss(error)
                self._pause(self._closed, wait)
                wait = min(wait * 2, self._longest_s)
                continue
            wait = self._shortest_s
            try:
                self._serve(link)
            except LinkError as error:
                self._open = False
                self._miss(error)
                self._pause(self._closed, wait)
            finally:
                link.close()

    def _serve(self, link: ListeningLink) -> None:
        """Until the port goes away (LinkGone, LinkStuck) or nobody listens any more."""
        if self._quiet_s is None:
            self._well()
        self._outgoing.clear()
        self._open = True
        guarded(self._on_open)
        while not self._closed.is_set():
            while self._outgoing:
                link.write(self._outgoing.popleft())
            ready, _, _ = select.select([link.fileno(), self._wake_read], [], [], self._quiet_s)
            if self._wake_read in ready:
                os.read(self._wake_read, 64)
            if not ready:
                self._miss(None)
            elif link.fileno() in ready and (data := link.read(0)):
                self._well()
                guarded(lambda data=data: self._on_bytes(data))  # type: ignore[misc]  # bound at once

    def _well(self) -> None:
        self._misses = 0
        self._status.set(DeviceState.ONLINE)

    def _miss(self, error: LinkError | None) -> None:
        self._misses += 1
        guarded(self._on_lost)
        if isinstance(error, LinkBusy):
            self._status.set(DeviceState.BUSY, self._faults.busy)
        elif self._misses < MISSES:
            return
        elif isinstance(error, LinkAbsent | LinkGone | LinkStuck):
            self._status.set(DeviceState.NO_DEVICE, self._faults.absent)
        else:
            self._status.set(DeviceState.OFFLINE, self._faults.silent)
