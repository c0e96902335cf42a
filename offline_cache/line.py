"""The wire to the hub: one HTTP exchange with a deadline, answered as a value.

Nothing is retried here (the queue holds what is due), no redirect is followed (a captive portal redirects), and no
proxy is taken from the environment.
"""

import base64
import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from kiosk.core.clock import Clock
from kiosk.core.ids import TerminalId
from kiosk.core.terminal_auth import sign_request
from offline_cache.trust import Distrust, distrust

LineState = Literal["unknown", "up", "down"]
ANSWER_LIMIT = 8 * 1024 * 1024
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """Something answered; whether it was the hub is for the reader of the body to say."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing usable came back within the deadline."""

    why: Literal["unreachable", "too_slow", "too_large"] | Distrust


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds: to connect, between two bytes, and for the whole exchange."""

    connect: float = 5.0
    silence: float = 15.0
    whole: float = 60.0


class LineWatch:
    """Whether the hub was last heard; everybody who talks to it reports here, the app listens here."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.state: LineState = "unknown"
        self.listeners: list[Callable[[LineState], None]] = []

    def heard(self, up: bool) -> None:
        """Report one exchange; listeners are called, on this thread, only when the state changes."""
        state: LineState = "up" if up else "down"
        with self._lock:
            changed, self.state = state != self.state, state
        if changed:
            for listener in self.listeners:
                listener(state)


class HubLine:
    """A terminal's connection to one hub. Safe from several threads; each has its own session."""

    def __init__(
        self,
        url: str,
        clock: Clock,
        terminal: TerminalId | None = None,
        key: Ed25519PrivateKey | None = None,
        *,
        ca_file: str | None = None,
        watch: LineWatch | None = None,
    ) -> None:
        """url: https://host[:port] (http only in development). Without terminal and key, requests are not signed."""
        self._url = url.rstrip("/")
        self._clock = clock
        self._terminal = terminal
        self._key = key
        self._verify: bool | str = ca_file or True
        self._own = threading.local()
        self.watch = watch or LineWatch()

    def send(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        content_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
        deadlines: Deadlines | None = None,
    ) -> Answer | NoAnswer:
        """One exchange. `path` begins with /v1/."""
        limits = deadlines or Deadlines()
        sent = {**self._headers(method, path, body, content_type), **(headers or {})}
        ends = time.monotonic() + limits.whole
        try:
            with self._session().request(
                method,
                self._url + path,
                data=body or None,
                headers=sent,
                timeout=(limits.connect, limits.silence),
                allow_redirects=False,
                stream=True,
                verify=self._verify,
            ) as answer:
                return _read(answer, ends)
        except requests.exceptions.SSLError as error:
            return NoAnswer(distrust(error))
        except requests.exceptions.Timeout:
            return NoAnswer("too_slow")
        except (requests.exceptions.RequestException, HTTPError, OSError):
            return NoAnswer("unreachable")

    def _headers(self, method: str, path: str, body: bytes, content_type: str) -> dict[str, str]:
        digest = hashlib.sha256(body)
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if body:
            # RFC 9530: lets the hub tell a damaged body from a bad one before it opens anything.
            headers["Content-Digest"] = f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
            headers["Content-Type"] = content_type
        if self._terminal is not None and self._key is not None:
            headers["Authorization"] = sign_request(
                self._key, self._terminal, method, path, digest.hexdigest(), self._clock.now()
            )
        return headers

    def _session(self) -> requests.Session:
        session = getattr(self._own, "session", None)
        if not isinstance(session, requests.Session):
            session = requests.Session()
            session.trust_env = False
            for scheme in ("http://", "https://"):
                session.mount(scheme, HTTPAdapter(max_retries=Retry(total=0, read=False)))
            self._own.session = session
        return session

    def close(self) -> None:
        """Close this thread's connections."""
        self._session().close()


def _read(answer: requests.Response, ends: float) -> Answer | NoAnswer:
    body = bytearray()
    for chunk in answer.iter_content(_CHUNK):
        body += chunk
        if len(body) > ANSWER_LIMIT:
            return NoAnswer("too_large")
        if time.monotonic() > ends:
            return NoAnswer("too_slow")
    return Answer(answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, bytes(body))
