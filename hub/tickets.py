"""Numbers in the hall's queue (33): given by terminals, called by operators."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Row, Tx, count, one
from hub.terminals import Terminal
from hub.times import stamp, unstamp
from kiosk.catalogue import Flow, Option
from kiosk.core.wire import Ticket, TicketRequest

ENOUGH_CALLS = 3
"""Calls today from which a waiting time may be estimated; below that nobody knows and nothing is said."""
WINDOW = "听到叫号再去窗口"


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue of the hall today."""

    id: str
    label: str
    waiting: int
    last_called: str


def take(hub: Hub, terminal: Terminal, request: TicketRequest) -> Ticket | Refused:
    """A number; the same ticket id gives the same number, with how many are ahead by now."""
    queues = queue_options(hub)
    queue = _queue_of(queues, request)
    if queue is None:
        return refused(422, "unknown_queue", "没有这个队。", "matter")
    asked = hashlib.sha256(request.model_dump_json().encode()).hexdigest()
    now = hub.clock.now()

    def work(tx: Tx) -> Ticket | Refused:
        row = one(tx, "select request_hash from tickets where id = ?", request.ticket_id)
        if row is not None and row[0] != asked:
            return refused(409, "hash_differs", "同一个编号，内容却不同。")
        if row is None:
            day, hall = now.date().isoformat(), terminal.hall
            last = count(
                tx,
                "select coalesce(max(number), 0) from tickets where day = ? and hall = ? and queue = ?",
                *(day, hall, queue),
            )
            tx.run(
                "insert into tickets (id, day, division, hall, queue, number, priority, taken_at, request_hash)"
                " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *(request.ticket_id, day, terminal.division, hall, queue, last + 1),
                *(int(request.priority == "priority"), stamp(now), asked),
            )
        return _ticket(tx, queues, request.ticket_id)

    return hub.store.write(work)


def queue_options(hub: Hub) -> list[Option]:
    """The queues to choose from, as the catalogue has them."""
    services = hub.shelf.current.services.values()
    return [option for service in services if service.flow is Flow.TICKET for option in service.tickets]


def call_next(hub: Hub, hall: str, queue: str, by: str) -> str | None:
    """Call the next number of a queue, priority first; None when nobody waits."""
    queues, now = queue_options(hub), hub.clock.now()

    def work(tx: Tx) -> str | None:
        row = one(
            tx,
            "select id, number, priority from tickets where day = ? and hall = ? and queue = ? and called_at is null"
            " order by priority desc, number limit 1",
            *(now.date().isoformat(), hall, queue),
        )
        if row is None:
            return None
        tx.run("update tickets set called_at = ?, called_by = ? where id = ?", stamp(now), by, row[0])
        number = _number(queues, queue, row[1], row[2])
        hub.audit(tx, by, "ticket_called", f"ticket:{row[0]}", number)
        return number

    return hub.store.write(work)


def halls(tx: Tx) -> list[str]:
    """Halls that have a terminal."""
    return [str(row[0]) for row in tx.rows("select distinct hall from terminals order by hall")]


def queues_now(hub: Hub, tx: Tx, hall: str) -> list[Queue]:
    """Every queue of a hall today."""
    options, day = queue_options(hub), hub.clock.now().date().isoformat()
    found = []
    for option in options:
        where = (day, hall, option.id)
        waiting = count(
            tx, "select count(*) from tickets where day = ? and hall = ? and queue = ? and called_at is null", *where
        )
        last = one(
            tx,
            "select number, priority from tickets where day = ? and hall = ? and queue = ? and called_at is not null"
            " order by called_at desc limit 1",
            *where,
        )
        called = _number(options, option.id, last[0], last[1]) if last else ""
        found.append(Queue(option.id, option.label, waiting, called))
    return found


def _queue_of(queues: list[Option], request: TicketRequest) -> str | None:
    ids = [option.id for option in queues]
    if request.matter:
        return request.matter if request.matter in ids else None
    # A matter of the catalogue without a queue of its own waits in the last one, "别的事".
    return ids[-1] if ids else None


def _ticket(tx: Tx, queues: list[Option], ticket_id: str) -> Ticket:
    day, hall, queue, number, priority = tx.rows(
        "select day, hall, queue, number, priority from tickets where id = ?", ticket_id
    )[0]
    ahead = count(
        tx,
        "select count(*) from tickets where day = ? and hall = ? and queue = ? and called_at is null"
        " and (priority > ? or (priority = ? and number < ?))",
        *(day, hall, queue, priority, priority, number),
    )
    pace = _minutes_each(
        tx.rows(
            "select called_at from tickets where day = ? and hall = ? and queue = ?"
            " and called_at is not null order by called_at",
            day,
            hall,
            queue,
        )
    )
    minutes = None if pace is None else round(pace * (ahead + 1))
    return Ticket(
        ticket_id=ticket_id,
        number=_number(queues, queue, number, priority),
        ahead=ahead,
        minutes=minutes,
        window=WINDOW,
    )


def _minutes_each(calls: list[Row]) -> float | None:
    times: list[datetime] = [unstamp(row[0]) for row in calls]
    if len(times) < ENOUGH_CALLS:
        return None
    return median((b - a).total_seconds() / 60 for a, b in pairwise(times))


def _number(queues: list[Option], queue: str, number: int, priority: int) -> str:
    ids = [option.id for option in queues]
    place = ids.index(queue) if queue in ids else len(ids)
    return f"{'优' if priority else ''}{place + 1}-{number:03d}"
