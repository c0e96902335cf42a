"""A hub on each database, an enrolled terminal, and a clock that moves only when told."""

import asyncio
import base64
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import httpx
import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from hub.accounts import NEEDS_CODE, ROLE_NAMES, Role, add_user, begin_session
from hub.api import create_app
from hub.api.answers import AsgiApp
from hub.house import Hub, HubConfig, open_hub
from hub.second_factor import DIGITS, STEP_S, Enrolment, enrolment
from hub.store import Tx
from hub.terminals import Terminal, find_terminal, new_code
from hub.times import stamp
from kiosk.catalogue import Catalogue, issue, load_catalogue, shipped_files
from kiosk.core.clock import ManualClock
from kiosk.core.ids import TerminalId, uuid7
from kiosk.core.sealing import SEALED_TYPE, pack, seal
from kiosk.core.signing import digest, signature_files
from kiosk.core.terminal_auth import sign_request
from kiosk.core.wire import Attachment, Message, Submission

PASSWORD = "correct horse 12"
HOLDER = {
    "name": "虚构老人",
    "id_number": "11010119400307001X",
    "birth": "1940-03-07",
    "address": "虚构市测试路1号",
    "how": "chip",
}


class TestClient:
    """A browser or a terminal in the same process: the whole application, without a socket. Keeps cookies."""

    __test__ = False

    def __init__(self, app: AsgiApp) -> None:
        self._app = app
        self.cookies = httpx.Cookies()

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=cast(Any, self._app))
            async with httpx.AsyncClient(transport=transport, base_url="http://hub", cookies=self.cookies) as client:
                answered = await client.request(method, path, **more)
                self.cookies = client.cookies
                return answered

        # In a thread: a test that drives a browser has a loop of its own in this one.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(send())).result()

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.request("GET", path, **more)

    def put(self, path: str, **more: Any) -> httpx.Response:
        return self.request("PUT", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.request("POST", path, **more)


@dataclass
class Kiosk:
    """A terminal that speaks to the hub as the real one does: signed bytes."""

    hub: Hub
    client: TestClient
    key: Ed25519PrivateKey
    id: str = "K07"
    sequence: int = 0

    def send(
        self, method: str, path: str, body: bytes = b"", kind: str = "application/json", **headers: str
    ) -> httpx.Response:
        digest = hashlib.sha256(body)
        sent = {
            "Authorization": sign_request(self.key, self.id, method, path, digest.hexdigest(), self.hub.clock.now()),
            **headers,
        }
        if body:
            sent["Content-Type"] = kind
            sent.setdefault("Content-Digest", f"sha-256=:{base64.b64encode(digest.digest()).decode()}:")
        return self.client.request(method, path, content=body, headers=sent)

    def tell(self, method: str, path: str, message: Message) -> httpx.Response:
        return self.send(method, path, message.model_dump_json().encode())

    def fill(self, **changes: Any) -> Submission:
        """A right submission of 01, changed as told."""
        self.sequence += 1
        now = self.hub.clock.now()
        given: dict[str, Any] = {
            "submission_id": uuid7(),
            "case_number": issue("130302", now.date(), TerminalId(self.id), self.sequence),
            "service_id": "01",
            "service_version": self.hub.shelf.current.services["01"].version,
            "terminal_id": self.id,
            "division": "130302",
            "created_at": now,
            "holder": HOLDER,
            "operator": HOLDER,
            "fields": answers(now),
            "materials": {"id_card": "brought", "household_book": "missing"},
            "consents": [
                {"text_version": self.hub.shelf.current.services["01"].consent_version, "at": now, "how": "touch"}
            ],
        }
        filled = Submission.model_validate({**given, **changes})
        return filled if "signature_sha256" in changes or "witness" in changes else signed(filled)

    def seal(self, submission: Submission, pictures: dict[str, bytes] | None = None) -> bytes:
        keys = self.hub.keys
        public = base64.b64decode(keys.seal_public_key)
        packed = pack(submission, {**signature_of(submission), **(pictures or {})})
        return seal(public, keys.seal_key_id, "submission", submission.submission_id, packed)

    def put(self, submission: Submission, sealed: bytes | None = None) -> httpx.Response:
        body = self.seal(submission) if sealed is None else sealed
        return self.send("PUT", f"/v1/submissions/{submission.submission_id}", body, SEALED_TYPE)

    @property
    def terminal(self) -> Terminal:
        found = self.hub.store.read(lambda tx: find_terminal(tx, self.id))
        assert found is not None
        return found


def signed(submission: Submission) -> Submission:
    """As she signed it with her finger."""
    text, files = signed_words(submission), signature_of(submission, True)
    pictures = [
        Attachment(
            name=name,
            media_type="image/png" if name.endswith("png") else "application/json",
            sha256=hashlib.sha256(body).hexdigest(),
            size=len(body),
        )
        for name, body in files.items()
    ]
    update = {"attachments": [*submission.attachments, *pictures], "signature_sha256": digest(text)}
    return submission.model_copy(update=update)


def signature_of(submission: Submission, always: bool = False) -> dict[str, bytes]:
    """The files of its signature; none of one that is not signed."""
    if not (submission.signature_sha256 or always):
        return {}
    return signature_files(signed_words(submission), b"\x89PNG\r\n\x1a\n" + b"0" * 32, (((1, 1), (2, 2)),))


def signed_words(submission: Submission) -> str:
    people = [person for person in (submission.holder, submission.operator) if person is not None]
    return "我承诺，填的都是真的。" + "".join(f"{person.name} {person.id_number}\n" for person in people)


def answers(now: datetime) -> dict[str, list[dict[str, Any]]]:
    plain = {
        "kind": "first",
        "low_income": "no",
        "elsewhere": "no",
        "phone": "13800001234",
        "home": "虚构市测试路1号",
        "pay_to": "social_card",
    }
    return {name: [{"value": value, "source": "typed", "at": now}] for name, value in plain.items()}


@dataclass
class Place:
    """One hub under test with everything around it."""

    hub: Hub
    clock: ManualClock
    client: TestClient
    data_dir: Path
    database: str
    people: dict[Role, str] = field(default_factory=dict)

    def enrol(self, terminal_id: str = "K07", hall: str = "测试大厅", street: str = "") -> Kiosk:
        key = Ed25519PrivateKey.generate()
        code = new_code(self.hub, terminal_id, "130302", hall, "cli", street)
        public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
        answered = self.client.post("/v1/enrol", json={"code": code, "public_key": public})
        assert answered.status_code == 200, answered.text
        return Kiosk(self.hub, self.client, key, terminal_id)

    def person(self, role: Role) -> str:
        name = f"测试{ROLE_NAMES[role]}"
        if role not in self.people:
            assert add_user(self.hub, name, PASSWORD, role, "cli") is None
            self.people[role] = name
        return name

    def guide_cookie(self, number: str, role: Role) -> tuple[str, str]:
        """The session of a guide or supervisor who has just logged in, and her user name."""
        user = f"测试{ROLE_NAMES[role]}{number}"

        def work(tx: Tx) -> None:
            # Without a password: hashing one takes longer than everything else a test of calls does.
            columns = "name, password_hash, role, created_at"
            tx.run(f"insert into users ({columns}) values (?, '', ?, ?)", user, role, stamp(self.clock.now()))
            begin_session(tx, self.hub, user, role, f"cookie-{number}")

        self.hub.store.write(work)
        return f"cookie-{number}", user

    def code(self, secret: bytes, steps: int = 0) -> str:
        """What the telephone that knows a secret shows, `steps` half minutes later."""
        at = int(self.clock.now().timestamp()) + steps * STEP_S
        return TOTP(secret, DIGITS, SHA1(), STEP_S).generate(at).decode()

    def browser(self, role: Role) -> TestClient:
        """A browser that is logged in."""
        client = TestClient(create_app(self.hub))
        answered = client.post("/login", data={"name": self.person(role), "password": PASSWORD})
        assert answered.status_code == 303, answered.text
        if role in NEEDS_CODE:
            shown = enrolment(self.hub, client.cookies["hub_step"])
            assert isinstance(shown, Enrolment)
            code = self.code(base64.b32decode(shown.secret))
            assert client.post("/login/code", data={"code": code}).status_code == 303
        return client


def promising() -> Catalogue:
    """The shipped catalogue with one confirmed promise: ten working days for 01."""
    files = shipped_files()
    text = files["services/01.yaml"]
    assert "time_limit:\n  source: {text: 秦皇岛承诺时限未核实, as_of: 2026-11-24, confirmed: false}" in text
    files["services/01.yaml"] = text.replace(
        "time_limit:\n  source: {text: 秦皇岛承诺时限未核实, as_of: 2026-11-24, confirmed: false}",
        "time_limit:\n  promised_days: 10\n  source: {text: 测试用的承诺, as_of: 2026-11-24, confirmed: true}",
    )
    return load_catalogue(files)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return promising()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """ "" for SQLite, or the address of a fresh database on a real PostgreSQL."""
    if request.param == "sqlite":
        return ""
    make: Callable[[], str] = request.getfixturevalue("new_postgres_database")
    return make()


@pytest.fixture
def place(tmp_path: Path, database: str, catalogue: Catalogue) -> Iterator[Place]:
    yield from _place(tmp_path, database, catalogue)


@pytest.fixture
def lite(tmp_path: Path, catalogue: Catalogue) -> Iterator[Place]:
    """On SQLite only, for what does not touch the database's ways."""
    yield from _place(tmp_path, "", catalogue)


def _place(tmp_path: Path, database: str, catalogue: Catalogue) -> Iterator[Place]:
    clock, data_dir = ManualClock(), tmp_path / "hub"
    hub = open_hub(HubConfig(data_dir, database, phone="0335-0000000"), clock, catalogue)
    client = TestClient(create_app(hub))
    yield Place(hub, clock, client, data_dir, database)
    hub.close()


@pytest.fixture
def kiosk(place: Place) -> Kiosk:
    return place.enrol()


@pytest.fixture
def lite_kiosk(lite: Place) -> Kiosk:
    return lite.enrol()


# --- a real PostgreSQL --------------------------------------------------------------------------------------


def _postgres_bin() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Path]:
    """The socket directory of a running server of our own, gone afterwards."""
    binaries = _postgres_bin()
    if binaries is None:
        pytest.skip("没有安装 PostgreSQL，跳过这一半。")
    as_user: list[str] = []
    if os.geteuid() == 0:
        if shutil.which("runuser") is None:
            pytest.skip("PostgreSQL 不能以 root 运行，又没有 runuser，跳过这一半。")
        as_user = ["runuser", "-u", "postgres", "--"]
    root = Path(tempfile.mkdtemp(prefix="kiosk-pg-"))
    if as_user:
        shutil.chown(root, "postgres")
    data = root / "data"
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    options = f"-c listen_addresses= -c unix_socket_directories={root} -c max_connections=60"
    try:
        how = ("-A", "trust", "-U", "hub", "-E", "UTF8", "--locale=C.UTF-8")
        subprocess.run([*as_user, binaries / "initdb", "-D", data, *how], check=True, **quiet)
        subprocess.run([*as_user, binaries / "pg_ctl", "-D", data, "-w", "-o", options, "start"], check=True, **quiet)
        yield root
        subprocess.run([*as_user, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True, **quiet)
    finally:
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(scope="session")
def new_postgres_database(postgres_server: Path) -> Callable[[], str]:
    """Makes fresh, empty databases."""
    made = 0

    def make() -> str:
        nonlocal made
        made += 1
        with psycopg.connect(f"postgresql://hub@/postgres?host={postgres_server}", autocommit=True) as admin:
            admin.execute(f"create database hub{made}".encode())
        return f"postgresql://hub@/hub{made}?host={postgres_server}"

    return make
