"""The same promises of a UPS behind upsd, of a serial one, and of a real upsd with its own dummy driver."""

import os
import queue
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hardware.power import BadUri, Supply, Ups, UpsReport, ask_power, megatec, nut, open_ups
from hardware.power.types import UpsProblem
from hardware.simulated.power import SimulatedPower
from kiosk.core.clock import SystemClock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

PATIENCE_S = 30
WELL = ("in_pieces", "no_charge")
ILL = ("silent", "half_answer", "nonsense", "stale", "driver", "unknown_ups")


class Device:
    def __init__(self, uri: str) -> None:
        self.driver: Ups = open_ups(uri, SystemClock(), poll_s=0.01, back_off_s=(0.01, 0.05))
        self.told: queue.Queue[tuple[DeviceState, Fault | None]] = queue.Queue()
        self.driver.listen(lambda *said: self.told.put(said))

    def says(self, state: DeviceState, fault: Fault | None) -> None:
        while self.told.get(timeout=PATIENCE_S) != (state, fault):
            pass


@pytest.fixture(params=["nut", "megatec"])
def sim(request: pytest.FixtureRequest) -> Iterator[SimulatedPower]:
    with SimulatedPower(kind=request.param) as made:
        assert isinstance(made, SimulatedPower)
        yield made


@pytest.fixture
def device(sim: SimulatedPower, monkeypatch: pytest.MonkeyPatch) -> Iterator[Device]:
    monkeypatch.setattr("hardware.power.exchange.ANSWER_S", 0.15)
    made = Device(sim.uri)
    made.says(DeviceState.ONLINE, None)
    yield made
    made.driver.close()


def test_the_power_goes_ends_and_comes_back(sim: SimulatedPower, device: Device) -> None:
    for verb, fault in (("battery", Fault.POWER_ON_BATTERY), ("low", Fault.POWER_LOW), ("mains", None)):
        sim.obey(verb, [])
        device.says(DeviceState.ONLINE, fault)


def test_a_ups_that_orders_the_shutdown_is_as_good_as_empty(sim: SimulatedPower, device: Device) -> None:
    sim.obey("fsd", [])
    device.says(DeviceState.ONLINE, Fault.POWER_LOW)


@pytest.mark.parametrize("fault", WELL)
def test_a_slow_or_short_answer_is_an_answer(sim: SimulatedPower, device: Device, fault: str) -> None:
    sim.set_fault(fault)
    sim.obey("battery", [])
    device.says(DeviceState.ONLINE, Fault.POWER_ON_BATTERY)


@pytest.mark.parametrize("fault", ILL)
def test_three_bad_looks_make_it_silent_and_never_a_power_cut(sim: SimulatedPower, device: Device, fault: str) -> None:
    sim.set_fault(fault)
    device.says(DeviceState.OFFLINE, Fault.UPS_SILENT)
    sim.set_fault(None)
    device.says(DeviceState.ONLINE, None)


def test_a_ups_that_is_lost_while_on_battery_counts_as_low(sim: SimulatedPower, device: Device) -> None:
    sim.obey("battery", [])
    device.says(DeviceState.ONLINE, Fault.POWER_ON_BATTERY)
    sim.unplug()
    device.says(DeviceState.NO_DEVICE, Fault.POWER_LOW)
    sim.obey("mains", [])
    sim.replug()
    device.says(DeviceState.ONLINE, None)


def test_a_ups_that_is_lost_on_mains_is_only_absent(sim: SimulatedPower, device: Device) -> None:
    sim.unplug()
    device.says(DeviceState.NO_DEVICE, Fault.UPS_ABSENT)


def test_a_worn_battery_is_told_while_there_is_still_mains(sim: SimulatedPower, device: Device) -> None:
    sim.set_fault("worn_battery")
    device.says(DeviceState.ONLINE, Fault.UPS_BATTERY_WORN)


def test_every_named_fault_is_provoked() -> None:
    assert {*WELL, *ILL, "worn_battery"} == set(SimulatedPower.FAULTS)


@pytest.mark.parametrize(
    "uri", ["nut://", "nut://h", "nut://h/", "nut://h:0/ups", "nut://h:99999/ups", "nut://h/a b", "usb://x"]
)
def test_an_address_that_cannot_be_is_refused(uri: str) -> None:
    with pytest.raises(BadUri):
        open_ups(uri, SystemClock())


