"""Lights and contacts by the board's bytes over a pty and TCP; GPIO lines against a stand-in for the kernel's chip."""

import os
import queue
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from gpiod.line import Value
from hypothesis import given
from hypothesis import strategies as st

from hardware.cabinet import Cabinet, Contact, Light, open_cabinet, parse_cabinet_uri, try_cabinet
from hardware.cabinet.codec import contacts_byte, contacts_in, lights_byte, lights_of
from hardware.cabinet.gpio import GpioAddress, GpioLink
from hardware.link import BadUri, LinkAbsent, LinkBusy
from hardware.simulated.cabinet import SimulatedCabinet
from hardware.simulated.part import NoSuchOrder
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

PATIENCE_S = 30


class Device:
    def __init__(self, sim: SimulatedCabinet) -> None:
        self.sim = sim
        self.driver: Cabinet = open_cabinet(sim.uri, back_off_s=(0.02, 0.05))
        self.told: queue.Queue[tuple[DeviceState, Fault | None]] = queue.Queue()
        self.driver.listen(lambda *said: self.told.put(said))

    def says(self, state: DeviceState, fault: Fault | None) -> None:
        while self.told.get(timeout=PATIENCE_S) != (state, fault):
            pass

    def shines(self, lights: Light) -> None:
        for _ in range(3000):
            if self.sim.lights == lights:
                return
            self.sim.wire.pause(0.01)
        raise AssertionError(self.sim.lights)


@pytest.fixture(params=["pty", "tcp"])
def device(request: pytest.FixtureRequest) -> Iterator[Device]:
    with SimulatedCabinet(tcp_port=0 if request.param == "tcp" else None) as sim:
        assert isinstance(sim, SimulatedCabinet)
        made = Device(sim)
        made.says(DeviceState.ONLINE, None)
        yield made
        made.driver.close()


def test_exactly_the_wanted_lights_shine_also_after_the_cable_was_out(device: Device) -> None:
    for lights in (Light.CARD, Light.SLIP | Light.CODE, Light(0), Light.SHEET):
        device.driver.show(lights)
        device.shines(lights)
    device.sim.unplug()
    device.sim.lights = Light(0)
    device.sim.replug()
    device.shines(Light.SHEET)


@pytest.mark.parametrize("fault", [None, "noise", "bounce"])
def test_an_open_door_and_a_lifted_cover_are_told_and_so_is_their_closing(device: Device, fault: str | None) -> None:
    device.sim.set_fault(fault)
    device.sim.obey("door", ["open"])
    device.says(DeviceState.USER_ERROR, Fault.CABINET_OPEN)
    device.sim.obey("tamper", ["open"])
    device.says(DeviceState.POTENTIAL_FRAUD, Fault.CABINET_TAMPERED)
    device.sim.obey("tamper", ["close"])
    device.says(DeviceState.USER_ERROR, Fault.CABINET_OPEN)
    device.sim.obey("door", ["close"])
    device.says(DeviceState.ONLINE, None)


def test_a_door_opened_while_the_cable_was_out_is_told_when_it_is_back(device: Device) -> None:
    device.sim.unplug()
    device.says(DeviceState.NO_DEVICE, Fault.CABINET_ABSENT)
    device.sim.obey("door", ["open"])
    device.sim.replug()
    device.says(DeviceState.USER_ERROR, Fault.CABINET_OPEN)


def test_pulling_the_cable_does_not_close_a_door(device: Device) -> None:
    device.sim.obey("door", ["open"])
    device.says(DeviceState.USER_ERROR, Fault.CABINET_OPEN)
    device.sim.unplug()
    device.sim.wire.pause(0.2)
    assert device.driver.fault is Fault.CABINET_OPEN


def test_a_board_that_does_not_answer_still_shines_and_a_busy_port_is_busy(device: Device) -> None:
    device.sim.set_fault("mute")
    device.driver.show(Light.CARD)
    device.shines(Light.CARD)
    with SimulatedCabinet() as taken:
        taken.set_fault("busy")
        other = Device(taken)  # type: ignore[arg-type]
        other.says(DeviceState.BUSY, Fault.CABINET_BUSY)
        other.driver.close()
    assert set(SimulatedCabinet.FAULTS) == {"noise", "bounce", "mute", "busy"}
    with pytest.raises(NoSuchOrder):
        device.sim.obey("door", ["ajar"])


