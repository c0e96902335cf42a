"""The devices' memory: what is written stays, what is damaged costs only itself."""

from datetime import timedelta
from pathlib import Path

from kiosk.core.clock import ManualClock
from kiosk.core.device_record import KEPT_FAULTS
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from offline_cache import Logbook, read_logbook


def test_counts_tests_and_faults_are_there_after_the_power_was_gone(tmp_path: Path) -> None:
    clock = ManualClock()
    book = Logbook(tmp_path, clock)
    book.count("receipt_printer", "done")
    book.count("receipt_printer", "done", 2)
    book.count("receipt_printer", "paper_mm", 180)
    book.state("receipt_printer", "userError", "paper_out")
    book.tested("receipt_printer", seen=False)
    # Not closed: the power is gone.
    record = Logbook(tmp_path, clock).record("receipt_printer")
    assert record.counts == {"done": 3, "paper_mm": 180}
    assert [past.known for past in record.faults] == [Fault.PAPER_OUT]
    assert record.test is not None
    assert not record.test.seen
    assert record.last is not None
    assert (record.last.state, record.last.fault, record.last.since) == (
        DeviceState.USER_ERROR, Fault.PAPER_OUT, clock.now(),
    )  # fmt: skip
    book.close()


def test_only_the_last_five_faults_are_kept_and_one_that_goes_on_counts_once(tmp_path: Path) -> None:
    clock, faults = ManualClock(), list(Fault)[: KEPT_FAULTS + 2]
    book = Logbook(tmp_path, clock)
    for fault in faults:
        book.state("card_reader", "offline", fault)
        book.state("card_reader", "deviceBusy", fault)
        clock.advance(60)
        book.state("card_reader", "online", "")
    assert [past.known for past in book.record("card_reader").faults] == faults[:1:-1]
    assert book.record("another").faults == ()
    book.close()


def test_a_damaged_logbook_is_laid_aside_and_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "logbook.db").write_bytes(b"not a database at all, but long enough to be read as one" * 40)
    book = Logbook(tmp_path, ManualClock())
    book.count("card_reader", "done")
    assert book.record("card_reader").counts == {"done": 1}
    assert (tmp_path / "logbook.db.damaged").exists()
    book.close()


def test_looking_makes_nothing_and_a_terminal_that_signs_is_running_for_a_minute(tmp_path: Path) -> None:
    clock = ManualClock()
    assert read_logbook(tmp_path, clock) is None
    assert list(tmp_path.iterdir()) == []
    book = Logbook(tmp_path, clock)
    assert not book.running
    book.awake()
    assert book.running
    clock.advance(timedelta(minutes=2).total_seconds())
    assert not book.running
    book.close()


def test_a_state_written_by_another_version_is_no_state(tmp_path: Path) -> None:
    book = Logbook(tmp_path, ManualClock())
    book.state("card_reader", "somethingNew", "fault_of_tomorrow")
    record = book.record("card_reader")
    assert record.last is None
    assert [past.known for past in record.faults] == [None]
    book.close()
