"""One visit through each kind of matter, as a resident presses it."""

import json
from dataclasses import replace
from typing import Any

import pytest

from kiosk.core.faults import Fault
from kiosk.core.ids import payment_number
from kiosk.core.slip import SlipFact, SlipText
from kiosk.session import effects as ef
from kiosk.session import events as ev


def paper(slip: Any) -> str:
    """Everything on a slip as one text."""
    return "\n".join(
        line.text if isinstance(line, SlipText) else f"{line.label} {line.value}" if isinstance(line, SlipFact) else ""
        for line in slip.lines
    )


def to_confirm(visitor: Any, service: str, facts: Any, **answers: str) -> Any:
    visitor.begin(service).press("next", "choice:yes", "choice:self").post(ev.CardSeen(facts.mother))
    visitor.answer_questions(**answers).past_conditions().bring_everything().look_over().sign().staff_vouch()
    assert visitor.screen.key == "confirm"
    return visitor


@pytest.mark.parametrize("service", ["01", "02", "03", "06", "07", "08", "17", "32", "37"])
def test_an_application_is_walked_from_home_to_a_confirmed_case(visitor: Any, facts: Any, service: str) -> None:
    visitor.post(ev.LineChanged(True))
    to_confirm(visitor, service, facts, elsewhere="no", danger="no")
    assert not visitor.asked(ef.StoreSubmission)
    visitor.press("submit")
    assert visitor.screen.key == "submitting"
    [store] = visitor.asked(ef.StoreSubmission)
    assert store.submission.case_number == ""
    assert store.submission.service_id == service
    visitor.stored()
    assert "还没传上去" in visitor.screen.title.plain()
    assert not visitor.asked(ef.PrintSlip)
    visitor.post(ev.Sent(store.submission.submission_id, "待受理", ""))
    assert visitor.screen.title.plain() == "交上去了"
    [printing] = visitor.asked(ef.PrintSlip)
    assert "待受理" in paper(printing.slip)
    assert facts.case in paper(printing.slip)
    assert facts.mother.id_number not in paper(printing.slip)
    visitor.post(ev.Printed(printing.slip.job_id)).press("finish", "choice:no", "choice:rate:none")
    assert visitor.screen.key == "ending"
    assert not visitor.asked(ef.SendRating)
    visitor.post(ev.CardGone()).press("finish")
    assert visitor.screen.key == "attract"
    assert visitor.asked(ef.Wipe)


def test_without_the_line_the_slip_says_saved_here_and_waiting(visitor: Any, facts: Any) -> None:
    visitor.post(ev.LineChanged(False))
    to_confirm(visitor, "01", facts, elsewhere="no").press("submit").stored()
    [printing] = visitor.asked(ef.PrintSlip)
    assert "待上传" in paper(printing.slip)
    assert "待受理" not in paper(printing.slip)
    assert "还没传上去" in visitor.screen.title.plain()
    visitor.post(ev.Printed(printing.slip.job_id))
    visitor.post(ev.Sent(visitor.state.visit.form.submission_id, "待受理"))
    assert visitor.screen.title.plain() == "交上去了"


def test_a_silent_hub_is_waited_for_a_few_seconds_then_the_slip_says_waiting(visitor: Any, facts: Any) -> None:
    visitor.post(ev.LineChanged(True))
    to_confirm(visitor, "01", facts, elsewhere="no").press("submit").stored()
    visitor.wait(4)
    assert not visitor.asked(ef.PrintSlip)
    visitor.wait(4)
    assert "待上传" in paper(visitor.asked(ef.PrintSlip)[0].slip)


def test_a_print_that_fails_is_never_called_printed_and_can_be_tried_again(visitor: Any, facts: Any) -> None:
    visitor.post(ev.LineChanged(False))
    to_confirm(visitor, "01", facts, elsewhere="no").press("submit").stored()
    first = visitor.asked(ef.PrintSlip)[0].slip
    visitor.post(ev.PrintFailed(first.job_id, Fault.PAPER_OUT))
    assert any("没纸" in n.plain() for n in visitor.screen.notices)
    assert "打好了" not in json.dumps(visitor.screen.to_json(), ensure_ascii=False)
    assert facts.case in json.dumps(visitor.screen.to_json(), ensure_ascii=False)
    visitor.press("print")
    again = visitor.asked(ef.PrintSlip)[1].slip
    assert again.job_id == first.job_id
    visitor.post(ev.Printed(again.job_id, reprint=True))
    assert any("打好了" in n.plain() for n in visitor.screen.notices)


