"""A city's relay on this machine: the real coturn, for tests and benches. No personal or lasting data."""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

SECRET = "a test's own secret"
TRIES, PAUSE_S = 150, 0.2
BINDING = bytes.fromhex("000100002112a442")
"""A STUN binding request (RFC 5389, section 6), to be followed by twelve bytes of its own."""


class Relay:
    """A coturn that listens, and what it writes down."""

    def __init__(self, port: int, out: IO[str]) -> None:
        self.url = f"turn:127.0.0.1:{port}?transport=udp"
        self.said = ""
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, args=(out,), daemon=True)
        self._reader.start()

    def _read(self, out: IO[str]) -> None:
        for line in out:
            with self._news:
                self.said += line
                self._news.notify_all()

    def wait(self, such: Callable[[str], bool], patience_s: float) -> bool:
        """Whether its log comes to be so."""
        with self._news:
            return self._news.wait_for(lambda: such(self.said), patience_s)

    def close(self) -> None:
        """Its program has ended."""
        self._reader.join(10)


@contextmanager
def coturn(directory: Path) -> Iterator[Relay]:
    """Its files are in `directory`. Raises FileNotFoundError where there is none, TimeoutError if it never answers."""
    program = shutil.which("turnserver")
    if program is None:
        raise FileNotFoundError("turnserver")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [
        program, "-n", "--no-cli", "--no-tls", "--no-dtls", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1",
        f"--listening-port={port}", "--use-auth-secret", f"--static-auth-secret={SECRET}", "--realm=test",
        "--allow-loopback-peers", "--verbose", "--log-file=stdout", "--simple-log", f"--pidfile={directory / 'pid'}",
        f"--userdb={directory / 'db'}", "--min-port=49160", "--max-port=49200",
    ]  # fmt: skip
    process = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=directory, text=True, errors="replace"
    )
    assert process.stdout is not None
    relay = Relay(port, process.stdout)
    try:
        _answers(relay, port)
        yield relay
    finally:
        process.terminate()
        process.wait(20)
        relay.close()
        process.stdout.close()


def _answers(relay: Relay, port: int) -> None:
    """Until it does: who asks for a relay before it listens gets none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asks:
        asks.connect(("127.0.0.1", port))
        asks.settimeout(PAUSE_S)
        for _ in range(TRIES):
            so_far = relay.said
            try:
                asks.send(BINDING + os.urandom(12))
                if asks.recv(1500):
                    return
            except TimeoutError:
                continue
            except ConnectionRefusedError:
                relay.wait(lambda said, before=so_far: said != before, PAUSE_S)  # type: ignore[misc]
    raise TimeoutError("coturn does not answer")
