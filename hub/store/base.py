"""What the hub asks of a database: pieces of work in transactions, in SQL that both databases understand.

Placeholders are `?`. Values are text, integers or NULL: times are text (hub.times), truth is 0 or 1, bytes are base64.
A piece of work may be run in one transaction with others (group commit) and must touch nothing but its `Tx`.
"""

from collections.abc import Callable
from typing import Any, Literal, Protocol, TypeVar

Param = str | int | None
Row = tuple[Any, ...]
Result = TypeVar("Result")


class Tx(Protocol):
    """One transaction, as a piece of work sees it."""

    def rows(self, sql: str, *params: Param) -> list[Row]:
        """All rows of a query, or of a statement with RETURNING."""
        ...

    def run(self, sql: str, *params: Param) -> int:
        """How many rows a statement changed."""
        ...


class Hold(Protocol):
    """Something only one process has at a time."""

    def still(self) -> bool:
        """Whether it is held yet; once it is not, it never is again."""
        ...

    def close(self) -> None:
        """Give it up."""
        ...


class Store(Protocol):
    """A database."""

    kind: Literal["sqlite", "postgresql"]

    def write(self, work: Callable[[Tx], Result]) -> Result:
        """Run work and return when its effects are durable. Works never overlap, on any number of hubs.

        What work raises undoes its own effects only, and is raised here. Raises StoreBroken when the database fails.
        """
        ...

    def read(self, work: Callable[[Tx], Result]) -> Result:
        """Run work that changes nothing, beside writers. Raises StoreBroken when the database fails."""
        ...

    def hold(self) -> Hold | None:
        """The one seat of the switchboard among all hubs of this database; None while another has it.

        Given up by closing it, and by itself when this process or its line to the database dies. Raises StoreBroken.
        """
        ...

    def close(self) -> None:
        """Finish what was handed in and let go."""
        ...


def one(tx: Tx, sql: str, *params: Param) -> Row | None:
    """The first row, or None."""
    rows = tx.rows(sql, *params)
    return rows[0] if rows else None


def count(tx: Tx, sql: str, *params: Param) -> int:
    """The number a `select count(*)` or `select coalesce(max(…), 0)` yields."""
    return int(tx.rows(sql, *params)[0][0])
