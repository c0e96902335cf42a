"""The code of a guide's telephone: RFC 6238's own numbers, good once, locked like a password."""

import base64
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from hub.accounts import HalfWay, LoggedIn, Role, add_user, log_in, session_of
from hub.errors import KeysUnreadable
from hub.outcomes import Refused
from hub.second_factor import STEP_S, Enrolment, enrolment, give_code, matching, reset_code

PASSWORD = "correct horse 12"
RFC_SECRET = b"12345678901234567890"
RFC_VECTORS = {
    59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924",
    2000000000: "279037", 20000000000: "353130",
}  # fmt: skip
"""RFC 6238 appendix B, SHA-1, the last six of its eight digits."""


@pytest.fixture
def guide(place: Any) -> str:
    assert add_user(place.hub, "测试导办员", PASSWORD, Role.GUIDE, "cli") is None
    return "测试导办员"


def half_way(place: Any, guide: str) -> tuple[str, bytes]:
    step = log_in(place.hub, guide, PASSWORD)
    assert isinstance(step, HalfWay)
    shown = enrolment(place.hub, step.token)
    assert isinstance(shown, Enrolment)
    return step.token, base64.b32decode(shown.secret)


@pytest.mark.parametrize(("at", "code"), RFC_VECTORS.items())
def test_the_codes_are_those_of_the_standard(at: int, code: str) -> None:
    now = datetime.fromtimestamp(at, UTC)
    assert matching(RFC_SECRET, code, now) == at // STEP_S
    assert matching(RFC_SECRET, f"{code[:3]} {code[3:]}", now) == at // STEP_S
    assert matching(RFC_SECRET, "000000", now) is None


def test_a_password_alone_opens_nothing_for_a_guide(place: Any, guide: str) -> None:
    token, _ = half_way(place, guide)
    assert session_of(place.hub, token) is None


def test_the_right_code_opens_a_session_and_is_never_good_twice(place: Any, guide: str) -> None:
    token, secret = half_way(place, guide)
    code = place.code(secret)
    opened = give_code(place.hub, token, code)
    assert isinstance(opened, LoggedIn)
    session = session_of(place.hub, opened.token)
    assert session is not None
    assert (session.user, session.role) == (guide, Role.GUIDE)
    again = log_in(place.hub, guide, PASSWORD)
    assert isinstance(again, HalfWay)
    assert isinstance(give_code(place.hub, again.token, code), Refused)
    place.clock.advance(STEP_S)
    assert isinstance(give_code(place.hub, again.token, place.code(secret)), LoggedIn)


def test_a_telephone_half_a_minute_off_is_believed_and_one_further_off_not(place: Any, guide: str) -> None:
    token, secret = half_way(place, guide)
    assert isinstance(give_code(place.hub, token, place.code(secret, -2)), Refused)
    assert isinstance(give_code(place.hub, token, place.code(secret, 2)), Refused)
    assert isinstance(give_code(place.hub, token, place.code(secret, -1)), LoggedIn)


def test_the_secret_is_shown_until_the_first_right_code_and_never_again(place: Any, guide: str) -> None:
    token, secret = half_way(place, guide)
    assert isinstance(give_code(place.hub, token, place.code(secret)), LoggedIn)
    again = log_in(place.hub, guide, PASSWORD)
    assert isinstance(again, HalfWay)
    assert enrolment(place.hub, again.token) is None


def test_the_database_alone_does_not_give_the_secret(place: Any, guide: str) -> None:
    _, secret = half_way(place, guide)
    stored = place.hub.store.read(lambda tx: tx.rows("select code_secret from users where name = ?", guide))[0][0]
    assert secret not in base64.b64decode(stored)
    assert base64.b32encode(secret).decode() not in stored
    assert place.hub.keys.unlock("totp", guide, stored) == secret
    with pytest.raises(KeysUnreadable):
        place.hub.keys.unlock("totp", "测试督导", stored)


def test_wrong_codes_lock_the_name_and_right_passwords_do_not_unlock_it(place: Any, guide: str) -> None:
    token, secret = half_way(place, guide)
    for _ in range(4):
        assert isinstance(give_code(place.hub, token, "000000"), Refused)
        assert isinstance(log_in(place.hub, guide, PASSWORD), HalfWay)
    locked = give_code(place.hub, token, "000000")
    assert isinstance(locked, Refused)
    assert locked.status == 429
    assert isinstance(give_code(place.hub, token, place.code(secret)), Refused)
    refused = log_in(place.hub, guide, PASSWORD)
    assert isinstance(refused, Refused)
    place.clock.advance(15 * 60 + 1)
    token = log_in(place.hub, guide, PASSWORD)
    assert isinstance(token, HalfWay)
    assert isinstance(give_code(place.hub, token.token, place.code(secret)), LoggedIn)


def test_a_right_password_waits_five_minutes_for_its_code(place: Any, guide: str) -> None:
    token, secret = half_way(place, guide)
    place.clock.advance(301)
    late = give_code(place.hub, token, place.code(secret))
    assert isinstance(late, Refused)
    assert late.problem.problem == "too_late"


def test_a_lost_telephone_is_forgotten_and_its_sessions_end(place: Any, guide: str) -> None:
    token, secret = half_way(place, guide)
    opened = give_code(place.hub, token, place.code(secret))
    assert isinstance(opened, LoggedIn)
    assert reset_code(place.hub, guide, "cli") is None
    assert session_of(place.hub, opened.token) is None
    _, other = half_way(place, guide)
    assert other != secret
    assert isinstance(reset_code(place.hub, place.person(Role.OPERATOR), "cli"), Refused)


def test_a_guide_logs_in_by_the_pages_and_sees_no_case(lite: Any, lite_kiosk: Any) -> None:
    assert add_user(lite.hub, "测试督导", PASSWORD, Role.SUPERVISOR, "cli") is None
    browser = lite.client
    answered = browser.post("/login", data={"name": "测试督导", "password": PASSWORD})
    assert (answered.status_code, answered.headers["location"]) == (303, "/login/code")
    shown = browser.get("/login/code").text
    assert "data:image/png;base64," in shown
    secret = base64.b32decode(re.search(r'id="secret">([A-Z2-7]+)<', shown)[1])  # type: ignore[index]
    wrong = browser.post("/login/code", data={"code": "000000"})
    assert (wrong.status_code, "动态码不对" in wrong.text) == (401, True)
    right = browser.post("/login/code", data={"code": lite.code(secret)})
    assert (right.status_code, right.headers["location"]) == (303, "/desk")
    assert browser.get("/").status_code == 403
    assert browser.get("/terminals").status_code == 403
    assert browser.get("/desk/guides").status_code == 200
