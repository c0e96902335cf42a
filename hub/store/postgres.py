"""PostgreSQL by psycopg 3, for a hub that outgrows one machine. Same SQL, same order of works, same tests."""

from collections.abc import Callable
from typing import Any, Literal, TypeVar, cast

import psycopg

from hub.errors import StoreBroken
from hub.store.base import Hold, Param, Row, Tx
from hub.store.migrate import migrate
from hub.store.pool import Pool
from hub.store.writer import GroupWriter

Result = TypeVar("Result")
WRITERS_LOCK = 0x6B696F73
"""Advisory lock held for a writing transaction: works of several hubs never overlap, as with SQLite."""

SWITCHBOARD_LOCK = 0x6B696F74

STATEMENT = (psycopg.DataError, psycopg.IntegrityError, psycopg.ProgrammingError, psycopg.errors.RaiseException)


class PostgresConnection:
    """A connection in autocommit: transactions are begun and ended by hand."""

    def __init__(self, address: str, *, readonly: bool = False) -> None:
        self._raw = psycopg.connect(address, autocommit=True, connect_timeout=10)
        if readonly:
            self._raw.execute("SET default_transaction_read_only = on")

    def rows(self, sql: str, *params: Param) -> list[Row]:
        return self._execute(sql, params).fetchall()

    def run(self, sql: str, *params: Param) -> int:
        return self._execute(sql, params).rowcount

    def _execute(self, sql: str, params: tuple[Param, ...]) -> psycopg.Cursor[Row]:
        # Without parameters psycopg leaves % alone, which the bodies of functions need.
        text = cast(Any, sql.replace("?", "%s") if params else sql)
        # PostgreSQL has no NUL in text; a terminal that sends one must not look like a broken database.
        kept = tuple(p.replace("\0", "\ufffd") if isinstance(p, str) else p for p in params)
        return self._raw.execute(text, kept or None)

    def begin(self) -> None:
        self._raw.execute("BEGIN")
        self._raw.execute("SELECT pg_advisory_xact_lock(%s)", (WRITERS_LOCK,))

    def commit(self) -> None:
        self._raw.execute("COMMIT")

    def rollback(self) -> None:
        self._raw.execute("ROLLBACK")

    def close(self) -> None:
        self._raw.close()


class PostgresHold:
    """An advisory lock of a connection's own: the server lets go of it when the connection is gone."""

    def __init__(self, address: str) -> None:
        # A server that is not there any more must not look alive for the two hours TCP would wait.
        self._raw = psycopg.connect(address, autocommit=True, connect_timeout=10, tcp_user_timeout=5000)
        row = self._raw.execute("SELECT pg_try_advisory_lock(%s)", (SWITCHBOARD_LOCK,)).fetchone()
        self.got = row is not None and bool(row[0])

    def still(self) -> bool:
        try:
            self._raw.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def close(self) -> None:
        self._raw.close()


class PostgresStore:
    """A database server."""

    kind: Literal["sqlite", "postgresql"] = "postgresql"

    def __init__(self, address: str) -> None:
        """Connect and migrate. address: postgresql://…  Raises StoreBroken."""
        self._address = address
        self.writer = GroupWriter(lambda: PostgresConnection(address), (psycopg.Error,), STATEMENT)
        self._readers = Pool(lambda: PostgresConnection(address, readonly=True))
        try:
            self.writer.write(lambda tx: migrate(tx, "postgresql"))
        except BaseException:
            self.close()
            raise

    def write(self, work: Callable[[Tx], Result]) -> Result:
        return self.writer.write(work)

    def read(self, work: Callable[[Tx], Result]) -> Result:
        try:
            with self._readers.lend() as connection:
                connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ")
                try:
                    return work(connection)
                finally:
                    connection.rollback()
        except psycopg.Error as error:
            raise StoreBroken(type(error).__name__) from error

    def hold(self) -> Hold | None:
        try:
            hold = PostgresHold(self._address)
        except psycopg.Error as error:
            raise StoreBroken(type(error).__name__) from error
        if hold.got:
            return hold
        hold.close()
        return None

    def close(self) -> None:
        self.writer.close()
        self._readers.close()
