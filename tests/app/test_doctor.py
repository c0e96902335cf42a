"""`kiosk doctor` over real bytes: simulated devices on their pty, a queue on disk, a hub that is not there."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hardware.simulated.card_reader import SimulatedCardReader
from hardware.simulated.receipt_printer import SimulatedReceiptPrinter
from kiosk.app.doctor import doctor
from kiosk.core.clock import SystemClock
from offline_cache import Outbox


@pytest.fixture
def reader() -> Iterator[SimulatedCardReader]:
    simulated = SimulatedCardReader()
    yield simulated
    simulated.close()


@pytest.fixture
def printer() -> Iterator[SimulatedReceiptPrinter]:
    simulated = SimulatedReceiptPrinter()
    yield simulated
    simulated.close()


def examined(tmp_path: Path, **settings: str) -> dict[str, dict[str, str]]:
    environment = {"KIOSK_QUEUE_DIRECTORY": str(tmp_path), "KIOSK_VOICE_MICROPHONE": "none", **settings}
    done = CliRunner().invoke(doctor, ["--json"], env=environment)
    assert done.exit_code == 1, done.output
    report: dict[str, Any] = json.loads(done.stdout)
    return {f["id"]: f for f in report["findings"]}


def test_devices_say_over_their_own_bytes_how_they_are(
    tmp_path: Path, reader: SimulatedCardReader, printer: SimulatedReceiptPrinter
) -> None:
    printer.inject("paper_out")
    found = examined(tmp_path, KIOSK_DEVICES_READER=reader.uri, KIOSK_DEVICES_PRINTER=printer.uri)
    assert found["device.reader"]["level"] == "ok"
    assert found["device.printer"]["level"] == "bad"
    assert "纸" in found["device.printer"]["say"]


def test_a_device_that_is_not_there_and_a_hub_that_is_not_there_are_two_findings(tmp_path: Path) -> None:
    found = examined(tmp_path, KIOSK_DEVICES_READER="serial:///dev/no-such-reader", KIOSK_HUB_URL="http://127.0.0.1:9")
    assert (found["device.reader"]["area"], found["device.reader"]["level"]) == ("device", "bad")
    assert (found["hub"]["area"], found["hub"]["level"]) == ("network", "bad")
    assert found["identity"]["level"] == "bad"


def test_what_waits_is_counted_without_being_opened_and_nothing_is_made_where_nothing_was(tmp_path: Path) -> None:
    assert examined(tmp_path)["queue"]["say"] == "待上传 0 件。"
    assert not (tmp_path / "outbox.db").exists()
    outbox = Outbox(tmp_path, SystemClock())
    outbox.put_plain("rating", "0192f0c0-0000-7000-8000-000000000001", b"{}")
    outbox.close()
    assert examined(tmp_path)["queue"]["say"].startswith("待上传 1 件")


def test_wrong_settings_are_named_in_one_object_with_exit_code_2(tmp_path: Path) -> None:
    done = CliRunner().invoke(doctor, ["--json"], env={"KIOSK_MODE": "soon"})
    assert done.exit_code == 2
    assert json.loads(done.stdout)["mistakes"]
