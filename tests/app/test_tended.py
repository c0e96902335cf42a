"""What devices do is counted, and one put out of use is left alone, over real bytes."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hardware.card_reader import CardOutcome, CardRead, ReaderFailed, open_reader
from hardware.document_printer import open_document_printer
from hardware.receipt_printer import NotPrinted, Printed, PrintOutcome, Profile, open_printer
from hardware.receipt_printer.length import slip_mm
from hardware.simulated.card_reader import SimulatedCardReader
from hardware.simulated.document_printer import SimulatedDocumentPrinter
from hardware.simulated.people import GUILAN
from hardware.simulated.receipt_printer import SimulatedReceiptPrinter
from kiosk.app.tended import TendedPrinter, TendedReader
from kiosk.core.clock import SystemClock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.core.slip import Slip, SlipQr, SlipRule, SlipText
from offline_cache import Logbook

SLIP = Slip(
    "job-1", (SlipText("测试小票", 3, True, "centre"), SlipRule(), SlipText("一行字"), SlipQr("测试", "扫一扫"))
)


@pytest.fixture
def logbook(tmp_path: Path) -> Iterator[Logbook]:
    book = Logbook(tmp_path, SystemClock())
    yield book
    book.close()


def printed(printer: TendedPrinter, slip: Slip) -> PrintOutcome:
    done, outcomes = threading.Event(), list[PrintOutcome]()
    printer.print(slip, lambda outcome: (outcomes.append(outcome), done.set()))  # type: ignore[func-returns-value]
    assert done.wait(60)
    return outcomes[0]


def test_a_slip_counts_with_the_paper_it_really_took(logbook: Logbook) -> None:
    with closing(SimulatedReceiptPrinter()) as simulated:
        printer = open_printer(simulated.uri)
        tended = TendedPrinter(printer, logbook, "receipt_printer", lambda slip: slip_mm(slip, Profile()))
        assert isinstance(printed(tended, SLIP), Printed)
        (paper,) = simulated.papers
        printer.close()
    counts = logbook.record("receipt_printer").counts
    assert counts["done"] == 1
    assert counts["paper_mm"] == slip_mm(SLIP, Profile())
    assert counts["paper_mm"] == pytest.approx(paper.picture.height / 8, abs=13)  # the picture may lack the feed


def test_a_fresh_roll_begins_the_estimate_anew(logbook: Logbook) -> None:
    with closing(SimulatedReceiptPrinter()) as simulated:
        printer = open_printer(simulated.uri)
        tended = TendedPrinter(printer, logbook, "receipt_printer", lambda slip: slip_mm(slip, Profile()))
        states = Changes()
        tended.listen(states.heard)
        states.wait(None)
        logbook.count("receipt_printer", "paper_mm", 79000)
        simulated.inject("paper_out")
        states.wait(Fault.PAPER_OUT)
        assert logbook.record("receipt_printer").counts["paper_mm"] == 79000
        simulated.refill()
        states.wait(None)
        printer.close()
    assert logbook.record("receipt_printer").counts == {"rolls": 1}


def test_sheets_count_and_a_person_who_fills_the_tray_begins_anew(logbook: Logbook) -> None:
    with SimulatedDocumentPrinter() as simulated:
        printer = open_document_printer(simulated.uri)
        tended = TendedPrinter(printer, logbook, "document_printer")
        assert isinstance(printed(tended, SLIP), Printed)
        assert isinstance(printed(tended, SLIP), Printed), "the same again takes no paper"
        printer.close()
    assert logbook.record("document_printer").counts == {"done": 2, "sheets": 1}
    tended.loaded()
    assert logbook.record("document_printer").counts == {"done": 2, "fills": 1}


def test_a_printer_put_out_of_use_prints_nothing_and_is_back_as_it_is(logbook: Logbook) -> None:
    with closing(SimulatedReceiptPrinter()) as simulated:
        printer = open_printer(simulated.uri)
        tended = TendedPrinter(printer, logbook, "receipt_printer", lambda slip: slip_mm(slip, Profile()))
        states = Changes()
        tended.listen(states.heard)
        states.wait(None)
        tended.use.put(True)
        states.wait(Fault.OUT_OF_USE)
        assert printed(tended, SLIP) == NotPrinted(Fault.OUT_OF_USE, DeviceState.OFFLINE)
        assert simulated.papers == []
        tended.use.put(False)
        states.wait(None)
        assert isinstance(printed(tended, SLIP), Printed)
        printer.close()
    assert logbook.record("receipt_printer").counts["done"] == 1


def test_reads_count_and_a_reader_out_of_use_is_not_asked(logbook: Logbook) -> None:
    with SimulatedCardReader() as simulated:
        reader = open_reader(simulated.uri, SystemClock())
        tended = TendedReader(reader, logbook)
        simulated.lay(GUILAN)
        assert isinstance(read(tended), CardRead)
        tended.use.put(True)
        before = len(simulated.requests)
        assert read(tended) == ReaderFailed(Fault.OUT_OF_USE, DeviceState.OFFLINE)
        assert all(request[7] == 0x11 for request in simulated.requests[before:])  # at most how are you
        reader.close()
    assert logbook.record("card_reader").counts == {"done": 1}


def read(reader: TendedReader) -> CardOutcome:
    done, outcomes = threading.Event(), list[CardOutcome]()
    reader.read(20.0, lambda outcome: (outcomes.append(outcome), done.set()), lambda: None)  # type: ignore[func-returns-value]
    assert done.wait(60)
    return outcomes[0]


class Changes:
    """What a session would hear, waited for."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._fault: Fault | str | None = "nothing heard"

    def heard(self, state: DeviceState, fault: Fault | None) -> None:
        with self._changed:
            self._fault = fault
            self._changed.notify_all()

    def wait(self, fault: Fault | None) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self._fault == fault, 30), self._fault
