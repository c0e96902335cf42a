"""A terminal's queue in a fresh directory, a hub's keys, and a hub that answers over a real socket as it is told."""

import base64
import hashlib
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.core.clock import ManualClock
from kiosk.core.ids import CaseNumber, SubmissionId, TerminalId, uuid7
from kiosk.core.wire import Attachment, Received, Submission, SubmissionAck, WirePerson, signed_text
from offline_cache import Counter, Identity, Limits, Outbox, Sealer, Stored
from offline_cache.space import MIB

CANARY = "虚构老人甲"


def rule(division: str, day: date, terminal: TerminalId, sequence: int) -> str:
    """The shape of a case number; the check digit is the catalogue's business."""
    return f"{division}-{day:%Y%m%d}-{terminal}-{sequence:04d}-0"


@dataclass
class HubKeys:
    """What only the hub has."""

    seal: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)
    sign: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def sign_public(self) -> bytes:
        return self.sign.public_key().public_bytes_raw()

    def ack(self, item_id: str, body: bytes, clock: ManualClock) -> SubmissionAck:
        plain = SubmissionAck(
            receipt=item_id,
            sha256=hashlib.sha256(body).hexdigest(),
            case_number="130302-20261124-K07-0001-0",
            status="待受理",
            accepted_at=clock.now(),
            signature="",
        )
        signature = base64.b64encode(self.sign.sign(signed_text(plain))).decode()
        return plain.model_copy(update={"signature": signature})


@pytest.fixture(scope="session")
def keys() -> HubKeys:
    return HubKeys()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def sealer(keys: HubKeys) -> Sealer:
    return Sealer(keys.seal.public_key().public_bytes_raw(), "seal-1")


@pytest.fixture
def identity(keys: HubKeys, sealer: Sealer) -> Identity:
    return Identity(TerminalId("K07"), "130302", "虚构社区", Ed25519PrivateKey.generate(), sealer, keys.sign_public)


@pytest.fixture
def limits() -> Limits:
    return Limits(ballast_bytes=8 * MIB, free_bytes=MIB)


@pytest.fixture
def outbox(tmp_path: Path, clock: ManualClock, limits: Limits) -> Iterator[Outbox]:
    box = Outbox(tmp_path / "data", clock, limits)
    yield box
    box.close()


@pytest.fixture
def counter(outbox: Outbox, sealer: Sealer, clock: ManualClock) -> Counter:
    return Counter(outbox, sealer, "130302", TerminalId("K07"), rule, clock)


Builder = Callable[[SubmissionId, Mapping[str, bytes]], Callable[[CaseNumber], Submission]]


@pytest.fixture
def build(clock: ManualClock) -> Builder:
    """A submission of an invented person."""

    def builder(submission_id: SubmissionId, attachments: Mapping[str, bytes]) -> Callable[[CaseNumber], Submission]:
        person = WirePerson(name=CANARY, id_number="13030019400101001X", how="typed")
        return lambda number: Submission(
            submission_id=submission_id,
            case_number=number,
            service_id="01",
            service_version="1",
            terminal_id="K07",
            division="130302",
            created_at=clock.now(),
            holder=person,
            operator=person,
            fields={},
            consents=[],
            attachments=[
                Attachment(name=name, media_type="image/png", sha256=hashlib.sha256(body).hexdigest(), size=len(body))
                for name, body in attachments.items()
            ],
        )

    return builder


@pytest.fixture
def put(counter: Counter, build: Builder) -> Callable[[], SubmissionId]:
    """Store one more finished matter; its id."""

    def one() -> SubmissionId:
        submission_id = SubmissionId(uuid7())
        assert isinstance(counter.put_submission(submission_id, build(submission_id, {}), {}), Stored)
        return submission_id

    return one


@dataclass(frozen=True)
class Reply:
    """What the hub says; drop: it closes the connection instead."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    drop: bool = False


@dataclass(frozen=True)
class Request:
    """What the hub heard."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def item_id(self) -> str:
        return self.path.rsplit("/", 1)[-1]


class SpokenHub:
    """A real HTTP server whose answers are a function of the request."""

    def __init__(self, keys: HubKeys, clock: ManualClock) -> None:
        self.keys = keys
        self.clock = clock
        self.heard: list[Request] = []
        self.stored: dict[str, bytes] = {}
        self.answer: Callable[[Request], Reply] = self.honest
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                if len(body) < length:
                    # The client was killed in the middle: no server has a request then.
                    self.close_connection = True
                    return
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Request(self.command, self.path, headers, body)
                hub.heard.append(request)
                reply = hub.answer(request)
                if reply.drop:
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.content_type)
                self.send_header("Content-Length", str(len(reply.body)))
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)

            do_PUT = do_POST = do_GET = handle_any

            def log_message(self, format: str, *args: object) -> None:
                """Nothing about requests goes to the test's output."""

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                """A client that hangs up is part of these tests."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def honest(self, request: Request) -> Reply:
        """Store once, acknowledge exactly."""
        first = request.item_id not in self.stored
        self.stored.setdefault(request.item_id, request.body)
        if request.path.startswith("/v1/submissions/"):
            text = self.keys.ack(request.item_id, request.body, self.clock).model_dump_json()
        else:
            sha256 = hashlib.sha256(request.body).hexdigest()
            text = Received(receipt=request.item_id, sha256=sha256).model_dump_json()
        return Reply(201 if first else 200, text.encode())

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


@pytest.fixture
def hub(keys: HubKeys, clock: ManualClock) -> Iterator[SpokenHub]:
    spoken = SpokenHub(keys, clock)
    yield spoken
    spoken.stop()


@pytest.fixture
def counter_at(sealer: Sealer, build: Builder, limits: Limits) -> Callable[[Path, int], set[str]]:
    """Fill a queue in some directory; the ids in it."""

    def fill(directory: Path, count: int) -> set[str]:
        clock = ManualClock()
        box = Outbox(directory, clock, limits)
        counter = Counter(box, sealer, "130302", TerminalId("K07"), rule, clock)
        ids = {SubmissionId(uuid7()) for _ in range(count)}
        for submission_id in ids:
            assert isinstance(counter.put_submission(submission_id, build(submission_id, {}), {}), Stored)
        box.close()
        return set(ids)

    return fill


@pytest.fixture
def lying_answers() -> Callable[[SpokenHub, Random], Callable[[Request], Reply]]:
    """Half honest; the rest is every way an answer can be wrong without being the item's fault."""

    def make(hub: SpokenHub, random: Random) -> Callable[[Request], Reply]:
        def answer(request: Request) -> Reply:
            honest = hub.honest(request) if random.random() < 0.8 else None
            ack = hub.keys.ack(request.item_id, request.body, hub.clock)
            other_hash = ack.model_copy(update={"sha256": "0" * 64})
            unsigned = ack.model_copy(update={"signature": base64.b64encode(bytes(64)).decode()})
            lies = [
                Reply(drop=True),
                Reply(200, "<html>请先登录</html>".encode(), "text/html"),
                Reply(503, b"busy", "text/plain", (("Retry-After", "1"),)),
                Reply(302, b"", headers=(("Location", "http://127.0.0.1:9/login"),)),
                Reply(200, other_hash.model_dump_json().encode()),
                Reply(200, unsigned.model_dump_json().encode()),
            ]
            return honest if honest is not None and random.random() < 0.6 else random.choice(lies)

        return answer

    return make


@pytest.fixture
def reply() -> type[Reply]:
    """To make the hub's answers with."""
    return Reply


@pytest.fixture
def unused_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
