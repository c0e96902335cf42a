"""The other things people come for: paying, a number, how far is my case, notices."""

from dataclasses import replace

from kiosk.catalogue import AnswerContext, FieldSpec, FieldType, Rejected, check_value, full_years
from kiosk.core.wire import Bill, Payment, PaymentRequest, TicketRequest
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.answers import edited
from kiosk.session.effects import AskPayment, ClosePayment, FetchBill, Pay, QueryCases, ReadCard, TakeTicket
from kiosk.session.events import Event
from kiosk.session.owed import account_of, amount_of
from kiosk.session.places import (
    BillPlace,
    CaseNumberPlace,
    CasePlace,
    CasesPlace,
    ConfirmPayPlace,
    FetchingBill,
    FetchingCases,
    IdentifyPlace,
    NoBill,
    NoticePlace,
    NoticesPlace,
    Paying,
    PaymentPlace,
    ProgressWays,
    TakingTicket,
    TicketPlace,
    TicketPriority,
    TicketQueues,
)
from kiosk.session.plan import READ_TIMEOUT_S
from kiosk.session.slips import payment_slip, ticket_slip
from kiosk.session.state import Moved, State, go, mint, print_slip, swap, with_visit

ASK_EVERY_S = 3.0
CLOSE_AFTER_S = 18.0
"""An order the server has not mentioned for this long is closed: a late arrival is then refused."""
GIVE_UP_S = 30.0
LOOK_EVERY_S = 10.0
"""How often the page of an open payment asks by itself."""
PRIORITY_AGE = 80
CASE = FieldSpec(id="case_number", type=FieldType.CASE_NUMBER, label="办件编号", ask="请输入小票上的编号。")


# --- paying --------------------------------------------------------------------------------------------------


def step_fetching_bill(state: State, event: Event) -> Moved:
    match event:
        case ev.BillFetched(bill=bill):
            return go(state, BillPlace(bill)), ()
        case ev.BillFailed(fault=fault, say=say):
            return go(state, NoBill(fault, say)), ()
        case _:
            return state, ()


def step_no_bill(state: State, event: Event) -> Moved:
    form = state.visit.form
    if form is None or not isinstance(event, ev.Next):
        return state, ()
    return go(state, FetchingBill()), (FetchBill(form.service.biller, account_of(state)),)


def payable(state: State, bill: Bill) -> bool:
    """Something is owed or bought ahead, and no earlier payment is being processed."""
    bought = amount_of(state, bill) != bill.due_cents + bill.late_cents
    return bill.state != "processing" and amount_of(state, bill) > 0 and (bill.state == "unpaid" or bought)


def step_bill(state: State, event: Event) -> Moved:
    """How to pay. Nothing can be paid while an earlier payment is being processed, or when nothing is owed."""
    place = state.place
    assert isinstance(place, BillPlace)
    bill = place.bill
    if not payable(state, bill):
        return state, ()
    match event:
        case ev.ChoosePayMethod(method="cash_at_window"):
            state = go(state, PaymentPlace(bill, cash=True))
            return print_slip(state, payment_slip(state, bill, "", None, cash=True))
        case ev.ChoosePayMethod(method="scan_me" | "show_code" as method):
            return go(state, ConfirmPayPlace(bill, method)), ()
        case _:
            return state, ()


def step_confirm_pay(state: State, event: Event) -> Moved:
    """Only ConfirmPay pays; the payment id is minted once, so that asking twice cannot pay twice."""
    place = state.place
    assert isinstance(place, ConfirmPayPlace)
    if not isinstance(event, ev.ConfirmPay):
        return state, ()
    bill = place.bill
    payment_id, state = mint(state)
    request = PaymentRequest(
        payment_id=payment_id,
        biller=bill.biller,
        account=account_of(state),
        period=bill.period,
        amount_cents=amount_of(state, bill),
        method=place.method,
    )
    paying = Paying(bill, payment_id, place.method, state.monotonic, state.monotonic)
    return replace(state, place=paying, trail=()), (Pay(request),)


