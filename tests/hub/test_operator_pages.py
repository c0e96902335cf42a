"""People at the hub: log-in and lock-out, roles, tokens, and pages that mask and escape."""

import base64
import hashlib
import re
from typing import Any

import pytest

from hub.accounts import Role
from hub.api import create_app
from kiosk.core.wire import Heartbeat

PASSWORD = "correct horse 12"


def csrf(browser: Any, path: str = "/") -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', browser.get(path).text)
    assert found
    return found[1]


def fresh(place: Any) -> Any:
    return type(place.client)(create_app(place.hub))


def login(browser: Any, name: str, password: str) -> int:
    status: int = browser.post("/login", data={"name": name, "password": password}).status_code
    return status


def test_every_page_sends_a_stranger_to_the_log_in(place: Any) -> None:
    for path in ("/", "/help", "/tickets", "/notices", "/ratings", "/terminals", "/audit", "/cases/x"):
        answered = place.client.get(path)
        assert (answered.status_code, answered.headers["location"]) == (303, "/login")


def test_five_wrong_passwords_lock_the_name_for_fifteen_minutes(place: Any) -> None:
    name, browser = place.person(Role.OPERATOR), fresh(place)
    assert [login(browser, name, "wrong password") for _ in range(5)] == [401] * 4 + [429]
    assert login(browser, name, PASSWORD) == 429
    place.clock.advance(15 * 60 - 1)
    assert login(browser, name, PASSWORD) == 429
    place.clock.advance(2)
    assert login(browser, name, "wrong password") == 401
    assert login(browser, name, PASSWORD) == 303


def test_an_unknown_name_is_answered_like_a_wrong_password(lite: Any) -> None:
    browser = fresh(lite)
    lite.person(Role.OPERATOR)
    known = browser.post("/login", data={"name": "测试办事员", "password": "wrong password"})
    unknown = browser.post("/login", data={"name": "没有这个人", "password": "wrong password"})
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)


def test_fifteen_idle_minutes_log_out_and_activity_does_not(place: Any) -> None:
    browser = place.browser(Role.OPERATOR)
    for _ in range(3):
        place.clock.advance(14 * 60)
        assert browser.get("/").status_code == 200
    place.clock.advance(15 * 60 + 1)
    assert browser.get("/").status_code == 303


def test_the_cookie_is_for_this_site_alone_and_not_for_scripts(lite: Any) -> None:
    name = lite.person(Role.OPERATOR)
    answered = fresh(lite).post("/login", data={"name": name, "password": PASSWORD})
    cookie = answered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_logging_out_ends_the_session_on_the_hub(lite: Any) -> None:
    browser = lite.browser(Role.OPERATOR)
    token = dict(browser.cookies)
    assert browser.post("/logout", data={"csrf": csrf(browser)}).status_code == 303
    browser.cookies.update(token)
    assert browser.get("/").status_code == 303


