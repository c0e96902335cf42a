"""The same promises over a pseudo-terminal and over TCP: who came, who left, and when nobody can tell."""

import queue
from collections.abc import Iterator

import pytest

from hardware.link import open_link, parse_uri
from hardware.presence import Presence
from hardware.simulated.presence import SimulatedPresence
from kiosk.core.clock import SystemClock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

PATIENCE_S = 30
SEEN_THROUGH = ("noise", "flicker", "in_pieces", "deaf", "mute_to_commands")
UNREADABLE = ("wrong_tail", "length_lies", "cut")


class Device:
    def __init__(self, sim: SimulatedPresence) -> None:
        self.sim = sim
        address = parse_uri(sim.uri, default_baud=256000)
        waits = {"coming_s": 0.02, "leaving_s": 0.15, "quiet_s": 0.1}
        self.driver = Presence(lambda: open_link(address), SystemClock(), back_off_s=(0.02, 0.05), **waits)
        self.told: queue.Queue[bool | None] = queue.Queue()
        self.states: queue.Queue[tuple[DeviceState, Fault | None]] = queue.Queue()
        self.driver.hear(self.told.put)
        self.driver.listen(lambda *said: self.states.put(said))

    def tells(self, wanted: bool | None) -> None:
        while self.told.get(timeout=PATIENCE_S) is not wanted:
            pass

    def becomes(self, wanted: DeviceState) -> Fault | None:
        while (said := self.states.get(timeout=PATIENCE_S))[0] is not wanted:
            pass
        return said[1]


@pytest.fixture(params=["pty", "tcp"])
def device(request: pytest.FixtureRequest) -> Iterator[Device]:
    with SimulatedPresence(tcp_port=0 if request.param == "tcp" else None, every_s=0.01) as sim:
        assert isinstance(sim, SimulatedPresence)
        made = Device(sim)
        yield made
        made.driver.close()


def test_who_comes_is_told_and_who_leaves_is_told(device: Device) -> None:
    device.tells(False)
    for verb in ("near", "leave", "still", "leave"):
        device.sim.obey(verb, [])
        device.tells(verb != "leave")


def test_somebody_further_off_is_nobody(device: Device) -> None:
    device.sim.obey("near", ["60"])
    device.tells(True)
    device.sim.obey("near", ["300"])
    device.tells(False)


@pytest.mark.parametrize("fault", SEEN_THROUGH)
def test_a_person_is_seen_through_noise_and_flicker(device: Device, fault: str) -> None:
    device.sim.obey("near", ["60"])
    device.tells(True)
    device.sim.set_fault(fault)
    assert not device.sim.wire.pause(0.4) or device.told.empty()
    device.sim.obey("leave", [])
    device.tells(False)


@pytest.mark.parametrize("fault", UNREADABLE)
def test_from_broken_frames_nobody_is_said_to_have_left(device: Device, fault: str) -> None:
    device.sim.obey("near", ["60"])
    device.tells(True)
    device.sim.set_fault(fault)
    device.sim.obey("leave", [])
    device.sim.wire.pause(0.4)
    assert False not in list(device.told.queue)


def test_a_radar_that_falls_silent_cannot_tell_and_is_offline_after_three_misses(device: Device) -> None:
    device.sim.obey("near", ["60"])
    device.tells(True)
    device.sim.set_fault("silent")
    device.tells(None)
    assert device.becomes(DeviceState.OFFLINE) is Fault.PRESENCE_SILENT
    device.sim.set_fault(None)
    device.becomes(DeviceState.ONLINE)
    device.tells(True)


def test_a_radar_that_is_pulled_out_cannot_tell_and_comes_back(device: Device) -> None:
    device.sim.obey("near", ["60"])
    device.tells(True)
    device.sim.unplug()
    device.tells(None)
    assert device.becomes(DeviceState.NO_DEVICE) is Fault.PRESENCE_ABSENT
    device.sim.replug()
    device.tells(True)


def test_a_radar_says_its_firmware_and_goes_on_reporting(device: Device) -> None:
    device.sim.obey("near", ["60"])
    device.tells(True)
    assert device.driver.about.firmware == "V1.02.22062416"


@pytest.mark.parametrize("fault", ["deaf", "mute_to_commands"])
def test_a_radar_that_does_not_answer_commands_still_tells_who_comes(fault: str) -> None:
    with SimulatedPresence(every_s=0.01) as sim:
        assert isinstance(sim, SimulatedPresence)
        sim.set_fault(fault)
        sim.obey("near", ["60"])
        device = Device(sim)
        device.tells(True)
        assert not device.driver.about
        device.driver.close()


def test_a_port_another_program_holds_is_busy() -> None:
    with SimulatedPresence(every_s=0.01) as sim:
        assert isinstance(sim, SimulatedPresence)
        sim.set_fault("busy")
        device = Device(sim)
        assert device.becomes(DeviceState.BUSY) is Fault.PRESENCE_BUSY
        device.driver.close()


def test_every_named_fault_is_provoked() -> None:
    assert {*SEEN_THROUGH, *UNREADABLE, "silent", "busy"} == set(SimulatedPresence.FAULTS)
