"""What a visit asks of the hub besides submitting: numbers, bills, help, ratings, notices."""

import base64
import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from hub import help_desk, notices, ratings, tickets
from hub.accounts import Role
from kiosk.core.ids import uuid7
from kiosk.core.wire import (
    Bill,
    BillQuery,
    Heartbeat,
    HelpReply,
    HelpRequest,
    Payment,
    PaymentRequest,
    Problem,
    Rating,
    Received,
    SignedBundle,
    Ticket,
    TicketRequest,
    bundle_text,
)

# --- payments -----------------------------------------------------------------------------------------------


def bill(kiosk: Any, account: str = "1303000001") -> Bill:
    answered = kiosk.tell("POST", "/v1/bills/electric/query", BillQuery(account=account))
    assert answered.status_code == 200, answered.text
    return Bill.model_validate_json(answered.content)


def pay(kiosk: Any, account: str = "1303000001", **changes: Any) -> Any:
    owed = bill(kiosk, account)
    request = PaymentRequest(
        payment_id=changes.pop("payment_id", uuid7()),
        biller="electric",
        account=account,
        period=owed.period,
        amount_cents=changes.pop("amount_cents", owed.due_cents),
        method="scan_me",
    )
    return kiosk.tell("PUT", f"/v1/payments/{request.payment_id}", request)


def state(kiosk: Any, payment_id: str) -> str:
    answered = kiosk.send("GET", f"/v1/payments/{payment_id}")
    return Payment.model_validate_json(answered.content).state


def test_a_payment_is_processed_and_then_paid_and_always_says_it_is_simulated(place: Any, kiosk: Any) -> None:
    owed = bill(kiosk)
    assert owed.simulated
    assert owed.state == "unpaid"
    begun = Payment.model_validate_json(pay(kiosk).content)
    assert (begun.state, begun.simulated) == ("processing", True)
    assert "模拟" in begun.say
    assert bill(kiosk).state == "processing"
    place.clock.advance(10)
    assert state(kiosk, begun.payment_id) == "paid"
    assert bill(kiosk).state == "paid"


def test_the_same_account_and_period_is_never_paid_twice(place: Any, kiosk: Any) -> None:
    assert pay(kiosk).status_code == 200
    second = pay(kiosk)
    assert (second.status_code, Problem.model_validate_json(second.content).problem) == (409, "payment_in_progress")
    place.clock.advance(10)
    assert Problem.model_validate_json(pay(kiosk).content).problem == "already_paid"


def test_asking_again_after_a_power_cut_finds_the_same_payment(place: Any, kiosk: Any) -> None:
    payment_id = uuid7()
    first = pay(kiosk, payment_id=payment_id)
    again = pay(kiosk, payment_id=payment_id)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    assert pay(kiosk, payment_id=payment_id, amount_cents=5000).status_code == 409
    assert place.hub.store.read(lambda tx: tx.rows("select count(*) from payments")) == [(1,)]


@pytest.mark.parametrize(("account", "states"), [("1303000009", ["failed"] * 2), ("1303000007", ["paid", "reversed"])])
def test_a_payment_may_fail_or_be_taken_back_and_may_then_be_made_again(
    place: Any, kiosk: Any, account: str, states: list[str]
) -> None:
    payment = Payment.model_validate_json(pay(kiosk, account).content)
    found = []
    for _ in range(2):
        place.clock.advance(60)
        found.append(state(kiosk, payment.payment_id))
    assert found == states
    assert pay(kiosk, account).status_code == 200


def test_a_payment_may_stay_in_process_for_a_day(place: Any, kiosk: Any) -> None:
    payment = Payment.model_validate_json(pay(kiosk, "1303000008").content)
    place.clock.advance(3600)
    assert state(kiosk, payment.payment_id) == "processing"
    place.clock.advance(86400)
    assert state(kiosk, payment.payment_id) == "paid"


def close(kiosk: Any, payment_id: str) -> Payment:
    return Payment.model_validate_json(kiosk.send("POST", f"/v1/payments/{payment_id}/close").content)


