"""Room on the disk: a byte cap, a reserve that is held back, and the honest answer when there is none.

A WAL queue on a full disk is stuck for good, because recording "sent" also needs room. So a ballast file is kept and
given up at need; while it is gone nothing new is taken, and it is laid down again once there is room.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from offline_cache.durable_files import sync_directory

MIB = 1024 * 1024
BALLAST_NAME = "ballast.bin"
LEAST_BYTES = 4 * MIB
"""With less a store cannot even be opened: SQLite wants its log's index."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the queue may take. The cap is meant to be well below the partition's size."""

    cap_bytes: int = 2048 * MIB
    """All waiting bodies together."""
    item_bytes: int = 16 * MIB
    """One sealed body."""
    ballast_bytes: int = 24 * MIB
    """At least the WAL between two checkpoints (4 MiB) plus the largest item; never below 8 MiB."""
    free_bytes: int = 64 * MIB
    """Left free on the partition for the rest of the terminal."""

    def __post_init__(self) -> None:
        if self.ballast_bytes < 8 * MIB:
            raise ValueError("ballast_bytes below 8 MiB cannot drain a full disk")


class Ballast:
    """The reserve: a file of zeros that is really allocated."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        self._limits = limits

    @property
    def laid(self) -> bool:
        """Whether the reserve is whole."""
        try:
            return self._path.stat().st_blocks * 512 >= self._limits.ballast_bytes
        except FileNotFoundError:
            return False

    def lay(self) -> bool:
        """Take the reserve if the disk has room for it and for the free margin; whether it is there now."""
        if self.laid:
            return True
        if free_bytes(self._path.parent) < self._limits.ballast_bytes + self._limits.free_bytes:
            return False
        handle = os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            os.posix_fallocate(handle, 0, self._limits.ballast_bytes)
            os.fsync(handle)
        except OSError:
            self.give_up()
            return False
        finally:
            os.close(handle)
        sync_directory(self._path.parent)
        return True

    def give_up(self) -> None:
        """Free the reserve so that what is queued can be sent; harmless when it is already gone."""
        self._path.unlink(missing_ok=True)
        sync_directory(self._path.parent)


def make_room_to_open(directory: Path) -> bool:
    """Before anything is opened: on a full disk the reserve is given up. False when there is no room all the same."""
    if free_bytes(directory) < LEAST_BYTES:
        (directory / BALLAST_NAME).unlink(missing_ok=True)
    return free_bytes(directory) >= LEAST_BYTES


def free_bytes(directory: Path) -> int:
    """Bytes an ordinary program may still write on this directory's disk."""
    disk = os.statvfs(directory)
    return disk.f_bavail * disk.f_frsize
