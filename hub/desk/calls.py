"""A call as the database keeps it: who asked, who answers, what she allowed, how it stands.

    waiting -> offered -> taken -> joined -> wrap_up -> ended
       ^          |         |
       +----------+---------+   nobody took it, or the guide went before she said yes

offered: a guide is being asked. taken: the guide said yes and the resident is asked. wrap_up: the resident is gone and
the guide still writes down how it ended. What is shown in a call is never stored, and
what is said only as hub.desk.recordings tells.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from hub.desk.matcher import Priority
from hub.store.base import Row, Tx, one
from hub.times import unstamp
from kiosk.core.calls import Capability, Reason, WaitingCall, Wants
from kiosk.core.calls import Offer as OfferMessage
from kiosk.core.calls.terminal import AskedBy

CallState = Literal["waiting", "offered", "taken", "joined", "wrap_up", "ended"]
OPEN = "('waiting', 'offered', 'taken', 'joined')"
WITH_GUIDE = "('offered', 'taken', 'joined', 'wrap_up')"

OFFER_FOR = timedelta(seconds=15)
ACCEPT_FOR = timedelta(seconds=120)
"""How long the resident may think about the guide who would come."""
LOST_FOR = timedelta(seconds=30)
NOBODY_FOR = timedelta(seconds=60)
"""A call waits so long after the last guide went before it becomes a call-back ticket."""
WAIT_FOR = timedelta(minutes=20)

_COLUMNS = (
    "id, terminal_id, boot, division, hall, street, reason, wants, by_facts, priority, matter, step, trouble, devices,"
    " settings, ticket, asked_at, state, state_at, guide, passed, next_guide, next_at, granted, terminal_lost,"
    " guide_lost, nobody_since, why"
)


@dataclass(frozen=True, slots=True)
class Call:
    """One call for a human."""

    id: str
    terminal_id: str
    boot: str
    division: str
    hall: str
    street: str
    reason: Reason
    wants: Wants
    by: AskedBy
    priority: Priority
    matter: str
    step: str
    trouble: str
    devices: dict[str, str]
    settings: dict[str, str | int | bool]
    ticket: str
    asked_at: datetime
    state: CallState
    state_at: datetime
    guide: str
    passed: dict[str, datetime]
    next_guide: str
    """To whom a transfer is offered, "" for none."""
    next_at: datetime | None
    granted: frozenset[Capability]
    terminal_lost: datetime | None
    guide_lost: datetime | None
    nobody_since: datetime | None
    why: str

    @property
    def terminal(self) -> str:
        """The terminal's address."""
        return f"terminal:{self.terminal_id}"

    @property
    def desk(self) -> str:
        """The guide's address, "" while there is none."""
        return f"user:{self.guide}" if self.guide else ""

    @property
    def live(self) -> bool:
        """Both ends are bound to each other."""
        return self.state == "joined"

    def as_waiting(self, now: datetime) -> WaitingCall:
        """As guides may see it."""
        return WaitingCall(
            call=self.id,
            ticket=self.ticket,
            hall=self.hall,
            matter=self.matter,
            step=self.step,
            reason=self.reason,
            wants=self.wants,
            by=self.by,
            waited_s=max(0, int((now - self.asked_at).total_seconds())),
        )

    def offer(self, now: datetime, ttl: int) -> OfferMessage:
        """What a guide is told when asked."""
        return OfferMessage(
            call=self.id,
            seq=1,
            waiting=self.as_waiting(now),
            ttl=ttl,
            trouble=self.trouble,
            devices=self.devices,
            settings=self.settings,
        )


def priority_of(reason: Reason, by: AskedBy) -> Priority:
    """Urgent before 80+ or disabled before ordinary."""
    if by.urgent or reason == "emergency":
        return Priority.URGENT
    return Priority.FRAIL if by.age80 or by.disabled else Priority.ORDINARY


def find(tx: Tx, call_id: str) -> Call | None:
    """One call."""
    row = one(tx, f"select {_COLUMNS} from calls where id = ?", call_id)
    return _call(row) if row else None


def of_terminal(tx: Tx, terminal_id: str) -> Call | None:
    """The call a terminal has in hand."""
    row = one(tx, f"select {_COLUMNS} from calls where terminal_id = ? and state in {OPEN}", terminal_id)
    return _call(row) if row else None


def of_guide(tx: Tx, user: str) -> Call | None:
    """The call a guide is asked for or has in hand."""
    row = one(
        tx,
        f"select {_COLUMNS} from calls where (guide = ? and state in {WITH_GUIDE}) or"
        " (next_guide = ? and state = 'joined') order by asked_at limit 1",
        *(user, user),
    )
    return _call(row) if row else None


def busy(tx: Tx) -> set[str]:
    """Guides who are asked for a call, have one in hand or are guests in one."""
    ends = tx.rows(f"select guide, next_guide from calls where state in {WITH_GUIDE}")
    guests = tx.rows("select user_name from call_guests")
    return {str(user) for row in (*ends, *guests) for user in row if user}


def in_state(tx: Tx, *states: CallState) -> list[Call]:
    """Calls by time of asking."""
    marks = ", ".join("?" for _ in states)
    sql = f"select {_COLUMNS} from calls where state in ({marks}) order by asked_at"
    return [_call(row) for row in tx.rows(sql, *states)]


def watched(tx: Tx) -> list[Call]:
    """Calls that time alone may change. Two hundred that go well are not read twice a second."""
    sql = (
        f"select {_COLUMNS} from calls where state in ('waiting', 'offered', 'taken') or (state = 'joined' and"
        " (terminal_lost is not null or guide_lost is not null or next_at is not null)) order by asked_at"
    )
    return [_call(row) for row in tx.rows(sql)]


def _call(row: Row) -> Call:
    call_id, terminal_id, boot, division, hall, street, reason, wants, by, priority, *rest = row
    matter, step, trouble, devices, settings, ticket, asked, state, since, guide, *rest = rest
    passed, next_guide, next_at, granted, terminal_lost, guide_lost, nobody_since, why = rest
    return Call(
        *(call_id, terminal_id, boot, division, hall, street, reason, wants, AskedBy.model_validate_json(by)),
        *(Priority(priority), matter, step, trouble, json.loads(devices), json.loads(settings), ticket),
        *(unstamp(asked), state, unstamp(since), guide, {k: unstamp(v) for k, v in json.loads(passed).items()}),
        *(next_guide, _when(next_at), frozenset(json.loads(granted)), _when(terminal_lost), _when(guide_lost)),
        *(_when(nobody_since), why),
    )


def _when(text: str | None) -> datetime | None:
    return unstamp(text) if text else None
