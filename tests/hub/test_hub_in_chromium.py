"""The operator's pages in a real browser: by keyboard alone, with nothing blocked by the page's own rules."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from hub.accounts import Role
from hub.api import create_app
from hub.case_states import Act
from hub.cases import act
from hub.notices import publish
from kiosk.core.ids import uuid7
from kiosk.core.wire import Heartbeat, HelpRequest, Rating

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SHOTS = os.environ.get("KIOSK_TEST_HUB_SHOTS", "")
"""A directory to keep pictures of the pages in, for a person to look at."""


@pytest.fixture
def address(lite: Any) -> Iterator[str]:
    """The hub under test on a real socket."""
    config = uvicorn.Config(create_app(lite.hub), port=0, log_level="error", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(2000):
        if server.started:
            break
        threading.Event().wait(0.005)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture
def browser() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        pytest.skip("没有安装 Chromium，跳过。")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield started
        started.close()


def fill_the_hub(place: Any, kiosk: Any) -> str:
    """Cases in several states, a call for help, notices, ratings and a terminal with a fault."""
    numbers = []
    for _ in range(5):
        submission = kiosk.fill()
        assert kiosk.put(submission).status_code == 201
        numbers.append(submission.case_number)
    for number, doings in zip(numbers[1:], ([Act.ACCEPT, Act.START], [Act.ACCEPT], [Act.DECLINE]), strict=False):
        for doing in doings:
            act(place.hub, number, doing, "user:测试办事员", "材料不全，请到窗口。")
    place.clock.advance(13 * 86400)
    kiosk.put(kiosk.fill())
    request = HelpRequest(help_id=uuid7(), service_id="01", step="第 3 步：联系电话", why="stuck")
    kiosk.tell("PUT", f"/v1/help-requests/{request.help_id}", request)
    publish(place.hub, "user:测试办事员", "周四停水", "周四上午九点到下午三点停水。", "重要", "测试社区", None)
    for level in ("非常满意", "满意", "不满意"):
        rating = Rating(rating_id=uuid7(), service_id="01", level=level, at=place.clock.now())  # type: ignore[arg-type]
        kiosk.tell("PUT", f"/v1/ratings/{rating.rating_id}", rating)
    beat = Heartbeat(
        at=place.clock.now(),
        version="0.1.0",
        devices={"读卡器": "online", "小票打印机": "userError/paper_out"},
        queued=2,
        oldest_queued_s=600,
        catalogue_version=place.hub.shelf.current.version,
        simulated=True,
    )
    kiosk.tell("POST", "/v1/heartbeat", beat)
    return numbers[0]


def test_an_operator_works_a_case_with_the_keyboard_alone(
    lite: Any, lite_kiosk: Any, address: str, browser: Any
) -> None:
    number = fill_the_hub(lite, lite_kiosk)
    name = lite.person(Role.OPERATOR)
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    shot = _camera(page)
    page.goto(f"{address}/login")
    shot("login")
    # The name has the focus by itself; a busy machine may need a moment for it.
    page.wait_for_function("document.activeElement.tagName === 'INPUT'")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse 12")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    shot("cases")
    assert page.locator("tbody tr").count() == 6
    assert "快到期" in page.locator("tbody tr").first.inner_text()
    page.get_by_role("link", name=number).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/cases/{number}")
    shot("case")
    assert "虚构老人" not in page.content()
    page.get_by_role("button", name="查看").focus()
    page.keyboard.press("Enter")
    page.get_by_text("这次查看已经记下").wait_for()
    shot("case_opened")
    assert "虚构老人" in page.content()
    page.get_by_role("button", name="受理", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/cases/{number}")
    page.get_by_role("button", name="开始办理").wait_for()
    for path in ("help", "tickets", "notices", "ratings", "terminals"):
        page.goto(f"{address}/{path}")
        shot(path)
        _no_sideways_scroll(page)
    assert complaints == []


def test_an_auditor_and_an_admin_find_their_pages(lite: Any, lite_kiosk: Any, address: str, browser: Any) -> None:
    fill_the_hub(lite, lite_kiosk)
    for role, path in ((Role.AUDITOR, "audit"), (Role.ADMIN, "terminals")):
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.goto(f"{address}/login")
        page.fill("#name", lite.person(role))
        page.fill("#password", "correct horse 12")
        page.click("button[type=submit]")
        page.goto(f"{address}/{path}")
        _camera(page)(f"{role}_{path}")
        if role is Role.ADMIN:
            page.fill("#terminal", "K08")
            page.fill("#division", "130302")
            page.fill("#hall", "测试二号大厅")
            page.get_by_role("button", name="生成登记码").click()
            assert len(page.locator("#code").inner_text()) == 19
            _camera(page)("code")


def test_an_admin_takes_an_alert_stops_a_printer_and_gets_the_technicians_code(
    lite: Any, lite_kiosk: Any, address: str, browser: Any
) -> None:
    fill_the_hub(lite, lite_kiosk)
    lite.clock.advance(200)
    again = Heartbeat(
        at=lite.clock.now(), version="0.1.0", devices={"receipt_printer": "userError/paper_out"}, queued=0,
        oldest_queued_s=0, catalogue_version="x", paper_left_mm=0,
    )  # fmt: skip
    lite_kiosk.tell("POST", "/v1/heartbeat", again)
    lite.clock.advance(200)
    lite_kiosk.tell("POST", "/v1/heartbeat", again)
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    shot = _camera(page)
    page.goto(f"{address}/login")
    page.fill("#name", lite.person(Role.ADMIN))
    page.fill("#password", "correct horse 12")
    page.click("button[type=submit]")
    page.goto(f"{address}/terminals")
    shot("fleet")
    assert "小票纸两卷" in page.content()
    page.get_by_role("button", name="我来看：K07 有设备坏了：小票打印机").click()
    page.get_by_text("测试管理员 在看").wait_for()
    page.get_by_role("link", name="K07").first.click()
    page.select_option("#what", label="小票打印机")
    page.get_by_role("button", name="停用", exact=True).click()
    page.get_by_role("button", name="恢复：小票打印机").wait_for()
    page.get_by_role("button", name="要维护包").click()
    page.get_by_text("等终端送来").wait_for()
    page.get_by_role("button", name="发检修码").click()
    assert page.locator("#code").inner_text().isdecimal()
    shot("terminal")
    _no_sideways_scroll(page)


def test_the_pages_fit_a_narrow_window_and_every_control_has_a_name(
    lite: Any, lite_kiosk: Any, address: str, browser: Any
) -> None:
    number = fill_the_hub(lite, lite_kiosk)
    page = browser.new_page(viewport={"width": 480, "height": 900})
    page.goto(f"{address}/login")
    page.fill("#name", lite.person(Role.OPERATOR))
    page.fill("#password", "correct horse 12")
    page.click("button[type=submit]")
    for path in ("", f"cases/{number}", "help", "notices", "ratings", "terminals", "tickets"):
        page.goto(f"{address}/{path}")
        _no_sideways_scroll(page)
        nameless = page.evaluate(
            """[...document.querySelectorAll('input:not([type=hidden]),select,textarea,button')].filter(e =>
               !(e.labels && e.labels.length) && !e.getAttribute('aria-label') && !e.innerText.trim()).length"""
        )
        small = page.evaluate(
            """[...document.querySelectorAll('button,input:not([type=hidden]),select,textarea')]
               .filter(e => e.getBoundingClientRect().height < 44).length"""
        )
        assert (nameless, small) == (0, 0), path
    _camera(page)("narrow")


def _camera(page: Any) -> Callable[[str], None]:
    def shoot(name: str) -> None:
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)

    return shoot


def _no_sideways_scroll(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
