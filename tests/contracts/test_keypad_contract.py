"""A keypad by the kernel's bytes: each key once, nothing from what nobody mapped."""

import queue
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hardware.keypad import BadKeyMap, BadUri, Keypad, PadKey, load_key_map, open_keypad, watch_keypad
from hardware.simulated.key_records import records
from hardware.simulated.keypad import SimulatedKeypad
from hardware.simulated.part import NoSuchOrder
from kiosk.core.clock import SystemClock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

PATIENCE_S = 30
ONCE = ("bounce", "stuck", "unknown_code", "in_pieces")


class Device:
    def __init__(self, sim: SimulatedKeypad, key_map: Path | None = None) -> None:
        self.sim = sim
        self.driver: Keypad = open_keypad(sim.uri, SystemClock(), key_map, back_off_s=(0.02, 0.05))
        self.keys: queue.Queue[PadKey] = queue.Queue()
        self.states: queue.Queue[DeviceState] = queue.Queue()
        self.driver.hear(self.keys.put)
        self.driver.listen(lambda state, _: self.states.put(state))
        self.becomes(DeviceState.ONLINE)

    def next(self) -> PadKey:
        return self.keys.get(timeout=PATIENCE_S)

    def becomes(self, wanted: DeviceState) -> None:
        while self.states.get(timeout=PATIENCE_S) is not wanted:
            pass


@pytest.fixture
def sim() -> Iterator[SimulatedKeypad]:
    with SimulatedKeypad() as made:
        assert isinstance(made, SimulatedKeypad)
        yield made


@pytest.fixture
def device(sim: SimulatedKeypad) -> Iterator[Device]:
    made = Device(sim)
    yield made
    made.driver.close()


def test_every_key_of_the_shipped_map_is_told_as_what_it_means(device: Device) -> None:
    meanings = list(dict.fromkeys(load_key_map().values()))
    for key in meanings:
        device.sim.press(str(key))
    assert [device.next() for _ in meanings] == meanings


@pytest.mark.parametrize("fault", ONCE)
def test_under_each_fault_a_press_is_told_once(device: Device, fault: str) -> None:
    device.sim.set_fault(fault)
    device.sim.press("select")
    device.sim.set_fault(None)
    device.sim.press("help")
    assert [device.next(), device.next()] == [PadKey.SELECT, PadKey.HELP]
    assert device.keys.empty()


def test_every_named_fault_is_provoked() -> None:
    assert {*ONCE, "unplugged_while_pressing", "busy"} == set(SimulatedKeypad.FAULTS)


def test_a_keypad_pulled_out_within_a_press_comes_back_with_whole_keys(device: Device) -> None:
    device.sim.set_fault("unplugged_while_pressing")
    device.sim.press("select")
    device.becomes(DeviceState.NO_DEVICE)
    assert device.driver.fault is Fault.KEYPAD_ABSENT
    device.sim.replug()
    device.becomes(DeviceState.ONLINE)
    device.sim.press("back")
    assert device.next() is PadKey.BACK


def test_a_hall_may_map_any_key_also_those_of_a_jack(sim: SimulatedKeypad, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text('[keys]\nselect = ["KEY_F5", 700]\nheadphones_in = ["KEY_F15"]\n', encoding="utf-8")
    device = Device(sim, path)
    sim.wire.send(records([(28, 1), (28, 0), (63, 1), (63, 0), (185, 1), (700, 1)]))
    assert [device.next() for _ in range(3)] == [PadKey.SELECT, PadKey.HEADPHONES_IN, PadKey.SELECT]
    device.driver.close()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[keys]\nnxt = [1]", "是不是 next"),
        ('[keys]\nnext = ["KEY_DWN"]', "是不是 KEY_DOWN"),
        ("[keys]\nnext = [9999]", "9999"),
        ("[keys]\nnext = [true]", "True"),
        ('[keys]\nnext = ["KEY_F1"]\nhelp = [59]', "写了两次"),
        ("keys = 3", "[keys]"),
        ("[keys", "TOML"),
    ],
)
def test_a_wrong_key_map_is_refused_and_the_mend_is_named(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadKeyMap) as refused:
        load_key_map(path)
    assert named in str(refused.value)


def test_an_address_that_is_no_input_device_is_refused() -> None:
    with pytest.raises(BadUri):
        open_keypad("serial:///dev/ttyUSB0", SystemClock())
    with pytest.raises(BadKeyMap):
        load_key_map(Path("/nowhere/keys.toml"))


@given(st.lists(st.tuples(st.integers(0, 0xFFFF), st.integers(-2, 3)), max_size=30))
def test_only_mapped_keys_going_down_mean_anything(events: list[tuple[int, int]]) -> None:
    from hardware.input_events import KeyEvents

    assert list(KeyEvents().feed(records(events))) == events


def test_the_command_tells_keys_and_their_numbers_or_that_no_keypad_is_there(sim: SimulatedKeypad) -> None:
    assert CliRunner().invoke(watch_keypad, ["--device", "serial://"]).exit_code == 2
    gone = CliRunner().invoke(watch_keypad, ["--device", "input:///dev/nothing-here", "--json"])
    assert (gone.exit_code, '"keypad_absent"' in gone.output) == (4, True)
    sim.wire.send(records([(28, 1), (28, 0), (700, 1), (700, 0)]))
    seen = CliRunner().invoke(watch_keypad, ["--device", sim.uri, "--timeout", "0.5", "--json"])
    assert seen.exit_code == 0, seen.output
    assert '"name": "KEY_ENTER", "means": "select"' in seen.output
    assert '"code": 700, "name": null, "means": null' in seen.output
    assert CliRunner().invoke(watch_keypad, ["--device", sim.uri, "--timeout", "0.5"]).exit_code == 3


def test_an_unknown_key_is_refused_by_name(sim: SimulatedKeypad) -> None:
    with pytest.raises(NoSuchOrder, match="没有这个键"):
        sim.obey("press", ["dance"])


def test_a_keypad_somebody_else_holds_is_busy() -> None:
    """A pseudo-terminal has no grab; what a real device says is asked of the link itself."""
    import errno
    from unittest.mock import patch

    from hardware.input_events import InputLink
    from hardware.link import LinkAbsent, LinkBusy, parse_uri

    address = parse_uri("input:///dev/zero", also_input=True)
    for number, expected in ((errno.EBUSY, LinkBusy), (errno.ENOTTY, LinkAbsent)):
        with (
            patch("hardware.input_events._INPUT_MAJOR", 1),
            patch("hardware.input_events.ioctl", side_effect=OSError(number, "no")),
            pytest.raises(expected),
        ):
            InputLink(address)
