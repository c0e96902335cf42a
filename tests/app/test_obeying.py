"""A terminal does what the hub asks, over a real hub process and real devices' bytes, and tells the resident."""

import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from hub import orders
from hub.audit import latest
from hub.house import HubConfig, open_hub
from kiosk.app.hall import Hall
from kiosk.core.clock import SystemClock
from kiosk.core.faults import Fault
from kiosk.core.journal import Journal
from kiosk.core.screen import Screen
from kiosk.core.settings import Queue, Settings, Voice
from kiosk.core.unlock import unlock_code
from kiosk.session import events as ev
from kiosk.session.places import RepairPlace
from voice import ScriptedSpeaker


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    settings = Settings(queue=Queue(directory=tmp_path), voice=Voice(enabled=False, microphone="none"))
    with open(tmp_path / "journal.jsonl", "w", encoding="utf-8") as log:
        opened = Hall(settings, SystemClock(), Journal(SystemClock(), log), speaker=ScriptedSpeaker())
        yield opened
        opened.close()


@pytest.fixture
def hub(hall: Hall, tmp_path: Path) -> Iterator[Any]:
    """The same hub as an admin's browser sees it: another process on the same data."""
    opened = open_hub(HubConfig(tmp_path / "hub"))
    yield opened
    opened.close()


def test_a_device_and_a_matter_are_left_alone_and_taken_up_again_at_the_hubs_word(hall: Hall, hub: Any) -> None:
    runner, tending = hall.terminal.runner, hall.terminal.tending
    for kind, target in (("device", "receipt_printer"), ("service", "04")):
        assert orders.stop(hub, "K07", kind, target, "user:测试") is None
    tending.once()
    assert runner.state.terminal.fault_of("receipt_printer") is Fault.OUT_OF_USE
    assert runner.state.terminal.stopped == {"04"}
    runner.post(ev.Begin())
    runner.post(ev.ChooseService("04"))
    assert runner.screen.title.masked() == "这件事先不在这里办"
    assert "别的事还能办" in "".join(say.masked() for say in runner.screen.say)
    runner.post(ev.Finish())
    assert runner.screen.key == "more", "what still works is offered"
    tending.once()
    seen = hub.store.read(lambda tx: tx.rows("select devices from terminals"))
    assert "out_of_use" in seen[0][0]
    for kind, target in (("device", "receipt_printer"), ("service", "04")):
        assert orders.resume(hub, "K07", kind, target, "user:测试") is None
    tending.once()
    assert runner.state.terminal.fault_of("receipt_printer") is not Fault.OUT_OF_USE
    assert runner.state.terminal.stopped == frozenset()


def test_the_bundle_that_was_asked_for_arrives_once(hall: Hall, hub: Any) -> None:
    assert orders.ask_bundle(hub, "K07", "user:测试") is None
    hall.terminal.tending.once()
    (arrived,) = hub.store.read(lambda tx: orders.bundles_of(tx, "K07"))
    assert arrived.arrived_at is not None
    with closing(zipfile.ZipFile(BytesIO(hub.bodies.read(arrived.sha256)))) as packed:
        assert {"about.json", "devices.json", "queue.json", "journal.jsonl"} <= set(packed.namelist())


def test_orders_hold_without_a_line_after_a_start_and_forged_ones_never(hall: Hall, hub: Any, tmp_path: Path) -> None:
    orders.stop(hub, "K07", "service", "04", "user:测试")
    tending = hall.terminal.tending
    tending.once()
    hall.cut()
    again = tending.obeying
    kept = (tmp_path / "orders.json").read_text("utf-8")
    assert (tmp_path / "orders.json").stat().st_mode & 0o077 == 0
    hall.terminal.runner.post(ev.MattersStopped(frozenset()))
    again.begin()
    assert hall.terminal.runner.state.terminal.stopped == {"04"}
    hall.terminal.runner.post(ev.MattersStopped(frozenset()))
    (tmp_path / "orders.json").write_text(kept.replace('"04"', '"01"'), "utf-8")
    again.begin()
    assert hall.terminal.runner.state.terminal.stopped == frozenset()


def test_the_hubs_code_of_the_hour_opens_the_technicians_pages_and_wipes_the_visit(hall: Hall, hub: Any) -> None:
    runner = hall.terminal.runner
    opened = threading.Event()
    hall.terminal.on_repair(opened.set)
    hall.terminal.tending.once()
    code = orders.issue_unlock_code(hub, "K07", "user:测试")
    assert isinstance(code, str)
    stale = unlock_code(b"\0" * 32, "K07", SystemClock().now() - timedelta(hours=3))
    for tried, key in ((stale, "over:staff:code"), (code, "repair")):
        runner.post(ev.StaffKey())
        runner.post(ev.UseCode())
        for digit in tried:
            runner.post(ev.KeyPressed(digit))
        answered = threading.Event()
        runner.on_screen(lambda screen, answered=answered: answered.set() if _told(screen) else None)  # type: ignore
        runner.post(ev.Next())
        assert answered.wait(30)
        assert runner.screen.key == key
        if key != "repair":
            runner.post(ev.Back())
    assert opened.wait(30)
    assert isinstance(runner.state.place, RepairPlace)
    runner.post(ev.ChooseService("01"))
    assert runner.screen.key == "repair"
    runner.post(ev.RepairDone())
    assert runner.screen.key == "attract"
    assert told(hub) == ["repair_closed", "repair_opened"]


def told(hub: Any) -> list[str]:
    """What the chain says of the technician, the newest first, once the terminal has told both."""
    for _ in range(600):
        acts = [r.act for r in hub.store.read(lambda tx: latest(tx, 20)) if r.act.startswith("repair_")]
        if len(acts) == 2:
            break
        threading.Event().wait(0.05)
    return acts


def _told(screen: Screen) -> bool:
    return screen.key == "repair" or any("码不对" in notice.masked() for notice in screen.notices)
