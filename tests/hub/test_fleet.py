"""The fleet: what is down since when, what to bring, alerts, orders to one terminal, its bundle; on both databases."""

import base64
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hub import alerts, audit, orders
from hub.accounts import Role
from hub.bring import BRING, things_to_bring
from hub.terminals import Terminal
from kiosk.core.faults import WORKS_ON, Fault
from kiosk.core.ids import uuid7
from kiosk.core.unlock import unlocks
from kiosk.core.wire import Heartbeat, Orders, orders_text


def beat(kiosk: Any, **changes: Any) -> None:
    given = {
        "at": kiosk.hub.clock.now(), "version": "0.1.0", "devices": {"card_reader": "online"}, "queued": 0,
        "oldest_queued_s": 0, "catalogue_version": "x", **changes,
    }  # fmt: skip
    assert kiosk.tell("POST", "/v1/heartbeat", Heartbeat(**given)).status_code == 200


def test_a_heartbeat_of_a_later_version_still_says_that_the_terminal_is_well(kiosk: Any) -> None:
    class Later(Heartbeat):
        said_by_a_later_version: str = "x"

    told = Later(
        at=kiosk.hub.clock.now(), version="9.0.0", devices={"card_reader": "online"}, queued=0, oldest_queued_s=0,
        catalogue_version="x",
    )  # fmt: skip
    assert kiosk.tell("POST", "/v1/heartbeat", told).status_code == 200


def csrf(browser: Any, path: str = "/terminals") -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', browser.get(path).text)
    assert found
    return found[1]


def test_what_is_down_is_shown_with_its_beginning_and_what_to_bring(place: Any, kiosk: Any) -> None:
    beat(kiosk, devices={"card_reader": "online", "receipt_printer": "userError/paper_out"})
    place.clock.advance(600)
    beat(kiosk, devices={"card_reader": "online", "receipt_printer": "userError/paper_out"})
    (down,) = place.hub.store.read(lambda tx: alerts.condition_of(tx, kiosk.terminal, place.clock.now())).downs
    assert place.clock.now() - down.since == timedelta(seconds=600)
    page = place.browser(Role.OPERATOR).get("/terminals").text
    assert "小票纸两卷" in page
    assert "小票打印机" in page
    assert "09:00" in page
    beat(kiosk, devices={"card_reader": "online", "receipt_printer": "online"})
    assert place.hub.store.read(lambda tx: alerts.condition_of(tx, kiosk.terminal, place.clock.now())).downs == ()


def test_an_alert_begins_is_taken_by_somebody_and_ends_by_itself(place: Any, kiosk: Any) -> None:
    def rules() -> list[tuple[str, str]]:
        return [(alert.rule, alert.device) for alert in alerts.look(place.hub)]

    beat(kiosk, devices={"receipt_printer": "userError/paper_out"})
    assert rules() == []  # somebody may be changing the roll this minute
    place.clock.advance(200)
    beat(kiosk, devices={"receipt_printer": "userError/paper_out"}, refused=1)
    assert sorted(rules()) == [("device", "receipt_printer"), ("refused", "")]
    browser = place.browser(Role.OPERATOR)
    form = {"csrf": csrf(browser), "terminal": "K07", "rule": "device", "device": "receipt_printer"}
    assert browser.post("/alerts/seen", data=form).status_code == 303
    assert "测试办事员 在看" in browser.get("/terminals").text
    assert browser.post("/alerts/seen", data=form).status_code == 409
    beat(kiosk, devices={"receipt_printer": "online"})
    assert rules() == []
    place.clock.advance(301)
    assert rules() == [("silent", "")]
    assert isinstance(place.hub.store.read(lambda tx: audit.verify(tx, place.hub.keys)), audit.Intact)


@pytest.mark.parametrize("fault", list(Fault))
def test_a_device_that_works_on_is_not_called_broken(fault: Fault) -> None:
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    down = alerts.Down("power", f"online/{fault}", now - alerts.DOWN_FOR)
    terminal = Terminal("K07", "130302", "测试大厅", b"", True, now, now, "", {}, 0, 0, "", False, 0, "")
    rules = {rule for rule, _ in alerts.raised(alerts.Condition(terminal, (down,), {}), now)}
    if fault in WORKS_ON:
        assert rules <= {"supplies"}
    else:
        assert rules == (set() if fault is Fault.OUT_OF_USE else {"device"})


def test_the_end_of_the_paper_is_foretold_and_alerted(place: Any, kiosk: Any) -> None:
    left = 40_000
    for _ in range(10):
        beat(kiosk, paper_left_mm=left)
        left -= 3_500
        beat(kiosk, paper_left_mm=left)
        place.clock.advance(86_400)
    beat(kiosk, paper_left_mm=left)
    assert [alert.rule for alert in alerts.look(place.hub)] == ["paper_soon"]
    assert "用完" in place.browser(Role.OPERATOR).get("/terminals").text
    beat(kiosk, paper_left_mm=80_000)
    assert alerts.look(place.hub) == []


