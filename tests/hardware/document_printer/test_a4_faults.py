"""Every named fault of an A4 printer, over real IPP: what is told, and that nothing comes out twice or too late."""

import threading

import pytest

from hardware.document_printer import NotPrinted, Printed, PrintUnconfirmed, open_document_printer
from hardware.document_printer.status import ENDED
from hardware.simulated.document_printer import SimulatedDocumentPrinter
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState, PaperState

from .conftest import QUICK, SLIP, Bench

F = Fault
TOLD: dict[str, Fault | None] = {
    "paper_low": None, "paper_out": F.A4_PAPER_OUT, "paper_out_mid_job": F.A4_PAPER_OUT,
    "paper_needed": F.A4_PAPER_OUT, "paper_out_warning": F.A4_PAPER_OUT, "tray_missing": F.A4_PAPER_OUT,
    "toner_low": None, "toner_empty": F.A4_INK_OUT, "door_open": F.A4_COVER_OPEN, "cover_open": F.A4_COVER_OPEN,
    "jam": F.A4_JAM, "jam_mid_job": F.A4_JAM, "output_full": F.A4_TRAY_FULL, "stopped": F.A4_PAUSED,
    "paused": F.A4_PAUSED, "rejecting": F.A4_PAUSED, "no_pdf": F.A4_BROKEN, "aborts": F.A4_BROKEN,
    "with_errors": F.A4_UNCONFIRMED, "never_finishes": F.A4_SILENT, "keeps_on": None, "busy": F.A4_BUSY,
    "no_answer": F.A4_SILENT, "half_answer": F.A4_ABSENT, "reset": F.A4_ABSENT, "garbage": F.A4_ABSENT,
    "wrong_number": F.A4_ABSENT, "lost_answer": None, "lost_request": F.A4_UNCONFIRMED, "flap": None,
    "restart_mid_job": F.A4_UNCONFIRMED, "unplug": F.A4_ABSENT, "unplug_mid_job": F.A4_UNCONFIRMED,
}  # fmt: skip
"""None: it prints all the same."""
FAULTS = SimulatedDocumentPrinter.FAULTS


def test_every_fault_of_the_simulator_is_answered_for() -> None:
    assert TOLD.keys() == FAULTS.keys()


@pytest.mark.parametrize("fault", FAULTS)
def test_the_outcome_says_what_the_printer_has(bench: Bench, fault: str) -> None:
    simulated, printer = bench(fault)
    outcome = printer.print_once(SLIP, 30)
    wanted = TOLD[fault]
    if wanted is None:
        assert outcome == Printed(SLIP.job_id, False)
        assert len(simulated.papers) == 1
        return
    assert isinstance(outcome, NotPrinted | PrintUnconfirmed)
    assert outcome.fault is wanted
    if isinstance(outcome, NotPrinted):
        assert not outcome.partly
        assert simulated.sheets_out == 0


@pytest.mark.parametrize("fault", [f for f, told in TOLD.items() if isinstance(told, Fault)])
def test_after_the_mend_the_same_paper_comes_out_once(bench: Bench, fault: str) -> None:
    simulated, printer = bench(fault)
    printer.print_once(SLIP, 30)
    simulated.mend()
    outcome = printer.print_once(SLIP, 30)
    assert isinstance(outcome, Printed)
    if fault != "with_errors":  # there every page had come out, and the printer called it done
        assert len(simulated.papers) == 1


def test_a_lost_answer_is_no_second_paper(bench: Bench) -> None:
    simulated, printer = bench("lost_answer")
    assert printer.print_once(SLIP, 30) == Printed(SLIP.job_id, False)
    assert printer.print_once(SLIP, 30) == Printed(SLIP.job_id, False)
    assert (simulated.received, len(simulated.papers)) == (1, 1)


def test_a_job_nobody_waits_for_any_more_never_comes_out(bench: Bench) -> None:
    """A printer without paper is filled an hour later: the page of the one before must not greet the next."""
    simulated, printer = bench("paper_out_mid_job")
    assert isinstance(printer.print_once(SLIP, 30), NotPrinted)
    simulated.mend()
    assert not simulated.wait_for(1, 0.3)


def test_a_job_lost_sight_of_is_called_off_when_the_printer_is_back(bench: Bench) -> None:
    simulated, printer = bench("unplug_mid_job")
    simulated.inject("never_finishes")
    assert printer.print_once(SLIP, 30) == PrintUnconfirmed(F.A4_UNCONFIRMED)
    simulated.mend()
    with simulated.changed:
        ended = lambda: simulated.jobs[0].state in ENDED  # noqa: E731
        assert simulated.changed.wait_for(ended, 10)  # called off, or out before the driver was back
    assert simulated.received == 1


def test_a_printer_that_will_not_stop_is_not_said_to_have_stopped(bench: Bench) -> None:
    simulated, printer = bench("keeps_on")
    simulated.inject("never_finishes")
    assert printer.print_once(SLIP, 30) == PrintUnconfirmed(F.A4_UNCONFIRMED)


def test_one_doubtful_paper_is_headed_as_a_second_try(bench: Bench) -> None:
    simulated, printer = bench("lost_request")
    assert printer.print_once(SLIP, 30) == PrintUnconfirmed(F.A4_UNCONFIRMED)
    assert printer.print_once(SLIP, 30) == Printed(SLIP.job_id, True)
    assert len(simulated.papers) == 1


@pytest.mark.parametrize(
    ("fault", "state", "paper"),
    [
        ("paper_out", DeviceState.USER_ERROR, PaperState.OUT),
        ("jam", DeviceState.USER_ERROR, PaperState.JAMMED),
        ("paper_low", DeviceState.ONLINE, PaperState.LOW),
        ("stopped", DeviceState.HARDWARE_ERROR, PaperState.FULL),
        ("rejecting", DeviceState.HARDWARE_ERROR, PaperState.UNKNOWN),
        ("unplug", DeviceState.NO_DEVICE, PaperState.UNKNOWN),
    ],
)
def test_an_idle_printer_tells_how_it_is_and_when_it_is_well_again(
    bench: Bench, fault: str, state: DeviceState, paper: PaperState
) -> None:
    simulated, printer = bench()
    told: list[DeviceState] = []
    changed = threading.Condition()

    def hear(now: DeviceState, _: Fault | None) -> None:
        with changed:
            told.append(now)
            changed.notify_all()

    printer.listen(hear)
    with changed:
        assert changed.wait_for(lambda: told == [DeviceState.ONLINE], 10)
    simulated.inject(fault)
    if fault != "paper_low":
        with changed:
            assert changed.wait_for(lambda: told[-1] is state, 10)
        assert printer.paper is paper
        simulated.mend()
        with changed:
            assert changed.wait_for(lambda: told[-1] is DeviceState.ONLINE, 10)


def test_two_misses_are_a_flap_and_nobody_hears_of_them(bench: Bench) -> None:
    simulated, printer = bench()
    told: list[DeviceState] = []
    printer.listen(lambda state, _: told.append(state))
    simulated.inject("flap")
    assert isinstance(printer.print_once(SLIP, 30), Printed)
    assert DeviceState.NO_DEVICE not in told


def test_a_printer_absent_from_the_start_is_told_at_once() -> None:
    printer = open_document_printer("ipp://127.0.0.1:9/ipp/print", timings=QUICK)
    heard = threading.Event()
    printer.listen(lambda state, fault: heard.set() if fault is F.A4_ABSENT else None)
    try:
        assert heard.wait(10)
    finally:
        printer.close()