def test_a_store_that_refuses_tells_so_and_keeps_the_form_for_another_try(visitor: Any, facts: Any) -> None:
    to_confirm(visitor, "01", facts, elsewhere="no").press("submit")
    visitor.post(ev.StoreRefused(visitor.state.visit.form.submission_id, Fault.STORE_FULL))
    assert visitor.screen.key == "not_stored"
    assert not visitor.state.visit.done
    visitor.press("next", "submit").stored()
    first, second = visitor.asked(ef.StoreSubmission)
    assert first.submission.submission_id == second.submission.submission_id
    assert visitor.screen.key == "result"


def test_electricity_is_paid_once_and_told_as_the_server_says(visitor: Any, facts: Any) -> None:
    visitor.begin("27").press("next", "choice:yes").answer_questions(meter="postpaid")
    assert visitor.screen.key == "fetching_bill"
    visitor.post(ev.BillFetched(facts.bill()))
    assert "壹佰贰拾元零伍分" in json.dumps(visitor.screen.to_json(), ensure_ascii=False)
    visitor.press("choice:show_code")
    assert not visitor.asked(ef.Pay)
    visitor.press("pay")
    [pay] = visitor.asked(ef.Pay)
    assert pay.request.amount_cents == 12005
    visitor.post(ev.ConfirmPay(), ev.ConfirmPay())
    assert len(visitor.asked(ef.Pay)) == 1
    visitor.post(ev.PaymentSaid(facts.said(pay, "processing")))
    assert visitor.screen.key == "paying"
    visitor.wait(4)
    assert visitor.asked(ef.AskPayment)
    visitor.post(ev.PaymentSaid(facts.said(pay, "paid")))
    assert visitor.screen.title.plain() == "交好了"
    assert "模拟" in paper(visitor.asked(ef.PrintSlip)[-1].slip)


def to_paying(visitor: Any, facts: Any) -> Any:
    visitor.begin("27").press("next", "choice:yes").answer_questions(meter="postpaid")
    visitor.post(ev.BillFetched(facts.bill())).press("choice:scan_me", "pay")
    return visitor.asked(ef.Pay)[0]


def test_a_payment_nobody_answers_for_is_told_as_unknown_and_only_asked_about(visitor: Any, facts: Any) -> None:
    pay = to_paying(visitor, facts)
    visitor.wait(40)
    assert "还不知道" in visitor.screen.title.plain()
    slip = paper(visitor.asked(ef.PrintSlip)[-1].slip)
    assert "不要再交" in slip
    assert payment_number(pay.request.payment_id) in slip
    assert payment_number(pay.request.payment_id) in str(visitor.screen.to_json())
    assert "没有扣钱" not in str(visitor.screen.to_json()).replace("不会真的扣钱", "")
    asked = len(visitor.asked(ef.ClosePayment))
    visitor.post(ev.Printed(visitor.asked(ef.PrintSlip)[-1].slip.job_id)).press("next")
    assert len(visitor.asked(ef.ClosePayment)) == asked + 1
    assert len(visitor.asked(ef.Pay)) == 1
    # The hub has made sure that it cannot arrive any more; only now may anyone say so.
    visitor.post(ev.PaymentSaid(facts.said(pay, "void")))
    assert visitor.screen.title.plain() == "没交成，没有扣钱"


