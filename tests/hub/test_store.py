"""One store on two databases: durable, in groups, each piece of work on its own."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from hub.errors import SchemaDiffers, StoreBroken
from hub.keys import open_keys
from hub.store import Store, Tx, open_store
from hub.store.migrate import shipped


@pytest.fixture
def store(tmp_path: Path, database: str) -> Any:
    opened = open_store(tmp_path, database)
    yield opened
    opened.close()


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_each_step_of_the_schema_has_a_number_of_its_own(dialect: str) -> None:
    numbers = [number for number, _, _ in shipped(dialect)]
    assert len(numbers) == len(set(numbers)) > 10


def _duty(tx: Tx, name: str) -> None:
    tx.run("insert into duty (user_name, since) values (?, 'x')", name)


def test_works_that_pile_up_are_committed_together(store: Any) -> None:
    begun, go = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        begun.set()
        assert go.wait(20)

    before = store.writer.commits
    with ThreadPoolExecutor(40) as pool:
        first = pool.submit(store.write, slow)
        assert begun.wait(20)
        rest = [pool.submit(store.write, lambda tx, n=n: _duty(tx, f"u{n}")) for n in range(39)]
        # Whoever has handed in work waits in the queue while the first still holds the writer.
        while store.writer._jobs.qsize() < 39:
            threading.Event().wait(0.001)
        go.set()
        for future in [first, *rest]:
            future.result(30)
    assert store.writer.commits - before == 2
    assert store.read(lambda tx: tx.rows("select count(*) from duty")) == [(39,)]


def test_a_work_that_fails_undoes_itself_and_nobody_else(store: Any) -> None:
    begun, go = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        begun.set()
        assert go.wait(20)

    def bad(tx: Tx) -> None:
        _duty(tx, "bad")
        raise LookupError("mine")

    def double(tx: Tx) -> None:
        _duty(tx, "twice")
        _duty(tx, "twice")

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(store.write, slow)
        assert begun.wait(20)
        others = [pool.submit(store.write, work) for work in (bad, double, lambda tx: _duty(tx, "good"))]
        while store.writer._jobs.qsize() < 3:
            threading.Event().wait(0.001)
        go.set()
        first.result(30)
        with pytest.raises(LookupError):
            others[0].result(30)
        with pytest.raises(StoreBroken):
            others[1].result(30)
        others[2].result(30)
    assert store.read(lambda tx: tx.rows("select user_name from duty")) == [("good",)]


def test_a_reader_cannot_write(store: Any) -> None:
    with pytest.raises(StoreBroken):
        store.read(lambda tx: _duty(tx, "sneaky"))


def test_opening_again_applies_nothing_twice(tmp_path: Path, database: str) -> None:
    for _ in range(2):
        store: Store = open_store(tmp_path, database)
        rows = store.read(lambda tx: tx.rows("select number from migrations order by number"))
        store.close()
    steps = shipped("postgresql" if database else "sqlite")
    assert rows == [(number,) for number, _, _ in steps]
    assert len(rows) == len(set(rows)) >= 3


def test_a_database_of_another_version_is_refused(tmp_path: Path, database: str) -> None:
    store = open_store(tmp_path, database)
    store.write(lambda tx: tx.run("update migrations set sha256 = 'other' where number = 1"))
    store.close()
    with pytest.raises(SchemaDiffers):
        open_store(tmp_path, database)


def test_sqlite_commits_survive_a_power_cut_by_its_settings(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    try:
        assert store.write(lambda tx: tx.rows("pragma synchronous")) == [(2,)]
        assert store.write(lambda tx: tx.rows("pragma journal_mode")) == [("wal",)]
    finally:
        store.close()


def test_a_file_that_is_no_database_is_a_broken_store(tmp_path: Path) -> None:
    (tmp_path / "hub.db").write_bytes(b"not a database, but long enough to look at" * 50)
    with pytest.raises((StoreBroken, sqlite3.DatabaseError)):
        open_store(tmp_path)


def test_keys_are_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first, again = open_keys(tmp_path), open_keys(tmp_path)
    assert first.sign_public_key == again.sign_public_key
    assert first.seal_public_key == again.seal_public_key
    path = tmp_path / "keys.json"
    assert path.stat().st_mode & 0o777 == 0o600
    from hub.errors import KeysUnreadable

    path.chmod(0o644)
    with pytest.raises(KeysUnreadable):
        open_keys(tmp_path)
    path.chmod(0o600)
    path.write_text("{}")
    with pytest.raises(KeysUnreadable):
        open_keys(tmp_path)
