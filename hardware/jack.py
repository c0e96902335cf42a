"""The headphone jack, as the Linux kernel tells of it: input events of type EV_SW, code SW_HEADPHONE_INSERT.

Read from /dev/input/event* (linux/input.h, input-event-codes.h), or the same bytes from a simulator's FIFO. A jack that
is not there is looked for again; whoever plugs in headphones meanwhile is heard when it is back.
"""

import errno
import os
import select
import threading
from collections.abc import Callable
from fcntl import ioctl
from pathlib import Path

from hardware.hearers import Hearers, Stop
from hardware.input_events import EV_SW, EVENT
from hardware.listener import MISSES
from hardware.worker import DeviceStatus, Listener
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

SW_HEADPHONE_INSERT = 0x02
LOOK_AGAIN_S = 2.0
_SWITCHES = 8
_EVIOCGSW = (2 << 30) | (_SWITCHES << 16) | (ord("E") << 8) | 0x1B
"""ioctl that reads the state of all switches; only a real input device answers it."""

OnChange = Callable[[bool], None]


class Jack:
    """Watches one jack on its own thread. on_change(plugged) is called there, once for each change."""

    def __init__(
        self, path: Path, on_change: OnChange = lambda plugged: None, *, look_again_s: float = LOOK_AGAIN_S
    ) -> None:
        self._path = path
        self._hearers: Hearers[bool] = Hearers()
        self._hearers.add(on_change)
        self._look_again_s = look_again_s
        self._plugged = False
        self._status = DeviceStatus()
        self._misses = 0
        self._wake_read, self._wake_write = os.pipe()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jack", daemon=True)
        self._thread.start()

    @property
    def state(self) -> DeviceState:
        return self._status.state

    @property
    def fault(self) -> Fault | None:
        return self._status.fault

    @property
    def plugged(self) -> bool:
        """Whether something is plugged in, as far as the kernel has said."""
        return self._plugged

    def hear(self, callback: OnChange) -> Stop:
        """Be told each change, on the jack's thread, and at once when something is plugged in already."""
        stop = self._hearers.add(callback)
        if self._plugged:
            callback(True)
        return stop

    def listen(self, callback: Listener) -> None:
        """Hear of every change of state."""
        self._status.listen(callback)

    def close(self) -> None:
        """Watch no more; may be called twice."""
        if self._closed.is_set():
            return
        self._closed.set()
        os.write(self._wake_write, b"x")
        self._thread.join(5)
        os.close(self._wake_read)
        os.close(self._wake_write)

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                device = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK)
            except OSError:
                self._miss()
                continue
            self._misses = 0
            self._status.set(DeviceState.ONLINE)
            try:
                self._watch(device)
            finally:
                os.close(device)

    def _miss(self) -> None:
        """A plug that flaps is no news."""
        self._misses += 1
        if self._misses >= MISSES:
            self._status.set(DeviceState.NO_DEVICE, Fault.JACK_ABSENT)
        self._closed.wait(self._look_again_s)

    def _watch(self, device: int) -> None:
        """Until it goes away or nobody watches any more."""
        self._tell(_now(device))
        left = b""
        while not self._closed.is_set():
            ready, _, _ = select.select([device, self._wake_read], [], [])
            if device not in ready:
                return
            try:
                read = os.read(device, EVENT.size * 64)
            except BlockingIOError:
                continue
            except OSError as error:
                if error.errno == errno.ENODEV:
                    return
                raise
            if not read:
                # A FIFO whose writer has gone; an input device never ends.
                self._closed.wait(self._look_again_s)
                return
            left = self._hear(left + read)

    def _hear(self, data: bytes) -> bytes:
        whole = len(data) // EVENT.size * EVENT.size
        for _, _, kind, code, value in EVENT.iter_unpack(data[:whole]):
            if (kind, code) == (EV_SW, SW_HEADPHONE_INSERT):
                self._tell(bool(value))
        return data[whole:]

    def _tell(self, plugged: bool | None) -> None:
        if plugged is not None and plugged != self._plugged:
            self._plugged = plugged
            self._hearers.tell(plugged)


def _now(device: int) -> bool | None:
    """Whether something is plugged in as the watch begins; None when the device cannot say."""
    switches = bytearray(_SWITCHES)
    try:
        ioctl(device, _EVIOCGSW, switches)
    except OSError:
        return None
    return bool(switches[0] & (1 << SW_HEADPHONE_INSERT))
