"""A service manager in small, as real processes: restarts what `current` points to and waits until it is READY.

usage: service.py ROOT     stops the terminal that runs, starts `current`'s, exit code 0 once it said READY=1
                           within READY_S seconds.
       service.py ROOT --stop
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

READY_S = float(os.environ.get("READY_S", "5"))


def stop(root: Path) -> None:
    pid = root / "pid"
    if pid.exists():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(int(pid.read_text()), signal.SIGKILL)
        pid.unlink()


def ready(listening: socket.socket, process: subprocess.Popen[bytes]) -> bool:
    ends = time.monotonic() + READY_S
    while process.poll() is None and time.monotonic() < ends:
        with contextlib.suppress(TimeoutError):
            if listening.recv(100) == b"READY=1":
                return True
    return False


def start(root: Path) -> int:
    subprocess.run([root / "guard", "start"], check=True)
    address = root / "notify"
    address.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(address))
        listening.settimeout(0.05)
        process = subprocess.Popen(
            [root / "current" / "venv" / "bin" / "kiosk", "run"],
            env={**os.environ, "NOTIFY_SOCKET": str(address)},
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        (root / "pid").write_text(str(process.pid))
        if not ready(listening, process):
            stop(root)
            return 1
    subprocess.run([root / "guard", "started"], check=True)
    return 0


if __name__ == "__main__":
    root = Path(sys.argv[1])
    stop(root)
    sys.exit(0 if "--stop" in sys.argv else start(root))