def step_paying(state: State, event: Event) -> Moved:
    place = state.place
    assert isinstance(place, Paying)
    match event:
        case ev.PaymentSaid(payment=payment) if payment.payment_id == place.payment_id:
            if payment.state == "processing":
                return swap(state, replace(place, said=payment, outstanding=False)), ()
            return payment_told(state, place, payment)
        case ev.PaymentUnknown(payment_id=pid) if pid == place.payment_id:
            return swap(state, replace(place, outstanding=False)), ()
        case ev.PaymentRefused(payment_id=pid, say=say) if pid == place.payment_id:
            return swap(state, PaymentPlace(place.bill, pid, refused=say or "缴费没有被接受。")), ()
        case ev.Tick():
            return _paying_tick(state, place)
        case _:
            return state, ()


def _paying_tick(state: State, place: Paying) -> Moved:
    """Ask how it stands; an order the server has not mentioned for long is closed, so that "not paid" can be true."""
    waited = state.monotonic - place.since
    if waited >= GIVE_UP_S:
        return payment_told(state, place, place.said)
    if place.outstanding or state.monotonic - place.asked < ASK_EVERY_S:
        return state, ()
    state = swap(state, replace(place, asked=state.monotonic, outstanding=True))
    return state, (_question(place.payment_id, close=place.said is None and waited >= CLOSE_AFTER_S),)


def _question(payment_id: str, close: bool) -> AskPayment | ClosePayment:
    return ClosePayment(payment_id) if close else AskPayment(payment_id)


def payment_told(state: State, place: Paying | PaymentPlace, payment: Payment | None) -> Moved:
    """Tell what the server said, or that nobody knows; the slip says the same."""
    told = PaymentPlace(place.bill, place.payment_id, payment, asked=state.monotonic, outstanding=place.outstanding)
    state = with_visit(swap(state, told), queued=True)
    return print_slip(state, payment_slip(state, place.bill, place.payment_id, payment, cash=False))


def step_payment(state: State, event: Event) -> Moved:
    """Unknown stays open: it is asked about by itself and by a press, and never paid again."""
    place = state.place
    assert isinstance(place, PaymentPlace)
    if not place.open:
        return state, ()
    match event:
        case ev.Next() | ev.Tick():
            asked = replace(place, asked=state.monotonic, outstanding=True)
            return swap(state, asked), (_question(place.payment_id, close=place.payment is None),)
        case ev.PaymentUnknown(payment_id=pid) if pid == place.payment_id:
            return swap(state, replace(place, outstanding=False)), ()
        case ev.PaymentRefused(payment_id=pid, say=say) if pid == place.payment_id and place.payment is None:
            return swap(state, replace(place, refused=say or "缴费没有被接受。")), ()
        case ev.PaymentSaid(payment=payment) if payment.payment_id == place.payment_id:
            answered = replace(place, outstanding=False)
            if payment == place.payment:
                return swap(state, answered), ()
            return payment_told(state, answered, payment)
        case _:
            return state, ()


def asks_again(state: State) -> bool:
    """Whether an open payment on the page is due to be asked about; one lost answer does not stop it for ever."""
    place = state.place
    if not isinstance(place, PaymentPlace) or not place.open:
        return False
    since = state.monotonic - place.asked
    return since >= (GIVE_UP_S if place.outstanding else LOOK_EVERY_S)


# --- a number in the queue -----------------------------------------------------------------------------------


def step_queues(state: State, event: Event) -> Moved:
    if not isinstance(event, ev.ChooseTicket) or event.queue not in {o.id for o in state.terminal.queues}:
        return state, ()
    return choose_queue(state, event.queue)


def choose_queue(state: State, queue: str) -> Moved:
    """Whose card says 80 or more goes first without being asked."""
    holder = state.visit.holder if state.known_here else None
    if holder is not None and holder.birth and full_years(holder.birth, state.today) >= PRIORITY_AGE:
        return take_ticket(state, queue, priority=True)
    return go(state, TicketPriority(queue)), ()


def step_priority(state: State, event: Event) -> Moved:
    place = state.place
    assert isinstance(place, TicketPriority)
    if not isinstance(event, ev.ChoosePriority):
        return state, ()
    return take_ticket(state, place.queue, event.priority)


