"""A very short soak in the suite; the long one is `kiosk sim soak --visits 500`. And the scripts of faults."""

import json
import threading
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hardware.card_reader import open_reader
from hardware.simulated.card_faults import FAULTS as READER
from hardware.simulated.card_reader import SimulatedCardReader
from hardware.simulated.fault_table import FAULT_KINDS
from hardware.simulated.orders import Devices, Refused, carry_out
from hardware.simulated.parts import PARTS
from hardware.simulated.receipt_printer import FAULTS as PRINTER
from hardware.simulated.script import BadScript, Cue, Playing, read_script
from kiosk.app.sim import sim
from kiosk.app.soak import slope, soak
from kiosk.core.clock import SystemClock
from kiosk.core.outcomes import DeviceState


def test_visits_under_faults_tell_the_truth_and_leave_nothing(tmp_path: Path) -> None:
    report = soak(tmp_path, visits=4, seed=7)
    assert report.wrong == []
    assert report.visits == 4
    assert report.faults > 0
    assert report.screens > 40
    assert sum(report.ended.values()) == 4


def test_all_twenty_two_kinds_are_there_and_no_fault_of_any_device_is_left_out() -> None:
    assert [kind.number for kind in FAULT_KINDS] == list(range(1, 23))
    assert all(kind.orders for kind in FAULT_KINDS)
    faults = {"reader": READER, "printer": PRINTER, **{part.NAME: part.FAULTS for part in PARTS}}
    listed = [order for kind in FAULT_KINDS for order in kind.orders]
    assert len(listed) == len(set(listed))
    assert set(listed) == {(device, "fault", name) for device, names in faults.items() for name in names}


def test_a_script_gives_each_order_once_at_its_time_or_page(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text(
        json.dumps([{"at": 2, "do": ["line", "cut"]}, {"page": "confirm", "do": ["printer", "fault", "paper_out"]}])
    )
    playing = Playing(read_script(script))
    assert playing.due(1.0, "home") == []
    assert playing.due(2.5, "home") == [Cue(("line", "cut"), 2.0)]
    assert playing.due(3.0, "confirm") == [Cue(("printer", "fault", "paper_out"), page="confirm")]
    assert playing.over


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", '[{"at": 1}]', '[{"do": ["line"]}]', '[{"at": 1, "page": "x", "do": ["line", "cut"]}]',
     '[{"at": true, "do": ["line", "cut"]}]', '[{"at": -1, "do": ["line", "cut"]}]', '[{"at": 1, "do": [2]}]',
     '[{"at": 1, "do": ["line"], "x": 1}]'],
)  # fmt: skip
def test_a_script_that_is_none_is_named_with_its_place(tmp_path: Path, text: str) -> None:
    script = tmp_path / "script.json"
    script.write_text(text)
    with pytest.raises(BadScript):
        read_script(script)
    done = CliRunner().invoke(sim, ["--dir", str(tmp_path), "play", str(script)])
    assert done.exit_code == 2


def test_a_script_with_nobody_to_play_to_ends_with_4(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text('[{"at": 0, "do": ["line", "cut"]}]')
    assert CliRunner().invoke(sim, ["--dir", str(tmp_path), "play", str(script)]).exit_code == 4


@given(start=st.integers(0, 10**6), each=st.integers(-50, 50), count=st.integers(2, 50))
def test_the_slope_of_a_line_is_its_slope(start: int, each: int, count: int) -> None:
    assert slope([start + each * n for n in range(count)]) == pytest.approx(each)


def test_a_port_the_terminal_holds_cannot_be_taken_and_that_is_said() -> None:
    with SimulatedCardReader() as simulated, closing(open_reader(simulated.uri, SystemClock())) as reader:
        online = threading.Event()
        reader.listen(lambda state, _: online.set() if state is DeviceState.ONLINE else None)
        assert online.wait(30)
        outcome = carry_out(Devices(reader=simulated), ("reader", "fault", "busy"))
        assert isinstance(outcome, Refused)
        assert "先拔线" in outcome.say
        assert simulated.fault is None
