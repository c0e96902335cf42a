"""Payments whose end is not known yet: written before the order leaves, struck out when the server has said its last
word. After a power cut the terminal asks about them instead of forgetting them or paying again.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kiosk.core.clock import Clock
from offline_cache.database import QueueDatabase


@dataclass(frozen=True, slots=True)
class OpenPayment:
    """One order that left, or was about to leave, this terminal."""

    payment_id: str
    begun_at: datetime


class PaymentBook:
    """The open payments of one terminal. Safe from several threads."""

    def __init__(self, database: QueueDatabase, clock: Clock, name_of: Callable[[str], str]) -> None:
        """name_of: turns "biller/account" into a name that does not tell it; slow on purpose."""
        self._database = database
        self._clock = clock
        self._name_of = name_of

    def begin(self, payment_id: str, biller: str, account: str) -> bool:
        """Durable when True; False: the disk would not, and the order must not leave."""
        values = (payment_id, self._name_of(f"{biller}/{account}"), self._clock.now().isoformat())
        try:
            with self._database.transaction() as connection:
                connection.execute("insert or ignore into open_payments values (?, ?, ?)", values)
        except sqlite3.DatabaseError:
            return False
        return True

    def end(self, payment_id: str) -> None:
        """The server has said its last word."""
        with self._database.transaction() as connection:
            connection.execute("delete from open_payments where id = ?", (payment_id,))

    def all(self) -> tuple[OpenPayment, ...]:
        """Every open payment, the oldest first."""
        return _read(self._database.rows("select id, begun_at from open_payments order by begun_at"))

    def of(self, biller: str, account: str) -> tuple[OpenPayment, ...]:
        """The open payments of one account."""
        if not self.all():
            return ()  # nearly always, and then nobody waits for the slow name
        sql = "select id, begun_at from open_payments where account_key = ? order by begun_at"
        return _read(self._database.rows(sql, self._name_of(f"{biller}/{account}")))


def _read(rows: list[tuple[str, str]]) -> tuple[OpenPayment, ...]:
    return tuple(OpenPayment(payment_id, datetime.fromisoformat(begun_at)) for payment_id, begun_at in rows)