def test_an_order_long_unmentioned_is_closed_and_the_page_goes_on_asking_by_itself(visitor: Any, facts: Any) -> None:
    pay = to_paying(visitor, facts)
    visitor.post(ev.PaymentUnknown(pay.request.payment_id)).wait(17)
    assert visitor.asked(ef.AskPayment)
    assert not visitor.asked(ef.ClosePayment)
    for _ in range(6):
        visitor.post(ev.PaymentUnknown(pay.request.payment_id)).wait(3)
    assert visitor.asked(ef.ClosePayment)
    assert visitor.screen.key == "payment"
    asked = len(visitor.asked(ef.ClosePayment))
    visitor.post(ev.PaymentUnknown(pay.request.payment_id)).wait(12)
    assert len(visitor.asked(ef.ClosePayment)) == asked + 1
    visitor.post(ev.PaymentSaid(facts.said(pay, "paid")))
    assert visitor.screen.title.plain() == "交好了"
    quiet = len(visitor.effects)
    visitor.wait(30)
    assert not [e for e in visitor.effects[quiet:] if isinstance(e, ef.ClosePayment | ef.AskPayment)]


def test_the_reference_of_a_payment_is_on_the_page_and_on_the_slip(visitor: Any, facts: Any) -> None:
    pay = to_paying(visitor, facts)
    assert payment_number(pay.request.payment_id) in str(visitor.screen.to_json())
    said = facts.said(pay, "paid").model_copy(update={"reference": "模拟0123456789"})
    visitor.post(ev.PaymentSaid(said))
    assert "模拟0123456789" in str(visitor.screen.to_json())
    assert "模拟0123456789" in paper(visitor.asked(ef.PrintSlip)[-1].slip)


def test_a_payment_the_power_cut_interrupted_is_told_without_saying_whose_it_is(visitor: Any) -> None:
    left = ev.LeftPayment("1234 5678", visitor.clock.now())
    visitor.post(ev.PaymentsLeft((left,)))
    assert "请不要再交" in visitor.screen.notices[0].plain()
    visitor.press("start", "left_payments")
    assert "1234 5678" in str(visitor.screen.to_json())
    assert "正在查" in str(visitor.screen.to_json())
    visitor.post(ev.PaymentsLeft((replace(left, state="paid"),)))
    assert "交好了" in str(visitor.screen.to_json())
    visitor.press("back").wait(31 * 60, tick=5)
    assert not visitor.screen.notices


@pytest.mark.parametrize("state", ["processing", "paid"])
def test_a_bill_being_processed_or_paid_cannot_be_paid_again(visitor: Any, facts: Any, state: str) -> None:
    visitor.begin("27").press("next", "choice:yes").answer_questions(meter="postpaid")
    visitor.post(ev.BillFetched(facts.bill(state=state)), ev.ChoosePayMethod("scan_me"), ev.ConfirmPay())
    assert visitor.screen.key == "bill"
    assert visitor.screen.action("choice:scan_me") is None
    assert not visitor.asked(ef.Pay)


@pytest.mark.parametrize("service", ["28", "29", "30", "31"])
def test_water_gas_heating_and_telephone_are_paid_in_the_sandbox_and_said_so(
    visitor: Any, facts: Any, service: str
) -> None:
    visitor.begin(service).press("next", "choice:yes").answer_questions(smell="no")
    [fetch] = visitor.asked(ef.FetchBill)
    matter = visitor.state.visit.service
    assert fetch.biller == matter.biller
    visitor.post(ev.BillFetched(facts.bill(biller=matter.biller)))
    assert "模拟" in json.dumps(visitor.screen.to_json(), ensure_ascii=False)
    visitor.press("choice:show_code", "pay")
    [pay] = visitor.asked(ef.Pay)
    assert pay.request.biller == matter.biller
    visitor.post(ev.PaymentSaid(facts.said(pay, "paid")))
    slip = paper(visitor.asked(ef.PrintSlip)[-1].slip)
    assert matter.plain_name in slip
    assert "模拟" in slip
    assert "电费" not in slip


def test_who_smells_gas_is_sent_out_before_anything_is_asked_or_paid(visitor: Any) -> None:
    visitor.begin("29").press("next", "choice:yes").post(ev.Answer("smell", "yes", "typed"))
    assert visitor.screen.key == "over:emergency"
    told = "".join(s.plain() for s in visitor.screen.say)
    assert "119" in told
    assert "打开门窗" in told
    visitor.press("safe")
    assert visitor.screen.key == "conditions"
    assert "开窗" in "".join(s.plain() for s in visitor.screen.say)
    visitor.press("next")
    assert visitor.screen.key == "where:conditions"
    assert not visitor.asked(ef.FetchBill)


