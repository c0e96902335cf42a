"""Numbered SQL files, applied in order, each with its record in one transaction.

`0001_base.sql` serves both databases; `0002_guard.sqlite.sql` and `0002_guard.postgresql.sql` are one step in two
dialects. A file that was applied may never change: its hash is recorded and compared.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from importlib.resources import files

from hub.errors import SchemaDiffers
from hub.store.base import Tx

RECORDS = "create table if not exists migrations (number integer primary key, name text not null, sha256 text not null)"


def migrate(tx: Tx, dialect: str) -> int:
    """Bring a database up to date inside the caller's transaction; how many steps were applied.

    Raises SchemaDiffers when the database knows a step that this program does not have, or has otherwise.
    """
    tx.run(RECORDS)
    applied = {int(number): (str(name), str(sha)) for number, name, sha in tx.rows("select * from migrations")}
    steps = shipped(dialect)
    unknown = applied.keys() - {number for number, _, _ in steps}
    if unknown:
        raise SchemaDiffers(f"database has step {min(unknown)}, this program does not")
    fresh = 0
    for number, name, text in steps:
        digest = hashlib.sha256(text.encode()).hexdigest()
        if number in applied:
            if applied[number][1] != digest:
                raise SchemaDiffers(f"step {name} is not the one that was applied")
            continue
        for statement in statements(text):
            tx.run(statement)
        tx.run("insert into migrations (number, name, sha256) values (?, ?, ?)", number, name, digest)
        fresh += 1
    return fresh


def shipped(dialect: str) -> list[tuple[int, str, str]]:
    """Number, name and text of each step for one dialect, in order."""
    found = []
    for file in files("hub.store").joinpath("migrations").iterdir():
        stem, *kind = file.name.removesuffix(".sql").split(".")
        if file.name.endswith(".sql") and (not kind or kind == [dialect]):
            found.append((int(stem[:4]), file.name, file.read_text("utf-8")))
    return sorted(found)


def statements(text: str) -> Iterator[str]:
    """Single statements; a trigger's or function's body is not cut (lines of `--` separate those)."""
    if "\n--\n" in text:
        yield from (part for part in text.split("\n--\n") if part.strip())
        return
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