def test_sheets_and_what_devices_say_of_themselves_are_shown_where_spare_parts_are_ordered(
    place: Any, kiosk: Any
) -> None:
    devices = {"document_printer": "online/a4_ink_low", "receipt_printer": "online"}
    about = {"document_printer": "型号 测试打印机，固件 1.0", "receipt_printer": "序列号 <b>1</b>"}
    for _ in range(2):
        beat(kiosk, devices=devices, about=about, sheets_left=12)
        place.clock.advance(200)
    browser = place.browser(Role.OPERATOR)
    page = browser.get("/terminals/K07").text
    assert "型号 测试打印机，固件 1.0" in page
    assert "A4 还剩约 12 张" in page
    assert "<b>1</b>" not in page
    fleet = browser.get("/terminals").text
    assert "墨盒或墨粉" in fleet
    assert [(alert.rule, alert.device) for alert in alerts.look(place.hub)] == [("supplies", "document_printer")]
    assert "该换了" in fleet


def told(kiosk: Any) -> Orders:
    return Orders.model_validate_json(kiosk.send("GET", "/v1/orders").content)


def test_orders_are_signed_and_say_what_is_stopped(place: Any, kiosk: Any) -> None:
    assert told(kiosk).devices_off == told(kiosk).services_off == []
    browser = place.browser(Role.ADMIN)
    token = csrf(browser)
    for what in ("device:receipt_printer", "service:04"):
        sent = browser.post("/terminals/K07/stop", data={"csrf": token, "what": what})
        assert sent.status_code == 303
    asked = told(kiosk)
    assert (asked.devices_off, asked.services_off) == (["receipt_printer"], ["04"])
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(place.hub.keys.sign_public_key))
    key.verify(base64.b64decode(asked.signature), orders_text(asked))
    for what in ("device:toaster", "service:99", "door:1", ""):
        assert browser.post("/terminals/K07/stop", data={"csrf": token, "what": what}).status_code == 422
    assert browser.post("/terminals/K07/resume", data={"csrf": token, "what": "service:04"}).status_code == 303
    assert browser.post("/terminals/K07/resume", data={"csrf": token, "what": "service:04"}).status_code == 404
    assert told(kiosk).services_off == []


def test_the_technicians_code_opens_this_terminal_in_this_hour_only(place: Any, kiosk: Any) -> None:
    other = place.enrol("K08")
    browser = place.browser(Role.ADMIN)
    page = browser.post("/terminals/K07/unlock", data={"csrf": csrf(browser)}).text
    found = re.search(r'id="code">(\d{8})<', page)
    assert found
    key, now = base64.b64decode(told(kiosk).unlock_key), place.clock.now()
    assert unlocks(key, "K07", found[1], now)
    assert not unlocks(base64.b64decode(told(other).unlock_key), "K08", found[1], now)
    assert not unlocks(key, "K08", found[1], now)
    assert not unlocks(key, "K07", found[1], now + timedelta(minutes=71))
    assert unlocks(key, "K07", found[1], now.replace(minute=0) + timedelta(minutes=65))
    assert [r.act for r in place.hub.store.read(lambda tx: audit.latest(tx, 1))] == ["unlock_code_issued"]


def test_a_bundle_comes_only_when_asked_for_and_only_an_admin_fetches_it(place: Any, kiosk: Any) -> None:
    path = f"/v1/bundles/{uuid7()}"
    assert kiosk.send("PUT", path, b"PK\x03\x04", "application/zip").status_code == 404
    admin, operator = place.browser(Role.ADMIN), place.browser(Role.OPERATOR)
    admin.post("/terminals/K07/bundle", data={"csrf": csrf(admin)})
    admin.post("/terminals/K07/bundle", data={"csrf": csrf(admin)})
    wanted = told(kiosk).bundle
    other = place.enrol("K08")
    assert told(other).bundle == ""
    assert other.send("PUT", f"/v1/bundles/{wanted}", b"PK", "application/zip").status_code == 404
    for _ in range(2):  # the answer may have been lost
        assert kiosk.send("PUT", f"/v1/bundles/{wanted}", b"PK\x03\x04", "application/zip").status_code == 200
    assert kiosk.send("PUT", f"/v1/bundles/{wanted}", b"other", "application/zip").status_code == 409
    assert told(kiosk).bundle == ""
    link = f"/terminals/K07/bundles/{wanted}.zip"
    assert admin.get(link).content == b"PK\x03\x04"
    assert operator.get(link).status_code == 403
    assert "取维护包" not in operator.get("/terminals/K07").text


@pytest.mark.parametrize("path", ["/terminals/K07/stop", "/terminals/K07/unlock", "/terminals/K07/bundle"])
def test_only_an_admin_orders_terminals(lite: Any, lite_kiosk: Any, path: str) -> None:
    operator = lite.browser(Role.OPERATOR)
    token = csrf(operator, "/notices")
    assert operator.post(path, data={"csrf": token, "what": "device:card_reader"}).status_code == 403
    assert lite.hub.store.read(lambda tx: orders.stopped_of(tx, "K07")) == []


def test_each_thing_is_brought_once() -> None:
    assert things_to_bring(["online", "userError/paper_out", "online/paper_low", "noDevice/strange"]) == ["小票纸两卷"]
    assert all(fault in list(Fault) for fault in BRING)
