"""The driver around the job: once per job id, never waiting, watching, coming back."""

import json
import threading
from pathlib import Path

from click.testing import CliRunner
from PIL import Image

from hardware.receipt_printer import NotPrinted, Printed, PrintOutcome, PrintUnconfirmed, open_printer
from hardware.receipt_printer.cli import print_test
from hardware.simulated.receipt_printer import SimulatedReceiptPrinter
from hardware.simulated.wire import TcpWire
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState, PaperState
from kiosk.core.slip import Slip, SlipFact

from .conftest import QUICK, SLIP, Bench


class Changes:
    """Waits for a state the listener is told of."""

    def __init__(self) -> None:
        self.seen: list[tuple[DeviceState, Fault | None]] = []
        self._changed = threading.Condition()

    def __call__(self, state: DeviceState, fault: Fault | None) -> None:
        with self._changed:
            self.seen.append((state, fault))
            self._changed.notify_all()

    def wait_for(self, state: DeviceState, fault: Fault | None, timeout_s: float = 20.0) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: (state, fault) in self.seen[-1:], timeout_s), self.seen


def test_a_confirmed_job_is_not_printed_again(bench: Bench) -> None:
    simulated, printer = bench()
    first = printer.print_once(SLIP, 30)
    assert first == Printed("job-1", reprint=False)
    assert printer.print_once(SLIP, 30) == first
    assert len(simulated.papers) == 1


def test_print_never_waits_and_two_slips_come_out_in_order(bench: Bench) -> None:
    simulated, printer = bench()
    outcomes: list[PrintOutcome] = []
    done = threading.Semaphore(0)

    def heard(outcome: PrintOutcome) -> None:
        outcomes.append(outcome)
        done.release()

    for number in (1, 2):
        printer.print(Slip(f"job-{number}", (SlipFact("号", str(number)),)), heard)
    assert all(done.acquire(timeout=30) for _ in range(2))
    assert [outcome.name for outcome in outcomes] == ["printed", "printed"]
    assert [paper.text for paper in simulated.papers] == ["号：1", "号：2"]


def test_a_slip_refused_before_it_began_is_later_an_ordinary_first_print(bench: Bench) -> None:
    simulated, printer = bench("paper_out")
    assert printer.print_once(SLIP, 30) == NotPrinted(Fault.PAPER_OUT, DeviceState.USER_ERROR)
    simulated.refill()
    assert printer.print_once(SLIP, 30) == Printed("job-1", reprint=False)
    assert "重打" not in simulated.papers[-1].text


def test_paper_running_out_is_known_before_anyone_prints(bench: Bench) -> None:
    simulated, printer = bench()
    changes = Changes()
    printer.listen(changes)
    if printer.state is not DeviceState.ONLINE:
        changes.wait_for(DeviceState.ONLINE, None)
    simulated.inject("paper_near_end")
    changes.wait_for(DeviceState.ONLINE, Fault.PAPER_LOW)
    assert printer.paper is PaperState.LOW
    simulated.inject("paper_out")
    changes.wait_for(DeviceState.USER_ERROR, Fault.PAPER_OUT)
    assert printer.paper is PaperState.OUT
    simulated.refill()
    changes.wait_for(DeviceState.ONLINE, None)
    assert printer.paper is PaperState.FULL


def test_a_pulled_cable_is_noticed_and_the_printer_comes_back_by_itself(bench: Bench) -> None:
    simulated, printer = bench()
    changes = Changes()
    printer.listen(changes)
    simulated.inject("unplug")
    changes.wait_for(DeviceState.NO_DEVICE, Fault.PRINTER_ABSENT)
    assert printer.paper is PaperState.UNKNOWN
    simulated.mend()
    changes.wait_for(DeviceState.ONLINE, None)


def test_three_silent_looks_make_it_offline(bench: Bench) -> None:
    simulated, printer = bench()
    changes = Changes()
    printer.listen(changes)
    simulated.inject("no_answer")
    changes.wait_for(DeviceState.OFFLINE, Fault.PRINTER_SILENT)


def test_closing_answers_a_job_under_way_and_does_not_call_it_printed(bench: Bench) -> None:
    simulated, printer = bench("slow_head", slow_mm_per_s=5)
    outcomes: list[PrintOutcome] = []
    printer.print(SLIP, outcomes.append)
    printer.close()
    assert outcomes == [PrintUnconfirmed()]
    assert not any(paper.cut for paper in simulated.papers)


def test_both_widths_and_all_text_modes_come_out_over_tcp_too(bench: Bench, tmp_path: Path) -> None:
    for width, options in ((384, "&text=gb2312"), (576, "&text=raster"), (576, "&qr=raster")):
        simulated, printer = bench(wire=TcpWire(), width=width, charset="gb2312", options=options)
        assert isinstance(printer.print_once(SLIP, 30), Printed)
        assert simulated.errors == []
        simulated.paper_png(tmp_path / "slip.png")
        with Image.open(tmp_path / "slip.png") as picture:
            assert picture.width > width


def test_a_name_with_a_rare_character_is_drawn_whole(bench: Bench) -> None:
    simulated, printer = bench()
    assert isinstance(printer.print_once(Slip("j", (SlipFact("姓名", "测试𬱖"), SlipFact("民族", "满"))), 30), Printed)
    paper = simulated.papers[0]
    assert paper.text == "▒\n民族：满"
    line = paper.picture.crop((7 * 24, 0, 14 * 24, 48))
    assert line.getextrema() == (0, 255), "the name is there in black dots"


def test_print_test_says_what_happened_in_words_json_and_exit_code() -> None:
    simulated = SimulatedReceiptPrinter()
    run = CliRunner()
    try:
        done = run.invoke(print_test, ["--device", simulated.uri, "--json"])
        assert (done.exit_code, json.loads(done.output)) == (0, {"outcome": "printed", "reprint": False})
        simulated.inject("cover_open")
        stopped = run.invoke(print_test, ["--device", simulated.uri, "--json"])
        said = json.loads(stopped.output)
        assert (stopped.exit_code, said["outcome"]) == (3, "cover_open")
        assert "盖子" in said["say"]
        assert "盖子" in run.invoke(print_test, ["--device", simulated.uri]).output
        simulated.mend()
        simulated.inject("no_answer")
        assert run.invoke(print_test, ["--device", simulated.uri]).exit_code == 4
    finally:
        simulated.close()
    gone = run.invoke(print_test, ["--device", simulated.uri, "--json"])
    assert (gone.exit_code, json.loads(gone.output)["outcome"]) == (4, "printer_absent")


def test_a_bad_uri_is_refused_in_a_sentence() -> None:
    for uri in ("usb://1", "serial:///dev/x?width=70", "tcp://h:1?text=utf8", "tcp://h:1?qr=no", "serial://"):
        bad = CliRunner().invoke(print_test, ["--device", uri])
        assert bad.exit_code == 2
        assert "地址" in bad.output or "不能用" in bad.output


def test_opening_a_uri_does_not_wait_for_the_device() -> None:
    printer = open_printer("serial:///dev/no-such-printer", timings=QUICK)
    try:
        assert printer.print_once(SLIP, 30) == NotPrinted(Fault.PRINTER_ABSENT, DeviceState.NO_DEVICE)
    finally:
        printer.close()
