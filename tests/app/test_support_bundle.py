"""Personal data planted everywhere a bundle is made from; it may be in no byte of it."""

import base64
import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kiosk.app.doctor import doctor
from kiosk.app.support import KEPT_LINES, Recent, bundle
from kiosk.core.clock import ManualClock, SystemClock
from kiosk.core.journal import EVENTS, Journal
from kiosk.core.settings import Devices, Hall, Model, Queue, Settings, Staff, Voice
from kiosk.core.settings import Hub as HubSettings
from kiosk.diagnostics import Area, Finding, Level
from offline_cache import Drafts, Logbook, Outbox

NAME, ID_NUMBER, PHONE, ADDRESS = "测试桂兰", "130300194003070018", "13800001234", "测试路1号楼2单元"
PLANTS = (NAME, ID_NUMBER, PHONE, ADDRESS)
UUID = "0192f0c0-0000-7000-8000-000000000001"


def settings(directory: Path) -> Settings:
    """Every text a setting may hold, planted."""
    return Settings(
        hall=Hall(name=NAME, phone=PHONE, window=ADDRESS, hours=NAME),
        hub=HubSettings(url=f"https://{ID_NUMBER}.example"),
        devices=Devices(reader=f"serial:///dev/{ID_NUMBER}", printer=f"tcp://{PHONE}:4001"),
        voice=Voice(speaker=NAME, headphones=PHONE, microphone=f"mic:{NAME}"),
        queue=Queue(directory=directory),
        model=Model(url=f"https://{PHONE}.example", key=ID_NUMBER, name=NAME),
        staff=Staff(members={ID_NUMBER: {"name": NAME, "pin_argon2": PHONE}}),
    )


@pytest.fixture
def packed(tmp_path: Path) -> Iterator[bytes]:
    clock = ManualClock()
    recent, journal = Recent(clock), Journal(clock, io.StringIO())
    journal.listeners.append(recent.note)
    for event, fields in EVENTS.items():
        for plant in PLANTS:
            journal.write(event, **dict.fromkeys(fields, plant))
        journal.write(event, **dict.fromkeys(fields, int(ID_NUMBER)))
        journal.write(event, **dict.fromkeys(fields, f"staff/{NAME}.py:1"))
    journal.write("device_state", device="card_reader", state="offline", fault="reader_silent")
    book = Logbook(tmp_path, clock)
    for plant in PLANTS:
        book.state("card_reader", plant, plant)
        book.state(plant, "online", "")
        book.count("receipt_printer", plant)
        book.count(plant, "done")
    book.count("receipt_printer", "done", 7)
    outbox = Outbox(tmp_path, SystemClock())
    outbox.put_plain("rating", UUID, json.dumps(PLANTS).encode())
    drafts = Drafts(tmp_path, SystemClock())
    drafts.save(drafts.key_of(ID_NUMBER), NAME.encode())
    found = [Finding("device.reader", Area.DEVICE, NAME, Level.BAD, ADDRESS, PHONE, ((NAME, ID_NUMBER),)),
             Finding(f"device.{NAME}", Area.DEVICE, NAME, Level.OK, NAME)]  # fmt: skip
    yield bundle(settings(tmp_path), clock, book, outbox, recent.lines(), found)
    book.close()
    outbox.close()


def written(plant: str) -> Iterator[bytes]:
    """Every way a text may hide in bytes."""
    for raw in (plant.encode(), plant.encode("gb18030"), plant.encode("utf-16-le"), json.dumps(plant)[1:-1].encode()):
        yield raw
        for shift in range(3):
            # Base64 of it at any place within a longer text, without the characters its neighbours share.
            yield base64.b64encode(b"\0" * shift + raw)[4:-4]


def test_nobodys_data_is_in_any_byte_of_the_bundle(packed: bytes) -> None:
    with closing(zipfile.ZipFile(io.BytesIO(packed))) as opened:
        assert opened.testzip() is None
        parts = [packed, opened.comment]
        for member in opened.infolist():
            parts += [member.filename.encode(), member.comment, member.extra, opened.read(member)]
    for plant in PLANTS:
        for raw in written(plant):
            assert all(raw not in part for part in parts), plant


def test_the_planting_itself_would_be_found(packed: bytes) -> None:
    for plant in PLANTS:
        assert any(raw in base64.b64encode(b"x" + plant.encode() + b"y" * 9) for raw in written(plant))


def test_what_a_technician_needs_is_there(packed: bytes) -> None:
    with closing(zipfile.ZipFile(io.BytesIO(packed))) as opened:
        parts: dict[str, Any] = {n: opened.read(n).decode() for n in opened.namelist()}
    devices = {d["device"]: d for d in json.loads(parts["devices.json"])}
    assert devices["receipt_printer"]["counts"] == {"done": 7}
    assert json.loads(parts["queue.json"])["queued"] == 1
    assert json.loads(parts["about.json"])["devices"]["printer"] == "tcp"
    assert json.loads(parts["findings.json"]) == [{"id": "device.reader", "area": "device", "level": "bad"}]
    lines = [json.loads(line) for line in parts["journal.jsonl"].splitlines()]
    assert {"event": "device_state", "device": "card_reader", "state": "offline", "fault": "reader_silent"}.items() <= (
        lines[-1].items()
    )


def test_the_lines_kept_for_a_bundle_take_little_of_a_terminal_s_memory() -> None:
    recent = Recent(ManualClock())
    tracemalloc.start()
    try:
        for n in range(KEPT_LINES + 1):
            recent.note("restarted", {"count": n, "code": 100_000 + n, "hung": 0})
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < 200 * KEPT_LINES
    assert [line["count"] for line in recent.lines()] == list(range(1, KEPT_LINES + 1))


def test_the_command_leaves_report_and_bundle_in_a_directory(tmp_path: Path) -> None:
    environment = {"KIOSK_QUEUE_DIRECTORY": str(tmp_path / "queue"), "KIOSK_VOICE_MICROPHONE": "none"}
    out = tmp_path / "out"
    done = CliRunner().invoke(doctor, ["--report", str(out)], env=environment)
    assert done.exit_code == 1, done.output
    assert {path.name for path in out.iterdir()} == {"readiness.json", "readiness.pdf", "support.zip"}
    report = json.loads((out / "readiness.json").read_text("utf-8"))
    assert report["terminal"] == "K07"
    assert {finding["id"] for finding in report["findings"]} >= {"hub", "clock", "disk", "device.reader"}
    assert (out / "readiness.pdf").read_bytes().startswith(b"%PDF-")
    assert zipfile.is_zipfile(out / "support.zip")


def test_a_report_that_cannot_be_left_anywhere_is_said_plainly(tmp_path: Path) -> None:
    environment = {"KIOSK_QUEUE_DIRECTORY": str(tmp_path), "KIOSK_VOICE_MICROPHONE": "none"}
    done = CliRunner().invoke(doctor, ["--report", "/dev/null"], env=environment)
    assert done.exit_code == 4
    assert "/dev/null" in done.output
