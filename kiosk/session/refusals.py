"""The hub said no: its codes in the words of a resident, and whether anything was taken.

A code nobody listed here is never dressed up as something else: it is told as "not possible now", and for a payment
as "not known", because only a listed code says for certain that no money was taken.
"""

from typing import Literal

from kiosk.core.faults import TEXTS, Fault

Asked = Literal["bill", "pay", "cases", "ticket", "help"]

NOT_OURS = frozenset({"unknown_terminal", "bad_signature", "missing", "malformed"})
"""The hub does not know this terminal or not its key; nothing of the request was looked at."""

_SAYS: dict[Asked, dict[str, str]] = {
    "bill": {
        "bad_account": "户号不对。请再核对一下。",
        "unknown_biller": "这一项还没接通。请到窗口交。",
        "biller_off": "这一项还没接通。请到窗口交。",
    },
    "pay": {
        "payment_in_progress": "上一笔还在处理，这次没有扣钱。",
        "already_paid": "这一期已经交过，这次没有扣钱。",
        "bad_period": "账单变了，没有扣钱。请重新查。",
        "bad_amount": "账单变了，没有扣钱。请重新查。",
        "bad_account": "户号不对，没有扣钱。",
        "unknown_biller": "这一项还没接通，没有扣钱。",
        "biller_off": "这一项还没接通，没有扣钱。",
        "payment_void": "这一笔已经作废，没有扣钱。",
    },
    "cases": {"bad_case_number": "编号不对。请看着小票再输一次。"},
    "ticket": {"unknown_queue": "这一类今天不排号。"},
    "help": {},
}
_OTHERWISE: dict[Asked, str] = {
    "bill": "现在查不了账单。请到窗口问。",
    "pay": "这次没有交成，没有扣钱。",
    "cases": "现在查不了。请到窗口问。",
    "ticket": "现在排不了号。",
    "help": "没有叫到人。",
}


def fault_of(code: str) -> Fault:
    """What is wrong, for the journal and the staff."""
    if code in NOT_OURS:
        return Fault.TERMINAL_REFUSED
    return Fault.CLOCK_WRONG if code == "clock_differs" else Fault.HUB_REFUSED


def resident_says(asked: Asked, code: str) -> str:
    """What the resident is told of a refusal."""
    fault = fault_of(code)
    if fault is not Fault.HUB_REFUSED:
        return TEXTS[fault].resident
    return _SAYS[asked].get(code, _OTHERWISE[asked])


def surely_not_paid(code: str) -> bool:
    """Whether the hub's no to an order means that no money moves, whatever else arrives."""
    return code in _SAYS["pay"] or code in NOT_OURS or code == "clock_differs"
