"""A code held before the scanner: the slip's own number opens how far that case is; anything else is said to be so.

A slip may be shown from the entrance on, as a card may: nothing has to be found on the glass first. A payment code pays
where the page shows the amount and asks for one; everywhere else it is put aside unread.
"""

from dataclasses import replace

from kiosk.catalogue import CaseCode, Flow, OtherCode, PaymentCode, recognise
from kiosk.core.words import Words, words
from kiosk.session.counter import step_confirm_pay
from kiosk.session.effects import Note, QueryCases
from kiosk.session.events import CodeScanned, ConfirmPay
from kiosk.session.known import welcomes_card
from kiosk.session.places import (
    Attract,
    CaseNumberPlace,
    CasePlace,
    CasesPlace,
    ConfirmPayPlace,
    FetchingCases,
    HomePlace,
    IdleOver,
    ProgressWays,
)
from kiosk.session.state import Moved, State, go, with_visit
from kiosk.session.supply import on_battery

UNCLEAR = words("没扫清楚。请把小票放平，再扫一次。")
PAYMENT = words("这是付款码，这里用不着。请收好。")
OTHER = words("这个码查不了。请扫小票上的码。")
NOT_ONE = words("这不是付款码。请打开手机上的付款码。")
NO_CHANNEL = words("这里还收不了付款码。请换个办法交。")


def welcomes_code(state: State) -> bool:
    """Where a slip may be shown; elsewhere the scanner is dark."""
    if isinstance(state.place, ConfirmPayPlace):
        return state.place.method == "show_code" and state.overlay is None
    asked = isinstance(state.place, ProgressWays | CaseNumberPlace | CasePlace | CasesPlace)
    return (asked or welcomes_card(state)) and isinstance(state.overlay, IdleOver | None)


def code_scanned(state: State, event: CodeScanned) -> Moved:
    """What becomes of a code."""
    if not welcomes_code(state):
        return state, ()
    if isinstance(state.place, ConfirmPayPlace):
        return _pays(state, state.place, event)
    began: tuple[Note, ...] = ()
    if isinstance(state.place, Attract) and on_battery(state):
        return state, ()
    if isinstance(state.place, Attract):
        state, began = replace(state, place=HomePlace()), (Note("visit_began", {}),)
    state = with_visit(replace(state, overlay=None), idle_s=0.0)
    match recognise(event.text):
        case CaseCode(number=number):
            service = next((s for s in state.terminal.services if s.flow is Flow.PROGRESS), None)
            state = with_visit(state, service=service)
            return go(state, FetchingCases()), (*began, QueryCases(case_number=number))
        case PaymentCode():
            return _said(state, PAYMENT), began
        case OtherCode():
            return _said(state, OTHER if event.text else UNCLEAR), began


def _pays(state: State, place: ConfirmPayPlace, event: CodeScanned) -> Moved:
    """Her payment code, held before the amount on the page, is her word that it be paid; once, as the page is left.

    The code itself goes nowhere: the sandbox takes no money, and there is no other channel yet.
    """
    state = with_visit(state, idle_s=0.0)
    if not isinstance(recognise(event.text), PaymentCode):
        return _said(state, NOT_ONE if event.text else UNCLEAR), ()
    if not place.bill.simulated:
        return _said(state, NO_CHANNEL), ()
    return step_confirm_pay(state, ConfirmPay())


def _said(state: State, aside: Words) -> State:
    return with_visit(state, aside=aside)
