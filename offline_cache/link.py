"""The terminal's one outbound link to its hub: a WebSocket that comes back by itself and goes on where it was.

Signed like every request (kiosk.core.terminal_auth). Nothing here blocks its caller: what is said waits in order and a
thread sends it; what is heard is handed to `on_message` on the link's own thread.
"""

import hashlib
import logging
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from random import Random
from socket import SHUT_RDWR

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from kiosk.core.calls import (
    FRAME_BYTES,
    TO_TERMINAL,
    CallMessage,
    ErrorSaid,
    Hello,
    Malformed,
    ToTerminalMessage,
    Welcome,
    read,
    write,
)
from kiosk.core.clock import Clock
from kiosk.core.ids import TerminalId, uuid7
from kiosk.core.terminal_auth import sign_request
from offline_cache.backoff import outage_wait_s
from offline_cache.call_log import CallLog
from offline_cache.identity import Identity

PATH = "/v1/link"
OPEN_S = 5.0
WELCOME_S = 10.0
PING_S = 5.0
"""A silent line is noticed within two of these: a call has half a minute to come back."""
IN_CALL_WAIT_S = 2.0
"""The longest wait before the next try while somebody is being helped."""

_UNSAID = logging.getLogger("kiosk.link")
"""A line that is cut is nothing to print a traceback about: `on_change` tells it."""
_UNSAID.setLevel(logging.CRITICAL + 1)  # not `disabled`: whoever configures logging later takes that back

_EMPTY = hashlib.sha256(b"").hexdigest()


class Link:
    """One terminal's link. Give it its listeners, then `start`."""

    def __init__(
        self,
        url: str,
        terminal: TerminalId,
        key: Ed25519PrivateKey,
        clock: Clock,
        random: Random,
        *,
        ca_file: str | None = None,
    ) -> None:
        """url: the hub's http(s) address."""
        self._url = url.rstrip("/").replace("http", "ws", 1) + PATH
        self._terminal, self._key, self._clock, self._random = terminal, key, clock, random
        self._trust = ssl.create_default_context(cafile=ca_file) if self._url.startswith("wss:") else None
        self._boot = uuid7()
        self._log = CallLog()
        self._turn = threading.Condition()
        self._over = False
        self._socket: ClientConnection | None = None
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)
        self.on_message: Callable[[ToTerminalMessage], None] = lambda message: None
        self.on_change: Callable[[Welcome | None], None] = lambda welcome: None
        """The link is there, with the hub's welcome, or is gone; on the link's thread."""

    def start(self) -> None:
        """Connect, and stay connected."""
        self._thread.start()

    def send(self, message: CallMessage) -> None:
        """Say it as soon as the link is there, in order; from any thread."""
        with self._turn:
            self._log.say(message)
            self._turn.notify_all()
        self._wake.set()

    def forget(self, call: str) -> None:
        """The call is over: nothing of it is kept."""
        with self._turn:
            self._log.forget(call)

    def cut(self) -> bool:
        """The line is gone in this moment, without a farewell, as when a cable is pulled; it comes back by itself.

        False: there was none. For simulators and tests.
        """
        socket = self._socket
        if socket is None:
            return False
        with suppress(OSError):
            socket.socket.shutdown(SHUT_RDWR)
        return True

    def close(self) -> None:
        """Hang up and stop."""
        self._over = True
        self._wake.set()
        socket = self._socket
        if socket is not None:
            socket.close()
        with self._turn:
            self._turn.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    # --- the link's own thread -----------------------------------------------------------------------------------

    def _run(self) -> None:
        failures = 0
        while not self._over:
            failures = 0 if self._once() else failures + 1
            wait = outage_wait_s(max(1, failures), None, self._random)
            self._wake.clear()
            if self._over:  # looked at after the clearing: `close` says so first and wakes then
                return
            # Somebody who asks for help now does not wait for the end of a long pause.
            if self._log.call is not None:
                self._pause(min(wait, IN_CALL_WAIT_S))
            else:
                self._wake.wait(wait)

    def _pause(self, seconds: float) -> None:
        with self._turn:
            self._turn.wait_for(lambda: self._over, seconds)

    def _once(self) -> bool:
        """One connection from beginning to end; whether the hub welcomed us."""
        try:
            with self._open() as socket:
                self._socket = socket
                if self._over:  # closed while it was opening; nobody knew of this socket to hang it up
                    return False
                welcome = self._hello(socket)
                if welcome is None:
                    return False
                self.on_change(welcome)
                self._serve(socket, welcome)
                return True
        except (WebSocketException, OSError):
            return False
        finally:
            self._socket = None

    def _open(self) -> ClientConnection:
        signed = sign_request(self._key, self._terminal, "GET", PATH, _EMPTY, self._clock.now())
        return connect(
            self._url,
            additional_headers={"Authorization": signed},
            ssl=self._trust,
            proxy=None,
            compression=None,
            open_timeout=OPEN_S,
            ping_interval=PING_S,
            ping_timeout=PING_S,
            close_timeout=1.0,
            max_size=FRAME_BYTES,
            user_agent_header=None,
            logger=_UNSAID,
        )

    def _hello(self, socket: ClientConnection) -> Welcome | None:
        with self._turn:
            call = self._log.call
            heard = self._log.heard.get(call, 0) if call else 0
        socket.send(write(Hello(boot=self._boot, call=call, heard=heard)))
        try:
            message = read(TO_TERMINAL, socket.recv(WELCOME_S))
        except TimeoutError:
            return None
        return message if isinstance(message, Welcome) else None

    def _serve(self, socket: ClientConnection, welcome: Welcome) -> None:
        with self._turn:
            if self._log.call is None or welcome.call == self._log.call:
                self._log.connected(welcome.heard)
        gone = threading.Event()
        sender = threading.Thread(target=self._send_all, args=(socket, gone), name="link-send", daemon=True)
        sender.start()
        try:
            for frame in socket:
                self._heard(socket, frame)
        except (WebSocketException, OSError):
            pass  # the line is gone; whoever listens is told below
        finally:
            gone.set()
            with self._turn:
                self._turn.notify_all()
            sender.join()
            self.on_change(None)

    def _heard(self, socket: ClientConnection, frame: str | bytes) -> None:
        message = read(TO_TERMINAL, frame)
        if isinstance(message, Malformed):
            socket.send(write(ErrorSaid(code=message.code, about=message.about)))
            return
        if isinstance(message, CallMessage):
            with self._turn:
                if not self._log.first(message):
                    return
        self.on_message(message)

    def _send_all(self, socket: ClientConnection, gone: threading.Event) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: gone.is_set() or self._over or any(not e.sent for e in self._log.entries))
                if gone.is_set() or (self._over and all(e.sent for e in self._log.entries)):
                    return
                message = self._log.next()
            if message is None:
                return
            try:
                socket.send(write(message))
            except (WebSocketException, OSError):
                with self._turn:
                    self._log.unsent(message)
                with suppress(WebSocketException, OSError):
                    socket.close()
                return


def link_of(identity: Identity, url: str, clock: Clock, random: Random, ca_file: str | None = None) -> Link:
    """The link of an enrolled terminal."""
    return Link(url, identity.terminal_id, identity.key, clock, random, ca_file=ca_file)
