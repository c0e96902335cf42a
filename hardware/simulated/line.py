"""The network line between a terminal and its hub as something one can cut: a real TCP forwarder on 127.0.0.1.

Nothing in the program knows it is there; the terminal is told its port instead of the hub's.
"""

import contextlib
import os
import selectors
import socket
import struct
import threading
import time
from collections import deque
from enum import StrEnum

_PIECE = 65536
_STUCK_S = 5.0
_AHEAD_BYTES = 1 << 20
"""One way holds at most this much; then the sender is made to wait, as by a real slow line."""


class Cut(StrEnum):
    """How a line can be cut."""

    REFUSE = "refuse"
    """Connections are reset and new ones refused: the next machine still answers, as with a dead service."""
    SILENT = "silent"
    """Nothing comes back, ever: a pulled cable further off. Old and new connections simply hang."""


class _Way:
    """One direction of one call: what was read from `source` and is due at `sink`."""

    def __init__(self, source: socket.socket, sink: socket.socket) -> None:
        self.source = source
        self.sink = sink
        self.waiting: deque[tuple[float, bytes]] = deque()
        self.held = 0
        self.ended = False
        self.passed_end = False


class SimulatedLine:
    """Forwards 127.0.0.1:port to host:target_port on one thread. port 0 chooses a free one, kept over cuts."""

    def __init__(self, host: str, target_port: int, *, port: int = 0) -> None:
        self._target = (host, target_port)
        self._delay_s = 0.0
        self._cut: Cut | None = None
        self._listener: socket.socket | None = None
        self._ways: list[_Way] = []
        self._asleep: list[socket.socket] = []
        self._closing = False
        self._applied = 0
        self._asked = 0
        self._changed = threading.Condition()
        self._wake_read, self._wake_write = os.pipe()
        self._port = port
        self._listen()
        self._thread = threading.Thread(target=self._run, name="simulated-line", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """What the terminal connects to."""
        return self._port

    @property
    def url(self) -> str:
        """The hub's address as the terminal is told it."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def is_cut(self) -> bool:
        return self._cut is not None

    def cut(self, how: Cut = Cut.REFUSE) -> None:
        """Cut the line; returns when it is cut."""
        self._ask(how, self._delay_s)

    def restore(self) -> None:
        """Join it again at full speed; returns when a connection gets through. Hung connections are reset."""
        self._ask(None, 0.0)

    def slow(self, delay_s: float) -> None:
        """Every byte arrives so much later, each way."""
        self._ask(self._cut, delay_s)

    def close(self) -> None:
        """Hang up and end the thread; may be called twice."""
        with self._changed:
            if self._closing:
                return
            self._closing = True
        os.write(self._wake_write, b"x")
        self._thread.join(_STUCK_S)
        os.close(self._wake_write)
        os.close(self._wake_read)

    def _ask(self, cut: Cut | None, delay_s: float) -> None:
        with self._changed:
            if self._closing:
                raise RuntimeError("the simulated line is closed")
            self._cut, self._delay_s = cut, delay_s
            self._asked += 1
            wanted = self._asked
            os.write(self._wake_write, b"x")
            if not self._changed.wait_for(lambda: self._applied >= wanted, _STUCK_S):
                raise RuntimeError("the simulated line did not follow")

    def _listen(self) -> None:
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self._port))
            self._port = int(self._listener.getsockname()[1])

    def _run(self) -> None:
        while not self._closing:
            for fd in self._wait():
                if fd == self._wake_read:
                    os.read(self._wake_read, 64)
                    self._apply()
                elif self._listener and fd == self._listener.fileno():
                    self._answer(self._listener)
            self._carry()
        self._hang_up()
        if self._listener:
            self._listener.close()

    def _apply(self) -> None:
        with self._changed:
            cut = self._cut
            asked = self._asked
        if cut is not Cut.SILENT:
            for caller in self._asleep:
                _reset(caller)
            self._asleep.clear()
        if cut is Cut.REFUSE:
            self._hang_up()
            if self._listener:
                self._listener.close()
                self._listener = None
        else:
            self._listen()
        if cut is Cut.SILENT:
            self._asleep += [way.source for way in self._ways]
            self._ways.clear()
        with self._changed:
            self._applied = asked
            self._changed.notify_all()

    def _wait(self) -> list[int]:
        """Sleep until something can be read, sent or is due."""
        due = [way.waiting[0][0] for way in self._ways if way.waiting]
        pause = max(0.0, min(due) - time.monotonic()) if due else None
        blocked = [way.sink for way in self._ways if way.waiting and way.waiting[0][0] <= time.monotonic()]
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake_read, selectors.EVENT_READ)
            if self._listener:
                selector.register(self._listener, selectors.EVENT_READ)
            for way in self._ways:
                wants = selectors.EVENT_READ * (not way.ended and way.held < _AHEAD_BYTES)
                wants |= selectors.EVENT_WRITE * (way.source in blocked)  # each end is the source of one way
                if wants:
                    selector.register(way.source, wants)
            pause = None if blocked else pause
            return [key.fd for key, _ in selector.select(pause)]

    def _answer(self, listener: socket.socket) -> None:
        caller, _ = listener.accept()
        if self._cut is Cut.SILENT:
            self._asleep.append(caller)
            return
        try:
            called = socket.create_connection(self._target, 2.0)
        except OSError:
            _reset(caller)  # the hub is not there; the terminal hears what it would hear without us
            return
        for end in (caller, called):
            end.setblocking(False)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._ways += [_Way(caller, called), _Way(called, caller)]

    def _carry(self) -> None:
        for way in tuple(self._ways):
            if way in self._ways and not (self._read(way) and self._pass_on(way)):
                self._drop(way)
        finished = [way for way in self._ways if way.passed_end and self._other(way).passed_end]
        for way in finished:
            self._ways.remove(way)
            way.source.close()

    def _read(self, way: _Way) -> bool:
        while not way.ended and way.held < _AHEAD_BYTES:
            try:
                data = way.source.recv(_PIECE)
            except BlockingIOError:
                break
            except OSError:
                return False
            way.ended = not data
            way.waiting.append((time.monotonic() + self._delay_s, data))
            way.held += len(data)
        return True

    def _pass_on(self, way: _Way) -> bool:
        while way.waiting and way.waiting[0][0] <= time.monotonic():
            due, data = way.waiting.popleft()
            if not data:
                way.passed_end = True
                with contextlib.suppress(OSError):  # the other side may have gone first
                    way.sink.shutdown(socket.SHUT_WR)
                continue
            try:
                sent = way.sink.send(data)
            except BlockingIOError:
                sent = 0
            except OSError:
                return False
            way.held -= sent
            if sent < len(data):
                way.waiting.appendleft((due, data[sent:]))
                break
        return True

    def _other(self, way: _Way) -> _Way:
        return next((other for other in self._ways if other.source is way.sink), way)

    def _drop(self, way: _Way) -> None:
        for one in {way, self._other(way)}:
            self._ways.remove(one)
            _reset(one.source)

    def _hang_up(self) -> None:
        for caller in [way.source for way in self._ways] + self._asleep:
            _reset(caller)
        self._ways.clear()
        self._asleep.clear()


def _reset(end: socket.socket) -> None:
    """Close with RST: linger of zero seconds."""
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.close()
