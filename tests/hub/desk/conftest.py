"""Both ends of a call as they really are for the hub: sockets that speak the protocol."""

import base64
import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests
import uvicorn
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from hub.accounts import Role
from hub.api import create_app
from hub.desk import guides, switchboard
from hub.desk.guides import Profile
from kiosk.core import calls
from kiosk.core.ids import uuid7
from kiosk.core.terminal_auth import sign_request

PATIENCE_S = 60.0


class Closed(Exception):
    """The hub hung up."""


class Socket:
    """One end's link: says messages with their numbers, waits for those it is told."""

    def __init__(self, open_: Callable[[], ClientConnection], reads: Any) -> None:
        self._open = open_
        self._reads = reads
        self.socket = open_()
        self.heard: dict[str, int] = {}
        self.sent: dict[str, int] = {}
        self.frames: list[str] = []
        """Every frame that reached this end, as it came."""
        self._unread: list[Any] = []

    def say(self, kind: Any, call: str = "", /, **parts: Any) -> Any:
        """Send one message; of a call when it is about one."""
        if call:
            self.sent[call] = self.sent.get(call, 0) + 1
            parts = {"call": call, "seq": self.sent[call], **parts}
        message = kind.model_validate(parts)
        self.socket.send(calls.write(message))
        return message

    def told(self, kind: Any, such: Callable[[Any], bool] = lambda message: True) -> Any:
        """The next message of a kind, whatever else comes before it."""
        seen = []
        while True:
            message = self._next()
            if isinstance(message, kind) and such(message):
                self._unread = [*seen, *self._unread]
                return message
            seen.append(message)

    def not_told(self, kind: Any, until: Any) -> Any:
        """Wait for a message of one kind and make sure that none of another came before it."""
        while True:
            message = self._next()
            assert not isinstance(message, kind), message
            if isinstance(message, until):
                return message

    def all_told(self) -> list[Any]:
        """What has come and was not asked for."""
        told, self._unread = self._unread, []
        return told

    def again(self) -> None:
        """Open the link anew, as after a break."""
        self.close()
        self.socket = self._open()

    def close(self) -> None:
        self.socket.close()

    def _next(self) -> Any:
        if self._unread:
            return self._unread.pop(0)
        try:
            frame = self.socket.recv(PATIENCE_S)
        except ConnectionClosed:
            raise Closed from None
        assert isinstance(frame, str)
        self.frames.append(frame)
        message = calls.read(self._reads, frame)
        assert not isinstance(message, calls.Malformed), frame
        if isinstance(message, calls.CallMessage):
            before = self.heard.get(message.call, 0)
            assert message.seq > before, f"{message.kind}: {message.seq} after {before}"
            self.heard[message.call] = message.seq
        return message


class Terminals(Socket):
    """A terminal's link."""

    def __init__(self, url: str, kiosk: Any) -> None:
        self.boot, self.kiosk = uuid7(), kiosk
        empty = hashlib.sha256(b"").hexdigest()

        def open_() -> ClientConnection:
            at = kiosk.hub.clock.now()
            signed = sign_request(kiosk.key, kiosk.id, "GET", "/v1/link", empty, at)
            link = connect(url.replace("http", "ws") + "/v1/link", additional_headers={"Authorization": signed})
            return link.__enter__()

        super().__init__(open_, calls.TO_TERMINAL)

    def hello(self, call: str | None = None) -> calls.Welcome:
        self.say(calls.Hello, boot=self.boot, **({"call": call, "heard": self.heard.get(call, 0)} if call else {}))
        welcome = self.told(calls.Welcome)
        assert isinstance(welcome, calls.Welcome)
        return welcome

    def ask(self, **more: Any) -> str:
        call = uuid7()
        self.say(calls.AskHuman, call, **{"reason": "asked", "matter": "01", "step": "question:01:phone", **more})
        return call


class Desks(Socket):
    """A guide's page."""

    def __init__(self, url: str, cookie: str, origin: str | None = None) -> None:
        self.cookie = cookie

        def open_() -> ClientConnection:
            headers = {"Cookie": f"hub_session={cookie}"}
            link = connect(url.replace("http", "ws") + "/desk/link", additional_headers=headers, origin=origin or url)
            return link.__enter__()

        super().__init__(open_, calls.TO_DESK)

    def hello(self, call: str | None = None) -> calls.DeskWelcome:
        self.say(calls.DeskHello, **({"call": call, "heard": self.heard.get(call, 0)} if call else {}))
        welcome = self.told(calls.DeskWelcome)
        assert isinstance(welcome, calls.DeskWelcome)
        if welcome.call:
            self.sent[welcome.call] = welcome.heard
        return welcome

    def ready(self) -> None:
        self.hello()
        self.say(calls.Presence, state="ready")
        self.told(calls.Presence, lambda message: message.state == "ready")


