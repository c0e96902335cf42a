"""Whoever was promised a call back hears from the desk within a working day: due, taken, tried, done.

A call that ended unfinished, or that nobody was there for, is due at the same time of the next working day (24 h; the
working-day calendar of the catalogue). A try that reached nobody leaves it due as before; when to try next is noted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Tx, count, one
from hub.times import stamp, unstamp
from kiosk.catalogue import WorkCalendar
from kiosk.core.clock import BEIJING

Result = Literal["reached", "not_reached", "case"]
AGAIN = timedelta(hours=2)
"""After a try that reached nobody."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One that is still to be done."""

    help_id: str
    ticket: str
    hall: str
    service_id: str
    note: str
    """What the guide wrote was still to do."""
    asked_at: datetime
    due_at: datetime
    taken_by: str
    tries: int
    next_at: datetime | None

    def overdue(self, now: datetime) -> bool:
        """Whether the working day is over."""
        return now > self.due_at


@dataclass(frozen=True, slots=True)
class Kept:
    """How the promise was kept; None where there was none to keep."""

    promised: int
    in_time: float | None
    """Of those that are done or overdue."""
    overdue: int
    """Still open past their time."""


def due(calendar: WorkCalendar, asked_at: datetime) -> datetime:
    """The same time of the next working day, in Beijing."""
    local = asked_at.astimezone(BEIJING)
    return datetime.combine(calendar.add_working_days(local.date(), 1), local.time(), BEIJING)


def promise(hub: Hub, tx: Tx, help_id: str) -> None:
    """From this moment the clock runs; a second promise for the same call changes nothing."""
    now = hub.clock.now()
    by = due(hub.shelf.current.calendar, now)
    sql = "insert into follow_ups (help_id, asked_at, due_at) values (?, ?, ?) on conflict do nothing"
    if tx.run(sql, help_id, stamp(now), stamp(by)):
        hub.audit(tx, "hub", "follow_up_due", f"help:{help_id}", stamp(by))


def waiting(tx: Tx) -> list[FollowUp]:
    """Everything still to be done, the most pressing first."""
    rows = tx.rows(
        "select follow_ups.help_id, number, help_requests.hall, service_id, coalesce(calls.follow_up, ''),"
        " follow_ups.asked_at, due_at, taken_by, tries, follow_ups.next_at from follow_ups"
        " join help_requests on help_requests.id = follow_ups.help_id"
        " left join calls on calls.id = follow_ups.help_id"
        " where done_at is null order by due_at, follow_ups.help_id"
    )
    return [
        FollowUp(
            *(row[0], f"帮-{row[1]:03d}", row[2], row[3], row[4], unstamp(row[5]), unstamp(row[6]), row[7], row[8]),
            unstamp(row[9]) if row[9] else None,
        )
        for row in rows
    ]


def take(hub: Hub, help_id: str, by: str) -> Refused | None:
    """Somebody calls back: the others see who."""

    def work(tx: Tx) -> Refused | None:
        sql = "update follow_ups set taken_by = ? where help_id = ? and taken_by = '' and done_at is null"
        if not tx.run(sql, by, help_id):
            return refused(409, "not_now", "这一件已经有人在回，或者已经回过了。")
        tx.run("update help_requests set state = 'answered', answered_by = ? where id = ?", by, help_id)
        hub.audit(tx, by, "follow_up_taken", f"help:{help_id}")
        return None

    return hub.store.write(work)


def result(hub: Hub, help_id: str, by: str, how: Result, case_number: str = "") -> Refused | None:
    """What came of it, by whoever took it. Reaching nobody hands it back for another try."""

    def work(tx: Tx) -> Refused | None:
        row = one(tx, "select taken_by from follow_ups where help_id = ? and done_at is null", help_id)
        if row is None or row[0] != by:
            return refused(409, "not_now", "请先按“我来回”。")
        if how == "case" and one(tx, "select 1 from cases where number = ?", case_number) is None:
            return refused(422, "no_case", "没有这个办件编号。", "case_number")
        now = hub.clock.now()
        if how == "not_reached":
            sql = "update follow_ups set taken_by = '', tries = tries + 1, next_at = ? where help_id = ?"
            tx.run(sql, stamp(now + AGAIN), help_id)
            tx.run("update help_requests set state = 'waiting', answered_by = '' where id = ?", help_id)
        else:
            number = case_number if how == "case" else ""
            sql = "update follow_ups set tries = tries + 1, done_at = ?, outcome = ?, case_number = ? where help_id = ?"
            tx.run(sql, stamp(now), how, number, help_id)
            tx.run("update help_requests set state = 'closed' where id = ?", help_id)
        hub.audit(
            tx, by, "follow_up_result", f"help:{help_id}", f"{how} {case_number if how == 'case' else ''}".strip()
        )
        return None

    return hub.store.write(work)


def closed(hub: Hub, tx: Tx, help_id: str) -> None:
    """The hall itself has seen to it: nobody has to call back any more."""
    sql = "update follow_ups set done_at = ?, outcome = 'hall' where help_id = ? and done_at is null"
    tx.run(sql, stamp(hub.clock.now()), help_id)


def overdue_of(tx: Tx, terminal_id: str, now: datetime) -> int:
    """How many of one terminal's are past their time."""
    return count(
        tx,
        "select count(*) from follow_ups join help_requests on help_requests.id = follow_ups.help_id"
        " where done_at is null and due_at < ? and terminal_id = ?",
        *(stamp(now), terminal_id),
    )


def kept_since(hub: Hub, tx: Tx, day: date) -> Kept:
    """How it went with what was promised on this day or later."""
    begin = stamp(datetime(day.year, day.month, day.day, tzinfo=BEIJING))
    rows = tx.rows("select due_at, done_at from follow_ups where asked_at >= ?", begin)
    return kept([(unstamp(by), unstamp(done) if done else None) for by, done in rows], hub.clock.now())


def kept(ones: Sequence[tuple[datetime, datetime | None]], now: datetime) -> Kept:
    """Of pairs of due and done."""
    late = sum(done is None and now > by for by, done in ones)
    finished = [(by, done) for by, done in ones if done is not None]
    settled = len(finished) + late
    in_time = sum(done <= by for by, done in finished) / settled if settled else None
    return Kept(len(ones), in_time, late)
