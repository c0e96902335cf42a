"""Every fault a printer can have, by name: what is told is true, and the slip comes out whole once it is mended."""

import threading

import pytest

from hardware.about import About
from hardware.receipt_printer import NotPrinted, Printed, PrintOutcome, PrintUnconfirmed, ReceiptPrinter
from hardware.simulated.receipt_printer import FAULTS, SimulatedReceiptPrinter
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.core.slip import Slip, SlipText

from .conftest import LAST_WORDS, SLIP, Bench

EXPECTED: dict[str, set[str]] = {
    "paper_near_end": {"printed"},
    "paper_out": {"paper_out"},
    "paper_out_mid_print": {"paper_out"},
    "cover_open": {"cover_open"},
    "cover_open_mid_print": {"cover_open"},
    "cutter_jam": {"cutter_jam"},
    "cutter_jam_on_cut": {"cutter_jam"},
    "head_hot": {"print_head_hot"},
    "head_hot_mid_print": {"print_head_hot"},
    "unrecoverable": {"printer_broken"},
    "unrecoverable_mid_print": {"printer_broken"},
    "swallow": {"printer_silent"},
    "swallow_mid_print": {"print_unconfirmed"},
    "no_answer": {"printer_silent"},
    "no_answer_mid_print": {"printer_silent", "print_unconfirmed"},
    "no_confirmation": {"printer_silent"},
    "slow_head": {"printed"},
    "late_status": {"printer_silent"},
    "garbage_00": {"printer_silent"},
    "garbage_ff": {"printer_silent"},
    "garbage_00_mid_print": {"printer_silent", "print_unconfirmed"},
    "no_identity": {"printed"},
    "stray_asb": {"printed"},
    "xoff": {"printed"},
    "busy": {"printer_busy"},
    "unplug": {"printer_absent"},
    "unplug_mid_print": {"printer_absent", "print_unconfirmed"},
    "power_cycle": {"printer_silent", "printed"},
    "power_cycle_mid_print": {"printer_silent", "print_unconfirmed"},
}


def came_out_whole(simulated: SimulatedReceiptPrinter) -> bool:
    return any(paper.cut and paper.text.endswith(LAST_WORDS) for paper in simulated.papers)


def may_have_left_paper(outcome: PrintOutcome) -> bool:
    return isinstance(outcome, PrintUnconfirmed) or (isinstance(outcome, NotPrinted) and outcome.partly)


def print_until_done(printer: ReceiptPrinter, slip: Slip) -> tuple[Printed, bool]:
    """Print again and again; says also whether a failed try on the way may have left a piece of paper."""
    left_paper = False
    for _ in range(12):
        outcome = printer.print_once(slip, 30)
        if isinstance(outcome, Printed):
            return outcome, left_paper
        left_paper |= may_have_left_paper(outcome)
    raise AssertionError(outcome.name)


def test_every_named_fault_is_expected_to_come_to_something() -> None:
    assert EXPECTED.keys() == FAULTS.keys()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_never_shows_success_and_the_slip_is_whole_after_mending(bench: Bench, name: str) -> None:
    simulated, printer = bench(name, slow_mm_per_s=200)
    outcome = printer.print_once(SLIP, 30)
    assert outcome.name in EXPECTED[name]
    if isinstance(outcome, Printed):
        assert came_out_whole(simulated)
        assert not outcome.reprint
        assert simulated.errors == []
        return
    assert not came_out_whole(simulated) or may_have_left_paper(outcome)
    simulated.mend()
    again, more_left = print_until_done(printer, SLIP)
    assert again.reprint == (may_have_left_paper(outcome) or more_left)
    last = simulated.papers[-1]
    assert last.cut
    assert last.text.endswith(LAST_WORDS)
    assert ("重打" in last.text) == again.reprint
    assert simulated.errors == []


def test_a_head_too_slow_for_the_deadline_is_unconfirmed_not_printed(bench: Bench) -> None:
    _, printer = bench("slow_head", slow_mm_per_s=5)
    assert printer.print_once(SLIP, 30) == PrintUnconfirmed()


def test_a_long_slip_from_a_slow_head_is_waited_for(bench: Bench) -> None:
    lines = tuple(SlipText(f"第{n}项材料，请带原件") for n in range(60))
    simulated, printer = bench("slow_head", slow_mm_per_s=120)
    assert isinstance(printer.print_once(Slip("job-long", (*lines, SlipText(LAST_WORDS))), 60), Printed)
    assert came_out_whole(simulated)


@pytest.mark.parametrize("name", ["paper_out_mid_print", "cover_open_mid_print"])
def test_the_confirmation_of_an_old_slip_never_confirms_the_next(bench: Bench, name: str) -> None:
    simulated, printer = bench(name, keeps_buffer=True)
    assert isinstance(printer.print_once(SLIP, 30), NotPrinted)
    simulated.mend()  # a printer that keeps its buffer now prints the rest of the old slip, and confirms it
    simulated.inject("swallow_mid_print", after_lines=5)
    outcome = printer.print_once(SLIP, 30)
    if isinstance(outcome, Printed):
        assert simulated.papers[-1].text.endswith(LAST_WORDS)
    simulated.mend()
    print_until_done(printer, SLIP)
    assert simulated.papers[-1].cut
    assert simulated.papers[-1].text.endswith(LAST_WORDS)


def test_a_cleared_cutter_is_taken_back_by_the_driver(bench: Bench) -> None:
    simulated, printer = bench("cutter_jam")
    assert printer.print_once(SLIP, 30).name == "cutter_jam"
    simulated.clear_cutter()
    assert isinstance(printer.print_once(SLIP, 30), Printed)
    assert came_out_whole(simulated)


def wait_until_online(printer: ReceiptPrinter) -> None:
    online = threading.Event()
    printer.listen(lambda state, fault: online.set() if state is DeviceState.ONLINE else None)
    assert online.wait(20)


def test_a_printer_says_what_it_is_before_it_is_called_online(bench: Bench) -> None:
    _, printer = bench()
    wait_until_online(printer)
    assert printer.about == About("SIMULATED R-80", "2.36", "R80-000123")


def test_a_letter_that_a_printer_without_identity_took_is_on_no_slip(bench: Bench) -> None:
    simulated, printer = bench("no_identity")
    wait_until_online(printer)
    assert not printer.about
    assert isinstance(printer.print_once(SLIP, 30), Printed)
    assert simulated.papers[-1].text.startswith("已暂存")
    assert simulated.errors == []


def test_a_printer_out_of_paper_is_asked_what_it_is_only_when_it_can_answer(bench: Bench) -> None:
    simulated, printer = bench("paper_out")
    stopped = threading.Event()
    printer.listen(lambda state, fault: stopped.set() if fault is Fault.PAPER_OUT else None)
    assert stopped.wait(20)
    assert b"\x1dI" not in simulated.received
    simulated.refill()
    wait_until_online(printer)
    assert printer.about.number == "R80-000123"
