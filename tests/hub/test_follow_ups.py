"""Whoever was promised a call back: due in a working day, taken, tried, done, and overdue in plain sight."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub import alerts, audit, follow_ups, help_desk
from hub.accounts import Role, begin_session
from hub.api import create_app
from hub.desk import guides
from hub.desk.guides import Profile
from kiosk.catalogue import load_shipped
from kiosk.core.clock import BEIJING
from kiosk.core.ids import uuid7
from kiosk.core.wire import HelpRequest

CALENDAR = load_shipped().calendar
TIMES = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 20)).map(lambda at: at.replace(tzinfo=BEIJING))


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("asked", "due"),
    [(at(11, 24), at(11, 25)), (at(11, 27, 16), at(11, 30, 16)), (at(11, 28), at(11, 30)), (at(9, 30), at(10, 8))],
)
def test_it_is_due_at_the_same_time_of_the_next_working_day(asked: datetime, due: datetime) -> None:
    assert follow_ups.due(CALENDAR, asked) == due


@given(TIMES)
def test_a_promise_is_a_whole_day_at_least_and_ends_on_a_working_day(asked: datetime) -> None:
    due = follow_ups.due(CALENDAR, asked)
    assert due - asked >= timedelta(days=1)
    assert CALENDAR.is_working_day(due.date())
    between = (due.date() - asked.date()).days
    assert sum(CALENDAR.is_working_day(asked.date() + timedelta(days=n)) for n in range(1, between + 1)) == 1


class Desk:
    """A hub where nobody was on duty for somebody, and a guide's browser."""

    def __init__(self, place: Any) -> None:
        self.place = place
        self.kiosk = place.enrol()
        cookie, self.user = place.guide_cookie("0712", Role.GUIDE)
        assert guides.set_profile(place.hub, Profile(self.user, "小王", "0712"), "cli") is None
        self.cookie = cookie

    def ask(self) -> str:
        help_id = uuid7()
        asked = HelpRequest(help_id=help_id, service_id="01", step="question:01:phone", why="stuck")
        told = self.kiosk.tell("PUT", f"/v1/help-requests/{help_id}", asked)
        assert told.status_code == 200, told.text
        return help_id

    def browser(self, cookie: str) -> Any:
        client = type(self.place.client)(create_app(self.place.hub))
        client.cookies.set("hub_session", cookie)
        return client

    def waiting(self) -> list[follow_ups.FollowUp]:
        found: list[follow_ups.FollowUp] = self.place.hub.store.read(follow_ups.waiting)
        return found

    def acts(self, help_id: str) -> list[tuple[str, str]]:
        sql = "select act, detail from audit where object = ? and substr(act, 1, 9) = 'follow_up' order by seq"
        found: list[tuple[str, str]] = self.place.hub.store.read(lambda tx: tx.rows(sql, f"help:{help_id}"))
        return found


@pytest.fixture
def desk(place: Any) -> Desk:
    return Desk(place)


def test_a_call_nobody_was_there_for_is_taken_tried_and_done(desk: Desk) -> None:
    help_id = desk.ask()
    hub, by = desk.place.hub, f"user:{desk.user}"
    [one] = desk.waiting()
    assert (one.help_id, one.due_at) == (help_id, at(11, 25))
    assert follow_ups.result(hub, help_id, by, "reached") is not None, "nobody has taken it"
    assert follow_ups.take(hub, help_id, by) is None
    assert follow_ups.take(hub, help_id, "user:another") is not None
    assert follow_ups.result(hub, help_id, by, "not_reached") is None
    [again] = desk.waiting()
    assert (again.taken_by, again.tries, again.due_at) == ("", 1, one.due_at)
    assert again.next_at == at(11, 24, 11)
    assert follow_ups.take(hub, help_id, by) is None
    assert follow_ups.result(hub, help_id, by, "case", "没有这个号") is not None
    assert follow_ups.result(hub, help_id, by, "reached") is None
    assert desk.waiting() == []
    assert [call.state for call in hub.store.read(help_desk.calls)] == ["closed"]
    assert [act for act, _ in desk.acts(help_id)] == [
        "follow_up_due", "follow_up_taken", "follow_up_result", "follow_up_taken", "follow_up_result"
    ]  # fmt: skip
    assert isinstance(hub.store.read(lambda tx: audit.verify(tx, hub.keys)), audit.Intact)


def test_the_same_call_told_twice_is_promised_once_and_the_hall_may_see_to_it_itself(desk: Desk) -> None:
    help_id = desk.ask()
    hub = desk.place.hub
    hub.store.write(lambda tx: follow_ups.promise(hub, tx, help_id))
    assert len(desk.waiting()) == 1
    assert help_desk.settle(hub, help_id, "closed", "user:somebody") is None
    assert desk.waiting() == []


def test_what_is_overdue_is_an_alert_until_it_is_done_and_a_figure_after(desk: Desk) -> None:
    early = desk.ask()
    hub, clock, by = desk.place.hub, desk.place.clock, f"user:{desk.user}"

    def rules() -> list[str]:
        return [alert.rule for alert in alerts.look(hub) if alert.rule == "follow_up_late"]

    clock.advance(3600)
    later = desk.ask()
    assert [one.help_id for one in desk.waiting()] == [early, later]
    clock.advance(22 * 3600)
    assert follow_ups.take(hub, later, by) is None
    assert follow_ups.result(hub, later, by, "reached") is None
    assert rules() == []
    clock.advance(3600 + 1)
    assert desk.waiting()[0].overdue(clock.now())
    assert rules() == ["follow_up_late"]
    day = at(11, 24).date()
    told = hub.store.read(lambda tx: follow_ups.kept_since(hub, tx, day))
    assert told == follow_ups.Kept(promised=2, in_time=0.5, overdue=1)
    assert follow_ups.take(hub, early, by) is None
    assert follow_ups.result(hub, early, by, "reached") is None
    assert rules() == []
    assert hub.store.read(lambda tx: follow_ups.kept_since(hub, tx, day)).overdue == 0


def test_no_promise_is_no_figure() -> None:
    assert follow_ups.kept([], at(11, 24)) == follow_ups.Kept(0, None, 0)


def test_a_guide_sees_them_by_time_with_overdue_in_words_and_writes_down_what_came_of_it(desk: Desk) -> None:
    help_id = desk.ask()
    path, origin = "/desk/follow-ups", {"Origin": "http://hub"}
    page = desk.browser(desk.cookie).get(path).text
    assert "帮-001" in page
    assert "过时了" not in page
    desk.place.clock.advance(24 * 3600 + 1)
    hub = desk.place.hub
    hub.store.write(lambda tx: begin_session(tx, hub, desk.user, Role.GUIDE, "cookie-anew"))
    client = desk.browser("cookie-anew")
    page = client.get(path).text
    assert "过时了" in page
    token = page.split('name="csrf" value="')[1].split('"')[0]
    assert client.post(f"{path}/{help_id}/take", data={"csrf": token}, headers=origin).status_code == 303
    refused = client.post(f"{path}/{help_id}/case", data={"csrf": token, "case_number": "x"}, headers=origin)
    assert (refused.status_code, "没有这个办件编号" in refused.text) == (422, True)
    assert client.post(f"{path}/{help_id}/what", data={"csrf": token}, headers=origin).status_code == 404
    assert client.post(f"{path}/{help_id}/reached", data={"csrf": token}, headers=origin).status_code == 303
    assert "没有要回的电话" in client.get(path).text
    assert "答应回电话 1 件" in client.get("/desk/figures").text
