"""Calls for a human (38): who is really on duty, how many really wait; nobody is told otherwise."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from hub import follow_ups
from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Tx, count, one
from hub.terminals import Terminal
from hub.times import stamp, unstamp
from kiosk.core.wire import HelpReply, HelpRequest

Reach = Literal["hall", "street", "city"]
NEAREST_FIRST: tuple[Reach, ...] = ("hall", "street", "city")
AWAY_AFTER = timedelta(minutes=15)
"""Somebody on duty whose browser was silent this long is not on duty."""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody who is there, and from where: one hall, a street's halls, or the whole city."""

    user: str
    reach: Reach
    place: str


@dataclass(frozen=True, slots=True)
class HelpCall:
    """One call as the desk sees it."""

    id: str
    ticket: str
    terminal_id: str
    hall: str
    service_id: str
    step: str
    why: str
    asked_at: datetime
    state: str
    answered_by: str


def ask(hub: Hub, terminal: Terminal, request: HelpRequest) -> HelpReply | Refused:
    """Note a call and say what will really happen; the same call again is told how things stand now."""
    asked = _hash(request)

    def work(tx: Tx) -> HelpReply | Refused:
        known = one(tx, "select request_hash, day, number from help_requests where id = ?", request.help_id)
        if known is not None and known[0] != asked:
            return refused(409, "hash_differs", "同一个编号，内容却不同。")
        if known is None:
            day, number = _note(hub, tx, terminal, request, "waiting")
        else:
            day, number = str(known[1]), int(known[2])
        where = nearest(hub, tx, terminal)
        if known is None and where is None:
            follow_ups.promise(hub, tx, request.help_id)
        # Only those whom the same people will see to first.
        scope, whose = _line_of(where, terminal)
        waiting = count(
            tx,
            "select count(*) from help_requests where state = 'waiting'"
            f" and (day < ? or (day = ? and number < ?)){scope}",
            *(day, day, number),
            *whose,
        )
        return HelpReply(
            help_id=request.help_id,
            on_duty=where is not None,
            where=where or "",
            waiting=waiting,
            phone=hub.config.phone,
            ticket=_ticket(number),
        )

    return hub.store.write(work)


def ticket_for(hub: Hub, tx: Tx, terminal: Terminal, request: HelpRequest) -> str:
    """A ticket for a call the desk sees to; it waits with the others only when the desk cannot (settle_by_desk)."""
    return _ticket(_note(hub, tx, terminal, request, "answered")[1])


def settle_by_desk(hub: Hub, tx: Tx, help_id: str, state: Literal["waiting", "closed"]) -> None:
    """What became of a call the desk saw to: done, or somebody must still call back, by a time that is kept."""
    settled = tx.run("update help_requests set state = ? where id = ? and state = 'answered'", state, help_id)
    if settled and state == "waiting":
        follow_ups.promise(hub, tx, help_id)


def _note(hub: Hub, tx: Tx, terminal: Terminal, request: HelpRequest, state: str) -> tuple[str, int]:
    now = hub.clock.now()
    day = now.date().isoformat()
    number = count(tx, "select coalesce(max(number), 0) from help_requests where day = ?", day) + 1
    tx.run(
        "insert into help_requests (id, terminal_id, hall, street, service_id, step, why, day, number, asked_at, state,"
        " answered_by, reply, request_hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)",
        *(request.help_id, terminal.id, terminal.hall, terminal.street, request.service_id[:10], request.step[:60]),
        *(request.why, day, number, stamp(now), state, "" if state == "waiting" else "desk", _hash(request)),
    )
    hub.audit(tx, f"terminal:{terminal.id}", "help_asked", f"help:{request.help_id}", request.why)
    return day, number


def _hash(request: HelpRequest) -> str:
    return hashlib.sha256(request.model_dump_json().encode()).hexdigest()


