"""Requests of terminals: read with a cap, checked against their digest, and signed by an enrolled terminal's key."""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from hub.house import Hub
from hub.incoming import Refusal, hub_of, read_body
from hub.intake import BODY_LIMIT
from hub.outcomes import Refused, refused
from hub.terminals import Terminal, find_terminal
from kiosk.core.terminal_auth import AuthRefused, NonceMemory, verify_request
from kiosk.core.wire import Message

Model = TypeVar("Model", bound=Message)
JSON_LIMIT = 64 * 1024
_DIGEST = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):")
_AUTH_SAY = {
    "missing": "请求没有签名。",
    "malformed": "签名的格式不对。",
    "unknown_terminal": "终端没有登记，或已经停用。",
    "clock_differs": "终端和中枢的时钟差太多。",
    "replayed": "这个请求已经来过。",
    "bad_signature": "签名不对。",
}


@dataclass(frozen=True, slots=True)
class Signed:
    """A request that is proven to be this terminal's, with its body."""

    terminal: Terminal
    body: bytes


def signed(limit: int) -> Callable[[Request], Awaitable[Signed]]:
    """A dependency: the signed request with a body of at most `limit` bytes. Raises Refusal."""

    async def read(request: Request) -> Signed:
        body = await read_body(request, limit)
        terminal = await run_in_threadpool(who, request, request.method, body)
        _check_digest(request.headers.get("content-digest"), body)
        return Signed(terminal, body)

    return read


SmallSigned = Annotated[Signed, Depends(signed(JSON_LIMIT))]
LargeSigned = Annotated[Signed, Depends(signed(BODY_LIMIT))]
TheHub = Annotated[Hub, Depends(hub_of)]


def parse(model: type[Model], body: bytes, *, lenient: bool = False) -> Model:
    """The message in a body. Raises Refusal 422 naming the field, never its value.

    lenient: whether keys of a newer version are passed over, see kiosk.core.wire.
    """
    try:
        return model.leniently(body) if lenient else model.model_validate_json(body)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])[:80]
        raise Refusal(refused(422, "bad_message", "内容的格式不对。", place)) from None


def who(request: HTTPConnection, method: str, body: bytes) -> Terminal:
    """Which terminal signed a request, or the handshake of a link (GET, no body). Raises Refusal 401."""
    hub = hub_of(request)
    nonces = request.app.state.nonces
    assert isinstance(nonces, NonceMemory)
    found: dict[str, Terminal] = {}

    def key_of(terminal_id: str) -> bytes | None:
        terminal = hub.store.read(lambda tx: find_terminal(tx, terminal_id))
        if terminal is None or not terminal.active:
            return None
        found[terminal_id] = terminal
        return terminal.public_key

    outcome = verify_request(
        request.headers.get("authorization"),
        key_of,
        method,
        _target(request),
        hashlib.sha256(body).hexdigest(),
        hub.clock.now(),
    )
    # Nonces are remembered under a lock: requests are checked on several threads.
    if not isinstance(outcome, AuthRefused):
        with request.app.state.nonce_lock:
            if not nonces.first(outcome.terminal_id, outcome.nonce, hub.clock.now()):
                outcome = AuthRefused("replayed")
    if isinstance(outcome, AuthRefused):
        raise Refusal(_auth_refused(outcome))
    return found[outcome.terminal_id]


def _auth_refused(outcome: AuthRefused) -> Refused:
    return refused(401, outcome.why, _AUTH_SAY[outcome.why])


def _target(request: HTTPConnection) -> str:
    path = request.scope.get("raw_path", b"") or request.url.path.encode()
    query = request.scope.get("query_string", b"")
    text: str = path.decode("latin-1").split("?")[0]
    return f"{text}?{query.decode('latin-1')}" if query else text


def _check_digest(header: str | None, body: bytes) -> None:
    if not body and header is None:
        return
    match = _DIGEST.search(header or "")
    if match is None:
        raise Refusal(refused(400, "digest_missing", "请求要带内容的校验值。", "Content-Digest"))
    if match[1] != base64.b64encode(hashlib.sha256(body).digest()).decode():
        raise Refusal(refused(400, "digest_differs", "内容和校验值对不上。", "Content-Digest"))
