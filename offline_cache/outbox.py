"""The queue: what is finished here and not yet accepted by the hub.

    queued --hub's exact acknowledgement--> sent   (receipt kept, body wiped, one transaction)
    queued --refused three times----------> dead   (body kept, reason shown; `kiosk queue retry` puts it back)

There are no lock columns: one drainer holds a file lock (offline_cache.drain), so a crash leaves nothing to clean up.
"""

import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.core.clock import Clock
from kiosk.core.faults import Fault
from offline_cache.database import QueueDatabase
from offline_cache.items import Counts, Kept, Kind, ListedItem, QueuedItem, Refused, State, Whereabouts
from offline_cache.space import BALLAST_NAME, Ballast, Limits, free_bytes

FILE_NAME = "outbox.db"
RETRY_CEILING_S = 3600.0
"""No item is ever due later than this from now; a later time means the clock was set back."""
RECEIPTS_KEPT = timedelta(days=90)
"""Long after any resident still asks this terminal what became of a lost answer; the hub keeps them for good."""
_URGENT = -1.0
_AT_ONCE = 0.0
_ITEM = "seq, id, kind, body, sha256, case_number, tries, created_at"
_DUE = f"select {_ITEM} from items where state = 'queued' and due_s <= ? order by due_s, seq limit 1"
_LISTED = "id, kind, state, size, case_number, created_at, tries, reason, settled_at, exported_at"


@dataclass(frozen=True, slots=True)
class Made:
    """An item ready to be written: its case number ("" for a plain item) and the bytes for the wire."""

    case_number: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Present:
    """The item is durably in the queue; `case_number` is the one it was given when it first came."""

    case_number: str
    earlier: bool = False


class _NoRoom(Exception):
    """Rolls back a put that does not fit."""