def on_duty(hub: Hub, tx: Tx) -> list[OnDuty]:
    """Operators who said they are on duty and whose browser was heard lately, the nearest first."""
    since = stamp(hub.clock.now() - AWAY_AFTER)
    rows = tx.rows(
        "select distinct duty.user_name, duty.reach, duty.place from duty"
        " join sessions on sessions.user_name = duty.user_name where sessions.seen_at >= ? order by duty.user_name",
        since,
    )
    found = [OnDuty(user, reach, place) for user, reach, place in rows]
    return sorted(found, key=lambda one: NEAREST_FIRST.index(one.reach))


def nearest(hub: Hub, tx: Tx, terminal: Terminal) -> Reach | None:
    """From where somebody would come to this terminal: its own hall, else its street, else the city; None: nobody."""
    own = {"hall": terminal.hall, "street": terminal.street, "city": ""}
    able = (one.reach for one in on_duty(hub, tx) if one.place == own[one.reach] and (one.place or one.reach == "city"))
    return next(able, None)


def places(tx: Tx) -> list[tuple[Reach, str]]:
    """Where somebody can be on duty: every hall and street that has a terminal, and the city."""
    halls = [("hall", str(row[0])) for row in tx.rows("select distinct hall from terminals order by hall")]
    streets = tx.rows("select distinct street from terminals where street <> '' order by street")
    return [*halls, *(("street", str(row[0])) for row in streets), ("city", "")]  # type: ignore[list-item]


def set_duty(hub: Hub, user: str, at: tuple[Reach, str] | None) -> Refused | None:
    """An operator comes, to a place of `places`, or goes (None)."""

    def work(tx: Tx) -> Refused | None:
        if at is not None and at not in places(tx):
            return refused(422, "unknown_place", "没有这个大厅或街道。", "at")
        tx.run("delete from duty where user_name = ?", user)
        if at is not None:
            values = (user, stamp(hub.clock.now()), *at)
            tx.run("insert into duty (user_name, since, reach, place) values (?, ?, ?, ?)", *values)
        hub.audit(tx, f"user:{user}", "duty_on" if at else "duty_off", f"user:{user}", " ".join(at or ()).strip())
        return None

    return hub.store.write(work)


def _line_of(where: Reach | None, terminal: Terminal) -> tuple[str, tuple[str, ...]]:
    """Whose calls the people on duty see to: a condition and its values."""
    match where:
        case "street":
            return " and street = ?", (terminal.street,)
        case "city":
            return "", ()
        case _:
            return " and hall = ?", (terminal.hall,)


def settle(hub: Hub, help_id: str, state: str, by: str) -> Refused | None:
    """Answer (somebody is going there) or close a call."""
    earlier = {"answered": "('waiting')", "closed": "('waiting', 'answered')"}[state]

    def work(tx: Tx) -> Refused | None:
        sql = f"update help_requests set state = ?, answered_by = ? where id = ? and state in {earlier}"
        if not tx.run(sql, state, by, help_id):
            return refused(409, "not_now", "这个求助已经处理过。")
        if state == "closed":
            follow_ups.closed(hub, tx, help_id)
        hub.audit(tx, by, f"help_{state}", f"help:{help_id}")
        return None

    return hub.store.write(work)


def calls(tx: Tx, limit: int = 100) -> list[HelpCall]:
    """Open calls first, in order of arrival; then the newest closed ones."""
    columns = "id, number, terminal_id, hall, service_id, step, why, asked_at, state, answered_by"
    opened = tx.rows(f"select {columns} from help_requests where state <> 'closed' order by asked_at limit ?", limit)
    closed = tx.rows(f"select {columns} from help_requests where state = 'closed' order by asked_at desc limit 20")
    return [
        HelpCall(*(row[0], _ticket(row[1]), *row[2:7], unstamp(row[7]), row[8], row[9])) for row in [*opened, *closed]
    ]


def _ticket(number: int) -> str:
    return f"帮-{number:03d}"
