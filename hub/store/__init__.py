"""The hub's database behind one interface: SQLite inside the process, or PostgreSQL beside it."""

from pathlib import Path

from hub.store.base import Hold, Param, Row, Store, Tx
from hub.store.postgres import PostgresStore
from hub.store.sqlite import SqliteStore

__all__ = ["Hold", "Param", "PostgresStore", "Row", "SqliteStore", "Store", "Tx", "open_store"]

DATABASE_FILE = "hub.db"


def open_store(data_dir: Path, database: str = "") -> Store:
    """SQLite in the data directory, or PostgreSQL when `database` is a postgresql:// address. Raises StoreBroken."""
    return PostgresStore(database) if database else SqliteStore(data_dir / DATABASE_FILE)