@given(st.text(max_size=80))
def test_no_line_of_either_protocol_raises(line: str) -> None:
    megatec.report_of(line)
    nut.answer(line)
    nut.report_of({"ups.status": line, "battery.charge": line, "battery.runtime": line})


def test_the_flags_of_both_protocols_are_read() -> None:
    assert megatec.report_of("(208.4 140.0 208.4 034 59.9 2.05 35.0 00110000") == UpsReport(
        Supply.MAINS, replace_battery=True
    )
    assert nut.report_of({"ups.status": "OL RB", "battery.charge": "99.9"}) == UpsReport(Supply.MAINS, 99, None, True)
    assert nut.report_of({"ups.status": "FSD OL"}) == UpsReport(Supply.LOW)
    assert nut.report_of({"ups.status": ""}) == UpsProblem("stale")
    assert nut.answer('VAR ups ups.mfr "Own \\"Make\\""') == ("ups.mfr", 'Own "Make"')


def test_the_command_tells_the_supply_or_why_not() -> None:
    with SimulatedPower() as sim:
        assert isinstance(sim, SimulatedPower)
        sim.obey("battery", [])
        told = CliRunner().invoke(ask_power, ["--device", sim.uri, "--json"])
        assert (told.exit_code, '"battery", "charge": 62, "runtime_s": 1240' in told.output) == (0, True), told.output
        sim.set_fault("unknown_ups")
        refused = CliRunner().invoke(ask_power, ["--device", sim.uri, "--json"])
        assert (refused.exit_code, '"unknown_ups"' in refused.output) == (3, True)
    assert CliRunner().invoke(ask_power, ["--device", "serial:///dev/nothing"]).exit_code == 4
    assert CliRunner().invoke(ask_power, ["--device", "nut://"]).exit_code == 2


NUT = next((p for p in (Path("/lib/nut"), Path("/usr/lib/nut")) if (p / "upsd").exists()), None)


@pytest.fixture
def real_upsd(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """NUT's own server with its own dummy driver, on a free port; gives the URI and the file the driver reads."""
    if NUT is None:
        pytest.skip("no upsd here: apt-get install nut-server")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    tmp_path.chmod(0o750)
    facts = tmp_path / "ups.dev"
    facts.write_text("ups.status: OL\nbattery.charge: 88\nbattery.runtime: 900\n")
    (tmp_path / "nut.conf").write_text("MODE=standalone\n")
    (tmp_path / "ups.conf").write_text(
        f"[ups]\n driver = dummy-ups\n port = {facts}\n mode = dummy-once\n pollinterval = 1\n"
    )
    (tmp_path / "upsd.conf").write_text(f"LISTEN 127.0.0.1 {port}\nSTATEPATH {tmp_path}\n")
    (tmp_path / "upsd.users").write_text("")
    user = os.environ.get("USER") or "root"
    around = os.environ | {
        "NUT_CONFPATH": str(tmp_path),
        "NUT_STATEPATH": str(tmp_path),
        "NUT_ALTPIDPATH": str(tmp_path),
    }
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": around}
    parts = [
        subprocess.Popen([NUT / "dummy-ups", "-F", "-a", "ups", "-u", user], **quiet),
        subprocess.Popen([NUT / "upsd", "-F", "-u", user], **quiet),
    ]
    yield f"nut://127.0.0.1:{port}/ups", facts
    for part in parts:
        part.send_signal(signal.SIGTERM)
    for part in parts:
        part.wait(10)


def test_a_real_upsd_tells_the_power_cut_and_its_end(real_upsd: tuple[str, Path]) -> None:
    uri, facts = real_upsd
    device = Device(uri)
    device.says(DeviceState.ONLINE, None)
    assert device.driver.report == UpsReport(Supply.MAINS, 88, 900, model="Dummy UPS")
    for status, fault in (("OB", Fault.POWER_ON_BATTERY), ("OB LB", Fault.POWER_LOW), ("OL", None)):
        fresh = facts.with_suffix(".new")
        fresh.write_text(f"ups.status: {status}\nbattery.charge: 50\n")
        later = time.time() + 2
        os.utime(fresh, (later, later))
        fresh.replace(facts)
        device.says(DeviceState.ONLINE, fault)
    device.driver.close()
