"""The bridge between a session and the pages: threads, calm redraws, and the defect that pins PySide6."""

import re
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace

import PySide6
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QThread, Signal
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.core.words import Private, PrivateKind, words
from ui.measure import settle, targets, texts
from ui.sample_screens import SAMPLE_SCREENS
from ui.window import open_window

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


def test_of_screens_that_came_at_once_the_last_is_the_page_the_keys_are_on(upright) -> None:
    """While one Screen was drawn the next was drawn inside it, and the keys then took the older for the page shown."""
    upright.show(SAMPLE_SCREENS[0])
    entrance = replace(HOME, key="sample:entrance")
    for screen in (entrance, HOME):
        upright.session.go(screen)
        upright.session.go(replace(screen, banner=words("网络不通")))
    settle()
    assert upright.kiosk.controller.shown.key == HOME.key
    QTest.keyClick(upright.window, Qt.Key.Key_Down)
    QTest.keyClick(upright.window, Qt.Key.Key_Down)
    here = upright.window.activeFocusItem().objectName()
    assert here != HOME.actions[0].id
    upright.session.go(replace(HOME, banner=words("网络通了")))
    settle()
    assert upright.window.activeFocusItem().objectName() == here


def test_what_another_thread_told_a_window_that_is_closed_since_is_shown_nowhere(upright) -> None:
    """The pages are gone with the window; showing one crashed the terminal that was started next."""
    session = type(upright.session)(HOME)
    kiosk = open_window(session)
    settle()
    told = threading.Thread(target=lambda: (session.go(replace(HOME, title=words("太晚了"))), kiosk.speaking(0)))
    told.start()
    told.join()
    kiosk.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle()
    kiosk.guide_picture(None)
    settle()
    assert kiosk.controller.shown.title.plain() == "太晚了", "it did arrive, after the pages were gone"


def test_a_redraw_with_the_same_actions_keeps_the_buttons_themselves(upright) -> None:
    upright.show(HOME)
    before = [target.item for target in targets(upright.window)]
    upright.show(replace(HOME, title=words("还是首页"), countdown=7))
    assert [target.item for target in targets(upright.window)] == before


def every_item(item: QQuickItem) -> Iterator[QQuickItem]:
    """Seen or not."""
    for child in item.childItems():
        yield child
        yield from every_item(child)


def test_a_page_that_was_there_before_comes_back_without_a_single_item_being_built(stage) -> None:
    ones = [s for s in SAMPLE_SCREENS if s.ask is None]
    for screen in ones:
        stage.show(screen)
    before = set(every_item(stage.window.contentItem()))
    for screen in ones:
        stage.show(screen)
        assert set(every_item(stage.window.contentItem())) == before, screen.key


def test_a_digit_more_draws_the_number_and_not_the_pad(upright) -> None:
    phone = next(s for s in SAMPLE_SCREENS if s.key == "sample:phone")
    upright.show(phone)
    drawn = []
    for target in targets(upright.window):
        target.item.implicitHeightChanged.connect(lambda: drawn.append("size"))
        target.item.textChanged.connect(lambda: drawn.append("words"))
    upright.show(replace(phone, ask=replace(phone.ask, draft=words(Private("13800001", PrivateKind.PHONE)))))
    assert any(text.text == "138 0000 1" for text in texts(upright.window))
    assert drawn == []


def test_nothing_of_a_person_stays_in_an_item_that_waits_for_its_next_use(stage) -> None:
    for key in ("sample:review", "sample:wrong", "sample:saved", "sample:paper"):
        stage.show(next(s for s in SAMPLE_SCREENS if s.key == key))
    kept = [str(item.property("text")) for item in every_item(stage.window.contentItem())]
    assert any("凭条" in text for text in kept)
    stage.show(SAMPLE_SCREENS[0])
    kept = [str(item.property("text")) for item in every_item(stage.window.contentItem())]
    assert [text for text in kept if re.search("虚构老人|1303001944|130 ?300|虚构街道|QHD|凭条", text)] == []


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
