"""The engine and the one window a session is shown in."""

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QFont, QGuiApplication, QImage
from PySide6.QtQml import QQmlApplicationEngine, QQmlError
from PySide6.QtQuick import QQuickWindow

from kiosk.session.attend import Ears
from kiosk.session.events import How
from ui.controllers import Keypad, Session, SessionController
from ui.live import LIVE_ID, PAPER_ID, LivePicture, LiveProvider
from ui.panel import PORTRAIT_32, Panel
from ui.pictograms import PROVIDER_ID, PictogramProvider

FAMILY = "Noto Sans CJK SC"
QML = Path(__file__).parent / "qml"
KEYBOARD = Path(__file__).parent / "input" / "qml" / "PinyinKeyboard.qml"


class PageBroken(RuntimeError):
    """The pages could not be loaded; the text says which file and line."""


def application() -> QGuiApplication:
    """The one application object, with the software renderer and the simplified Chinese face.

    Without a named family the system shows Japanese forms of 骨 门 直.
    """
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    os.environ.setdefault("QT_QUICK_CONTROLS_STYLE", "Basic")
    running = QGuiApplication.instance()
    app = running if isinstance(running, QGuiApplication) else QGuiApplication(["kiosk"])
    app.setFont(QFont(FAMILY))
    return app


