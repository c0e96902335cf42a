"""The simulator's end of a cable: a real pseudo-terminal or a real TCP port, paced as the wire would be.

A `Wire` owns one thread. Bytes that arrive are given to the device's handler on that thread, which answers with
`send`. A pty carries 2,000 bytes in under a millisecond, a serial cable at 9600 baud needs two seconds; only paced
bytes find time-out mistakes, so pacing is on unless `baud` is None.
"""

import contextlib
import os
import select
import shutil
import socket
import struct
import tempfile
import threading
import time
import tty
from abc import ABC, abstractmethod
from collections.abc import Callable
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock
from pathlib import Path

BITS_PER_BYTE = 10
"""8N1: one start bit, eight data bits, one stop bit."""

_SLICE_S = 0.001
_STUCK_S = 5.0


class Wire(ABC):
    """One device's end of a cable that can be pulled out and put back."""

    def __init__(self, baud: int | None = 115200) -> None:
        self.baud = baud
        self._on_bytes: Callable[[bytes], None] = lambda data: None
        self._wanted = True
        self._plugged = False
        self._closing = False
        self._changed = threading.Condition()
        self._sending = threading.Lock()
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        self._thread = threading.Thread(target=self._run, name="simulated-wire", daemon=True)

    @property
    @abstractmethod
    def uri(self) -> str:
        """What the driver is told to open; the same after a replug."""

    def start(self, on_bytes: Callable[[bytes], None]) -> None:
        """Plug in and give every run of arriving bytes to on_bytes, on the wire's own thread."""
        self._on_bytes = on_bytes
        self._plug()
        self._plugged = True
        self._thread.start()

    def send(self, data: bytes, *, baud: int | None = None) -> bool:
        """Put bytes on the wire at its pace (or at `baud`). False when the cable was pulled before the last byte."""
        pace = baud or self.baud
        with self._sending:
            started = time.monotonic()
            step = max(1, round(pace * _SLICE_S / BITS_PER_BYTE)) if pace else max(1, len(data))
            for at in range(0, len(data), step):
                if pace:
                    due = started + min(at + step, len(data)) * BITS_PER_BYTE / pace
                    if not self.pause(due - time.monotonic()):
                        return False
                if not self._write_all(data[at : at + step]):
                    return False
        return True

    def pause(self, seconds: float) -> bool:
        """Wait on the wire's thread. False as soon as the cable is pulled or the wire closed."""
        end = time.monotonic() + seconds
        with self._changed:
            while self._wanted and not self._closing:
                left = end - time.monotonic()
                if left <= 0:
                    return True
                self._changed.wait(left)
        return False

    def unplug(self) -> None:
        """Pull the cable out; returns when the driver can no longer open or use it."""
        self._want(False)

    def replug(self) -> None:
        """Put the cable back (a new device node behind the same name); returns when it can be opened."""
        self._want(True)

    def close(self) -> None:
        """Pull the cable and end the thread; may be called twice."""
        with self._changed:
            if self._closing:
                return
            self._closing = True
            self._changed.notify_all()
        os.write(self._wake_write, b"x")
        if self._thread.ident is not None and threading.current_thread() is not self._thread:
            self._thread.join(_STUCK_S)
        os.close(self._wake_write)
        os.close(self._wake_read)
        self._forget()

    def _want(self, plugged: bool) -> None:
        with self._changed:
            self._wanted = plugged
            self._changed.notify_all()
        if threading.current_thread() is self._thread:
            self._settle()
            return
        os.write(self._wake_write, b"x")
        with self._changed:
            # Someone may want the opposite before this thread wakes; then there is nothing left to wait for.
            if not self._changed.wait_for(
                lambda: self._plugged == plugged or self._wanted != plugged or self._closing, _STUCK_S
            ):
                raise RuntimeError("simulated wire did not follow")

    def _settle(self) -> None:
        """Make the cable as it is wanted; only ever on the wire's thread, so no descriptor closes under a select."""
        while self._plugged != (wanted := self._wanted):
            if wanted:
                self._plug()
            else:
                self._pull()
            with self._changed:
                self._plugged = wanted
                self._changed.notify_all()

    def _run(self) -> None:
        while not self._closing:
            self._settle()
            ready, _, _ = select.select([self._wake_read, *self._readable()], [], [])
            if self._wake_read in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake_read, 64)
                continue
            data = self._take(ready)
            if data:
                self._on_bytes(data)
        if self._plugged:
            self._pull()
            self._plugged = False

    def _write_all(self, data: bytes) -> bool:
        """Write with patience for a reader that does not read, but none for a pulled cable."""
        while data:
            if not self._wanted or self._closing:
                return False
            try:
                data = data[self._write(data) :]
            except BlockingIOError:
                if not self.pause(0.005):
                    return False
            except OSError:
                return False
        return True

    @abstractmethod
    def _plug(self) -> None: ...

    @abstractmethod
    def _pull(self) -> None: ...

    @abstractmethod
    def _readable(self) -> list[int]: ...

    @abstractmethod
    def _take(self, ready: list[int]) -> bytes: ...

    @abstractmethod
    def _write(self, data: bytes) -> int: ...

    @abstractmethod
    def _forget(self) -> None:
        """Remove what the wire left on disk."""