class Outbox:
    """The queue of one data directory. Safe to use from several threads and processes."""

    def __init__(self, directory: Path, clock: Clock, limits: Limits | None = None, *, create: bool = True) -> None:
        """Open or create. Raises what QueueDatabase raises."""
        self._clock = clock
        self._directory = directory
        self.limits = limits or Limits()
        self.database = QueueDatabase(directory / FILE_NAME, create=create)
        self._ballast = Ballast(directory / BALLAST_NAME, self.limits)
        if create:
            self._ballast.lay()
            self.forget_sent(RECEIPTS_KEPT)

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    # --- writing -------------------------------------------------------------------------------------------

    def put(self, kind: Kind, item_id: str, make: Callable[[], Made], *, urgent: bool = False) -> Present | Refused:
        """Write one item durably; the same id again changes nothing and gives the same answer.

        make: called inside the transaction, and only when the id is new; what it raises rolls back and passes on.
        """
        try:
            with self.database.transaction() as connection:
                known = connection.execute("select case_number from items where id = ?", (item_id,)).fetchone()
                if known is not None:
                    return Present(known[0], earlier=True)
                made = make()
                self._insist_on_room(len(made.body))
                connection.execute(
                    "insert into items (id, kind, state, due_s, size, sha256, case_number, created_at, body)"
                    " values (?, ?, 'queued', ?, ?, ?, ?, ?, ?)",
                    (
                        item_id,
                        kind,
                        _URGENT if urgent else _AT_ONCE,
                        len(made.body),
                        hashlib.sha256(made.body).hexdigest(),
                        made.case_number,
                        self._clock.now().isoformat(),
                        made.body,
                    ),
                )
            return Present(made.case_number)
        except _NoRoom:
            return Refused(Fault.STORE_FULL)
        except sqlite3.DatabaseError as error:
            if _disk_full(error):
                self._ballast.give_up()
                return Refused(Fault.STORE_FULL)
            return Refused(Fault.STORE_BROKEN)

    def put_plain(self, kind: Kind, item_id: str, body: bytes) -> Kept | Refused:
        """Queue an item that is not personal (rating, call for help, words, repair) as JSON bytes; calls go first."""
        outcome = self.put(kind, item_id, lambda: Made("", body), urgent=kind == "help")
        return outcome if isinstance(outcome, Refused) else Kept(item_id)

    def next_case_sequence(self, day: date) -> int:
        """The day's next number, from 1. Only inside `put`'s `make`, so that number and item commit together."""
        connection = self.database.connection
        if not connection.in_transaction:
            raise RuntimeError("a case sequence outside a transaction could be lost or given twice")
        row = connection.execute(
            "insert into case_sequence (day, last) values (?, 1)"
            " on conflict (day) do update set last = last + 1 returning last",
            (day.isoformat(),),
        ).fetchall()
        return int(row[0][0])

    def number_from(self, day: date, last: int) -> None:
        """Give no number of that day up to `last`; never goes back."""
        with self.database.transaction() as connection:
            connection.execute(
                "insert into case_sequence (day, last) values (?, ?)"
                " on conflict (day) do update set last = max(last, excluded.last)",
                (day.isoformat(), last),
            )

    def _insist_on_room(self, size: int) -> None:
        if size > self.limits.item_bytes or self.counts().waiting_bytes + size > self.limits.cap_bytes:
            raise _NoRoom
        if not self._ballast.lay():
            raise _NoRoom
        room = free_bytes(self._directory) + self.database.unused_bytes()
        if room < size + self.limits.free_bytes:
            raise _NoRoom

    def tend_space(self) -> bool:
        """Get out of low-space mode if there is room again; whether new work is taken."""
        if self._ballast.laid:
            return True
        self.database.shrink()
        return self._ballast.lay()

    # --- draining ------------------------------------------------------------------------------------------

    def next_due(self) -> QueuedItem | None:
        """The item to send now: the one longest due, in order of arrival among equals."""
        now = self._clock.now().timestamp()
        rows = self.database.rows(_DUE, now)
        if not rows and self._pull_back_from_the_future(now):
            rows = self.database.rows(_DUE, now)
        return _queued(*rows[0]) if rows else None

    def next_due_in_s(self) -> float | None:
        """Seconds until some queued item is due, None when nothing is queued."""
        rows = self.database.rows("select due_s from items where state = 'queued' order by due_s limit 1")
        return max(0.0, float(rows[0][0]) - self._clock.now().timestamp()) if rows else None

    def mark_sent(self, item_id: str, receipt: str) -> None:
        """The hub has it: keep its receipt, wipe the body. Gives up the ballast when the disk is full."""
        self._settle(
            "update items set state = 'sent', receipt = ?, reason = '', settled_at = ?, body = null"
            " where id = ? and state <> 'sent'",
            (receipt, self._clock.now().isoformat(), item_id),
        )

    def mark_refused(self, item_id: str, reason: str, retry_in_s: float | None) -> None:
        """The hub refused this item: due again in `retry_in_s`, or dead when None. The body is kept."""
        due = self._clock.now().timestamp() + (retry_in_s or 0.0)
        state, settled = ("queued", "") if retry_in_s is not None else ("dead", self._clock.now().isoformat())
        self._settle(
            "update items set tries = tries + 1, reason = ?, due_s = ?, state = ?, settled_at = ?"
            " where id = ? and state = 'queued'",
            (reason, due, state, settled, item_id),
        )

    def retry(self, item_id: str | None) -> int:
        """Make a dead or waiting item due now, or all of them when None; how many there were."""
        one = "" if item_id is None else " and id = ?"
        with self.database.transaction() as connection:
            return connection.execute(
                "update items set state = 'queued', due_s = 0, tries = 0, settled_at = ''"
                f" where (state = 'dead' or state = 'queued' and due_s > 0){one}",
                () if item_id is None else (item_id,),
            ).rowcount

    def mark_exported(self, item_ids: list[str], at: datetime) -> None:
        """These are on a stick now. They stay queued: the hub takes an item once however it arrives."""
        with self.database.transaction() as connection:
            connection.executemany(
                "update items set exported_at = ? where id = ?", [(at.isoformat(), item_id) for item_id in item_ids]
            )

    def forget_sent(self, older_than: timedelta) -> int:
        """Drop receipts settled longer ago than this; how many. Nothing queued or dead is ever dropped."""
        before = (self._clock.now() - older_than).isoformat()
        with self.database.transaction() as connection:
            return connection.execute("delete from items where state = 'sent' and settled_at < ?", (before,)).rowcount

    def _settle(self, sql: str, values: tuple[object, ...]) -> None:
        try:
            self._run(sql, values)
        except sqlite3.OperationalError as error:
            if not _disk_full(error):
                raise
            self._ballast.give_up()
            self._run(sql, values)

    def _run(self, sql: str, values: tuple[object, ...]) -> None:
        with self.database.transaction() as connection:
            connection.execute(sql, values)

    def _pull_back_from_the_future(self, now: float) -> bool:
        sql = "update items set due_s = 0 where state = 'queued' and due_s > ?"
        with self.database.transaction() as connection:
            return connection.execute(sql, (now + RETRY_CEILING_S,)).rowcount > 0

    # --- looking -------------------------------------------------------------------------------------------

    def counts(self) -> Counts:
        """From the counter rows; does not touch the items."""
        rows = {row[0]: row[1:] for row in self.database.rows("select state, items, bytes from totals")}
        queued, sent, dead = rows["queued"], rows["sent"], rows["dead"]
        return Counts(queued[0], sent[0], dead[0], queued[1] + dead[1])

    def oldest_age_s(self) -> float | None:
        """Age of the oldest item still queued, None when nothing is."""
        rows = self.database.rows("select min(seq) from items where state = 'queued'")
        if rows[0][0] is None:
            return None
        created = self.database.rows("select created_at from items where seq = ?", rows[0][0])[0][0]
        return max(0.0, (self._clock.now() - datetime.fromisoformat(created)).total_seconds())

    def find(self, item_id: str) -> Whereabouts | None:
        """Where an item is; for a put whose answer was lost."""
        rows = self.database.rows("select state, case_number, receipt from items where id = ?", item_id)
        return Whereabouts(*rows[0]) if rows else None

    def listing(self, *, sent: bool = False) -> list[ListedItem]:
        """All waiting and dead items (and sent ones if asked) in order of arrival, without any content."""
        states = "'queued', 'dead', 'sent'" if sent else "'queued', 'dead'"
        rows = self.database.rows(f"select {_LISTED} from items where state in ({states}) order by seq")
        return [_listed(*row) for row in rows]

    def waiting(self, after_seq: int = 0) -> QueuedItem | None:
        """Queued and dead items one by one in order of arrival, whether due or not; for export."""
        rows = self.database.rows(
            f"select {_ITEM} from items where state in ('queued', 'dead') and seq > ? order by seq limit 1", after_seq
        )
        return _queued(*rows[0]) if rows else None


def _queued(
    seq: int, item_id: str, kind: Kind, body: bytes, sha256: str, case_number: str, tries: int, created: str
) -> QueuedItem:
    return QueuedItem(seq, item_id, kind, body, sha256, case_number, tries, datetime.fromisoformat(created))


def _listed(item_id: str, kind: Kind, state: State, size: int, number: str, created: str, *rest: Any) -> ListedItem:
    return ListedItem(item_id, kind, state, size, number, datetime.fromisoformat(created), *rest)


def _disk_full(error: sqlite3.DatabaseError) -> bool:
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
