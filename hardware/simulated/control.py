"""Orders from another program: JSON lines on a Unix socket that only its owner can open.

{"do": ["card", "lay", "guilan"]}   ->   {"ok": true, "say": "放上了测试桂兰的卡。", "facts": {}}
"""

import contextlib
import json
import os
import socketserver
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from socket import AF_UNIX, SOCK_STREAM, socket

from hardware.simulated.orders import Bench, Done, Outcome, Refused, carry_out

LONGEST = 65536
"""Bytes of one order."""
_PATIENCE_S = 10.0


class NobodyThere(Exception):
    """No terminal with simulated devices listens at that socket."""


def default_directory() -> Path:
    """Where a running kiosk and `kiosk sim` meet when nothing else is said: private to the user."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return Path(runtime) / "kiosk-sim" if runtime else Path(tempfile.gettempdir()) / f"kiosk-sim-{os.getuid()}"


def default_socket() -> Path:
    return default_directory() / "control.sock"


class _Handler(socketserver.StreamRequestHandler):
    server: "_Server"
    timeout = 60

    def handle(self) -> None:
        with contextlib.suppress(TimeoutError, ConnectionError):  # the other side went away; nothing is lost
            while line := self.rfile.readline(LONGEST):
                outcome = self.server.obey(line)
                facts = dict(outcome.facts) if isinstance(outcome, Done) else {}
                answer = {"ok": isinstance(outcome, Done), "say": outcome.say, "facts": facts}
                self.wfile.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, path: str, bench: Bench) -> None:
        self._bench = bench
        self._lock = threading.Lock()
        super().__init__(path, _Handler)

    def obey(self, line: bytes) -> Outcome:
        try:
            order = json.loads(line)
        except ValueError:
            return Refused("看不懂这个命令。")
        words = order.get("do") if isinstance(order, dict) else None
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            return Refused("看不懂这个命令。")
        with self._lock:
            return carry_out(self._bench, words)


class ControlServer:
    """Listens from construction to close. A stale socket of a dead process is replaced."""

    def __init__(self, bench: Bench, path: Path | None = None) -> None:
        self.path = path or default_socket()
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        self._server = _Server(str(self.path), bench)
        self.path.chmod(0o600)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, name="simulator-control", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop listening and remove the socket."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
        self.path.unlink(missing_ok=True)


def steer(words: Sequence[str], path: Path | None = None) -> Outcome:
    """Give one order to whoever listens. Raises NobodyThere."""
    try:
        with socket(AF_UNIX, SOCK_STREAM) as line:
            line.settimeout(_PATIENCE_S)
            line.connect(str(path or default_socket()))
            line.sendall(json.dumps({"do": list(words)}).encode() + b"\n")
            with line.makefile("rb") as answers:
                answer = json.loads(answers.readline() or b"null")
    except (OSError, ValueError) as error:
        raise NobodyThere(str(path or default_socket())) from error
    if not isinstance(answer, dict):
        raise NobodyThere(str(path or default_socket()))
    return Done(answer["say"], answer["facts"]) if answer["ok"] else Refused(answer["say"])
