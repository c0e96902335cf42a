"""The hub's no in a resident's words: short, and never more certain than the hub was."""

import re
from pathlib import Path

import pytest

from kiosk.catalogue.plain_language import complaints
from kiosk.core.faults import TEXTS, Fault
from kiosk.session.refusals import fault_of, resident_says, surely_not_paid

ASKED = ("bill", "pay", "cases", "ticket", "help")
HUB = Path(__file__).parents[2] / "hub"


def codes() -> set[str]:
    """Every code the hub's own source can answer with."""
    text = "".join(path.read_text("utf-8") for path in HUB.rglob("*.py"))
    return set(re.findall(r'refused\(\s*\d+,\s*"(\w+)"', text))


@pytest.mark.parametrize("asked", ASKED)
def test_every_code_of_the_hub_has_plain_words_for_whoever_asked(asked: str) -> None:
    assert len(codes()) > 30
    for code in sorted(codes() | {"unknown_terminal", "clock_differs"}):
        said = resident_says(asked, code)
        assert said
        assert not list(complaints(said)), (code, said)
        assert "网络" not in said


def test_only_a_code_that_rules_out_a_payment_says_that_no_money_was_taken() -> None:
    taken_perhaps = {"hash_differs", "replayed", "unexpected", "store_broken", "id_differs", "never_heard_of"}
    assert not any(surely_not_paid(code) for code in taken_perhaps)
    for code in ("payment_in_progress", "already_paid", "bad_amount", "payment_void"):
        assert surely_not_paid(code)
        assert "没有扣钱" in resident_says("pay", code)


def test_a_terminal_the_hub_does_not_know_is_a_fault_of_its_own() -> None:
    assert fault_of("unknown_terminal") is Fault.TERMINAL_REFUSED
    assert fault_of("clock_differs") is Fault.CLOCK_WRONG
    assert fault_of("bad_account") is Fault.HUB_REFUSED
    assert resident_says("bill", "unknown_terminal") == TEXTS[Fault.TERMINAL_REFUSED].resident
