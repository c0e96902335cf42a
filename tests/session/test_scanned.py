"""A slip held before the scanner opens how far its case is, from the entrance on; nothing else does anything."""

from datetime import date
from typing import Any

import pytest

from kiosk.catalogue import issue
from kiosk.core.ids import TerminalId
from kiosk.core.outcomes import DeviceState
from kiosk.core.wire import CaseView
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.events import CodeScanned
from kiosk.session.scanned import NO_CHANNEL, NOT_ONE, OTHER, PAYMENT, UNCLEAR, welcomes_code

CASE = issue("130302", date(2026, 11, 24), TerminalId("K07"), 1)
PAYS = "134000000000000001"


@pytest.mark.parametrize("pressed", [(), ("start",), ("start", "service:34"), ("start", "service:34", "choice:number")])
def test_the_code_of_a_slip_asks_for_that_case_and_no_card(visitor: Any, pressed: tuple[str, ...]) -> None:
    for action in pressed:
        visitor.post(ev.ChooseService("34")) if action == "service:34" else visitor.press(action)
    visitor.post(CodeScanned(CASE))
    assert visitor.asked(ef.QueryCases) == [ef.QueryCases(case_number=CASE)]
    assert not visitor.asked(ef.ReadCard)
    found = CaseView(
        case_number=CASE, service_name="高龄津贴申领", status="正在办", stages=[], missing=[], next_step="", who=""
    )
    visitor.post(ev.CasesFound((found,)))
    assert visitor.screen.key == "progress:case"
    assert visitor.press("back").screen.key != "attract"


@pytest.mark.parametrize(("text", "told"), [(PAYS, PAYMENT), ("https://example.com", OTHER), ("", UNCLEAR)])
def test_any_other_code_is_said_to_be_none_of_ours_and_is_never_shown(visitor: Any, text: str, told: Any) -> None:
    visitor.press("start").post(CodeScanned(text))
    assert told in visitor.screen.notices
    assert not text or text not in str(visitor.screen.to_json()) + repr(visitor.state)
    assert not visitor.asked(ef.QueryCases)
    assert told not in visitor.press("more").screen.notices


def test_within_a_matter_the_scanner_is_dark_and_a_code_changes_nothing(visitor: Any) -> None:
    visitor.begin("01").press("next")
    before = visitor.state
    assert not welcomes_code(before)
    assert visitor.post(CodeScanned(CASE)).state == before


def test_a_code_answers_whether_anybody_is_still_there(visitor: Any) -> None:
    visitor.press("start").post(ev.ChooseService("34")).wait(190)
    assert visitor.screen.key.startswith("over:idle")
    assert visitor.post(CodeScanned(CASE)).state.overlay is None
    assert visitor.asked(ef.QueryCases)


def test_the_page_speaks_of_the_scanner_only_while_there_is_one(visitor: Any) -> None:
    visitor.press("start").post(ev.ChooseService("34"))
    for there, state in ((False, DeviceState.NO_DEVICE), (True, DeviceState.ONLINE), (False, DeviceState.OFFLINE)):
        visitor.post(ev.DeviceChanged("code_reader", state))
        assert any("扫码口" in said.plain() for said in visitor.screen.say) is there


def to_pay(visitor: Any, facts: Any, method: str, **bill: Any) -> Any:
    """To the page with the amount and how it is to be paid."""
    visitor.post(ev.DeviceChanged("code_reader", DeviceState.ONLINE))
    visitor.begin("27").press("next", "choice:yes").answer_questions(meter="postpaid")
    visitor.post(ev.BillFetched(facts.bill(**bill))).press(f"choice:{method}")
    assert visitor.screen.key == "confirm_pay"
    return visitor


def test_a_payment_code_before_the_amount_pays_once_and_the_code_goes_nowhere(visitor: Any, facts: Any) -> None:
    to_pay(visitor, facts, "show_code")
    assert "这是模拟，码不会用掉。" in [s.plain() for s in visitor.screen.say]
    assert welcomes_code(visitor.state)
    visitor.post(CodeScanned(PAYS))
    visitor.post(CodeScanned(PAYS))
    (pay,) = visitor.asked(ef.Pay)
    assert pay.request.method == "show_code"
    assert PAYS not in repr(visitor.state) + repr(visitor.effects) + str(visitor.screen.to_json())
    assert visitor.screen.key == "paying"


@pytest.mark.parametrize(("text", "told"), [(CASE, NOT_ONE), ("", UNCLEAR)])
def test_what_is_no_payment_code_pays_nothing(visitor: Any, facts: Any, text: str, told: Any) -> None:
    to_pay(visitor, facts, "show_code").post(CodeScanned(text))
    assert told in visitor.screen.notices
    assert not visitor.asked(ef.Pay)


def test_where_there_is_no_real_channel_a_code_is_refused_and_said_so(visitor: Any, facts: Any) -> None:
    to_pay(visitor, facts, "show_code", simulated=False).post(CodeScanned(PAYS))
    assert NO_CHANNEL in visitor.screen.notices
    assert not visitor.asked(ef.Pay)


def test_whoever_chose_another_way_is_not_charged_by_a_code(visitor: Any, facts: Any) -> None:
    to_pay(visitor, facts, "scan_me")
    assert not welcomes_code(visitor.state)
    assert not visitor.post(CodeScanned(PAYS)).asked(ef.Pay)
