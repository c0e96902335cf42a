"""The jack by its bytes: what the kernel would say, through a simulator's FIFO."""

import os
import queue
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from hardware.input_events import EV_SW, EVENT
from hardware.jack import SW_HEADPHONE_INSERT, Jack
from hardware.simulated.cli import sim
from hardware.simulated.control import ControlServer
from hardware.simulated.jack import SimulatedJack
from hardware.simulated.orders import Devices

PATIENCE_S = 20


class Heard:
    def __init__(self) -> None:
        self.changes: queue.Queue[bool] = queue.Queue()

    def next(self) -> bool:
        return self.changes.get(timeout=PATIENCE_S)


@pytest.fixture
def jack(tmp_path: Path) -> Iterator[SimulatedJack]:
    one = SimulatedJack(tmp_path / "jack")
    yield one
    one.close()


@pytest.fixture
def heard(jack: SimulatedJack) -> Iterator[Heard]:
    heard = Heard()
    watch = Jack(jack.path, heard.changes.put)
    yield heard
    watch.close()


def test_plugging_in_and_out_is_told_once_each(jack: SimulatedJack, heard: Heard) -> None:
    for plugged in (True, True, False, True):
        jack.plug(plugged)
    assert [heard.next() for _ in range(3)] == [True, False, True]
    assert heard.changes.empty()


def test_other_switches_and_an_event_in_two_pieces_change_nothing_else(jack: SimulatedJack, heard: Heard) -> None:
    line = os.open(jack.path, os.O_WRONLY)
    microphone, lid = 0x04, 0x00
    os.write(line, EVENT.pack(0, 0, EV_SW, microphone, 1) + EVENT.pack(0, 0, EV_SW, lid, 1))
    event = EVENT.pack(0, 0, EV_SW, SW_HEADPHONE_INSERT, 1)
    os.write(line, event[:7])
    os.write(line, event[7:])
    os.close(line)
    assert heard.next() is True
    assert heard.changes.empty()


def test_a_jack_that_comes_later_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hardware.jack.LOOK_AGAIN_S", 0.01)
    heard = Heard()
    watch = Jack(tmp_path / "later", heard.changes.put)
    late = SimulatedJack(tmp_path / "later")
    late.plug(True)
    assert heard.next() is True
    watch.close()
    late.close()


def test_the_sim_command_plugs_headphones_in_and_out(tmp_path: Path, jack: SimulatedJack, heard: Heard) -> None:
    control = ControlServer(Devices(jack=jack), tmp_path / "control.sock")
    try:
        for order, plugged in (("in", True), ("out", False)):
            done = CliRunner().invoke(sim, ["--dir", str(tmp_path), "headphones", order])
            assert done.exit_code == 0, done.output
            assert heard.next() is plugged
        assert '"plugged": false' in CliRunner().invoke(sim, ["--dir", str(tmp_path), "status", "--json"]).output
        assert CliRunner().invoke(sim, ["--dir", str(tmp_path), "headphones", "sideways"]).exit_code == 2
    finally:
        control.close()
