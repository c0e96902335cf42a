"""The shape of the queue's file, step by step. A step and the record that it was taken commit together."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from sqlite3 import Connection

from sqlite_utils import Database

from offline_cache.errors import StoreFromNewerProgram

Apply = Callable[[Database], None]


@dataclass(frozen=True, slots=True)
class Migration:
    """One step; `number` counts from 1 without gaps."""

    number: int
    why: str
    apply: Apply


MIGRATIONS: list[Migration] = []


def migration(why: str) -> Callable[[Apply], Apply]:
    """Declare the next step. Steps that have shipped are never edited."""

    def declare(apply: Apply) -> Apply:
        MIGRATIONS.append(Migration(len(MIGRATIONS) + 1, why, apply))
        return apply

    return declare


def migrate(tables: Database, transaction: Callable[[], AbstractContextManager[Connection]]) -> None:
    """Take the steps that are missing. Raises StoreFromNewerProgram when the file knows steps this program does not."""
    done = _done(tables)
    if done > len(MIGRATIONS):
        raise StoreFromNewerProgram(f"file is at step {done}, this program knows {len(MIGRATIONS)}")
    for step in MIGRATIONS[done:]:
        with transaction():
            # Another process may have taken it while this one waited for the lock.
            if _done(tables) < step.number:
                step.apply(tables)
                tables.table("migrations").insert({"number": step.number, "why": step.why}, pk="number")


def _done(tables: Database) -> int:
    if not tables.table("migrations").exists():
        return 0
    return int(tables.execute("select coalesce(max(number), 0) from migrations").fetchone()[0])


@migration("items, their totals, and the day's case sequence")
def _first(tables: Database) -> None:
    # seq is an alias of the row id: order of arrival, and no second tree to write.
    tables.execute(
        """create table items (
            seq integer primary key autoincrement,
            id text not null unique,
            kind text not null check (kind in ('submission', 'rating', 'help')),
            state text not null check (state in ('queued', 'sent', 'dead')),
            due_s real not null,
            size integer not null,
            sha256 text not null,
            case_number text not null,
            created_at text not null,
            tries integer not null default 0,
            reason text not null default '',
            receipt text not null default '',
            settled_at text not null default '',
            exported_at text not null default '',
            body blob,
            check ((state = 'sent') = (body is null))
        ) strict"""
    )
    tables.execute("create index items_by_due on items (state, due_s, seq)")
    tables.table("totals").create({"state": str, "items": int, "bytes": int}, pk="state", not_null={"items", "bytes"})
    tables.table("totals").insert_all(
        [{"state": state, "items": 0, "bytes": 0} for state in ("queued", "sent", "dead")]
    )
    tables.table("case_sequence").create({"day": str, "last": int}, pk="day", not_null={"last"})
    # Counting a hundred thousand rows from a cold disk takes seconds; triggers keep the sum in the same transaction.
    tables.execute(
        """create trigger items_arrive after insert on items begin
            update totals set items = items + 1, bytes = bytes + new.size where state = new.state;
        end"""
    )
    tables.execute(
        """create trigger items_change after update of state on items when old.state <> new.state begin
            update totals set items = items - 1, bytes = bytes - old.size where state = old.state;
            update totals set items = items + 1, bytes = bytes + new.size where state = new.state;
        end"""
    )
    tables.execute(
        """create trigger items_leave after delete on items begin
            update totals set items = items - 1, bytes = bytes - old.size where state = old.state;
        end"""
    )


@migration("words that were not understood wait in the queue too")
def _unclear(tables: Database) -> None:
    # SQLite's own way to change a check: no row is touched, so a full disk with a full queue migrates too
    # (sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes").
    _also(tables, "unclear", after="'submission', 'rating', 'help'")


def _also(tables: Database, kind: str, *, after: str) -> None:
    """One more kind of item in the check, behind those that are there."""
    (version,) = tables.execute("pragma schema_version").fetchone()
    tables.execute("pragma writable_schema = on")
    tables.execute(
        "update sqlite_schema set sql = replace(sql, ?, ?) where type = 'table' and name = 'items'",
        (after, f"{after}, '{kind}'"),
    )
    tables.execute(f"pragma schema_version = {int(version) + 1}")
    tables.execute("pragma writable_schema = off")


@migration("payments whose end is not known yet")
def _open_payments(tables: Database) -> None:
    # No account and no amount: the id asks the hub, the key (scrypt under the terminal's secret) finds the account.
    tables.execute(
        """create table open_payments (
            id text primary key,
            account_key text not null,
            begun_at text not null
        ) strict"""
    )
    tables.execute("create index open_payments_by_account on open_payments (account_key)")


@migration("a technician's coming and going waits in the queue too")
def _repairs(tables: Database) -> None:
    _also(tables, "repair", after="'submission', 'rating', 'help', 'unclear'")
