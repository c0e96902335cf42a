"""A guide's browser that dies, a line that is cut, a session that ends elsewhere."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from kiosk.core import calls

from .conftest import her_page, join


def test_a_guide_whose_browser_dies_finds_everything_again(lite_hall: Any, seat: Any) -> None:
    guide = seat()
    terminal, call = join(lite_hall, guide, "page")
    terminal.say(calls.Mirror, call, screen=her_page().masked())
    guide.page.get_by_role("heading", name="您的手机号码是多少？").wait_for()
    terminal.say(calls.Text, call, line=1, body="还在吗", live=False)
    guide.page.get_by_text("还在吗").wait_for()
    guide.page.close()
    terminal.told(calls.GuideLost)
    guide.open()
    terminal.told(calls.GuideBack)
    guide.page.get_by_role("heading", name="您的手机号码是多少？").wait_for()
    guide.page.get_by_text("还在吗").wait_for()
    guide.page.get_by_role("button", name="下一步").click()
    assert terminal.told(calls.Point).action == "next"
    terminal.say(calls.HangUp, call)
    guide.page.get_by_text("她结束了帮办").first.wait_for()
    guide.shot("desk_wrap_up")
    assert guide.faults() == []


def test_a_device_of_hers_that_was_pulled_out_stands_beside_what_she_agreed_to_until_it_is_back(
    lite_hall: Any, seat: Any
) -> None:
    guide = seat()
    terminal, call = join(lite_hall, guide, "voice")
    consents = guide.page.locator("#consents")
    for device in ("microphone", "speaker"):
        terminal.say(calls.DeviceSaid, call, device=device, works=False)
    guide.status("她的喇叭没接好，先打字。")
    consents.get_by_text("✓ 说话（她的话筒没接好）").wait_for()
    consents.get_by_text("她的喇叭没接好，听不见您").wait_for()
    for device in ("microphone", "speaker"):
        terminal.say(calls.DeviceSaid, call, device=device, works=True)
    guide.status("她的喇叭好了。")
    consents.get_by_text("✓ 说话", exact=True).wait_for()
    assert "没接好" not in consents.inner_text()
    assert guide.faults() == []


def test_what_was_typed_while_the_line_was_cut_arrives_once_when_it_is_back(lite_hall: Any, seat: Any) -> None:
    guide = seat()
    sockets: list[Any] = []
    guide.page.route_web_socket("**/desk/link", lambda one: sockets.append((one, one.connect_to_server())))
    guide.page.reload()
    terminal, call = join(lite_hall, guide, "page")
    for side in sockets[-1]:
        side.close(code=3001)
    terminal.told(calls.GuideLost)
    guide.page.fill("#say", "断了也要说到")
    guide.page.locator("#say").press("Enter")

    def told(ask: Any, *what: Any) -> Any:
        # The new link goes through this test too, which must not stand still while the terminal waits.
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(ask, *what)
            while not answer.done():
                guide.page.wait_for_timeout(50)
        return answer.result()

    told(terminal.told, calls.GuideBack)
    assert told(terminal.told, calls.Text, lambda text: not text.live).body == "断了也要说到"
    terminal.say(calls.Mirror, call, screen=her_page().masked())
    guide.page.get_by_role("button", name="下一步").click()
    assert told(terminal.not_told, calls.Text, calls.Point).action == "next"
    assert len(sockets) == 2


def test_a_guide_who_was_logged_out_elsewhere_is_led_to_the_log_in_page(lite_hall: Any, seat: Any) -> None:
    guide = seat()
    guide.status("连着中枢")
    lite_hall.place.hub.store.write(lambda tx: tx.run("delete from sessions"))
    lite_hall.pass_time(11)
    guide.page.wait_for_url(f"{lite_hall.url}/login")
    # The browser itself complains of each refused handshake.
    guide.complaints = [text for text in guide.complaints if "/desk/link" not in text]
