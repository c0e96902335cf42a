"""The same promises over a pseudo-terminal, over TCP, and for a reader that types, by their bytes."""

import queue
from collections.abc import Iterator
from typing import get_args

import pytest

from hardware.code_reader import CodeReader, Garbled, Reading, Scanned, open_code_reader
from hardware.simulated.code_reader import Kind, SimulatedCodeReader
from hardware.simulated.part import NoSuchOrder
from hardware.simulated.wire import TcpWire
from kiosk.core.clock import SystemClock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

PATIENCE_S = 30
CASE = "130302-20250701-K07-0042-5"
EXPECTED: dict[str, list[str]] = {
    "noise_before": ["encoding", CASE],
    "half": ["unfinished", "sent after it"],
    "half_then_whole": ["unfinished", CASE],
    "twice": [CASE],
    "in_pieces": [CASE],
    "line_feeds": [CASE],
    "no_end": ["unfinished", "sent after it"],
    "too_long": ["too_long"],
    "control": ["control"],
    "wrong_encoding": ["encoding"],
    "unplugged_while_sending": [],
    "busy": [],
}
"""Fault -> what is told of a code that is held before the reader once."""
TYPED = {"noise_before": ["#", CASE], "control": ["key"], "wrong_encoding": ["key"]}
"""Where a reader that types differs: it has keys, not bytes."""


class Device:
    """A simulated reader, the driver before it, and everything that was told."""

    def __init__(self, sim: SimulatedCodeReader, driver: CodeReader) -> None:
        self.sim, self.driver = sim, driver
        self.told: queue.Queue[Reading] = queue.Queue()
        self.states: queue.Queue[DeviceState] = queue.Queue()
        driver.hear(self.told.put)
        driver.listen(lambda state, _: self.states.put(state))

    def next(self) -> str:
        reading = self.told.get(timeout=PATIENCE_S)
        return reading.text if isinstance(reading, Scanned) else reading.why

    def becomes(self, wanted: DeviceState) -> None:
        while self.states.get(timeout=PATIENCE_S) is not wanted:
            pass
        wire = self.sim.wire
        while wanted is DeviceState.ONLINE and isinstance(wire, TcpWire) and not wire.has_peer:
            assert wire.pause(0.005)


@pytest.fixture(params=get_args(Kind))
def device(request: pytest.FixtureRequest) -> Iterator[Device]:
    with SimulatedCodeReader(kind=request.param) as sim:
        assert isinstance(sim, SimulatedCodeReader)
        driver = open_code_reader(sim.uri, SystemClock(), back_off_s=(0.02, 0.05))
        made = Device(sim, driver)
        driver.aim(True)
        made.becomes(DeviceState.ONLINE)
        yield made
        driver.close()


def test_a_code_is_told_once_and_whole(device: Device) -> None:
    device.sim.scan(CASE)
    assert device.next() == CASE
    assert device.told.empty()


@pytest.mark.parametrize("fault", [name for name in EXPECTED if EXPECTED[name]])
def test_each_fault_yields_a_whole_code_or_the_reason_why_not(device: Device, fault: str) -> None:
    device.sim.set_fault(fault)
    device.sim.scan(CASE)
    expected = EXPECTED[fault]
    if device.sim.uri.startswith("input:"):
        expected = TYPED.get(fault, expected)
    if "sent after it" in expected:
        device.sim.set_fault(None)
        device.sim.wire.pause(0.7)
        device.sim.scan("sent after it")
    assert [device.next() for _ in expected] == expected
    assert device.told.empty()


def test_every_named_fault_has_its_expected_end() -> None:
    assert set(EXPECTED) == set(SimulatedCodeReader.FAULTS)


def test_a_reader_nobody_aims_tells_nothing(device: Device) -> None:
    device.driver.aim(False)
    device.sim.scan(CASE)
    device.driver.aim(True)
    device.sim.scan("after")
    told = device.next()
    assert told in (CASE, "after")  # CASE when its bytes were read after the second aim
    if told == CASE:
        assert device.next() == "after"


def test_a_reader_unplugged_within_a_code_comes_back_and_reads_the_next(device: Device) -> None:
    device.sim.set_fault("unplugged_while_sending")
    device.sim.scan(CASE)
    device.becomes(DeviceState.NO_DEVICE)
    assert device.driver.fault is Fault.CODE_READER_ABSENT
    device.sim.replug()
    device.becomes(DeviceState.ONLINE)
    device.sim.scan("again")
    assert device.next() == "again"


def test_one_flap_of_the_plug_is_no_news() -> None:
    with SimulatedCodeReader() as sim:
        assert isinstance(sim, SimulatedCodeReader)
        driver = open_code_reader(sim.uri, SystemClock(), back_off_s=(0.3, 0.3))
        device = Device(sim, driver)
        driver.aim(True)
        device.becomes(DeviceState.ONLINE)
        sim.unplug()
        sim.replug()
        for n in range(50):  # until the driver has the port again
            sim.scan(f"code {n}")
            if not sim.wire.pause(0.05):
                break
            if not device.told.empty():
                break
        assert device.next().startswith("code")
        assert device.states.empty()
        driver.close()


def test_a_port_another_program_holds_is_busy_and_then_free() -> None:
    with SimulatedCodeReader() as sim:
        sim.set_fault("busy")
        driver = open_code_reader(sim.uri, SystemClock(), back_off_s=(0.02, 0.05))
        device = Device(sim, driver)  # type: ignore[arg-type]
        device.becomes(DeviceState.BUSY)
        assert driver.fault is Fault.CODE_READER_BUSY
        sim.set_fault(None)
        device.becomes(DeviceState.ONLINE)
        driver.close()


@pytest.mark.parametrize("trigger", ["syn", "ed"])
def test_the_reader_is_lit_only_while_it_is_aimed(trigger: str) -> None:
    with SimulatedCodeReader() as sim:
        assert isinstance(sim, SimulatedCodeReader)
        driver = open_code_reader(f"{sim.uri}&trigger={trigger}", SystemClock(), back_off_s=(0.02, 0.05))
        lit = lambda wanted: sim.wire.pause(0.01) and sim.lit is wanted  # noqa: E731
        for aimed in (False, True, False, True):
            driver.aim(aimed)
            assert any(lit(aimed) for _ in range(3000)), aimed
        sim.unplug()
        sim.lit = False  # it comes back without its power-on state
        sim.replug()
        assert any(lit(True) for _ in range(3000))
        driver.close()


def test_an_unknown_fault_or_order_is_refused_by_name() -> None:
    with SimulatedCodeReader() as sim:
        with pytest.raises(NoSuchOrder, match="没有这种故障"):
            sim.set_fault("toast")
        with pytest.raises(NoSuchOrder, match="没有这个命令"):
            sim.obey("juggle", [])


def test_readings_do_not_print_what_was_scanned() -> None:
    assert "134" not in repr(Scanned("134000000000000001"))
    assert repr(Garbled("key")) == "Garbled(why='key')"