def test_an_order_that_was_closed_before_it_came_is_refused_however_late(place: Any, kiosk: Any) -> None:
    payment_id = uuid7()
    assert [close(kiosk, payment_id).state for _ in range(2)] == ["void", "void"]
    late = pay(kiosk, payment_id=payment_id)
    assert (late.status_code, Problem.model_validate_json(late.content).problem) == (409, "payment_void")
    assert state(kiosk, payment_id) == "void"
    assert bill(kiosk).state == "unpaid"
    assert place.hub.store.read(lambda tx: tx.rows("select count(*) from payments")) == [(0,)]
    assert pay(kiosk).status_code == 200


def test_closing_an_order_that_came_tells_how_it_stands_and_changes_nothing(place: Any, kiosk: Any) -> None:
    payment_id = uuid7()
    pay(kiosk, payment_id=payment_id)
    assert close(kiosk, payment_id).state == "processing"
    place.clock.advance(10)
    assert close(kiosk, payment_id).state == "paid"
    other = place.enrol("K08")
    assert other.send("POST", f"/v1/payments/{payment_id}/close").status_code == 404


def test_an_order_and_its_closing_at_the_same_moment_never_both_win(place: Any, kiosk: Any) -> None:
    for n in range(6):
        payment_id, account = uuid7(), f"13030002{n}1"
        with ThreadPoolExecutor(2) as pool:
            order = pool.submit(pay, kiosk, account, payment_id=payment_id)
            closed = pool.submit(close, kiosk, payment_id)
        taken = order.result().status_code == 200
        assert (closed.result().state == "void") != taken
        assert (state(kiosk, payment_id) == "void") != taken


def test_wrong_accounts_amounts_billers_and_other_terminals_are_refused(place: Any, kiosk: Any) -> None:
    query = BillQuery(account="abc")
    assert kiosk.tell("POST", "/v1/bills/electric/query", query).status_code == 422
    assert kiosk.tell("POST", "/v1/bills/moon/query", query).status_code == 404
    assert Problem.model_validate_json(pay(kiosk, amount_cents=7).content).problem == "bad_amount"
    payment = Payment.model_validate_json(pay(kiosk).content)
    other = place.enrol("K08")
    assert other.send("GET", f"/v1/payments/{payment.payment_id}").status_code == 404


def test_the_full_account_number_is_not_stored(place: Any, kiosk: Any) -> None:
    pay(kiosk)
    assert "1303000001" not in str(place.hub.store.read(lambda tx: tx.rows("select * from payments")))


# --- tickets, help, ratings ---------------------------------------------------------------------------------


def ticket(kiosk: Any, matter: str = "elder", priority: str = "ordinary", ticket_id: str = "") -> Ticket:
    request = TicketRequest(ticket_id=ticket_id or uuid7(), service_id="33", matter=matter, priority=priority)  # type: ignore[arg-type]
    answered = kiosk.tell("PUT", f"/v1/tickets/{request.ticket_id}", request)
    assert answered.status_code == 200, answered.text
    return Ticket.model_validate_json(answered.content)


def test_numbers_are_given_once_and_count_those_ahead(place: Any, kiosk: Any) -> None:
    first = ticket(kiosk)
    assert (first.number, first.ahead, first.minutes) == ("1-001", 0, None)
    assert ticket(kiosk, ticket_id=first.ticket_id) == first
    second = ticket(kiosk)
    assert (second.number, second.ahead) == ("1-002", 1)
    elder = ticket(kiosk, priority="priority")
    assert (elder.number, elder.ahead) == ("优1-003", 0)
    assert ticket(kiosk, matter="social").ahead == 0
    assert tickets.call_next(place.hub, "测试大厅", "elder", "user:x") == "优1-003"
    assert ticket(kiosk, ticket_id=second.ticket_id).ahead == 1


def test_waiting_time_is_told_only_when_there_is_something_to_tell_from(place: Any, kiosk: Any) -> None:
    for _ in range(5):
        ticket(kiosk)
    for _ in range(3):
        place.clock.advance(360)
        tickets.call_next(place.hub, "测试大厅", "elder", "user:x")
    assert ticket(kiosk).minutes == 18


def test_an_unknown_queue_is_refused(kiosk: Any) -> None:
    request = TicketRequest(ticket_id=uuid7(), matter="\u0000moon")
    assert kiosk.tell("PUT", f"/v1/tickets/{request.ticket_id}", request).status_code == 422


