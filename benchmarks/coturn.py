"""A city's relay on this machine: the real coturn, for tests and benches. No personal or lasting data."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECRET = "a test's own secret"


@contextmanager
def coturn(directory: Path) -> Iterator[tuple[str, Path]]:
    """Its turn: address and its log; its files are in `directory`. Raises FileNotFoundError where there is none."""
    program = shutil.which("turnserver")
    if program is None:
        raise FileNotFoundError("turnserver")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = directory / "coturn.log"
    arguments = [
        program, "-n", "--no-cli", "--no-tls", "--no-dtls", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1",
        f"--listening-port={port}", "--use-auth-secret", f"--static-auth-secret={SECRET}", "--realm=test",
        "--allow-loopback-peers", "--verbose", "--log-file=stdout", "--simple-log", f"--pidfile={directory / 'pid'}",
        f"--userdb={directory / 'db'}", "--min-port=49160", "--max-port=49200",
    ]  # fmt: skip
    with log.open("wb") as out:
        process = subprocess.Popen(arguments, stdout=out, stderr=subprocess.DEVNULL, cwd=directory)
        try:
            yield f"turn:127.0.0.1:{port}?transport=udp", log
        finally:
            process.terminate()
            process.wait(20)
