"""One call as a guide sees it in a real Chromium: taken by key, her page, suggestions, words, what stays masked."""

from typing import Any

from kiosk.core import calls
from kiosk.core.screen import Action, AskChoice, Screen
from kiosk.core.screen import Role as Weight
from kiosk.core.words import words

from .conftest import NAME, NUMBER, PHONE, her_page, join, until


def test_a_guide_takes_a_call_by_key_points_suggests_types_and_writes_up(lite_hall: Any, seat: Any) -> None:
    guide = seat()
    page = guide.page
    terminal, call = join(
        lite_hall, guide, "page", "filling", trouble="paper_out", devices={"receipt_printer": "userError"}
    )
    assert "小票打印机（要人动手）" in page.locator("#facts-list").inner_text()
    terminal.say(calls.Mirror, call, screen=her_page("1380").masked())
    page.get_by_role("button", name="下一步").click()
    point = terminal.told(calls.Point)
    assert (point.screen, point.action) == ("question:01:phone", "next")
    terminal.say(calls.PointerShown, call, action="next", shown=True)
    guide.status("她看到了")
    page.fill("#suggest-value", "13800005678")
    page.keyboard.press("Enter")
    suggestion = terminal.told(calls.Suggest)
    assert (suggestion.field, suggestion.value) == ("phone", "13800005678")
    terminal.say(calls.Settled, call, number=suggestion.number, field="phone", outcome="accepted")
    page.get_by_text("她用了您的建议").wait_for()
    terminal.say(calls.Text, call, line=1, body="我看不清", live=True)
    page.locator("#lines .hers.live", has_text="我看不清").wait_for()
    page.locator("#say").press_sequentially("您别急")
    assert terminal.told(calls.Text, lambda text: text.live).name == "小王"
    page.keyboard.press("Enter")
    assert terminal.told(calls.Text, lambda text: not text.live).body == "您别急"
    guide.shot("desk_call")
    assert guide.faults() == []
    handed_in = terminal.kiosk.fill()
    assert terminal.kiosk.put(handed_in).status_code == 201
    page.locator("#outcome").focus()
    until(page, f"() => document.getElementById('case-number').value === '{handed_in.case_number}'")
    page.select_option("#outcome", "finished")
    page.locator("#wrap-send").focus()
    page.keyboard.press("Enter")
    assert terminal.told(calls.Left).why == "guide_done"
    page.locator("#idle").wait_for()
    assert page.locator("#lines").inner_text() == ""
    assert page.locator("#mirror").inner_html() == ""


def test_a_choice_is_suggested_as_it_reads_on_her_page(lite_hall: Any, seat: Any) -> None:
    guide = seat()
    terminal, call = join(lite_hall, guide, "page", "filling")
    choices = (
        Action("choice:social_card", "社保卡", "card", None, Weight.CHOICE),
        Action("choice:passbook", "存折", "book", None, Weight.CHOICE),
    )
    page = Screen(
        "question:01:pay_to", words("钱打到哪里？"), (), ask=AskChoice("pay_to", words("打到哪里")), actions=choices
    )
    terminal.say(calls.Mirror, call, screen=page.masked())
    guide.page.locator("#mirror [data-action='choice:passbook']").wait_for()
    offered = guide.page.locator("#suggest-choices option")
    assert [offered.nth(n).get_attribute("value") for n in range(offered.count())] == ["社保卡", "存折"]
    guide.page.fill("#suggest-value", "社保卡")
    guide.page.keyboard.press("Enter")
    assert terminal.told(calls.Suggest).value == "社保卡"


def test_no_byte_that_reaches_the_desk_holds_what_is_masked_until_she_allows_it(lite_hall: Any, seat: Any) -> None:
    guide = seat()
    terminal, call = join(lite_hall, guide, "page")
    terminal.say(calls.Mirror, call, screen=her_page(PHONE).masked())
    guide.page.get_by_role("heading", name="您的手机号码是多少？").wait_for()
    see = guide.page.locator("#see-value")
    assert see.is_disabled()
    everything = "\n".join(guide.bytes) + guide.page.content()
    assert "测***家" in everything
    assert not any(planted in everything for planted in (NAME, NUMBER, PHONE))
    terminal.say(calls.Consented, call, capability="private_values", granted=True)
    until(guide.page, "() => !document.getElementById('see-value').disabled")
    see.click()
    assert terminal.told(calls.RequestValue).field == "phone"
    terminal.say(calls.Value, call, field="phone", value=PHONE)
    guide.page.get_by_text(PHONE).wait_for()
    terminal.say(calls.Consented, call, capability="private_values", granted=False)
    guide.page.get_by_text(PHONE).wait_for(state="detached")
    terminal.say(calls.Consented, call, capability="page", granted=False)
    guide.page.get_by_text("她还没有同意让您看页面").wait_for()
    assert "下一步" not in guide.page.locator("#mirror").inner_text()
