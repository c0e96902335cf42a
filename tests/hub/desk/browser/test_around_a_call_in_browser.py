"""What stands around a call in a real Chromium: listening in, look-ups, phrases, the other pages, narrow windows."""

from typing import Any

from hub.accounts import Role
from kiosk.core import calls

from .conftest import her_page, join


def test_a_supervisor_listens_in_and_the_desk_looks_up_what_is_asked(lite_hall: Any, seat: Any) -> None:
    guide, boss = seat(), seat(number="0100", role=Role.SUPERVISOR, name="老赵")
    terminal, call = join(lite_hall, guide, "page")
    terminal.say(calls.Mirror, call, screen=her_page().masked())
    boss.page.get_by_role("button", name="旁听").click()
    assert terminal.told(calls.Listening).who.name == "老赵"
    guide.status("督导老赵在旁听")
    boss.page.get_by_role("heading", name="您的手机号码是多少？").wait_for()
    terminal.say(calls.Text, call, line=1, body="听得到", live=False)
    boss.page.get_by_text("听得到").wait_for()
    assert boss.page.locator("#consents-box").is_hidden()
    guide.page.fill("#ask", "高龄津贴")
    guide.page.locator("#answers summary", has_text="高龄津贴").first.wait_for()
    guide.page.locator("#phrases summary").click()
    guide.page.get_by_role("button", name="您好，我来帮您。").click()
    assert terminal.told(calls.Text).body == "您好，我来帮您。"
    assert boss.faults() == []


def test_the_other_pages_of_the_desk_are_sound(lite_hall: Any, seat: Any) -> None:
    guide = seat(number="0100", role=Role.SUPERVISOR, name="老赵")
    page = guide.page
    guide.shot("desk_idle")
    assert guide.faults() == []
    page.goto(f"{lite_hall.url}/desk/check")
    page.get_by_role("button", name="开始试").click()
    page.get_by_text("话筒可以用").wait_for()
    page.get_by_text("摄像头可以用：320×240").wait_for()
    guide.shot("desk_check")
    assert guide.faults() == []
    page.get_by_role("button", name="停", exact=True).click()
    for path in ("/desk/figures", "/desk/guides"):
        page.goto(lite_hall.url + path)
        guide.shot(f"desk_{path.rpartition('/')[2]}")
        assert guide.faults() == [], path
    for width in (480, 900):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{lite_hall.url}/desk")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