class KioskWindow:
    """The pages of one session on one panel."""

    def __init__(
        self,
        session: Session,
        panel: Panel = PORTRAIT_32,
        *,
        hall: str = "社区大厅",
        fullscreen: bool = False,
        tick: Callable[[], object] | None = None,
        now: Callable[[], datetime] | None = None,
        pinyin: QObject | None = None,
        seconds: Callable[[], float] | None = None,
        on_focus: Callable[[str], None] | None = None,
        on_hand: Callable[[How], None] | None = None,
        on_unknown_pictogram: Callable[[str], None] | None = None,
    ) -> None:
        """tick: called four times a second; now: Beijing time for the clock in the corner; on_focus: speaks what the
        keypad reached; on_hand: called at every touch and key; pinyin: ui.input.PinyinInput. Raises PageBroken when the
        pages do not load."""
        self.panel = panel
        self.warnings: list[str] = []
        self._now = now
        self._pinyin = pinyin  # pages only borrow it
        self._on_hand = on_hand
        self._shown_key = ""
        self._engine = QQmlApplicationEngine()
        self._engine.warnings.connect(self._warned)
        self._engine.addImageProvider(PROVIDER_ID, PictogramProvider(on_unknown_pictogram or self._unknown))
        live, paper = LiveProvider(), LiveProvider()
        self._engine.addImageProvider(LIVE_ID, live)
        self._engine.addImageProvider(PAPER_ID, paper)
        self._engine.addImportPath(str(QML))
        self._visit = self._singleton("Visit")
        self._theme = self._singleton("Theme")
        self._live = LivePicture(live, self._visit, "frame")
        self._paper = LivePicture(paper, self._visit, "paperFrame")
        self._set_up(hall, pinyin)
        clocks: dict[str, Any] = {} if seconds is None else {"seconds": seconds}
        self.controller = SessionController(session, tick=lambda: self._tick(tick), **clocks)
        self.controller.screenChanged.connect(self.show_screen)
        self.controller.spokenChanged.connect(lambda sentence: self._visit.setProperty("speaking", sentence))
        self.controller.earsChanged.connect(self._show_ears)
        self._connect_hands(pinyin)
        self._engine.setInitialProperties({"width": panel.width, "height": panel.height})
        self._engine.loadFromModule("Kiosk", "Main")
        if not self._engine.rootObjects():
            raise PageBroken("\n".join(self.warnings))
        self.window = cast(QQuickWindow, self._engine.rootObjects()[0])
        self._on_focus = on_focus
        self.keypad = Keypad(self.window, self._visit, self.controller.press, on_focus, self._hand)
        self.window.showFullScreen() if fullscreen else self.window.show()
        self.show_screen()

    def show_screen(self) -> None:
        """Draw the session's present Screen."""
        screen = self.controller.shown
        shown = getattr(self._visit, "show")  # noqa: B009 - a QML function, unknown to type checkers
        shown(json.dumps(screen.to_json(), ensure_ascii=False))
        self.keypad.page_shown(same_page=screen.key == self._shown_key)
        self._shown_key = screen.key

    def speaking(self, sentence: int) -> None:
        """Light the sentence being spoken (counted over notices, then say), -1 for none. From any thread."""
        self.controller.speaking(sentence)

    def ears(self, ears: Ears) -> None:
        """What the ear does and hears, for the line above the bar. From any thread."""
        self.controller.ears(ears)

    def guide_picture(self, picture: Any) -> None:
        """A frame of the guide's picture (uint8, height x width x RGB), None when there is none. From any thread."""
        self._live.take(picture)

    def paper_picture(self, picture: Any) -> None:
        """What lies under the document camera, as `guide_picture`. From any thread."""
        self._paper.take(picture)

    def _show_ears(self, ears: Ears) -> None:
        self._visit.setProperty("ear", ears.phase)
        self._visit.setProperty("earSays", list(ears.says))
        self._visit.setProperty("heard", ears.heard)
        self._visit.setProperty("level", ears.level)

    def grab(self, path: Path | None = None) -> QImage:
        """What is on the glass now, also written as PNG when a path is given."""
        image = self.window.grabWindow()
        if path is not None:
            image.save(str(path))
        return image

    def close(self) -> None:
        """Take the window and its engine away."""
        self.controller.close()
        # What another thread has told and is still under way would be shown on pages that are gone.
        for told in (self.controller.screenChanged, self.controller.spokenChanged, self.controller.earsChanged):
            told.disconnect()
        self._live.close()
        self._paper.close()
        self.window.close()
        self._engine.deleteLater()

    def _singleton(self, name: str) -> QObject:
        found = self._engine.singletonInstance("Kiosk", name)
        if not isinstance(found, QObject):
            raise PageBroken("\n".join(self.warnings) or name)
        return found

    def _set_up(self, hall: str, pinyin: QObject | None) -> None:
        self._theme.setProperty("ppm", self.panel.ppm)
        self._visit.setProperty("mountMm", self.panel.mount_mm)
        self._visit.setProperty("upright", self.panel.height > self.panel.width)
        self._visit.setProperty("hall", hall)
        if pinyin is not None and KEYBOARD.exists():
            self._visit.setProperty("keyboard", QUrl.fromLocalFile(str(KEYBOARD)))
            self._visit.setProperty("pinyin", pinyin)

    def _connect_hands(self, pinyin: QObject | None) -> None:
        # Queued: a press may replace the very button it came from.
        queued = Qt.ConnectionType.QueuedConnection
        visit = cast(Any, self._visit)
        visit.pressed.connect(self.controller.press, queued)
        visit.typed.connect(self.controller.typeText, queued)
        visit.lit.connect(self.controller.light, queued)
        visit.signedBy.connect(self._signed, queued)
        if pinyin is not None:
            cast(Any, pinyin).committed.connect(self.controller.typeText, queued)
            cast(Any, pinyin).committed.connect(self._wrote, queued)

    def _wrote(self, text: str) -> None:
        """Whoever types by ear hears what has gone into the answer."""
        if self.controller.by_keypad and self._on_focus is not None:
            self._on_focus(f"写上了：{text}")

    def _signed(self, strokes: Any, box: Any) -> None:
        plain = strokes.toVariant() if hasattr(strokes, "toVariant") else strokes
        self.controller.signed(plain, box)

    def _tick(self, tick: Callable[[], object] | None) -> None:
        if self._now is not None:
            self._visit.setProperty("clock", self._now().strftime("%H:%M"))
        if tick is not None:
            tick()

    def _hand(self, keypad: bool) -> None:
        self.controller.by_keypad = keypad
        if self._on_hand is not None:
            self._on_hand("keypad" if keypad else "touch")

    def _warned(self, errors: list[QQmlError]) -> None:
        self.warnings.extend(error.toString() for error in errors)

    def _unknown(self, name: str) -> None:
        self.warnings.append(f"pictogram {name!r} is not drawn")


def open_window(session: Session, panel: Panel = PORTRAIT_32, **options: Any) -> KioskWindow:
    """Show a session; options are those of KioskWindow."""
    application()
    return KioskWindow(session, panel, **options)