class Hall:
    """A hub on a real socket with everybody who may connect to it."""

    def __init__(self, place: Any, url: str) -> None:
        self.place, self.url = place, url
        self.open: list[Socket] = []
        self._cookies: dict[str, str] = {}

    def terminal(self, terminal_id: str = "K07", **more: Any) -> Terminals:
        end = Terminals(self.url, self.place.enrol(terminal_id, **more))
        self.open.append(end)
        end.hello()
        return end

    def guide(self, number: str = "0712", name: str = "小王", role: Role = Role.GUIDE, **more: Any) -> Desks:
        """A guide with a page open, not yet ready."""
        cookie, user = self.place.guide_cookie(number, role)
        profile = Profile(user, name, number, **more)
        assert guides.set_profile(self.place.hub, profile, "cli") is None
        end = Desks(self.url, cookie)
        end.user = user  # type: ignore[attr-defined]
        self.open.append(end)
        return end

    def joined(self, terminal: Terminals, desk: Desks, *capabilities: str, **more: Any) -> str:
        """A call with both ends bound and these things allowed."""
        desk.ready()
        call = terminal.ask(**more)
        desk.told(calls.Offer)
        desk.say(calls.Take, call)
        terminal.told(calls.Offered)
        terminal.say(calls.Accept, call)
        terminal.told(calls.Joined)
        desk.told(calls.Joined)
        for capability in capabilities:
            terminal.say(calls.Consented, call, capability=capability, granted=True)
            desk.told(calls.Consented, lambda said, wanted=capability: said.capability == wanted)  # type: ignore[misc]
        return call

    def acts(self, call: str) -> list[tuple[str, str, str]]:
        """Who did what in a call, as the audit chain has it."""
        sql = "select actor, act, detail from audit where object = ? order by seq"
        found: list[tuple[str, str, str]] = self.place.hub.store.read(lambda tx: tx.rows(sql, f"call:{call}"))
        return found

    def pass_time(self, seconds: float) -> None:
        self.place.clock.advance(seconds)


def upload(hall: Any, terminal: Any, call: str, photo: str, body: bytes) -> int:
    """Send a picture as the terminal does; the status of the answer."""
    path, digest = f"/v1/calls/{call}/photos/{photo}", hashlib.sha256(body)
    at = hall.place.clock.now()
    headers = {
        "Authorization": sign_request(terminal.kiosk.key, terminal.kiosk.id, "PUT", path, digest.hexdigest(), at),
        "Content-Digest": f"sha-256=:{base64.b64encode(digest.digest()).decode()}:",
        "Content-Type": "image/jpeg",
    }
    return requests.put(hall.url + path, data=body, headers=headers, timeout=30).status_code


@pytest.fixture
def hall(place: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    yield from _hall(place, monkeypatch)


@pytest.fixture
def lite_hall(lite: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    yield from _hall(lite, monkeypatch)


@pytest.fixture
def city(lite: Any, request: Any) -> Hall:
    """A hall in a city that has recording turned on."""
    lite.hub = replace(lite.hub, config=replace(lite.hub.config, recording=True))
    hall: Hall = request.getfixturevalue("lite_hall")
    return hall


def _hall(place: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    # Time is the test's own; rounds only have to notice it soon.
    monkeypatch.setattr(switchboard, "ROUND_S", 0.05)
    with listening(place.hub) as url:
        hall = Hall(place, url)
        yield hall
        for end in hall.open:
            with contextlib.suppress(OSError):
                end.close()


@contextlib.contextmanager
def listening(hub: Any) -> Iterator[str]:
    """A hub on a real socket."""
    config = uvicorn.Config(
        create_app(hub), port=0, log_level="error", ws="websockets-sansio",
        ws_per_message_deflate=False, timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(2000):
        if server.started:
            break
        threading.Event().wait(0.005)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture
def ends() -> Any:
    """The kinds of ends, for tests that bring a hub of their own."""
    return type("Ends", (), {"Terminals": Terminals, "Desks": Desks, "Closed": Closed})