class PtyWire(Wire):
    """A pseudo-terminal behind a stable symbolic link, as udev gives a real adapter one.

    link: where the symbolic link goes; a private temporary directory when None.
    """

    def __init__(self, baud: int | None = 115200, link: Path | None = None) -> None:
        super().__init__(baud)
        self._own_dir = None if link else Path(tempfile.mkdtemp(prefix="kiosk-sim-"))
        self.link = link or (self._own_dir or Path()) / "ttySIM0"
        self._master = -1
        self._slave = -1
        self._held = False

    @property
    def uri(self) -> str:
        return f"serial://{self.link}?baud={self.baud or 115200}"

    def hold(self) -> None:
        """Be the other program that has the port open for itself: the next opener is told it is busy.

        With the cable out, from the moment it is in again. Raises BlockingIOError while the terminal has it.
        """
        if self._slave >= 0:
            flock(self._slave, LOCK_EX | LOCK_NB)
        self._held = True

    def let_go(self) -> None:
        """Give the port free again."""
        self._held = False
        if self._slave >= 0:
            flock(self._slave, LOCK_UN)

    def _plug(self) -> None:
        # The slave stays open here too: a master whose last slave closes reports an error instead of waiting.
        self._master, self._slave = os.openpty()
        tty.setraw(self._master)
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        if self._held:
            flock(self._slave, LOCK_EX | LOCK_NB)
        fresh = self.link.with_name(self.link.name + ".new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(self._slave))
        fresh.replace(self.link)

    def _pull(self) -> None:
        self.link.unlink(missing_ok=True)
        os.close(self._master)
        os.close(self._slave)
        self._master = self._slave = -1

    def _readable(self) -> list[int]:
        return [self._master] if self._master >= 0 else []

    def _take(self, ready: list[int]) -> bytes:
        with contextlib.suppress(BlockingIOError):
            return os.read(self._master, 4096)
        return b""

    def _write(self, data: bytes) -> int:
        return os.write(self._master, data)

    def _forget(self) -> None:
        if self._own_dir:
            shutil.rmtree(self._own_dir, ignore_errors=True)


class TcpWire(Wire):
    """A serial server: raw bytes over one TCP connection; a second client is hung up on.

    port: 0 chooses a free one, kept over replugs.
    """

    def __init__(self, baud: int | None = 115200, port: int = 0) -> None:
        super().__init__(baud)
        self._port = port
        self._listener: socket.socket | None = None
        self._peer: socket.socket | None = None

    @property
    def uri(self) -> str:
        return f"tcp://127.0.0.1:{self._port}"

    @property
    def has_peer(self) -> bool:
        """Whether a client was let in; connecting succeeds a moment earlier."""
        return self._peer is not None

    def hang_up(self) -> None:
        """Close the connection politely (FIN); on the wire's thread only."""
        if self._peer:
            self._peer.close()
            self._peer = None

    def _plug(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._port = int(self._listener.getsockname()[1])

    def _pull(self) -> None:
        if self._peer:
            # Linger of zero seconds makes close send RST, as a serial server that lost its power.
            self._peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.hang_up()
        if self._listener:
            self._listener.close()
            self._listener = None

    def _readable(self) -> list[int]:
        return [end.fileno() for end in (self._peer, self._listener) if end]

    def _take(self, ready: list[int]) -> bytes:
        data = b""
        if self._peer and self._peer.fileno() in ready:
            with contextlib.suppress(ConnectionError):
                data = self._peer.recv(4096)
            if not data:
                self.hang_up()
        if self._listener and self._listener.fileno() in ready:
            newcomer, _ = self._listener.accept()
            if self._peer:
                newcomer.close()
            else:
                newcomer.setblocking(False)
                newcomer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._peer = newcomer
        return data

    def _write(self, data: bytes) -> int:
        if not self._peer:
            raise BrokenPipeError("nobody is connected")
        return self._peer.send(data)

    def _forget(self) -> None:
        """A port leaves nothing behind."""
