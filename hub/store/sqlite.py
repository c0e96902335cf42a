"""SQLite: one file, WAL, synchronous=FULL; a commit that returned survives a power cut."""

import fcntl
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeVar

from hub.errors import StoreBroken
from hub.store.base import Hold, Param, Row, Tx
from hub.store.migrate import migrate
from hub.store.pool import Pool
from hub.store.writer import GroupWriter

Result = TypeVar("Result")
BUSY_S = 30.0


class SqliteConnection:
    """A connection in autocommit: transactions are begun and ended by hand."""

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        self._raw = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        self._raw.execute("PRAGMA foreign_keys=ON")
        self._raw.execute("PRAGMA journal_mode=WAL")
        self._raw.execute("PRAGMA synchronous=FULL")
        if readonly:
            self._raw.execute("PRAGMA query_only=ON")
        mode = self._raw.execute("PRAGMA journal_mode").fetchone()[0]
        level = self._raw.execute("PRAGMA synchronous").fetchone()[0]
        if mode != "wal" or level != 2:
            raise StoreBroken(f"journal_mode={mode} synchronous={level}")

    def rows(self, sql: str, *params: Param) -> list[Row]:
        return self._raw.execute(sql, params).fetchall()

    def run(self, sql: str, *params: Param) -> int:
        return self._raw.execute(sql, params).rowcount

    def begin(self) -> None:
        # Immediate: a deferred transaction that reads first cannot wait for another process's lock.
        self._raw.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self._raw.execute("COMMIT")

    def rollback(self) -> None:
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK")

    def close(self) -> None:
        self._raw.close()


class FileHold:
    """A lock on a file beside the database: the system lets go of it when the process is gone."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.got = True
        except BlockingIOError:
            self.got = False

    def still(self) -> bool:
        return not self._file.closed

    def close(self) -> None:
        self._file.close()


class SqliteStore:
    """The embedded database."""

    kind: Literal["sqlite", "postgresql"] = "sqlite"

    def __init__(self, path: Path) -> None:
        """Open or create, and migrate. Raises StoreBroken."""
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.writer = GroupWriter(lambda: SqliteConnection(path), (sqlite3.Error,), (sqlite3.IntegrityError,))
        self._readers = Pool(lambda: SqliteConnection(path, readonly=True))
        try:
            self.writer.write(lambda tx: migrate(tx, "sqlite"))
        except BaseException:
            self.close()
            raise
        path.chmod(0o600)

    def write(self, work: Callable[[Tx], Result]) -> Result:
        return self.writer.write(work)

    def read(self, work: Callable[[Tx], Result]) -> Result:
        try:
            with self._readers.lend() as connection:
                # One snapshot for all the queries of one piece of work.
                connection.run("BEGIN")
                try:
                    return work(connection)
                finally:
                    connection.rollback()
        except sqlite3.Error as error:
            raise StoreBroken(type(error).__name__) from error

    def hold(self) -> Hold | None:
        hold = FileHold(self._path.with_suffix(".seat"))
        if hold.got:
            return hold
        hold.close()
        return None

    def close(self) -> None:
        self.writer.close()
        self._readers.close()
