"""`kiosk doctor` over real bytes: simulated devices on their pty, a queue on disk, a hub that is not there."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hardware.simulated.card_reader import SimulatedCardReader
from hardware.simulated.document_printer import SimulatedDocumentPrinter
from hardware.simulated.power import SimulatedPower
from hardware.simulated.presence import SimulatedPresence
from hardware.simulated.receipt_printer import SimulatedReceiptPrinter
from hardware.simulated.scanner import SimulatedScanner
from kiosk.app.doctor import doctor
from kiosk.core.clock import SystemClock
from kiosk.core.faults import TEXTS, Fault
from offline_cache import Logbook, Outbox


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


def examined(tmp_path: Path, **settings: str) -> dict[str, dict[str, Any]]:
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


def test_what_a_device_did_and_suffered_is_told_with_the_mend_and_its_own_number(
    tmp_path: Path, reader: SimulatedCardReader, printer: SimulatedReceiptPrinter
) -> None:
    book = Logbook(tmp_path, SystemClock())
    book.count("receipt_printer", "done", 12)
    book.count("receipt_printer", "paper_mm", 20_000)
    book.state("receipt_printer", "userError", "cover_open")
    book.state("receipt_printer", "online", "")
    book.tested("card_reader", seen=True)
    book.close()
    found = examined(tmp_path, KIOSK_DEVICES_READER=reader.uri, KIOSK_DEVICES_PRINTER=printer.uri)
    of_printer, of_reader = (
        {d["name"]: d["value"] for d in found[name]["details"]} for name in ("device.printer", "device.reader")
    )
    assert of_printer["累计"] == "做成 12"
    assert of_printer["纸大约还剩"] == "60.0 米"
    assert TEXTS[Fault.COVER_OPEN].technician in of_printer["以前的故障 1"]
    assert of_reader["安全模块号"] == "05.03-20160520-000123456-987654321"
    assert of_reader["上次测试"].endswith("看到了")


def test_a_running_terminal_is_asked_instead_of_finding_its_ports_busy(tmp_path: Path) -> None:
    book = Logbook(tmp_path, SystemClock())
    book.awake()
    book.state("card_reader", "online", "")
    book.state("receipt_printer", "userError", "paper_out")
    book.close()
    uris = {"KIOSK_DEVICES_READER": "serial:///dev/no-such", "KIOSK_DEVICES_PRINTER": "serial:///dev/no-such-either"}
    found = examined(tmp_path, **uris)
    assert found["device.reader"]["level"] == "ok"
    assert "终端正在用它" in found["device.reader"]["say"]
    assert "纸" in found["device.printer"]["say"]


def test_a_queue_of_a_later_version_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    Outbox(tmp_path, SystemClock()).close()
    with sqlite3.connect(tmp_path / "outbox.db") as connection:
        connection.execute("insert into migrations (number, why) values (999, 'of tomorrow')")
    connection.close()
    found = examined(tmp_path)
    assert (found["queue"]["area"], found["queue"]["level"]) == ("schema", "bad")


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


def test_an_a4_printer_a_ups_and_a_camera_are_looked_at_and_say_what_they_are(tmp_path: Path) -> None:
    with SimulatedDocumentPrinter() as sheets, SimulatedPower() as ups, SimulatedScanner() as camera:
        found = examined(
            tmp_path,
            KIOSK_DEVICES_DOCUMENT_PRINTER=sheets.uri,
            KIOSK_DEVICES_POWER=ups.uri,
            KIOSK_DEVICES_SCANNER=camera.uri,
        )
    told = {name: {d["name"]: d["value"] for d in found[name]["details"]} for name in found}
    assert told["device.document_printer"]["型号"] == "Kiosk simulated A4"
    assert (told["device.power"]["型号"], told["device.power"]["固件"]) == ("SIM 1000", "1.07")
    assert [found[f"device.{name}"]["level"] for name in ("document_printer", "power", "scanner")] == ["ok"] * 3


def test_a_printer_and_a_radar_say_their_model_and_firmware(tmp_path: Path, printer: SimulatedReceiptPrinter) -> None:
    with SimulatedPresence(every_s=0.02) as radar:
        found = examined(tmp_path, KIOSK_DEVICES_PRINTER=printer.uri, KIOSK_DEVICES_PRESENCE=radar.uri)
    told = {
        name: {d["name"]: d["value"] for d in found[f"device.{name}"]["details"]} for name in ("printer", "presence")
    }
    assert told["printer"]["型号"] == "SIMULATED R-80"
    assert (told["printer"]["固件"], told["printer"]["序列号"]) == ("2.36", "R80-000123")
    assert told["presence"]["固件"] == "V1.02.22062416"


def test_a_running_terminal_tells_what_its_devices_said_of_themselves(tmp_path: Path) -> None:
    with closing(Logbook(tmp_path, SystemClock())) as book:
        book.awake()
        book.state("receipt_printer", "online", "")
        book.told("receipt_printer", {"型号": "旧的", "序列号": "1"})
        book.told("receipt_printer", {"型号": "新的"})
    found = examined(tmp_path, KIOSK_DEVICES_PRINTER="serial:///dev/no-such")
    assert {"name": "型号", "value": "新的"} in found["device.printer"]["details"]
    assert "序列号" not in {d["name"] for d in found["device.printer"]["details"]}


@pytest.mark.parametrize(("fault", "level", "says"), [(None, "ok", "够清楚"), ("blurred", "look", "偏糊")])
def test_a_document_camera_is_looked_at_for_its_focus(tmp_path: Path, fault: str | None, level: str, says: str) -> None:
    with SimulatedScanner() as camera:
        camera.obey("lay", ["page"])
        camera.set_fault(fault)
        found = examined(tmp_path, KIOSK_DEVICES_SCANNER=camera.uri)["device.scanner"]
    assert found["level"] == level
    assert says in {d["name"]: d["value"] for d in found["details"]}["清晰度"]
    assert ("调焦" in found["mend"]) is (level == "look")
