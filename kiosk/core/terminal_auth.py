"""How a terminal proves to the hub that a request is its own: an Ed25519 signature over the request.

Header::

    Authorization: Kiosk terminal="K07", at="2026-11-24T09:00:00+08:00", nonce="<32 hex>", signature="<base64>"

The signature is over `request_text`. TLS hides the request; this header is what says who sent it, so that a reverse
proxy in front of the hub changes nothing.
"""

import base64
import binascii
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SKEW = timedelta(seconds=300)
"""How far the terminal's clock may be from the hub's; a nonce need not be remembered for longer than twice this."""

_HEADER = re.compile(
    r'Kiosk terminal="([A-Za-z0-9_-]{1,32})", at="([0-9T:+.-]{19,40})", nonce="([0-9a-f]{32})", '
    r'signature="([A-Za-z0-9+/]{86}==)"'
)


@dataclass(frozen=True, slots=True)
class Verified:
    """The request is this terminal's."""

    terminal_id: str
    nonce: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AuthRefused:
    """The request is nobody's we know."""

    why: Literal["missing", "malformed", "unknown_terminal", "clock_differs", "replayed", "bad_signature"]


def request_text(terminal_id: str, method: str, path: str, body_sha256: str, at: str, nonce: str) -> bytes:
    """The exact bytes that are signed. `path` is the request target with its query; `body_sha256` is hex."""
    return f"kiosk-request-1\n{terminal_id}\n{method}\n{path}\n{body_sha256}\n{at}\n{nonce}\n".encode()


def sign_request(
    key: Ed25519PrivateKey,
    terminal_id: str,
    method: str,
    path: str,
    body_sha256: str,
    at: datetime,
    nonce: str | None = None,
) -> str:
    """Value of the Authorization header. `nonce` is 32 hex digits, fresh ones when None."""
    once = nonce or secrets.token_hex(16)
    when = at.isoformat(timespec="milliseconds")
    signature = base64.b64encode(key.sign(request_text(terminal_id, method, path, body_sha256, when, once))).decode()
    return f'Kiosk terminal="{terminal_id}", at="{when}", nonce="{once}", signature="{signature}"'


def verify_request(
    header: str | None,
    key_of: Callable[[str], bytes | None],
    method: str,
    path: str,
    body_sha256: str,
    now: datetime,
    nonces: "NonceMemory | None" = None,
) -> Verified | AuthRefused:
    """Who sent a request.

    key_of: the 32-byte Ed25519 public key of a terminal that is enrolled and not revoked, else None.
    nonces: remembers what was seen, so that a recorded request cannot be sent again; asked last, after the signature.
    """
    if not header:
        return AuthRefused("missing")
    match = _HEADER.fullmatch(header)
    at = _time(match[2]) if match else None
    if match is None or at is None:
        return AuthRefused("malformed")
    public = key_of(match[1])
    if public is None:
        return AuthRefused("unknown_terminal")
    if not _signed(public, match[4], request_text(match[1], method, path, body_sha256, match[2], match[3])):
        return AuthRefused("bad_signature")
    if abs(now - at) > SKEW:
        return AuthRefused("clock_differs")
    if nonces is not None and not nonces.first(match[1], match[3], now):
        return AuthRefused("replayed")
    return Verified(match[1], match[3], at)


class NonceMemory:
    """Nonces seen within twice the allowed skew. Not shared between processes."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], datetime] = {}

    def first(self, terminal_id: str, nonce: str, now: datetime) -> bool:
        """Whether this nonce is new; from now on it is not."""
        # Insertion order is time order, so the old ones are at the front.
        while self._seen:
            oldest = next(iter(self._seen))
            if now - self._seen[oldest] <= 2 * SKEW:
                break
            del self._seen[oldest]
        if (terminal_id, nonce) in self._seen:
            return False
        self._seen[terminal_id, nonce] = now
        return True


def _time(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _signed(public: bytes, signature: str, text: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(signature, validate=True), text)
    except (InvalidSignature, binascii.Error):
        return False
    return True
