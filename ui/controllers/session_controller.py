"""The bridge from QML to a session: shows its Screen, hands it presses, on the GUI thread and nowhere else."""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any, Protocol

from PySide6.QtCore import QBuffer, QIODevice, QObject, QPointF, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from kiosk.core.screen import Screen
from kiosk.core.signing import on_sheet
from kiosk.session.attend import Ears
from kiosk.session.events import ChangeSettings, How, Signed, TextTyped

TICK_MS = 250
DEBOUNCE_S = 0.3
SLOW_DEBOUNCE_S = 0.5


class Session(Protocol):
    """The part of a session that pages need (kiosk.session.runner.SessionRunner)."""

    @property
    def screen(self) -> Screen: ...
    def press(self, action_id: str, how: How = "touch") -> object: ...
    def post(self, event: Any) -> object: ...
    def on_screen(self, callback: Callable[[Screen], None]) -> object: ...


class SessionController(QObject):
    """One session on one window.

    Signals:
        screenChanged: the Screen is another one; always emitted on the GUI thread.
        spokenChanged: another sentence is being spoken.
        earsChanged: the ear does something else, or hears more.
    """

    screenChanged = Signal()
    spokenChanged = Signal(int)
    earsChanged = Signal(object)
    _arrived = Signal(object)
    _spoken = Signal(int)
    _ears = Signal(object)

    def __init__(
        self,
        session: Session,
        *,
        tick: Callable[[], object] | None = None,
        seconds: Callable[[], float] = monotonic,
        parent: QObject | None = None,
    ) -> None:
        """tick: called four times a second on the GUI thread; seconds: clock of the debounce."""
        super().__init__(parent)
        self._session = session
        self._seconds = seconds
        self._screen = session.screen
        self.by_keypad = False
        """Whether the last hand on the glass was the keypad's."""
        self._last: tuple[str, str, float] = ("", "", float("-inf"))
        # Sessions may call from any thread; a queued signal is the one way across.
        self._arrived.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._spoken.connect(self.spokenChanged, Qt.ConnectionType.QueuedConnection)
        self._ears.connect(self.earsChanged, Qt.ConnectionType.QueuedConnection)
        session.on_screen(self._arrived.emit)
        self._timer = QTimer(self)
        if tick is not None:
            self._timer.timeout.connect(tick)
            self._timer.start(TICK_MS)

    @property
    def shown(self) -> Screen:
        """The Screen on the glass."""
        return self._screen

    @Slot(str)
    def press(self, action_id: str) -> None:
        """One press of one action by touch or by OK."""
        self.press_by(action_id, "touch" if not self.by_keypad else "keypad")

    def press_by(self, action_id: str, how: How) -> None:
        """The same, saying by what.

        Within the debounce time a second press is a tremor, not a wish: of the same action, or of whatever stands under
        the finger since the first one turned the page.
        """
        now = self._seconds()
        still = SLOW_DEBOUNCE_S if self._screen.settings.slow else DEBOUNCE_S
        last_id, last_page, last_at = self._last
        if now - last_at < still and (action_id == last_id or last_page != self._screen.key):
            return
        self._last = (action_id, self._screen.key, now)
        self._session.press(action_id, how)

    def rest(self) -> None:
        """The hand was still for a while: the next press is meant, whatever the clock says."""
        self._last = ("", "", float("-inf"))

    @Slot(str)
    def typeText(self, text: str) -> None:
        """Text committed by the keyboard."""
        self._session.post(TextTyped(text))

    @Slot()
    def light(self) -> None:
        """The darkened glass was touched: show the page again."""
        self._session.post(ChangeSettings("dark", False))

    @Slot("QVariantList", QSizeF)
    def signed(self, strokes: Sequence[Sequence[QPointF]], box: QSizeF) -> None:
        """A stroke was finished: the whole signature so far, in pixels of the sheet."""
        points = [[(point.x(), point.y()) for point in stroke] for stroke in strokes]
        self._session.post(Signed(signature_png(strokes, box), on_sheet(points, box.width(), box.height())))

    def speaking(self, sentence: int) -> None:
        """Which sentence is being spoken, -1 for none; may be called from any thread."""
        self._spoken.emit(sentence)

    def ears(self, ears: Ears) -> None:
        """What to show of the ear; may be called from any thread."""
        self._ears.emit(ears)

    def close(self) -> None:
        """No more ticks."""
        self._timer.stop()

    @Slot(object)
    def _show(self, screen: Screen) -> None:
        self._screen = screen
        self.screenChanged.emit()


def signature_png(strokes: Sequence[Sequence[QPointF]], box: QSizeF) -> bytes:
    """Black strokes on white, at the size they were written."""
    image = QImage(max(1, round(box.width())), max(1, round(box.height())), QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(Qt.GlobalColor.black), max(3.0, box.height() / 50))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for stroke in strokes:
        if len(stroke) == 1:
            painter.drawPoint(stroke[0])
        elif stroke:
            path = QPainterPath(stroke[0])
            for point in stroke[1:]:
                path.lineTo(point)
            painter.drawPath(path)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
