"""A queue file that cannot be read is put aside whole, never thrown away and never silently made anew.

The terminal goes on with a new file; staff, hub and technician are told for as long as the old one lies there.
"""

import os
import sqlite3
from datetime import datetime
from pathlib import Path

from kiosk.core.clock import BEIJING, Clock
from offline_cache.counter import CASES_A_DAY
from offline_cache.durable_files import sync_directory
from offline_cache.outbox import FILE_NAME, Outbox

DIRECTORY = "set-aside"
CHECKED_BYTES = 64 * 1024 * 1024
"""A larger file is only opened, not looked through: a resident waits for the first page."""
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def put_aside_if_broken(directory: Path, clock: Clock) -> Path | None:
    """Move a broken queue file with its log to a directory of its own; where it lies now, None when it is whole.

    A zero-length file counts as broken: this program never leaves one behind once anything was stored.
    """
    path = directory / FILE_NAME
    if not path.is_file() or not broken(path):
        return None
    place = directory / DIRECTORY / f"outbox-{clock.now().astimezone(BEIJING):%Y%m%d-%H%M%S-%f}"
    place.mkdir(mode=0o700, parents=True)
    for suffix in ("-wal", "-shm", ""):
        part = directory / f"{FILE_NAME}{suffix}"
        if part.exists():
            os.replace(part, place / part.name)
    for changed in (place, place.parent, directory):
        sync_directory(changed)
    return place


def broken(path: Path) -> bool:
    """Whether SQLite itself calls the file damaged. A file that only cannot be opened now is not called so."""
    if path.stat().st_size == 0:
        return True
    try:
        connection = sqlite3.connect(path)
        try:
            if path.stat().st_size > CHECKED_BYTES:
                connection.execute("pragma schema_version").fetchone()
                return False
            return bool(connection.execute("pragma quick_check(1)").fetchone() != ("ok",))
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _BROKEN


def put_aside(directory: Path) -> list[Path]:
    """What lies aside and waits for a technician, the oldest first."""
    return sorted((directory / DIRECTORY).glob("outbox-*"))


def number_on(outbox: Outbox, directory: Path, now: datetime) -> None:
    """Let today's case numbers go on far behind those the lost file may have given: half of what is left each time."""
    day = now.astimezone(BEIJING).date()
    times = sum(place.name.startswith(f"outbox-{day:%Y%m%d}") for place in put_aside(directory))
    if times:
        outbox.number_from(day, CASES_A_DAY - CASES_A_DAY // 2**times)
