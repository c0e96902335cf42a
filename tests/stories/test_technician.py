"""A technician at the terminal: in by staff number, real tests over real bytes, on the real window, and out again."""

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from kiosk.core.settings import Devices
from kiosk.session.events import StaffKey
from kiosk.session.places import Attract, RepairPlace
from kiosk.workshop.bench import COLUMNS, ROWS

PIN = "246810"


def enter(story) -> None:
    story.hall.terminal.runner.post(StaffKey())
    for part, digits in (("number", "0001"), ("pin", PIN)):
        story.hands.wait_for(f"over:staff:{part}")
        story.hands.enter(digits)
        story.hands.press("next")
    story.hands.wait_for("over:staff_menu")
    story.hands.press("repair")
    story.hands.wait_for("workshop:menu")


def test_a_technician_prints_a_test_slip_touches_every_field_and_leaves(make_story) -> None:
    story = make_story(Devices(scanner="sim://"))
    runner = story.hall.terminal.runner
    story.open("01")
    enter(story)
    assert isinstance(runner.state.place, RepairPlace)
    assert runner.state.visit.service is None, "the visit that went on was wiped"
    story.hands.press("station:receipt_printer")
    story.hands.wait_for("workshop:station:receipt_printer")
    story.hands.press("start")
    story.hands.wait_for("workshop:asking:receipt_printer", 90)
    assert "打印机说打好了" in story.shown
    printer = story.hall.simulators.printer
    assert printer is not None
    assert "打印测试" in printer.papers[-1].text
    story.hands.press("seen")
    story.hands.wait_for("workshop:menu")
    test = story.hall.terminal.logbook.record("receipt_printer").test
    assert test is not None
    assert test.seen
    watch_devices(story)
    story.hands.press("station:touch")
    story.hands.press("start")
    story.hands.wait_for("workshop:touch")
    sweep(story)
    story.hands.wait_for("workshop:asking:touch")
    assert "每一格都有反应" in story.shown
    story.hands.press("seen")
    story.hands.wait_for("workshop:menu")
    story.hands.press("restart")
    story.hands.wait_for("attract")
    assert isinstance(runner.state.place, Attract)
    assert '"event": "repair"' in story.log.getvalue()


def watch_devices(story) -> None:
    """The keypad's keys tick themselves off instead of moving the page; the camera's picture is on the glass."""
    parts = story.hall.simulators.parts
    story.hands.press("station:keypad")
    story.hands.press("start")
    story.hands.wait_for("workshop:doing:keypad")
    story.hands.wait(lambda: "下一个" in story.shown, "waited for the keys")
    parts["keypad"].do("press", ["back", "select"])
    story.hands.wait(lambda: story.screen.blocks[0].marks.count("done") == 2, "waited for two ticks")
    assert story.screen.key == "workshop:doing:keypad"
    story.hands.press("enough")
    story.hands.wait_for("workshop:asking:keypad")
    story.hands.press("unseen")
    parts["scanner"].lay("page")
    story.hands.wait_for("workshop:menu")
    story.hands.press("station:scanner")
    story.hands.press("start")
    visit = story.window._visit
    story.hands.wait(lambda: visit.property("frame") > 0, "waited for the moving picture")
    story.hands.press("enough")
    story.hands.wait_for("workshop:asking:scanner")
    assert "判断：看得清" in story.shown
    assert visit.property("frame") > 0
    story.hands.press("seen")
    story.hands.wait_for("workshop:menu")
    story.hands.wait(lambda: visit.property("frame") == 0, "waited for the picture to be forgotten")
    record = story.hall.terminal.logbook.record
    assert (record("keypad").test.seen, record("scanner").test.seen) == (False, True)


def sweep(story) -> None:
    """One finger over the whole glass, row by row, as a person wipes it."""
    window = story.window.window
    finger = QTest.createTouchDevice()
    story.window.controller.rest()

    def at(row: int, column: int) -> QPoint:
        return QPoint(
            int((column + 0.5) * window.width() / COLUMNS), int((row + 0.5) * window.height() / ROWS)
        )  # fmt: skip

    for row in range(ROWS):
        QTest.touchEvent(window, finger).press(0, at(row, 0), window).commit()
        for column in range(1, COLUMNS):
            QTest.touchEvent(window, finger).move(0, at(row, column), window).commit()
            story.hands.rest(5)
        QTest.touchEvent(window, finger).release(0, at(row, COLUMNS - 1), window).commit()
        story.hands.rest(5)