def take_ticket(state: State, queue: str, priority: bool) -> Moved:
    ticket_id, state = mint(state)
    request = TicketRequest(
        ticket_id=ticket_id,
        service_id=state.visit.service.id if state.visit.service else "",
        matter=queue,
        priority="priority" if priority else "ordinary",
    )
    return go(state, TakingTicket(queue, priority, ticket_id)), (TakeTicket(request),)


def step_taking(state: State, event: Event) -> Moved:
    place = state.place
    assert isinstance(place, TakingTicket)
    match event:
        case ev.TicketGiven(ticket=ticket) if ticket.ticket_id == place.ticket_id:
            shown = TicketPlace(place.queue, place.priority, ticket.number, ticket)
        case ev.TicketFailed(ticket_id=tid, say=say) if tid == place.ticket_id:
            shown = TicketPlace(place.queue, place.priority, f"临{state.now:%H%M%S}", why=say)
        case _:
            return state, ()
    state = with_visit(replace(state, place=shown, trail=()), queued=True)
    return print_slip(state, ticket_slip(state, shown))


# --- how far is my case --------------------------------------------------------------------------------------


def step_ways(state: State, event: Event) -> Moved:
    match event:
        case ev.UseWay(way="card"):
            # A card that lies there is read in a second; one that was lifted proves nothing of who stands here now.
            return go(state, IdentifyPlace("holder")), (ReadCard("holder", READ_TIMEOUT_S),)
        case ev.UseWay(way="typed"):
            return go(state, CaseNumberPlace(state.terminal.division)), ()
        case _:
            return state, ()


def step_case_number(state: State, event: Event) -> Moved:
    place = state.place
    assert isinstance(place, CaseNumberPlace)
    draft = edited(place.draft, event, 24)
    if draft is not None:
        if isinstance(event, ev.KeyPressed) and len(draft) == 14 and not isinstance(event, ev.Erase):
            draft += state.terminal.terminal_id[:1]
        return swap(state, CaseNumberPlace(draft.upper())), ()
    if not isinstance(event, ev.Next | ev.Answer):
        return state, ()
    raw = event.value if isinstance(event, ev.Answer) else place.draft
    checked = check_value(CASE, raw, AnswerContext(state.today))
    if isinstance(checked, Rejected):
        return swap(state, replace(place, problem=words(checked.problem, checked.mend))), ()
    return go(state, FetchingCases()), (QueryCases(case_number=checked.value),)


def step_fetching_cases(state: State, event: Event) -> Moved:
    match event:
        case ev.CasesFound(cases=(case,)):
            return go(state, CasePlace(case)), ()
        case ev.CasesFound(cases=cases):
            return go(state, CasesPlace(cases)), ()
        case ev.CasesFailed(fault=fault, say=say):
            return go(state, CasesPlace(fault=fault, say=say)), ()
        case _:
            return state, ()


def step_cases(state: State, event: Event) -> Moved:
    place = state.place
    assert isinstance(place, CasesPlace)
    match event:
        case ev.ChooseCase(index=index) if 0 <= index < len(place.cases):
            return go(state, CasePlace(place.cases[index])), ()
        case ev.TurnPage(by=by):
            return swap(state, replace(place, page=max(0, place.page + by))), ()
        case _:
            return state, ()


# --- notices -------------------------------------------------------------------------------------------------


def step_notices(state: State, event: Event) -> Moved:
    place = state.place
    assert isinstance(place, NoticesPlace)
    match event:
        case ev.ChooseNotice(notice_id=notice_id) if any(n.id == notice_id for n in state.terminal.notices):
            return go(state, NoticePlace(notice_id)), ()
        case ev.TurnPage(by=by):
            return swap(state, NoticesPlace(max(0, place.page + by))), ()
        case _:
            return state, ()


COUNTER_STEPS = {
    FetchingBill: step_fetching_bill,
    NoBill: step_no_bill,
    BillPlace: step_bill,
    ConfirmPayPlace: step_confirm_pay,
    Paying: step_paying,
    PaymentPlace: step_payment,
    TicketQueues: step_queues,
    TicketPriority: step_priority,
    TakingTicket: step_taking,
    ProgressWays: step_ways,
    CaseNumberPlace: step_case_number,
    FetchingCases: step_fetching_cases,
    CasesPlace: step_cases,
    NoticesPlace: step_notices,
}