def test_nobody_on_duty_is_said_plainly(place: Any, kiosk: Any) -> None:
    request = HelpRequest(help_id=uuid7(), service_id="01", step="questions\u0000")
    reply = HelpReply.model_validate_json(kiosk.tell("PUT", f"/v1/help-requests/{request.help_id}", request).content)
    assert (reply.on_duty, reply.waiting, reply.phone, reply.ticket) == (False, 0, "0335-0000000", "帮-001")
    browser = place.browser(Role.OPERATOR)
    assert help_desk.set_duty(place.hub, place.person(Role.OPERATOR), ("hall", "测试大厅")) is None
    second = HelpRequest(help_id=uuid7())
    path = f"/v1/help-requests/{second.help_id}"
    reply = HelpReply.model_validate_json(kiosk.tell("PUT", path, second).content)
    assert (reply.on_duty, reply.where, reply.waiting) == (True, "hall", 1)
    assert browser.get("/help").status_code == 200
    place.clock.advance(16 * 60)
    reply = HelpReply.model_validate_json(kiosk.tell("PUT", path, second).content)
    assert reply.on_duty is False


def ask_help(kiosk: Any) -> HelpReply:
    request = HelpRequest(help_id=uuid7())
    return HelpReply.model_validate_json(kiosk.tell("PUT", f"/v1/help-requests/{request.help_id}", request).content)


def test_people_of_another_hall_do_not_count_and_street_and_city_are_found_in_that_order(place: Any) -> None:
    here = place.enrol("K07", hall="甲大厅", street="虚构街道")
    there = place.enrol("K08", hall="乙大厅", street="虚构街道")
    far = place.enrol("K09", hall="丙大厅")
    place.browser(Role.OPERATOR)
    clerk = place.person(Role.OPERATOR)
    for at, answers in (
        (("hall", "乙大厅"), ("", "hall", "")),
        (("street", "虚构街道"), ("street", "street", "")),
        (("city", ""), ("city", "city", "city")),
    ):
        assert help_desk.set_duty(place.hub, clerk, at) is None
        replies = [ask_help(kiosk) for kiosk in (here, there, far)]
        assert tuple(reply.where for reply in replies) == answers
        assert [reply.on_duty for reply in replies] == [bool(where) for where in answers]
    assert help_desk.set_duty(place.hub, clerk, ("hall", "没有的大厅")) is not None
    assert help_desk.set_duty(place.hub, clerk, None) is None
    # The last calls of the others: nobody who waits in another hall stands before one here.
    assert (ask_help(here).waiting, ask_help(far).waiting) == (3, 3)


def test_an_operator_says_at_which_place_they_are_on_duty(place: Any) -> None:
    place.enrol("K07")
    browser = place.browser(Role.OPERATOR)
    token = re.search(r'name="csrf" value="([^"]+)"', browser.get("/help").text)[1]
    assert browser.post("/duty", data={"csrf": token, "at": "hall:测试大厅"}).status_code == 303
    assert "（测试大厅）" in browser.get("/help").text
    assert browser.post("/duty", data={"csrf": token, "at": "hall:别处"}).status_code == 422
    assert browser.post("/duty", data={"csrf": token, "at": ""}).status_code == 303
    assert "现在没有人在岗" in browser.get("/help").text


def test_a_rating_is_kept_once_and_apart_from_the_case(place: Any, kiosk: Any) -> None:
    submission = kiosk.fill()
    kiosk.put(submission)
    rating = Rating(rating_id=uuid7(), case_number=submission.case_number, level="不满意", at=place.clock.now())
    for _ in range(2):
        answered = kiosk.tell("PUT", f"/v1/ratings/{rating.rating_id}", rating)
        assert Received.model_validate_json(answered.content).receipt == rating.rating_id
    other = rating.model_copy(update={"level": "满意"})
    assert kiosk.tell("PUT", f"/v1/ratings/{rating.rating_id}", other).status_code == 409
    stored = str(place.hub.store.read(lambda tx: [tx.rows("select * from ratings"), tx.rows("select * from audit")]))
    assert place.hub.store.read(ratings.summary)["01"]["不满意"] == 1
    assert rating.rating_id not in stored
    ratings_only = str(place.hub.store.read(lambda tx: tx.rows("select * from ratings")))
    assert submission.case_number not in ratings_only
    assert "K07" not in ratings_only