def test_cash_leads_to_the_window_with_a_paper_that_says_not_paid(visitor: Any, facts: Any) -> None:
    visitor.begin("27").press("next", "choice:yes").answer_questions(meter="postpaid")
    visitor.post(ev.BillFetched(facts.bill())).press("choice:cash")
    assert "还没交" in paper(visitor.asked(ef.PrintSlip)[-1].slip)
    assert not visitor.asked(ef.Pay)


def test_an_anonymous_report_needs_no_card_and_carries_no_person(visitor: Any, facts: Any) -> None:
    visitor.begin("32").press("next", "choice:yes", "choice:anonymous")
    visitor.answer_questions(danger="no").past_conditions().bring_everything().look_over().sign().press("submit")
    [store] = visitor.asked(ef.StoreSubmission)
    assert store.submission.holder is None
    assert not visitor.asked(ef.ReadCard)


def test_a_ticket_comes_from_the_hub_or_is_called_temporary(new_visitor: Any, facts: Any) -> None:
    online = new_visitor().begin("33")
    online.press(online.screen.actions[0].id, "choice:no")
    [take] = online.asked(ef.TakeTicket)
    online.post(ev.TicketGiven(facts.ticket(take.request.ticket_id)))
    assert "A012" in paper(online.asked(ef.PrintSlip)[0].slip)
    offline = new_visitor().begin("33")
    offline.press(offline.screen.actions[0].id, "choice:yes")
    [take] = offline.asked(ef.TakeTicket)
    offline.post(ev.TicketFailed(take.request.ticket_id, Fault.LINE_DOWN))
    assert "临时号" in paper(offline.asked(ef.PrintSlip)[0].slip)


def test_progress_is_found_by_card_or_by_number(new_visitor: Any, facts: Any) -> None:
    by_card = new_visitor().begin("34").press("choice:card").post(ev.CardSeen(facts.mother))
    assert by_card.asked(ef.QueryCases)[0].id_number == facts.mother.id_number
    by_card.post(ev.CasesFound((facts.case_view(), facts.case_view())))
    assert by_card.press("choice:case:1").screen.key == "progress:case"
    by_number = new_visitor().begin("34").press("choice:number")
    for digit in "20261124":
        by_number.press(f"digit:{digit}")
    for digit in "0700010":
        by_number.press(f"digit:{digit}")
    assert by_number.state.place.draft.startswith("13030220261124K07")
    by_number.press("next")
    wrong = [n.plain() for n in by_number.screen.notices]
    assert by_number.asked(ef.QueryCases) or wrong


def test_notices_are_listed_read_and_printed(visitor: Any, facts: Any) -> None:
    visitor.post(ev.NoticesLoaded((facts.notice(visitor.clock),))).begin("35").press("notice:n1")
    assert any("停水" in s.plain() for s in visitor.screen.say)
    visitor.press("print")
    assert "明天上午停水" in paper(visitor.asked(ef.PrintSlip)[0].slip)


def test_help_is_one_press_and_says_when_nobody_is_on_duty(visitor: Any, facts: Any) -> None:
    visitor.begin("38")
    [call] = visitor.asked(ef.CallHelp)
    visitor.post(ev.HelpAnswered(facts.help_reply(call.request.help_id, on_duty=False)))
    assert "没人值班" in visitor.screen.title.plain()
    assert "0335-0000000" in json.dumps(visitor.screen.to_json(), ensure_ascii=False)
    visitor.press("next")
    assert visitor.screen.key == "home"


def test_a_bill_of_which_nothing_is_owed_and_one_paid_at_the_window_are_ends_and_not_something_to_lose(
    new_visitor: Any, facts: Any
) -> None:
    for state, way in (("paid", ()), ("unpaid", ("choice:cash",))):
        visitor = (
            new_visitor().begin("27").press("next", "choice:yes").answer_questions(meter="postpaid", receipt="paper")
        )
        visitor.post(ev.BillFetched(facts.bill(state=state))).press(*way, "finish")
        assert visitor.screen.key == "more", state
        assert visitor.press("choice:no").screen.key in ("rating", "ending"), state