@given(st.sampled_from([Light(n) for n in range(16)]), st.binary(max_size=30))
def test_a_byte_is_one_word_or_none(lights: Light, noise: bytes) -> None:
    assert lights_of(lights_byte(lights)[0]) == lights
    assert all(Contact(0) <= contacts <= Contact(3) for contacts in contacts_in(noise))
    assert list(contacts_in(contacts_byte(Contact.DOOR) + lights_byte(lights))) == [Contact.DOOR]


URI = "gpio:///dev/gpiochip0?card=17&slip=27&door=5&tamper=6&low=door"


@pytest.mark.parametrize(
    "uri",
    [
        "gpio://",
        "gpio:///dev/gpiochip0",
        URI + "&lamp=3",
        URI + "&code=x",
        URI + "&code=17",
        URI + "&low=lamp",
        "usb://",
    ],
)
def test_an_address_that_cannot_be_is_refused(uri: str) -> None:
    with pytest.raises(BadUri):
        parse_cabinet_uri(uri)


class Chip:
    """Stands in for one requested set of lines; `edge` is what the kernel does when a line changes."""

    def __init__(self, config: dict[int, Any]) -> None:
        self.config = config
        self.values = dict.fromkeys(config, Value.INACTIVE)
        self._read, self._write = os.pipe()
        self.fd = self._read
        self.released = False

    def edge(self, line: int, value: Value) -> None:
        self.values[line] = value
        os.write(self._write, b"x")

    def read_edge_events(self) -> None:
        os.read(self._read, 1)

    def set_values(self, values: dict[int, Value]) -> None:
        self.values |= values

    def get_values(self, lines: list[int]) -> list[Value]:
        return [self.values[line] for line in lines]

    def release(self) -> None:
        self.released = True
        os.close(self._read)
        os.close(self._write)


@pytest.fixture
def chip(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    made = SimpleNamespace(chip=None)

    def request(path: str, consumer: str, config: dict[int, Any]) -> Chip:
        assert path == "/dev/gpiochip0"
        made.chip = Chip(config)
        return made.chip

    monkeypatch.setattr("hardware.cabinet.gpio.gpiod.request_lines", request)
    return made


def test_lines_of_a_chip_are_lights_and_contacts(chip: SimpleNamespace) -> None:
    cabinet = open_cabinet(URI)
    told: queue.Queue[tuple[DeviceState, Fault | None]] = queue.Queue()
    cabinet.listen(lambda *said: told.put(said))
    assert told.get(timeout=PATIENCE_S) == (DeviceState.ONLINE, None)
    lines = chip.chip
    assert (lines.config[5].active_low, lines.config[6].active_low, lines.config[17].active_low) == (True, False, False)
    lines.edge(5, Value.ACTIVE)
    assert told.get(timeout=PATIENCE_S) == (DeviceState.USER_ERROR, Fault.CABINET_OPEN)
    cabinet.show(Light.SLIP | Light.SHEET)  # this cabinet has no light for sheets
    lines.edge(5, Value.INACTIVE)
    assert told.get(timeout=PATIENCE_S) == (DeviceState.ONLINE, None)
    cabinet.close()
    assert lines.released
    assert (lines.values[27], lines.values[17]) == (Value.ACTIVE, Value.INACTIVE)


def test_a_chip_that_is_not_there_is_absent_and_one_in_use_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LinkAbsent):
        GpioLink(GpioAddress("gpio:///dev/gpiochip-none?door=1"))
    with pytest.raises(LinkAbsent):
        GpioLink(GpioAddress("gpio:///dev/null?door=1"))

    def taken(*args: Any, **named: Any) -> None:
        raise OSError(16, "busy")

    monkeypatch.setattr("hardware.cabinet.gpio.gpiod.request_lines", taken)
    with pytest.raises(LinkBusy):
        GpioLink(GpioAddress(URI))


def test_the_command_shines_and_tells_whether_a_door_is_open() -> None:
    with SimulatedCabinet() as sim:
        order = ["--device", sim.uri, "--seconds", "0.1", "--json"]
        assert CliRunner().invoke(try_cabinet, order).exit_code == 0
        sim.obey("door", ["open"])
        opened = CliRunner().invoke(try_cabinet, order)
        assert (opened.exit_code, '"cabinet_open"' in opened.output) == (1, True), opened.output
    gone = CliRunner().invoke(try_cabinet, ["--device", "gpio:///dev/gpiochip-none?door=1", "--seconds", "0"])
    assert gone.exit_code == 4
    assert CliRunner().invoke(try_cabinet, ["--device", "gpio://"]).exit_code == 2
