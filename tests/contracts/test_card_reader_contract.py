"""The same promises over a real pseudo-terminal, over real TCP, and for a real unit named by KIOSK_TEST_READER."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hardware.card_reader import CardOutcome, CardRead, CardReader, NoCard, ReaderFailed, open_reader
from hardware.card_reader.codec import Request, request_bytes
from hardware.card_reader.reader import CardReader as Reader
from hardware.card_reader.sam import TimeOuts
from hardware.link import open_link, parse_uri
from hardware.simulated.card_reader import SimulatedCardReader, UnknownFault
from hardware.simulated.people import FUNING, GUILAN, JIANGUO, PEOPLE
from kiosk.core.clock import SystemClock
from kiosk.core.outcomes import DeviceState

PATIENCE_S = 30.0

EXPECTED: dict[str, set[str]] = {
    "no_card": {"no_card"},
    "lifted_after_find": {"card_moved"},
    "lifted_while_reading": {"card_moved"},
    "cut_while_reading": {"card_moved"},
    "moved_once": {"read"},
    "checksum_once": {"read"},
    "checksum_always": {"reader_silent"},
    "text_flipped": {"card_unreadable"},
    "request_garbled_once": {"read"},
    "silent": {"reader_silent"},
    "silent_on_select": {"reader_silent"},
    "silent_on_read": {"reader_silent"},
    "half_then_rest": {"read"},
    "half_never_rest": {"card_moved"},
    "noise_around": {"read"},
    "preamble_run": {"read"},
    "stale_record_first": {"read"},
    "slow_9600": {"read"},
    "length_too_long": {"card_moved"},
    "length_too_short": {"card_unreadable"},
    "length_ffff": {"reader_silent"},
    "unplugged_while_reading": {"reader_absent"},
    "power_loss": {"read"},
    "self_test_failed": {"reader_broken"},
    "not_authorised": {"reader_broken"},
    "wrong_kind": {"card_wrong_kind"},
    "card_refuses_reader": {"card_rejected"},
    "forged": {"card_rejected"},
    "mac_failed": {"card_rejected"},
    "busy": {"reader_busy"},
    "other_card_each_time": {"read"},
    "odd_content": {"read"},
    "late_find": {"read"},
    "late_record": {"read", "no_card"},
}
"""Fault -> what a read may come to."""


SLOW = {"slow_9600": TimeOuts(), "half_then_rest": TimeOuts()}


def reader_at(uri: str, *, background: bool = False, time_outs: TimeOuts = TimeOuts(0.5, 1.0)) -> CardReader:  # noqa: B008
    """A reader with short waits, so that the suite is quick."""
    address = parse_uri(uri)
    return Reader(
        lambda: open_link(address),
        SystemClock(),
        poll_s=0.05,
        settle_s=0.3,
        health_s=0.1,
        back_off_s=(0.02, 0.1),
        background=background,
        time_outs=time_outs,
    )


class Heard:
    """Values as they are told, with a way to wait for one."""

    def __init__(self) -> None:
        self.all: list[Any] = []
        self._came = threading.Condition()

    def put(self, value: Any = None, *more: Any) -> None:
        with self._came:
            self.all.append(value)
            self._came.notify_all()

    def wait(self, wanted: Callable[[list[Any]], bool]) -> list[Any]:
        with self._came:
            assert self._came.wait_for(lambda: wanted(self.all), PATIENCE_S), self.all
            return list(self.all)


@pytest.fixture(params=["pty", "tcp"])
def sim(request: pytest.FixtureRequest) -> Iterator[SimulatedCardReader]:
    with SimulatedCardReader(tcp_port=0 if request.param == "tcp" else None) as made:
        yield made
        assert all(asked[7:9] != b"\x30\x10" for asked in made.requests), "fingerprints were asked for"


@pytest.mark.parametrize("who", PEOPLE)
def test_every_person_of_the_demonstration_is_read_exactly(sim: SimulatedCardReader, who: str) -> None:
    sim.lay(PEOPLE[who])
    reader = reader_at(sim.uri)
    assert reader.read_once(5) == CardRead(PEOPLE[who])
    reader.close()


def test_every_declared_fault_has_an_expected_outcome() -> None:
    assert set(EXPECTED) == set(SimulatedCardReader.FAULTS)
    with SimulatedCardReader() as sim, pytest.raises(UnknownFault):
        sim.set_fault("no such fault")


@pytest.mark.parametrize("fault", EXPECTED)
def test_each_fault_by_name_comes_to_its_outcome_and_never_to_a_wrong_record(fault: str) -> None:
    with SimulatedCardReader(late_s=1.6) as sim:
        sim.lay(JIANGUO)
        sim.set_fault(fault)
        reader = reader_at(sim.uri, time_outs=SLOW.get(fault, TimeOuts(0.5, 1.0)))
        outcome = reader.read_once(4 if fault.startswith("late") else 2.5)
        reader.close()
        assert outcome.name in EXPECTED[fault]
        if isinstance(outcome, CardRead) and fault != "odd_content":
            assert outcome.card == JIANGUO
        if isinstance(outcome, ReaderFailed):
            unheard = {"silent", "unplugged_while_reading", "busy"}
            assert outcome.answered or fault in unheard
        assert all(asked[7:9] != b"\x30\x10" for asked in sim.requests)


def test_a_card_laid_down_later_is_read_when_it_comes(sim: SimulatedCardReader) -> None:
    reader, heard = reader_at(sim.uri), Heard()
    reader.read(PATIENCE_S, heard.put)
    while not sim.requests:
        threading.Event().wait(0.005)
    sim.lay(FUNING)
    assert heard.wait(lambda got: len(got) == 1) == [CardRead(FUNING)]
    reader.close()


def test_card_lifted_while_reading_yields_card_moved_and_no_record(sim: SimulatedCardReader) -> None:
    sim.lay(GUILAN)
    sim.set_fault("lifted_while_reading")
    reader = reader_at(sim.uri)
    assert reader.read_once(5).name == "card_moved"
    sim.set_fault(None)
    sim.lay(GUILAN)
    assert reader.read_once(5) == CardRead(GUILAN)
    reader.close()


def test_a_read_that_is_called_off_is_no_card(sim: SimulatedCardReader) -> None:
    reader, heard = reader_at(sim.uri), Heard()
    reader.read(PATIENCE_S, heard.put)
    reader.cancel()
    assert heard.wait(lambda got: len(got) == 1) == [NoCard()]
    reader.close()


@pytest.mark.parametrize("refind", [True, False])
def test_removal_is_told_once_and_only_after_the_card_is_gone(refind: bool) -> None:
    with SimulatedCardReader(refind=refind) as sim:
        sim.lay(GUILAN)
        reader, heard = reader_at(sim.uri), Heard()
        assert isinstance(reader.read_once(5), CardRead)
        reader.watch_removal(lambda: heard.put("gone"), PATIENCE_S)
        asked = len(sim.requests)
        while len(sim.requests) < asked + 3:
            threading.Event().wait(0.005)
        assert heard.all == []
        sim.lift()
        assert heard.wait(lambda got: len(got) == 1) == ["gone"]
        reader.close()


def test_a_card_left_behind_is_said_to_be_still_there_at_the_end_of_the_watch(sim: SimulatedCardReader) -> None:
    sim.lay(GUILAN)
    reader, heard = reader_at(sim.uri), Heard()
    assert isinstance(reader.read_once(5), CardRead)
    reader.watch_removal(lambda: heard.put("gone"), 0.5, lambda: heard.put("still there"))
    assert heard.wait(lambda got: len(got) == 1) == ["still there"]
    reader.close()


def test_an_unplugged_reader_is_told_and_comes_back_by_itself(sim: SimulatedCardReader) -> None:
    reader, heard = reader_at(sim.uri, background=True), Heard()
    reader.listen(lambda state, fault: heard.put(state))
    heard.wait(lambda got: got[-1:] == [DeviceState.ONLINE]) if reader.state is not DeviceState.ONLINE else None
    sim.unplug()
    heard.wait(lambda got: got[-1:] == [DeviceState.NO_DEVICE])
    assert reader.read_once(1).name == "reader_absent"
    sim.replug()
    heard.wait(lambda got: got[-1:] == [DeviceState.ONLINE])
    sim.lay(GUILAN)
    assert reader.read_once(5) == CardRead(GUILAN)
    assert all(a != b for a, b in zip(heard.all, heard.all[1:], strict=False)), "told without a change"
    reader.close()


def test_a_reader_that_falls_silent_is_offline_and_online_again_when_it_answers() -> None:
    with SimulatedCardReader() as sim:
        sim.set_fault("silent")
        reader, heard = reader_at(sim.uri, background=True), Heard()
        reader.listen(lambda state, fault: heard.put(state))
        heard.wait(lambda got: got == [DeviceState.OFFLINE])
        sim.set_fault(None)
        heard.wait(lambda got: got[-2:] == [DeviceState.OFFLINE, DeviceState.ONLINE])
        reader.close()


def test_a_reader_whose_self_test_fails_is_a_hardware_error() -> None:
    with SimulatedCardReader() as sim:
        sim.set_fault("self_test_failed")
        reader, heard = reader_at(sim.uri, background=True), Heard()
        reader.listen(lambda state, fault: heard.put(state))
        # On a busy machine it may first have missed its polls.
        heard.wait(lambda got: got[-1:] == [DeviceState.HARDWARE_ERROR])
        reader.close()


def test_closing_while_a_read_waits_still_gives_its_outcome(sim: SimulatedCardReader) -> None:
    reader, heard = reader_at(sim.uri), Heard()
    reader.read(PATIENCE_S, heard.put)
    reader.close()
    assert len(heard.wait(lambda got: len(got) == 1)) == 1


def test_the_stable_name_of_the_port_survives_and_is_removed(tmp_path: Path) -> None:
    link = tmp_path / "reader"
    with SimulatedCardReader(link=link) as sim:
        assert sim.uri == f"serial://{link}?baud=115200"
        assert link.is_symlink()
    assert not link.is_symlink()


@pytest.mark.hardware
def test_a_real_reader_answers_without_a_card() -> None:
    uri = os.environ.get("KIOSK_TEST_READER")
    if not uri:
        pytest.skip("set KIOSK_TEST_READER to the URI of a real reader to run this")
    reader = open_reader(uri, SystemClock(), background=False)
    outcome: CardOutcome = reader.read_once(5)
    reader.close()
    assert isinstance(outcome, NoCard | CardRead)


@pytest.mark.parametrize("refind", [True, False])
def test_a_card_laid_down_unasked_is_told_and_stays_there_and_is_read_only_when_asked_for(refind: bool) -> None:
    with SimulatedCardReader(refind=refind) as sim:
        reader, heard = reader_at(sim.uri), Heard()
        reader.watch_arrival(lambda: heard.put("came"), PATIENCE_S)
        sim.lay(GUILAN)
        assert heard.wait(lambda got: len(got) == 1) == ["came"]
        reader.watch_removal(lambda: heard.put("gone"), 0.5, lambda: heard.put("still there"))
        assert heard.wait(lambda got: len(got) == 2)[-1] == "still there"
        assert request_bytes(Request.READ) not in sim.requests, "nothing of it was read"
        reader.read(PATIENCE_S, heard.put, lambda: heard.put("found"))
        assert heard.wait(lambda got: len(got) == 4)[-2:] == ["found", CardRead(GUILAN)]
        reader.watch_removal(lambda: heard.put("gone"), PATIENCE_S)
        sim.lift()
        assert heard.wait(lambda got: len(got) == 5)[-1] == "gone"
        reader.close()


def test_nobody_coming_is_told_when_the_time_is_over_and_a_pulled_reader_at_once(sim: SimulatedCardReader) -> None:
    reader, heard = reader_at(sim.uri), Heard()
    reader.watch_arrival(lambda: heard.put("came"), 0.3, lambda: heard.put("nobody"))
    assert heard.wait(lambda got: len(got) == 1) == ["nobody"]
    sim.unplug()
    reader.watch_arrival(lambda: heard.put("came"), PATIENCE_S, lambda: heard.put("nobody"))
    assert heard.wait(lambda got: len(got) == 2) == ["nobody", "nobody"]
    reader.close()


def test_a_card_is_told_as_found_before_it_is_read_and_never_when_there_is_none(sim: SimulatedCardReader) -> None:
    reader, heard = reader_at(sim.uri), Heard()
    reader.read(0.3, heard.put, lambda: heard.put("found"))
    assert heard.wait(lambda got: len(got) == 1) == [NoCard()]
    sim.lay(JIANGUO)
    reader.read(PATIENCE_S, heard.put, lambda: heard.put("found"))
    assert heard.wait(lambda got: len(got) == 3)[1:] == ["found", CardRead(JIANGUO)]
    reader.close()
