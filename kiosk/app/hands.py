"""Real fingers on a real window: presses what a Screen offers by touch events, turning list pages where needed.

Used by the demonstration and the stories; it knows nothing a person in front of the glass could not see.
"""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEventLoop, QPoint, QPointF, QTimer
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from ui.window import KioskWindow

STEP_MS = 20


class NotOffered(AssertionError):
    """The page does not offer that, or never came to what was waited for."""


class Hands:
    """One person's hands."""

    def __init__(self, window: KioskWindow) -> None:
        self._window = window
        self._device = QTest.createTouchDevice()

    def press(self, action_id: str) -> None:
        """Touch the button of that action and lift the finger. Raises NotOffered when it is nowhere on the page."""
        point = self._seek(action_id)
        self._window.controller.rest()  # every press of this hand is meant
        self._touch(point)

    def enter(self, digits: str) -> None:
        """Digits on the pad, one press each."""
        for digit in digits:
            self.press(f"digit:{digit}")

    def sign(self) -> None:
        """Two strokes across the sheet."""
        sheet = self._find("signature")
        if sheet is None:
            raise NotOffered("signature")
        for start, end in (((0.2, 0.3), (0.7, 0.6)), ((0.6, 0.2), (0.3, 0.8))):
            self._stroke(sheet, start, end)

    def wait(self, until: Callable[[], bool], what: str, timeout_s: float = 30.0) -> None:
        """Let the window live until something is so. Raises NotOffered when it never is."""
        timer = QElapsedTimer()
        timer.start()
        while not until():
            if timer.elapsed() > timeout_s * 1000:
                raise NotOffered(f"{what}; the page is {self._window.controller.shown.key}")
            self.rest(STEP_MS)

    def wait_for(self, key: str, timeout_s: float = 30.0) -> None:
        """Wait until the page with that key is on the glass."""
        self.wait(lambda: self._window.controller.shown.key.startswith(key), f"waited for the page {key}", timeout_s)
        self.rest(STEP_MS)

    def rest(self, ms: int) -> None:
        """Let the window live a while."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    def _seek(self, action_id: str) -> QPoint:
        """Where the button is. A point, because the button itself may be gone with its page a moment later."""
        self.wait(lambda: self._window.controller.shown.action(action_id) is not None, f"waited for {action_id}", 10)
        self.rest(STEP_MS)
        for _ in range(30):
            item = self._find(action_id)
            if item is not None:
                return _middle(item)
            after = self._find("page:after")
            if after is None:
                break
            self._touch(_middle(after))
        raise NotOffered(f"{action_id} is not on the page {self._window.controller.shown.key}")

    def _find(self, name: str) -> QQuickItem | None:
        return _visible(self._window.window.contentItem(), name)

    def _touch(self, point: QPoint) -> None:
        self._down(point)
        self._up(point)
        self.rest(STEP_MS)

    def _stroke(self, sheet: QQuickItem, start: tuple[float, float], end: tuple[float, float]) -> None:
        def at(share: float) -> QPoint:
            x = start[0] + (end[0] - start[0]) * share
            y = start[1] + (end[1] - start[1]) * share
            return sheet.mapToScene(QPointF(sheet.width() * x, sheet.height() * y)).toPoint()

        self._down(at(0))
        for part in range(1, 10):
            QTest.touchEvent(self._window.window, self._device).move(0, at(part / 10), self._window.window).commit()
        self._up(at(1))
        self.rest(STEP_MS)

    def _down(self, point: QPoint) -> None:
        QTest.touchEvent(self._window.window, self._device).press(0, point, self._window.window).commit()
        self.rest(STEP_MS)

    def _up(self, point: QPoint) -> None:
        QTest.touchEvent(self._window.window, self._device).release(0, point, self._window.window).commit()


def _middle(item: QQuickItem) -> QPoint:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def _visible(item: QQuickItem, name: str) -> QQuickItem | None:
    if not item.isVisible():
        return None
    if item.objectName() == name:
        return item
    for child in item.childItems():
        found = _visible(child, name)
        if found is not None:
            return found
    return None