def test_a_form_without_the_token_or_from_another_site_does_nothing(lite: Any, lite_kiosk: Any) -> None:
    submission = lite_kiosk.fill()
    lite_kiosk.put(submission)
    browser, path = lite.browser(Role.OPERATOR), f"/cases/{submission.case_number}/act"
    assert browser.post(path, data={"act": "ACCEPT"}).status_code == 403
    right = {"act": "ACCEPT", "csrf": csrf(browser)}
    assert browser.post(path, data=right, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.post(path, data=right, headers={"Origin": "http://evil.example"}).status_code == 403
    rows = lite.hub.store.read(lambda tx: tx.rows("select status from cases"))
    assert rows == [("待受理",)]
    assert browser.post(path, data=right).status_code == 303


ALLOWED = {
    "/": {Role.OPERATOR, Role.AUDITOR},
    "/help": {Role.OPERATOR, Role.AUDITOR},
    "/tickets": {Role.OPERATOR},
    "/notices": {Role.OPERATOR, Role.AUDITOR},
    "/unclear": {Role.OPERATOR, Role.AUDITOR},
    "/ratings": {Role.OPERATOR, Role.AUDITOR, Role.ADMIN},
    "/terminals": {Role.OPERATOR, Role.AUDITOR, Role.ADMIN},
    "/desk/guides": {Role.SUPERVISOR},
    "/desk/figures": {Role.GUIDE, Role.SUPERVISOR},
    "/audit": {Role.AUDITOR},
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_its_own_pages_and_no_other(lite: Any, role: Role) -> None:
    browser = lite.browser(role)
    for path, roles in ALLOWED.items():
        assert browser.get(path).status_code == (200 if role in roles else 403), path


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
def test_only_operators_open_forms_and_act(lite: Any, lite_kiosk: Any, role: Role) -> None:
    submission = lite_kiosk.fill()
    lite_kiosk.put(submission)
    browser = lite.browser(role)
    token = csrf(browser, "/terminals")
    for act in ("form", "act"):
        path = f"/cases/{submission.case_number}/{act}"
        assert browser.post(path, data={"csrf": token, "act": "ACCEPT"}).status_code == 403
    assert "11010119400307001X" not in browser.get(f"/cases/{submission.case_number}").text
    assert browser.post("/duty", data={"csrf": token, "present": "yes"}).status_code == 403


def test_opening_a_form_shows_it_and_is_in_the_chain(place: Any, kiosk: Any) -> None:
    submission = kiosk.fill()
    kiosk.put(submission)
    browser, path = place.browser(Role.OPERATOR), f"/cases/{submission.case_number}"
    masked = browser.get(path).text
    assert "虚**人" in masked
    for secret in ("虚构老人", "11010119400307001X", "13800001234"):
        assert secret not in masked
    opened = browser.post(f"{path}/form", data={"csrf": csrf(browser)})
    for shown in ("虚构老人", "11010119400307001X", "13800001234", "第一次领", "社保卡"):
        assert shown in opened.text
    assert opened.headers["cache-control"] == "no-store"
    rows = place.hub.store.read(lambda tx: tx.rows("select actor, object from audit where act = 'form_opened'"))
    assert rows == [("user:测试办事员", submission.case_number)]


def test_an_opened_form_shows_the_papers_and_the_signature_themselves(lite: Any, lite_kiosk: Any) -> None:
    jpeg = b"\xff\xd8\xff\xe0 household book"
    picture = {
        "name": "photo_household_book_1.jpg",
        "media_type": "image/jpeg",
        "sha256": hashlib.sha256(jpeg).hexdigest(),
        "size": len(jpeg),
        "material": "household_book",
        "taken_at": lite.clock.now(),
    }
    submission = lite_kiosk.fill(materials={"household_book": "brought"}, attachments=[picture])
    sealed = lite_kiosk.seal(submission, {picture["name"]: jpeg})
    assert lite_kiosk.put(submission, sealed).status_code == 201
    browser, path = lite.browser(Role.OPERATOR), f"/cases/{submission.case_number}"
    shown = f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
    assert shown not in browser.get(path).text
    opened = browser.post(f"{path}/form", data={"csrf": csrf(browser)})
    assert shown in opened.text
    assert "户口簿，终端高拍仪" in opened.text
    assert opened.text.count("data:image/png;base64,") == 1
    assert opened.headers["cache-control"] == "no-store"
    assert not [file for file in lite.data_dir.rglob("*") if file.is_file() and jpeg in file.read_bytes()]


def test_an_operator_moves_a_case_on_and_is_told_when_a_reason_is_missing(place: Any, kiosk: Any) -> None:
    submission = kiosk.fill()
    kiosk.put(submission)
    browser, path = place.browser(Role.OPERATOR), f"/cases/{submission.case_number}"
    token = csrf(browser)
    refused = browser.post(f"{path}/act", data={"csrf": token, "act": "DECLINE", "note": ""})
    assert (refused.status_code, "请写明原因" in refused.text) == (422, True)
    assert browser.post(f"{path}/act", data={"csrf": token, "act": "BOGUS"}).status_code == 422
    asked = {"csrf": token, "act": "ASK_CORRECTION", "note": "请补照片", "missing": "一寸照片\n\n户口簿\n"}
    assert browser.post(f"{path}/act", data=asked).status_code == 303
    assert "一寸照片、户口簿" in browser.get(path).text


def test_what_people_wrote_is_shown_as_text_and_never_as_markup(place: Any, kiosk: Any) -> None:
    evil = "<script>alert(1)</script>"
    fields = kiosk.fill().model_dump(mode="json")["fields"]
    fields["home"] = [{"value": f"测试路{evil}", "source": "typed", "at": place.clock.now()}]
    submission = kiosk.fill(fields=fields)
    assert kiosk.put(submission).status_code == 201
    browser = place.browser(Role.OPERATOR)
    token, path = csrf(browser), f"/cases/{submission.case_number}"
    browser.post(f"{path}/act", data={"csrf": token, "act": "DECLINE", "note": evil})
    notice = {"csrf": token, "title": evil, "text": evil, "level": "一般", "source": evil}
    assert browser.post("/notices", data=notice).status_code == 303
    opened = browser.post(f"{path}/form", data={"csrf": token}).text
    for text in (browser.get(path).text, browser.get("/notices").text, opened):
        assert "<script" not in text
        assert "&lt;script&gt;" in text


def test_an_admin_makes_a_code_that_enrols_a_terminal(place: Any) -> None:
    import base64

    browser = place.browser(Role.ADMIN)
    token = csrf(browser, "/terminals")
    form = {"csrf": token, "terminal": "K09", "division": "130302", "hall": "测试大厅"}
    assert browser.post("/codes", data={**form, "terminal": "kiosk nine"}).status_code == 422
    code = re.search(r'id="code">([^<]+)<', browser.post("/codes", data=form).text)
    assert code
    body = {"code": code[1], "public_key": base64.b64encode(bytes(32)).decode()}
    assert place.client.post("/v1/enrol", json=body).json()["terminal_id"] == "K09"
    assert "K09" in browser.get("/terminals").text
    assert browser.post("/terminals/K09/revoke", data={"csrf": token}).status_code == 303
    assert "停用了" in browser.get("/terminals").text


def test_a_notice_with_a_wrong_field_is_not_published_and_nothing_typed_is_lost(lite: Any) -> None:
    browser = lite.browser(Role.OPERATOR)
    form = {"csrf": csrf(browser), "title": "停水", "text": "周四停水。", "level": "特急", "source": "测试社区"}
    answered = browser.post("/notices", data=form)
    assert (answered.status_code, "周四停水。" in answered.text) == (422, True)
    late = browser.post("/notices", data={**form, "level": "重要", "expires": "2020-01-01T00:00"})
    assert (late.status_code, "有效期要在现在以后" in late.text) == (422, True)
    odd = browser.post("/notices", data={**form, "level": "重要", "expires": "soon"})
    assert odd.status_code == 422


def test_the_auditor_sees_the_chain_and_where_it_broke(lite: Any) -> None:
    browser = lite.browser(Role.AUDITOR)
    assert "链完整" in browser.get("/audit").text

    def tamper(tx: Any) -> None:
        tx.run("drop trigger audit_no_update")
        tx.run("update audit set actor = 'user:other' where seq = 2")

    lite.hub.store.write(tamper)
    assert "第 2 条出了问题" in browser.get("/audit").text


def test_no_page_may_load_anything_from_elsewhere_or_run_a_script(lite: Any) -> None:
    browser = lite.browser(Role.OPERATOR)
    for path in ("/login", "/", "/help", "/notices"):
        answered = browser.get(path)
        assert "default-src 'none'" in answered.headers["content-security-policy"]
        assert "<script" not in answered.text
        assert not re.search(r'(src|href)="(https?:)?//', answered.text)
        assert 'style="' not in answered.text


def test_weak_passwords_and_doubled_names_are_refused(lite: Any) -> None:
    from hub.accounts import add_user

    assert add_user(lite.hub, "测试甲", "short", Role.OPERATOR, "cli").problem.problem == "weak_password"  # type: ignore[union-attr]
    assert add_user(lite.hub, "测试甲", "long enough 1", Role.OPERATOR, "cli") is None
    assert add_user(lite.hub, "测试甲", "long enough 1", Role.ADMIN, "cli").problem.problem == "user_exists"  # type: ignore[union-attr]
    stored = lite.hub.store.read(lambda tx: tx.rows("select password_hash from users"))[0][0]
    assert stored.startswith("$argon2id$")


def test_items_a_terminal_had_refused_are_on_its_line_with_what_to_do(place: Any, kiosk: Any) -> None:
    def beat(refused: int) -> Heartbeat:
        return Heartbeat(
            at=place.clock.now(),
            version="0",
            devices={},
            queued=2,
            oldest_queued_s=60,
            catalogue_version="v",
            refused=refused,
        )

    kiosk.tell("POST", "/v1/heartbeat", beat(0))
    assert "被退回" not in place.browser(Role.OPERATOR).get("/terminals").text
    kiosk.tell("POST", "/v1/heartbeat", beat(2))
    page = place.browser(Role.OPERATOR).get("/terminals").text
    assert "被退回 2 件" in page
    assert "kiosk queue list" in page
    assert "kiosk queue retry" in page
