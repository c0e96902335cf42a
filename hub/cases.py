"""Cases in the database: looked up, listed, moved on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hub.case_clock import Deadline, Light, Pause, deadline
from hub.case_states import NEEDS_NOTE, NEXT_STEP, RUNNING, Act, NotAllowed, Status, step
from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Param, Row, Tx, count, one
from hub.times import stamp, unstamp
from kiosk.catalogue import CaseNumberParts, parse_case_number
from kiosk.core.wire import CaseList, CaseQuery, CaseStage, CaseView

NOTE_LIMIT = 300
_COLUMNS = (
    "number, submission_id, service_id, service_name, service_version, terminal_id, hall, status, filled_at,"
    " received_at, holder_masked, promised_days, accepted_on, missing, ask"
)
_ENDED = frozenset({Status.DECLINED, Status.GRANTED, Status.DENIED, Status.WITHDRAWN, Status.DELIVERED})


@dataclass(frozen=True, slots=True)
class Case:
    """One case as clerks see it; the form itself stays sealed."""

    number: str
    submission_id: str
    service_id: str
    service_name: str
    service_version: str
    terminal_id: str
    hall: str
    status: Status
    filled_at: datetime
    received_at: datetime
    holder_masked: str
    deadline: Deadline | None
    missing: list[str]
    ask: str
    stages: list[CaseStage]

    @property
    def light(self) -> Light:
        """Green, yellow, red; none while nothing is promised or the clock stands."""
        running = self.deadline is not None and self.status in RUNNING
        return self.deadline.light if running and self.deadline is not None else "none"

    def view(self) -> CaseView:
        """What a resident may see."""
        ticking = self.deadline if self.status not in _ENDED else None
        return CaseView(
            case_number=self.number,
            service_name=self.service_name,
            status=self.status,
            stages=self.stages,
            due=ticking.due.isoformat() if ticking else "",
            working_days_left=ticking.left if ticking else None,
            light=self.light,
            missing=self.missing,
            next_step=NEXT_STEP[self.status],
            who=self.ask,
        )


def find_case(hub: Hub, tx: Tx, number: str) -> Case | None:
    """One case by its number as printed."""
    row = one(tx, f"select {_COLUMNS} from cases where number = ?", number)
    return _case(hub, tx, row) if row else None


def list_cases(hub: Hub, tx: Tx, status: Status | None = None, limit: int = 200) -> list[Case]:
    """Cases, the newest first; of one status when given."""
    where, params = ("where status = ?", (str(status),)) if status else ("", ())
    rows = tx.rows(f"select {_COLUMNS} from cases {where} order by received_at desc limit ?", *params, limit)
    return [_case(hub, tx, row) for row in rows]


def count_by_status(tx: Tx) -> dict[Status, int]:
    """How many cases there are in each status."""
    return {Status(name): int(n) for name, n in tx.rows("select status, count(*) from cases group by status")}


def query(hub: Hub, asked: CaseQuery) -> CaseList | Refused:
    """What a resident at a terminal asks: by the number on the slip, or by the ID number read from the card."""
    if bool(asked.case_number) == bool(asked.id_number):
        return refused(422, "one_of_two", "编号和证件号，要且只要一个。", "case_number")
    if asked.case_number:
        parts = parse_case_number(asked.case_number)
        if not isinstance(parts, CaseNumberParts):
            return refused(422, "bad_case_number", "办件编号不对。", "case_number")
        return _matching(hub, "number = ?", parts.text())
    key = hub.keys.lookup("id_number", asked.id_number.upper())
    return _matching(hub, "holder_key = ? or operator_key = ?", key, key)


def _matching(hub: Hub, condition: str, *params: Param) -> CaseList:
    sql = f"select {_COLUMNS} from cases where {condition} order by received_at desc limit 20"
    found = hub.store.read(lambda tx: [_case(hub, tx, row) for row in tx.rows(sql, *params)])
    return CaseList(cases=[case.view() for case in found])


def act(hub: Hub, number: str, doing: Act, by: str, note: str = "", missing: Sequence[str] = ()) -> Case | Refused:
    """Move a case on. `note` is read by the resident; needed where a reason is due. Every act is audited."""
    note = note.strip()
    if len(note) > NOTE_LIMIT:
        return refused(422, "note_too_long", f"说明最多 {NOTE_LIMIT} 字。", "note")
    if doing in NEEDS_NOTE and not note:
        return refused(422, "note_missing", "请写明原因，居民会看到。", "note")

    def work(tx: Tx) -> Case | Refused:
        case = find_case(hub, tx, number)
        if case is None:
            return refused(404, "no_case", "没有这个办件。")
        after = step(case.status, doing)
        if isinstance(after, NotAllowed):
            return refused(409, "not_now", f"“{case.status}”时不能“{doing}”。")
        now = hub.clock.now()
        _keep_time(tx, number, doing, now)
        tx.run("update cases set status = ? where number = ?", after, number)
        if doing is Act.ASK_CORRECTION:
            tx.run(
                "update cases set missing = ? where number = ?", json.dumps(list(missing), ensure_ascii=False), number
            )
        if doing is Act.CORRECTED:
            tx.run("update cases set missing = '[]' where number = ?", number)
        n = count(tx, "select max(n) from case_events where case_number = ?", number) + 1
        tx.run(
            "insert into case_events (case_number, n, status, at, note, actor) values (?, ?, ?, ?, ?, ?)",
            *(number, n, after, stamp(now), note, by),
        )
        hub.audit(tx, by, f"case_{doing.name.lower()}", number)
        return find_case(hub, tx, number) or refused(404, "no_case", "没有这个办件。")

    return hub.store.write(work)


def _keep_time(tx: Tx, number: str, doing: Act, now: datetime) -> None:
    today = now.date().isoformat()
    if doing is Act.ACCEPT:
        tx.run("update cases set accepted_on = ? where number = ?", today, number)
    if doing is Act.PAUSE:
        n = count(tx, "select coalesce(max(n), 0) from case_pauses where case_number = ?", number) + 1
        tx.run("insert into case_pauses (case_number, n, began) values (?, ?, ?)", number, n, today)
    if doing in (Act.RESUME, Act.WITHDRAW):
        tx.run("update case_pauses set ended = ? where case_number = ? and ended is null", today, number)


def _case(hub: Hub, tx: Tx, row: Row) -> Case:
    number, submission, service, name, version, terminal, hall, status, filled, received, holder, *rest = row
    promised, accepted_on, missing, ask = rest
    return Case(
        *(number, submission, service, name, version, terminal, hall, Status(status)),
        *(unstamp(filled), unstamp(received), holder),
        _deadline(hub, tx, number, promised, accepted_on),
        json.loads(missing),
        ask,
        _stages(tx, number),
    )


def _deadline(hub: Hub, tx: Tx, number: str, promised: int | None, accepted_on: str | None) -> Deadline | None:
    if promised is None or accepted_on is None:
        return None
    rows = tx.rows("select began, ended from case_pauses where case_number = ? order by n", number)
    pauses = [Pause(date.fromisoformat(b), date.fromisoformat(e) if e else None) for b, e in rows]
    today = hub.clock.now().date()
    return deadline(hub.shelf.current.calendar, promised, date.fromisoformat(accepted_on), pauses, today)


def _stages(tx: Tx, number: str) -> list[CaseStage]:
    rows = tx.rows("select status, at, note from case_events where case_number = ? order by n", number)
    return [CaseStage(status=status, at=unstamp(at), note=note) for status, at, note in rows]
