"""How much is to be paid, and for which account."""

from kiosk.catalogue import FieldType
from kiosk.core.wire import Bill
from kiosk.session.state import State


def account_of(state: State) -> str:
    """The 户号 given on the form."""
    return _answer(state, FieldType.ACCOUNT_NUMBER)


def amount_of(state: State, bill: Bill) -> int:
    """分: what the resident chose to buy ahead where the matter asks that, otherwise what the bill says."""
    ahead = _answer(state, FieldType.MONEY)
    return int(ahead) if ahead.isdigit() and int(ahead) > 0 else bill.due_cents + bill.late_cents


def _answer(state: State, kind: FieldType) -> str:
    form = state.visit.form
    if form is None:
        return ""
    return next((form.chosen(s.id) or "" for s in form.specs() if s.type is kind), "")
