"""Whose a data directory is while a hub runs on it: two hubs on one SQLite would end each other's calls and log-ins.

A lock on `hub.lock`, let go by the kernel when the process is gone, however it ends. The file holds the pid for whoever
is refused; a pid left in it by a hub that is gone says nothing, because the lock is what counts.

Hubs that share a PostgreSQL may share a directory too (docs/adr/0030): they only keep out one that wants it alone.
"""

import fcntl
import os
import time
from pathlib import Path

from hub.errors import DataTaken

LOCK_FILE = "hub.lock"
TRY_EVERY_S = 0.1


class Claim:
    """A data directory held by this process."""

    def __init__(self, data_dir: Path, *, alone: bool, wait_s: float = 0.0) -> None:
        """Take it, made when it is not there. Raises DataTaken, OSError.

        alone: nobody else may have it, for SQLite and for a demonstration, which gives its people new passwords.
        wait_s: how long one that is just ending is waited for.
        """
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._handle = os.open(data_dir / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        how = (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB
        until = time.monotonic() + wait_s
        while not self._locked(how):
            if time.monotonic() >= until:
                pid = os.pread(self._handle, 32, 0).decode("ascii", "replace").strip()
                os.close(self._handle)
                raise DataTaken(data_dir, pid)
            time.sleep(TRY_EVERY_S)
        # Several may share: none of them is the one to name.
        os.ftruncate(self._handle, 0)
        if alone:
            os.pwrite(self._handle, f"{os.getpid()}\n".encode("ascii"), 0)

    def _locked(self, how: int) -> bool:
        try:
            fcntl.flock(self._handle, how)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Let go of it."""
        os.close(self._handle)
