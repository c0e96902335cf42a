"""The whole visit by keypad: arrows and OK move and press, five more keys are always the same."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow

from hardware.keypad import PadKey

Key = Qt.Key
FORWARD = {Key.Key_Down, Key.Key_Right, Key.Key_Tab}
BACKWARD = {Key.Key_Up, Key.Key_Left, Key.Key_Backtab}
SELECT = {Key.Key_Return, Key.Key_Enter, Key.Key_Space, Key.Key_Select}
ACTION_KEYS = {
    Key.Key_F1: "help",
    Key.Key_Help: "help",
    Key.Key_F2: "repeat",
    Key.Key_Escape: "back",
    Key.Key_Back: "back",
    Key.Key_VolumeUp: "volume_up",
    Key.Key_VolumeDown: "volume_down",
}
"""USB HID keypads send these; other models are re-loadable to them."""
PAD_ACTIONS = {
    PadKey.HELP: "help",
    PadKey.REPEAT: "repeat",
    PadKey.BACK: "back",
    PadKey.LOUDER: "volume_up",
    PadKey.QUIETER: "volume_down",
    PadKey.ERASE: "erase",
    **{PadKey(n): f"digit:{n}" for n in "0123456789"},
}
"""The same from a keypad with a key map of its own (hardware.keypad); its figures press the pad's figures."""


class Keypad(QObject):
    """Watches one window's keys. Unknown keys and key repeat do nothing at all.

    press: called with an action id for the keys that are actions.
    on_hand: called with True at a key, False at a touch.
    on_focus: called with the accessible name of what the focus reached, to be spoken.
    """

    _told = Signal(str)

    def __init__(
        self,
        window: QQuickWindow,
        visit: QObject,
        press: Callable[[str], None],
        on_focus: Callable[[str], None] | None = None,
        on_hand: Callable[[bool], None] | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._visit = visit
        self._press = press
        self._on_focus = on_focus
        self._on_hand = on_hand
        self._wanted = ""
        self._told.connect(lambda key: self._pad(PadKey(key)), Qt.ConnectionType.QueuedConnection)
        window.installEventFilter(self)

    def pad(self, key: PadKey) -> None:
        """A key of a keypad that is no keyboard; from any thread."""
        self._told.emit(str(key))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                if not event.isAutoRepeat():
                    self._key(Key(event.key()))
                return True
            case QEvent.Type.KeyRelease:
                return True
            case QEvent.Type.TouchBegin | QEvent.Type.MouseButtonPress:
                self._by_keypad(False)
            case _:
                pass
        return False

    def page_shown(self, same_page: bool) -> None:
        """Keep the focus where it was on the same page; on a new one go to what is wrong, else to the first thing."""
        stops = stops_of(self._window)
        if not stops:
            return
        notice = next((stop for stop in stops if stop.objectName().startswith("notice:")), None)
        again = next((stop for stop in stops if same_page and stop.objectName() == self._wanted), None)
        self._focus(again or notice or stops[0], aloud=False)

    def _key(self, key: Qt.Key) -> None:
        if key in FORWARD:
            self._move(1)
        elif key in BACKWARD:
            self._move(-1)
        elif key in SELECT:
            self._select()
        elif key in ACTION_KEYS:
            self._by_keypad(True)
            self._press(ACTION_KEYS[key])

    def _pad(self, key: PadKey) -> None:
        match key:
            case PadKey.NEXT:
                self._move(1)
            case PadKey.PREVIOUS:
                self._move(-1)
            case PadKey.SELECT:
                self._select()
            case _ if key in PAD_ACTIONS:
                self._by_keypad(True)
                self._press(PAD_ACTIONS[key])
            case _:
                pass  # a jack's keys are the session's

    def _by_keypad(self, keypad: bool) -> None:
        self._visit.setProperty("keypad", keypad)
        if self._on_hand is not None:
            self._on_hand(keypad)

    def _move(self, by: int) -> None:
        stops = stops_of(self._window)
        if not stops:
            return
        here = self._window.activeFocusItem()
        # The first key only shows where the focus is, so that nobody skips what they have not yet heard.
        shown = bool(self._visit.property("keypad"))
        self._by_keypad(True)
        at = next((i for i, stop in enumerate(stops) if stop is here), None)
        self._focus(stops[0 if at is None else at if not shown else (at + by) % len(stops)])

    def _select(self) -> None:
        here = self._window.activeFocusItem()
        self._by_keypad(True)
        # Not metaObject(): its wrapper outlives the button, and a new item at that address is then taken for it.
        click = getattr(here, "click", None)
        if click is not None and here in stops_of(self._window):
            click()

    def _focus(self, stop: QQuickItem, aloud: bool = True) -> None:
        stop.forceActiveFocus(Qt.FocusReason.TabFocusReason)
        self._wanted = stop.objectName()
        if aloud and self._on_focus is not None:
            self._on_focus(name_of(stop))


def name_of(stop: QQuickItem) -> str:
    """What a stop is called aloud: its words, and what stands under them."""
    words = stop.property("spoken") or stop.property("text")  # a key's face is a sign: ‹ is 前面的字
    return "，".join(part for part in (words, stop.property("description") or "") if part)


def stops_of(window: QQuickWindow) -> list[QQuickItem]:
    """Everything the keypad can reach now, in reading order: row by row from the top, left to right."""
    placed = [(item.mapRectToScene(QRectF(QPointF(), item.size())), item) for item in _stops(window.contentItem())]
    placed.sort(key=lambda pair: (pair[0].center().y(), pair[0].x()))
    rows: list[list[tuple[QRectF, QQuickItem]]] = []
    for rect, item in placed:
        if rows and rect.center().y() < rows[-1][0][0].bottom() and rect.y() < rows[-1][0][0].center().y():
            rows[-1].append((rect, item))
        else:
            rows.append([(rect, item)])
    return [item for row in rows for _, item in sorted(row, key=lambda pair: pair[0].x())]


def _stops(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if not child.isVisible() or not child.isEnabled():
            continue
        if child.property("stop"):
            yield child
        yield from _stops(child)
