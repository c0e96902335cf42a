"""What every document camera must do: the simulator over HTTP, picture files, and the real unit where one is named.

Run against a real one with KIOSK_TEST_SCANNER=v4l2:///dev/video0 and a printed page under it.
"""

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from hardware.scanner import BadUri, NotClear, Photographed, Scanner, ScannerFailed, Timings, open_scanner
from hardware.scanner.cli import shoot
from hardware.simulated.scanner import SimulatedScanner
from hardware.simulated.sheets import Scene, draw
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

QUICK = Timings(answer_s=2.0, poll_s=0.05, retry_s=0.05)
TOLD = {
    "glare": "glare", "blurred": "blurred", "dark": "dark", "blank": "blank", "cut_off": "cut_off",
    "no_page": "no_page", "glare_once": "photographed", "no_answer": "scanner_silent", "half_frame": "scanner_broken",
    "garbage": "scanner_broken", "error_page": "scanner_broken", "reset": "scanner_broken", "busy": "scanner_busy",
    "unplug": "scanner_absent",
}  # fmt: skip


@pytest.fixture(params=["http", "file", pytest.param("real", marks=pytest.mark.hardware)])
def scanner(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scanner]:
    """A camera that is well, with a printed page under it."""
    simulated = None
    if request.param == "real":
        uri = os.environ.get("KIOSK_TEST_SCANNER", "")
        if not uri:
            pytest.skip("no real camera is named in KIOSK_TEST_SCANNER")
    elif request.param == "file":
        draw(Scene()).save(tmp_path / "frame.jpg")
        uri = f"file://{tmp_path}"
    else:
        simulated = SimulatedScanner()
        simulated.lay("page")
        uri = simulated.uri
    device = open_scanner(uri)
    yield device
    device.close()
    if simulated:
        simulated.close()


def test_a_page_comes_as_a_jpeg_of_that_page(scanner: Scanner) -> None:
    outcome = scanner.shoot_once("page", 30)
    assert isinstance(outcome, Photographed)
    picture = Image.open(io.BytesIO(outcome.photo.jpeg))
    assert picture.size == (outcome.photo.width, outcome.photo.height)
    assert picture.height > picture.width
    assert scanner.state is DeviceState.ONLINE


@pytest.fixture
def simulated() -> Iterator[SimulatedScanner]:
    device = SimulatedScanner()
    device.lay("page")
    yield device
    device.close()


def outcome_name(uri: str) -> str:
    scanner = open_scanner(uri, timings=QUICK)
    try:
        match scanner.shoot_once("page", 30):
            case Photographed():
                return "photographed"
            case NotClear(doubt):
                return doubt.value
            case ScannerFailed(fault):
                return fault.value
    finally:
        scanner.close()


def test_every_fault_of_the_simulator_is_answered_for() -> None:
    assert TOLD.keys() == SimulatedScanner.FAULTS.keys()


@pytest.mark.parametrize("fault", TOLD)
def test_the_outcome_says_what_is_wrong_and_after_the_mend_it_is_right(simulated: SimulatedScanner, fault: str) -> None:
    simulated.set_fault(fault)
    assert outcome_name(simulated.uri) == TOLD[fault]
    simulated.set_fault(None)
    assert outcome_name(simulated.uri) == "photographed"


def test_a_camera_absent_from_the_start_is_told(tmp_path: Path) -> None:
    scanner = open_scanner("v4l2:///dev/video99", timings=QUICK)
    try:
        outcome = scanner.shoot_once("page", 10)
        assert outcome == ScannerFailed(Fault.SCANNER_ABSENT, DeviceState.NO_DEVICE)
        assert (scanner.state, scanner.fault) == (DeviceState.NO_DEVICE, Fault.SCANNER_ABSENT)
    finally:
        scanner.close()


@pytest.mark.parametrize(
    "uri", ["", "usb://1", "file:", "v4l2://host/dev", "v4l2:///dev/video0?size=big", "http://x:0x/"]
)
def test_an_address_that_is_none_is_refused_in_chinese(uri: str) -> None:
    with pytest.raises(BadUri, match=r"[一-龥]"):
        open_scanner(uri)


def test_the_command_tells_programs_and_people(simulated: SimulatedScanner, tmp_path: Path) -> None:
    out = tmp_path / "page.jpg"
    done = CliRunner().invoke(shoot, ["--device", simulated.uri, "--json", "--out", str(out)])
    assert done.exit_code == 0
    assert json.loads(done.output)["bytes"] == out.stat().st_size
    simulated.set_fault("glare")
    told = CliRunner().invoke(shoot, ["--device", simulated.uri])
    assert (told.exit_code, "有反光，请把纸挪一挪。" in told.output) == (3, True)
    assert CliRunner().invoke(shoot, ["--device", "usb://1"]).exit_code == 2
    assert CliRunner().invoke(shoot, ["--device", "file:///nowhere"]).exit_code == 4
