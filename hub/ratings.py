"""好差评: five levels, voluntary, kept apart from identity.

A rating is stored under a hash of its id with the service, the day and the district, and nothing else: no case
number, no terminal, no time of day (an id of version 7 tells the millisecond, so the id itself is not stored either).
The two lowest levels open a rectification with a deadline.
"""

import hashlib
from dataclasses import dataclass

from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Tx, one
from hub.terminals import Terminal
from kiosk.core.wire import Rating

LEVELS = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")
BAD = frozenset({"不满意", "非常不满意"})
RECTIFY_DAYS = 15
"""Working days to put right what was rated badly. Cities differ (5 to 15); this city's rule is not confirmed."""


@dataclass(frozen=True, slots=True)
class Rectification:
    """Something to put right."""

    key: str
    service_id: str
    division: str
    opened_on: str
    due_on: str
    state: str
    result: str


def rate(hub: Hub, terminal: Terminal, rating: Rating, body: bytes) -> Refused | None:
    """Keep a rating once; None when it is kept."""
    key = hub.keys.lookup("rating", rating.rating_id)
    digest = hashlib.sha256(body).hexdigest()
    today = hub.clock.now().date()

    def work(tx: Tx) -> Refused | None:
        known = one(tx, "select body_hash from ratings where key = ?", key)
        if known is not None:
            # Keyed, so that the stored hash cannot be guessed back to a case number.
            same = known[0] == hub.keys.lookup("rating_body", digest)
            return None if same else refused(409, "hash_differs", "同一个编号，内容却不同。")
        service = rating.service_id or _service_of(tx, rating.case_number)
        if service and not hub.shelf.knows(service):
            return refused(422, "unknown_service", "没有这个事项。", "service_id")
        tx.run(
            "insert into ratings (key, service_id, level, day, division, body_hash) values (?, ?, ?, ?, ?, ?)",
            *(key, service, rating.level, rating.at.date().isoformat(), terminal.division),
            hub.keys.lookup("rating_body", digest),
        )
        if rating.level in BAD:
            due = hub.shelf.current.calendar.add_working_days(today, RECTIFY_DAYS)
            tx.run(
                "insert into rectifications (rating_key, service_id, division, opened_on, due_on, state)"
                " values (?, ?, ?, ?, ?, 'open')",
                *(key, service, terminal.division, today.isoformat(), due.isoformat()),
            )
        return None

    return hub.store.write(work)


def summary(tx: Tx) -> dict[str, dict[str, int]]:
    """Service id -> level -> how many."""
    found: dict[str, dict[str, int]] = {}
    for service, level, n in tx.rows("select service_id, level, count(*) from ratings group by service_id, level"):
        found.setdefault(service, dict.fromkeys(LEVELS, 0))[level] = int(n)
    return dict(sorted(found.items()))


def rectifications(tx: Tx) -> list[Rectification]:
    """Open ones first, the most urgent at the top."""
    rows = tx.rows(
        "select rating_key, service_id, division, opened_on, due_on, state, result from rectifications"
        " order by case state when 'open' then 0 else 1 end, due_on, rating_key limit 200"
    )
    return [Rectification(*row) for row in rows]


def close_rectification(hub: Hub, key: str, result: str, by: str) -> Refused | None:
    """Say what was done about it."""
    result = result.strip()
    if not 1 <= len(result) <= 300:
        return refused(422, "bad_result", "请写整改结果，最多三百字。", "result")

    def work(tx: Tx) -> Refused | None:
        sql = "update rectifications set state = 'closed', result = ? where rating_key = ? and state = 'open'"
        if not tx.run(sql, result, key):
            return refused(409, "not_now", "这一条已经处理过。")
        hub.audit(tx, by, "rectification_closed", f"rating:{key[:16]}")
        return None

    return hub.store.write(work)


def _service_of(tx: Tx, case_number: str) -> str:
    row = one(tx, "select service_id from cases where number = ?", case_number) if case_number else None
    return str(row[0]) if row else ""
