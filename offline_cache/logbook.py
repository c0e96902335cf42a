"""The devices' small memory: counts, last faults, last tests. A file of its own, because it may be lost and the queue
may not: it never stands in the way of a visit, and one that cannot be read is laid aside and begun anew.
"""

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from kiosk.core.clock import Clock
from kiosk.core.device_record import KEPT_FAULTS, DeviceRecord, DeviceTest, LastState, PastFault
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

FILE_NAME = "logbook.db"
AWAKE = timedelta(seconds=60)
"""A terminal that has signed for longer is not running."""
_SHAPE = """
create table if not exists counts (device text, name text, n integer not null, primary key (device, name));
create table if not exists faults (device text, code text not null, at text not null);
create table if not exists tests (device text primary key, seen integer not null, at text not null);
create table if not exists states (device text primary key, state text not null, fault text not null, at text not null);
create table if not exists told (device text, name text, value text not null, primary key (device, name));
create table if not exists awake (id integer primary key check (id = 1), at text not null);
"""


class Logbook:
    """One terminal's logbook. Safe from several threads and processes."""

    def __init__(self, directory: Path, clock: Clock) -> None:
        """Opens or makes the file; one that is damaged is renamed to logbook.db.damaged."""
        self._clock = clock
        self._lock = threading.Lock()
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = directory / FILE_NAME
        try:
            self._tables = _open(path)
        except sqlite3.DatabaseError:
            path.replace(path.with_name(f"{FILE_NAME}.damaged"))
            for rest in ("-wal", "-shm"):
                path.with_name(FILE_NAME + rest).unlink(missing_ok=True)
            self._tables = _open(path)

    def count(self, device: str, name: str, by: int = 1) -> None:
        """Add to a count."""
        self._write(
            "insert into counts values (?, ?, ?) on conflict (device, name) do update set n = n + excluded.n",
            (device, name, by),
        )

    def zero(self, device: str, name: str) -> None:
        """Begin a count anew."""
        self._write("delete from counts where device = ? and name = ?", (device, name))

    def state(self, device: str, state: str, fault: str) -> None:
        """A device said how it is; fault is a code or "". A fault that begins is remembered."""
        now = self._clock.now().isoformat()

        def note(tables: Database) -> None:
            before = tables.execute("select state, fault from states where device = ?", (device,)).fetchone()
            if before == (state, fault):
                return
            tables.execute("insert or replace into states values (?, ?, ?, ?)", (device, state, fault, now))
            if fault and (before is None or before[1] != fault):
                tables.execute("insert into faults values (?, ?, ?)", (device, fault, now))
                tables.execute(
                    "delete from faults where device = ? and rowid not in"
                    " (select rowid from faults where device = ? order by rowid desc limit ?)",
                    (device, device, KEPT_FAULTS),
                )

        self._do(note)

    def tested(self, device: str, seen: bool) -> None:
        """A guided test ended with a person's word."""
        self._write("insert or replace into tests values (?, ?, ?)", (device, int(seen), self._clock.now().isoformat()))

    def told(self, device: str, facts: Mapping[str, str]) -> None:
        """What a device says of itself from now on: name in Chinese -> value. What it no longer says is forgotten."""

        def note(tables: Database) -> None:
            tables.execute("delete from told where device = ?", (device,))
            for name, value in facts.items():
                tables.execute("insert into told values (?, ?, ?)", (device, name, value))

        self._do(note)

    def awake(self) -> None:
        """The terminal is running and owns its devices."""
        self._write("insert or replace into awake values (1, ?)", (self._clock.now().isoformat(),))

    @property
    def running(self) -> bool:
        """Whether a terminal has signed within the last minute."""
        rows = self._rows("select at from awake")
        return bool(rows) and abs(self._clock.now() - datetime.fromisoformat(str(rows[0][0]))) < AWAKE

    def record(self, device: str) -> DeviceRecord:
        """All that is known of a device."""
        counts = self._rows("select name, n from counts where device = ?", device)
        faults = self._rows("select code, at from faults where device = ? order by rowid desc", device)
        tests = self._rows("select seen, at from tests where device = ?", device)
        told = self._rows("select name, value from told where device = ? order by rowid", device)
        states = self._rows("select state, fault, at from states where device = ?", device)
        return DeviceRecord(
            {str(name): int(str(n)) for name, n in counts},
            tuple(PastFault(str(code), datetime.fromisoformat(str(at))) for code, at in faults),
            DeviceTest(bool(tests[0][0]), datetime.fromisoformat(str(tests[0][1]))) if tests else None,
            _last(states[0]) if states else None,
            {str(name): str(value) for name, value in told},
        )

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._tables.close()

    def _write(self, sql: str, values: tuple[object, ...]) -> None:
        self._do(lambda tables: tables.execute(sql, values))

    def _do(self, work: Callable[[Database], object]) -> None:
        # A full disk or a file deleted under us costs a count, never a visit.
        with self._lock, contextlib.suppress(sqlite3.DatabaseError), self._tables.conn:
            work(self._tables)

    def _rows(self, sql: str, *values: str) -> list[tuple[object, ...]]:
        with self._lock:
            try:
                return list(self._tables.execute(sql, values).fetchall())
            except sqlite3.DatabaseError:
                return []


def read_logbook(directory: Path, clock: Clock) -> Logbook | None:
    """The logbook that is there; None where there is none, and none is made."""
    return Logbook(directory, clock) if (directory / FILE_NAME).is_file() else None


def _open(path: Path) -> Database:
    connection = sqlite3.connect(path, timeout=5.0, check_same_thread=False)
    try:
        path.chmod(0o600)
        connection.execute("pragma journal_mode=wal")
        # The last count may be lost with the power; the file stays whole.
        connection.execute("pragma synchronous=normal")
        connection.executescript(_SHAPE)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return Database(connection)


def _last(row: tuple[object, ...]) -> LastState | None:
    state, fault, at = map(str, row)
    if state not in list(DeviceState) or (fault and fault not in list(Fault)):
        return None  # written by another version
    return LastState(DeviceState(state), Fault(fault) if fault else None, datetime.fromisoformat(at))
