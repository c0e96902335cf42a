"""The dock steers the real simulators: a click on it is a card on the reader, paper out, a cut line."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hardware.receipt_printer import Printed, open_printer
from hardware.simulated.card_reader import SimulatedCardReader
from hardware.simulated.line import SimulatedLine
from hardware.simulated.orders import Devices
from hardware.simulated.parts import PARTS, make_part
from hardware.simulated.people import GUILAN, PEOPLE
from hardware.simulated.receipt_printer import SimulatedReceiptPrinter
from hardware.simulated.scanner import SimulatedScanner
from hardware.simulated.wire import PtyWire
from kiosk.core.clock import ManualClock
from kiosk.core.slip import Slip, SlipText
from kiosk.session.events import Headphones, StaffKey
from ui.dock import DockWindow, open_dock
from ui.window import application

PATIENCE_MS = 20_000


class Posts:
    """A session that only remembers what it was told."""

    def __init__(self) -> None:
        self.events: list[object] = []

    def post(self, event: object) -> None:
        self.events.append(event)


class Desk:
    """Devices, a dock and a mouse."""

    def __init__(self, qtbot: QtBot, devices: Devices) -> None:
        application()
        self.qtbot = qtbot
        self.devices = devices
        self.session = Posts()
        self.dock: DockWindow = open_dock(devices, self.session, ManualClock())
        self.dock.window.setHeight(2400)

    def item(self, name: str) -> QQuickItem:
        found = [item for item in self._all(self.dock.window.contentItem()) if item.objectName() == name]
        assert found, name
        return found[0]

    def _all(self, item: QQuickItem) -> Iterator[QQuickItem]:
        for child in item.childItems():
            if child.isVisible():
                yield child
                yield from self._all(child)

    def click(self, name: str) -> None:
        item = self.item(name)
        at = item.mapRectToScene(QRectF(QPointF(), item.size())).center().toPoint()
        QTest.mouseClick(self.dock.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    @property
    def said(self) -> str:
        return str(self.item("said").property("text"))


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    devices = Devices(
        SimulatedCardReader(baud=None), SimulatedReceiptPrinter(PtyWire(None)), SimulatedLine("127.0.0.1", 9)
    )
    desk = Desk(qtbot, devices)
    desk.qtbot.waitExposed(desk.dock.window)
    yield desk
    desk.dock.close()
    devices.close()
    assert desk.dock.warnings == []


def test_a_click_on_a_person_lays_the_card_and_another_lifts_it(desk: Desk) -> None:
    reader = desk.devices.reader
    assert reader
    desk.click("card:guilan")
    desk.until(lambda: reader.card == GUILAN and desk.said == "放上了测试桂兰的卡。")
    desk.until(lambda: bool(desk.item("card:guilan").property("on")))
    desk.click("card:guilan")
    desk.until(lambda: reader.card is None)


def test_every_fictional_person_and_every_fault_has_a_button(desk: Desk) -> None:
    for name in PEOPLE:
        assert desk.item(f"card:{name}").property("text") == PEOPLE[name].name
    for name, meaning in SimulatedCardReader.FAULTS.items():
        assert desk.item(f"reader:{name}").property("text") == meaning
    assert desk.item("printer:paper_out").property("text") == "没纸"


def test_a_reader_fault_is_switched_on_and_off(desk: Desk) -> None:
    reader = desk.devices.reader
    assert reader
    desk.click("reader:silent")
    desk.until(lambda: reader.fault == "silent" and bool(desk.item("reader:silent").property("on")))
    desk.click("reader:silent")
    desk.until(lambda: reader.fault is None)


def test_pulling_the_readers_cable_never_stops_the_window(desk: Desk) -> None:
    desk.click("reader:unplug")
    desk.until(lambda: desk.said == "读卡器的线拔了。")
    desk.click("reader:replug")
    desk.until(lambda: desk.said == "读卡器的线插好了。")


def test_paper_runs_out_and_is_refilled(desk: Desk) -> None:
    printer = desk.devices.printer
    assert printer
    desk.click("printer:paper_out")
    desk.until(lambda: "paper_out" in printer.faults)
    desk.click("printer:refill")
    desk.until(lambda: not printer.faults)


def test_the_last_paper_is_shown(desk: Desk) -> None:
    assert desk.devices.printer
    driver = open_printer(desk.devices.printer.uri)
    try:
        outcome = driver.print_once(Slip("job", (SlipText("测试小票"),)), 30.0)
    finally:
        driver.close()
    assert isinstance(outcome, Printed)
    desk.until(lambda: desk.dock.controller.property("papers") == 1)
    desk.until(lambda: desk.item("paper").height() > 50)


def test_the_line_is_cut_and_joined(desk: Desk) -> None:
    line = desk.devices.line
    assert line
    desk.click("line:cut")
    desk.until(lambda: line.is_cut and desk.item("line:cut").property("text") == "接上网络")
    desk.click("line:cut")
    desk.until(lambda: not line.is_cut)


def test_headphones_and_the_staff_key_reach_the_session(desk: Desk) -> None:
    desk.click("headphones")
    desk.until(lambda: desk.item("headphones").property("text") == "拔耳机")
    desk.click("headphones")
    desk.click("staff")
    assert desk.session.events == [Headphones(True), Headphones(False), StaffKey()]


def test_the_dock_is_stamped_and_shows_the_terminals_time(desk: Desk) -> None:
    texts = {str(item.property("text")) for item in desk._all(desk.dock.window.contentItem())}
    assert "模拟" in texts
    assert desk.item("time").property("text") == "2026-11-24 09:00:00"


def test_parts_that_are_real_have_no_buttons(qtbot: QtBot) -> None:
    application()
    dock = open_dock(Devices(), Posts())
    names = {child.objectName() for child in dock.window.findChildren(QObject)}
    assert dock.controller.property("hasReader") is False
    assert "card:guilan" not in {name for name in names if name}
    dock.close()


def test_every_other_simulated_device_has_its_buttons(qtbot: QtBot) -> None:
    scanner = SimulatedScanner()
    devices = Devices(parts={"scanner": scanner})
    desk = Desk(qtbot, devices)
    # The first click may come before everything is in its place.
    desk.until(lambda: desk.said == "放好了。" or bool(desk.click("scanner:lay:page")))
    desk.click("scanner:glare")
    desk.until(lambda: scanner.fault == "glare" and bool(desk.item("scanner:glare").property("on")))
    desk.click("scanner:glare")
    desk.until(lambda: scanner.fault is None)
    desk.dock.close()
    devices.close()
    assert desk.dock.warnings == []


def test_what_the_buttons_order_is_obeyed_by_every_device() -> None:
    for kind in PARTS:
        with make_part(kind) as part:
            assert all(part.obey(verb, rest) for verb, *rest in kind.TRIES.values()), kind.NAME
