"""Papers under the document camera: asked for, seen large, judged by the guide in a real Chromium."""

import io
from typing import Any

from PIL import Image

from kiosk.core import calls
from kiosk.core.ids import uuid7

from ..conftest import upload
from .conftest import RED_BLUE, Guide, join, until

MARKS = """() => { const c = document.getElementById('paper-picture'), pen = c.getContext('2d');
  const data = (x, y) => pen.getImageData(x * c.width, y * c.height, 1, 1).data;
  const at = (x, y) => data(x, y)[0] > data(x, y)[2] ? 'red' : 'blue';
  return [c.width, c.height, at(0.1, 0.1), at(0.9, 0.1), at(0.1, 0.9), c.getBoundingClientRect().width]; }"""
"""Size of what is painted, the colour of three of its corners, and how wide it stands on the page."""


def paper() -> bytes:
    """Red on the left, blue on the right, 320 by 240."""
    out = io.BytesIO()
    Image.fromarray(RED_BLUE).save(out, "JPEG")
    return out.getvalue()


def laid(hall: Any, guide: Guide, terminal: Any, call: str, what: str) -> str:
    """She has laid it down and it came to the guide."""
    photo = uuid7()
    assert upload(hall, terminal, call, photo, paper()) == 200
    terminal.say(calls.Photo, call, photo=photo, what=what, outcome="sent")
    until(guide.page, f"() => document.querySelector('#paper-{photo} img')?.naturalWidth === 320")
    return photo


def test_a_photo_is_shown_to_the_guide_who_asked_and_to_nobody_else(lite_hall: Any, seat: Any) -> None:
    guide = seat()
    terminal, call = join(lite_hall, guide)
    assert upload(lite_hall, terminal, call, uuid7(), paper()) == 409
    guide.page.fill("#photo-what", "户口簿首页")
    guide.page.keyboard.press("Enter")
    assert terminal.told(calls.TakePhoto).what == "户口簿首页"
    assert upload(lite_hall, terminal, call, uuid7(), b"GIF89a not a photo") == 415
    path = f"{lite_hall.url}/desk/calls/{call}/photos/{laid(lite_hall, guide, terminal, call, '户口簿首页')}"
    kept = guide.page.request.get(path)
    assert (kept.status, kept.headers["cache-control"]) == (200, "no-store")
    other = seat(number="0713", name="小李")
    assert other.page.request.get(path).status == 404
    terminal.say(calls.HangUp, call)
    guide.page.get_by_text("她结束了帮办").first.wait_for()
    assert guide.page.request.get(path).status == 404
    assert guide.page.locator("#photos img").count() == 0


def test_a_photo_is_turned_and_enlarged_and_judged_with_the_keyboard_alone(lite_hall: Any, seat: Any) -> None:
    guide = seat()
    page = guide.page
    terminal, call = join(lite_hall, guide)
    offered = page.locator("#photo-materials option")
    known = [offered.nth(n).get_attribute("value") for n in range(offered.count())]
    assert "身份证" in known
    assert "一寸照片" not in known
    page.locator("#photo-what").focus()
    page.keyboard.insert_text("身份证")
    page.keyboard.press("Enter")
    assert terminal.told(calls.TakePhoto).material == "id_card"
    photo = laid(lite_hall, guide, terminal, call, "身份证")
    page.locator(f"#paper-{photo} button").focus()
    page.keyboard.press("Enter")
    *painted, wide = page.evaluate(MARKS)
    assert painted == [320, 240, "red", "blue", "red"]
    assert wide > 800
    guide.shot("desk_paper")
    assert guide.faults() == []
    page.keyboard.press("]")
    assert page.evaluate(MARKS)[:5] == [240, 320, "red", "red", "blue"]
    page.keyboard.press("[")
    page.keyboard.press("+")
    assert page.evaluate(MARKS)[5] > wide * 1.1
    page.get_by_role("button", name="看不清，请重拍").press("Enter")
    judged = terminal.told(calls.PhotoJudged)
    assert (judged.photo, judged.material, judged.verdict) == (photo, "id_card", "unclear")
    again = laid(lite_hall, guide, terminal, call, "身份证")
    page.locator(f"#paper-{again} button").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="可以", exact=True).press("Enter")
    assert terminal.told(calls.PhotoJudged).verdict == "good"
    assert page.evaluate("document.activeElement.closest('figure').id") == f"paper-{again}"
    page.locator(f"#paper-{again} figcaption", has_text="可以").wait_for()
    terminal.say(calls.HangUp, call)
    page.get_by_text("她结束了帮办").first.wait_for()
    assert page.evaluate("document.getElementById('paper-picture').width") == 0
