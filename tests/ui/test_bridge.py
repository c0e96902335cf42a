"""The bridge between a session and the pages: threads, calm redraws, and the defect that pins PySide6."""

import sys
import threading
from dataclasses import replace

import PySide6
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QThread, Signal

from kiosk.core.words import words
from ui.measure import settle, targets, texts
from ui.sample_screens import SAMPLE_SCREENS

HOME = next(s for s in SAMPLE_SCREENS if s.key == "sample:home")


def test_a_screen_from_another_thread_is_drawn_by_the_gui_thread(upright) -> None:
    drawn = []
    upright.kiosk.controller.screenChanged.connect(lambda: drawn.append(QThread.currentThread().isMainThread()))
    other = threading.Thread(target=upright.session.go, args=(replace(HOME, title=words("别的线程")),))
    other.start()
    other.join()
    settle()
    assert drawn == [True]
    assert any(text.text == "别的线程" for text in texts(upright.window))


def test_a_redraw_with_the_same_actions_keeps_the_buttons_themselves(upright) -> None:
    upright.show(HOME)
    before = [target.item for target in targets(upright.window)]
    upright.show(replace(HOME, title=words("还是首页"), countdown=7))
    assert [target.item for target in targets(upright.window)] == before


def test_an_undrawn_pictogram_is_a_warning_and_not_a_hole(upright) -> None:
    lost = replace(HOME.actions[0], pictogram="nobody_drew_this")
    upright.show(replace(HOME, actions=(lost,)))
    assert [w for w in upright.kiosk.warnings if "nobody_drew_this" in w]
    upright.kiosk.warnings.clear()


class Ping(QObject):
    sent = Signal(bool)


def test_this_pyside_does_not_eat_references(upright) -> None:
    """6.12.0 loses one reference of True or None a call on Python 3.11 and aborts the interpreter (ADR 0002)."""
    assert PySide6.__version__ == "6.11.3"
    ping = Ping()
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(200):
        ping.sent.emit(True)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert after[0] >= before[0] - 20
    assert after[1] >= before[1] - 20