def test_a_bad_rating_opens_a_rectification_with_a_deadline(place: Any, kiosk: Any) -> None:
    for level in ("非常满意", "非常不满意"):
        rating = Rating(rating_id=uuid7(), service_id="33", level=level, at=place.clock.now())  # type: ignore[arg-type]
        kiosk.tell("PUT", f"/v1/ratings/{rating.rating_id}", rating)
    found = place.hub.store.read(ratings.rectifications)
    assert [(item.service_id, item.opened_on, item.due_on, item.state) for item in found] == [
        ("33", "2026-11-24", "2026-12-15", "open")
    ]
    assert ratings.close_rectification(place.hub, found[0].key, "已改", "user:x") is None
    assert place.hub.store.read(ratings.rectifications)[0].state == "closed"


# --- catalogue, notices, enrolment, heartbeat ---------------------------------------------------------------


def test_bundles_are_signed_and_unchanged_ones_are_not_sent_again(place: Any) -> None:
    for kind in ("catalogue", "notices"):
        answered = place.client.get(f"/v1/{kind}")
        bundle = SignedBundle.model_validate_json(answered.content)
        key = place.hub.keys.sign.public_key()
        key.verify(base64.b64decode(bundle.signature), bundle_text(bundle))
        assert answered.headers["etag"] == f'"{bundle.version}"'
        again = place.client.get(f"/v1/{kind}", headers={"If-None-Match": answered.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_notices_come_by_level_and_go_when_they_expire_or_are_withdrawn(place: Any) -> None:
    now = place.clock.now()
    first = notices.publish(place.hub, "user:x", "一般的", "正文。", "一般", "测试社区", now + timedelta(hours=1))
    urgent = notices.publish(place.hub, "user:x", "紧急的", "正文。", "紧急", "测试社区", None)

    def titles() -> list[str]:
        bundle = SignedBundle.model_validate_json(place.client.get("/v1/notices").content)
        return [notice["title"] for notice in json.loads(bundle.files["notices.json"])]

    assert titles() == ["紧急的", "一般的"]
    place.clock.advance(3600)
    assert titles() == ["紧急的"]
    assert notices.withdraw(place.hub, "user:x", urgent.id) is None  # type: ignore[union-attr]
    assert titles() == []
    assert first


def test_an_enrolment_code_works_once_and_expires(place: Any) -> None:
    from hub.terminals import new_code

    public = base64.b64encode(bytes(range(32))).decode()
    code = new_code(place.hub, "K07", "130302", "测试大厅", "cli")
    assert code not in str(place.hub.store.read(lambda tx: tx.rows("select * from enrol_codes")))
    body = {"code": str(code).lower().replace("-", " "), "public_key": public}
    assert place.client.post("/v1/enrol", json=body).status_code == 200
    assert place.client.post("/v1/enrol", json=body).status_code == 403
    late = new_code(place.hub, "K07", "130302", "测试大厅", "cli")
    place.clock.advance(86400)
    assert place.client.post("/v1/enrol", json={"code": late, "public_key": public}).status_code == 403
    assert place.client.post("/v1/enrol", json={"code": late, "public_key": "short"}).status_code == 422


def test_a_heartbeat_is_remembered_however_strange_its_numbers(place: Any, kiosk: Any) -> None:
    beat = Heartbeat(
        at=place.clock.now(),
        version="0.1",
        devices={"reader": "online", "printer": "userError/paper_out"},
        queued=10**30,
        oldest_queued_s=-5,
        catalogue_version="v",
        simulated=True,
        refused=3,
    )
    answered = kiosk.tell("POST", "/v1/heartbeat", beat)
    assert Received.model_validate_json(answered.content).receipt == "K07"
    seen = kiosk.terminal
    assert (seen.silent(place.clock.now()), seen.queued, seen.oldest_queued_s) == (False, 2**31 - 1, 0)
    assert seen.refused == 3
    place.clock.advance(600)
    assert seen.silent(place.clock.now())


def test_ids_in_the_path_and_in_the_body_must_agree(kiosk: Any) -> None:
    request = HelpRequest(help_id=uuid7())
    assert kiosk.tell("PUT", f"/v1/help-requests/{uuid7()}", request).status_code == 422
    assert kiosk.tell("PUT", "/v1/help-requests/not-a-uuid", request).status_code == 422


def test_the_interface_describes_itself(place: Any) -> None:
    described = place.client.get("/openapi.json").json()
    assert "/v1/submissions/{submission_id}" in described["paths"]
    assert place.client.get("/healthz").json()["store"] == place.hub.store.kind
