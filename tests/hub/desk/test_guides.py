"""Who is at the desk: set up by the supervisor, ready by her own word, away when her page falls silent."""

import re
from dataclasses import replace
from typing import Any

import pytest

from hub.accounts import Role, add_user
from hub.desk import guides
from hub.desk.guides import Profile
from hub.outcomes import Refused

PASSWORD = "correct horse 12"
WANG = Profile("测试导办员", "小王", "0712", "city", "", True, ("秦皇岛话",), ("01", "02"))


@pytest.fixture
def staffed(place: Any) -> Any:
    """A hub with one guide, set up and not yet there."""
    place.enrol(street="测试街道")
    assert add_user(place.hub, WANG.user, PASSWORD, Role.GUIDE, "cli") is None
    assert guides.set_profile(place.hub, WANG, "user:测试督导") is None
    return place


def present(place: Any) -> list[str]:
    return [profile.user for profile, _ in place.hub.store.read(lambda tx: guides.present(place.hub, tx))]


def test_a_guide_is_there_when_she_says_so_and_gone_when_her_page_falls_silent(staffed: Any) -> None:
    assert present(staffed) == []
    assert guides.set_presence(staffed.hub, WANG.user, "ready") is None
    assert present(staffed) == [WANG.user]
    staffed.clock.advance(29)
    assert present(staffed) == [WANG.user]
    staffed.clock.advance(2)
    assert present(staffed) == []
    staffed.hub.store.write(lambda tx: guides.seen(staffed.hub, tx, WANG.user))
    assert present(staffed) == [WANG.user]
    assert guides.set_presence(staffed.hub, WANG.user, "break") is None
    assert present(staffed) == []


def test_her_skills_are_kept_and_changing_them_leaves_her_presence(staffed: Any) -> None:
    assert guides.set_presence(staffed.hub, WANG.user, "busy") is None
    changed = replace(WANG, reach="street", place="测试街道", sign=False, matters=())
    assert guides.set_profile(staffed.hub, changed, "user:测试督导") is None
    kept = staffed.hub.store.read(lambda tx: guides.profile(tx, WANG.user))
    assert kept == replace(changed, presence="busy")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"shown_name": ""}, "shown_name"),
        ({"number": "07-12"}, "number"),
        ({"matters": ("01", "99")}, "matters"),
        ({"dialects": ("字" * 13,)}, "dialects"),
        ({"reach": "hall", "place": "没有的大厅"}, "place"),
        ({"user": "测试办事员"}, "user"),
    ],
)
def test_a_mistake_in_setting_up_is_named(staffed: Any, changes: dict[str, Any], field: str) -> None:
    staffed.person(Role.OPERATOR)
    outcome = guides.set_profile(staffed.hub, replace(WANG, **changes), "user:测试督导")
    assert isinstance(outcome, Refused)
    assert outcome.problem.field == field


def test_two_guides_cannot_have_one_number(staffed: Any) -> None:
    assert add_user(staffed.hub, "测试导办二", PASSWORD, Role.GUIDE, "cli") is None
    outcome = guides.set_profile(staffed.hub, replace(WANG, user="测试导办二"), "user:测试督导")
    assert isinstance(outcome, Refused)
    assert outcome.problem.problem == "number_taken"


def test_somebody_not_set_up_cannot_take_calls(staffed: Any) -> None:
    assert isinstance(guides.set_presence(staffed.hub, "测试导办二", "ready"), Refused)


def test_a_supervisor_sets_up_a_guide_on_her_page_and_cannot_reset_her_own_code(lite: Any) -> None:
    lite.enrol()
    lite.person(Role.GUIDE)
    browser = lite.browser(Role.SUPERVISOR)
    page = browser.get("/desk/guides").text
    token = re.search(r'name="csrf" value="([^"]+)"', page)[1]  # type: ignore[index]
    form = {
        "csrf": token, "user": "测试导办员", "shown_name": "小王", "number": "0712", "at": "hall:测试大厅",
        "sign": "yes", "dialects": "秦皇岛话 抚宁话", "matters": "01",
    }  # fmt: skip
    assert browser.post("/desk/guides", data=form).status_code == 303
    shown_page = browser.get("/desk/guides").text
    assert "0712" in shown_page
    assert "秦皇岛话、抚宁话、手语" in shown_page
    assert browser.post("/desk/guides", data={**form, "at": "hall:别处"}).status_code == 422
    assert browser.post("/desk/guides/测试导办员/reset-code", data={"csrf": token}).status_code == 303
    assert browser.post("/desk/guides/测试督导/reset-code", data={"csrf": token}).status_code == 409
