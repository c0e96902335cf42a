"""A case moves through its states, tells the resident the truth, and every act is in the chain."""

from typing import Any

from hub import cases
from hub.case_states import Act, Status
from hub.outcomes import Refused
from kiosk.core.wire import CaseQuery


def opened(kiosk: Any) -> str:
    submission = kiosk.fill()
    assert kiosk.put(submission).status_code == 201
    number: str = submission.case_number
    return number


def do(place: Any, number: str, *acts: Act, note: str = "原因在这里") -> Any:
    for act in acts:
        outcome = cases.act(place.hub, number, act, "user:测试办事员", note)
        assert not isinstance(outcome, Refused), outcome
    return outcome


def test_a_case_goes_from_acceptance_to_delivery_with_its_clock(place: Any, kiosk: Any) -> None:
    number = opened(kiosk)
    view = do(place, number, Act.ACCEPT).view()
    assert (view.status, view.due, view.working_days_left, view.light) == ("受理", "2026-12-08", 10, "green")
    place.clock.advance(13 * 86400)
    assert do(place, number, Act.START).light == "yellow"
    place.clock.advance(2 * 86400)
    view = cases.query(place.hub, CaseQuery(case_number=number)).cases[0]
    assert (view.light, view.working_days_left) == ("red", -1)
    view = do(place, number, Act.GRANT, Act.DELIVER).view()
    assert (view.status, view.light, view.due) == ("送达", "none", "")
    assert [stage.status for stage in view.stages] == ["待受理", "受理", "办理中", "办结（准予）", "送达"]


def test_a_pause_stops_the_clock(place: Any, kiosk: Any) -> None:
    number = opened(kiosk)
    do(place, number, Act.ACCEPT, Act.START, Act.PAUSE)
    place.clock.advance(14 * 86400)
    paused = cases.query(place.hub, CaseQuery(case_number=number)).cases[0]
    assert (paused.light, paused.working_days_left) == ("none", 10)
    resumed = do(place, number, Act.RESUME).view()
    assert (resumed.due, resumed.working_days_left) == ("2026-12-22", 10)


def test_what_is_missing_is_told_to_the_resident(place: Any, kiosk: Any) -> None:
    number = opened(kiosk)
    outcome = cases.act(place.hub, number, Act.ASK_CORRECTION, "user:x", "请补照片", ["一寸照片", "户口簿"])
    assert not isinstance(outcome, Refused)
    view = cases.query(place.hub, CaseQuery(case_number=number)).cases[0]
    assert view.missing == ["一寸照片", "户口簿"]
    assert view.stages[-1].note == "请补照片"
    assert view.who
    assert do(place, number, Act.CORRECTED).missing == []


def test_what_the_state_does_not_permit_is_refused_and_leaves_no_trace(place: Any, kiosk: Any) -> None:
    number = opened(kiosk)
    before = place.hub.store.read(lambda tx: tx.rows("select count(*) from audit"))
    outcome = cases.act(place.hub, number, Act.GRANT, "user:x")
    assert isinstance(outcome, Refused)
    assert outcome.status == 409
    assert cases.act(place.hub, "130302-20260101-K07-0001-1", Act.ACCEPT, "user:x").status == 404  # type: ignore[union-attr]
    assert cases.act(place.hub, number, Act.DECLINE, "user:x", " ").problem.field == "note"  # type: ignore[union-attr]
    assert place.hub.store.read(lambda tx: tx.rows("select count(*) from audit")) == before


def test_every_act_is_in_the_chain(place: Any, kiosk: Any) -> None:
    number = opened(kiosk)
    do(place, number, Act.ACCEPT, Act.START, Act.DENY)
    rows = place.hub.store.read(lambda tx: tx.rows("select act from audit where object = ? order by seq", number))
    assert [row[0] for row in rows] == ["submission_received", "case_accept", "case_start", "case_deny"]


def test_a_query_needs_one_of_two_and_a_readable_number(kiosk: Any) -> None:
    for body in (
        b"{}",
        b'{"case_number": "1", "id_number": "2"}',
        b'{"case_number": "1"}',
        b"[]",
        b"\xff",
        b'{"x": 1}',
    ):
        assert kiosk.send("POST", "/v1/cases/query", body).status_code == 422


def test_the_list_filters_by_status(place: Any, kiosk: Any) -> None:
    first, second = opened(kiosk), opened(kiosk)
    do(place, second, Act.ACCEPT)
    listed = place.hub.store.read(lambda tx: cases.list_cases(place.hub, tx, Status.WAITING))
    assert [case.number for case in listed] == [first]
    assert place.hub.store.read(cases.count_by_status) == {Status.WAITING: 1, Status.ACCEPTED: 1}
