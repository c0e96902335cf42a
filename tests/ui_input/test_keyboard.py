"""The keyboard on a real window, by real touches: sizes, names, words, and where the text goes."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.core.screen import AskText, Screen
from kiosk.core.words import words
from kiosk.dialogue import which
from kiosk.session.events import TextTyped
from ui.controllers.keypad import stops_of
from ui.input import DecoderMissing, PinyinInput, open_decoder
from ui.panel import LANDSCAPE_21, PORTRAIT_32, Panel
from ui.window import KioskWindow, open_window

SLACK = 1
"""Pixels lost to rounding."""


class TextSession:
    """A session that shows one text question and keeps what was posted."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.typed = ""
        self.pressed: list[str] = []

    def press(self, action_id: str, how: str = "touch") -> None:
        self.pressed.append(action_id)

    def post(self, event: object) -> None:
        assert isinstance(event, TextTyped)
        self.typed += event.text

    def on_screen(self, callback: Callable[[Screen], None]) -> None:
        """This session's screen never changes."""


QUESTION = Screen(
    "question:32:what", words("什么事"), (words("请说说是什么事。"),), ask=AskText("what", words("什么事"), words(""))
)


class Keyboard:
    """A window with the keyboard, and a finger."""

    def __init__(self, qtbot: QtBot, panel: Panel, text_size: int = 1, theme: str = "standard") -> None:
        screen = replace(QUESTION, settings=replace(QUESTION.settings, text_size=text_size, theme=theme))
        self.session = TextSession(screen)
        self.heard: list[str] = []
        self.now = 0.0
        self.pinyin = PinyinInput(seconds=lambda: self.now)
        self.kiosk: KioskWindow = open_window(self.session, panel, pinyin=self.pinyin, on_focus=self.heard.append)
        self.panel = panel
        self.qtbot = qtbot
        qtbot.waitUntil(self._laid_out)

    def _laid_out(self) -> bool:
        glass = QRectF(0, 0, self.panel.width, self.panel.height)
        key = self.drawn().get("key:m")
        return key is not None and key.width() > 0 and glass.contains(self.rect(key))

    def drawn(self) -> dict[str, QQuickItem]:
        wanted = ("key:", "candidate:", "candidates:")
        return {
            s.objectName(): s for s in self._all(self.kiosk.window.contentItem()) if s.objectName().startswith(wanted)
        }

    def _all(self, item: QQuickItem) -> Iterator[QQuickItem]:
        for child in item.childItems():
            if child.isVisible():
                yield child
                yield from self._all(child)

    def rect(self, item: QQuickItem) -> QRectF:
        return item.mapRectToScene(QRectF(QPointF(), item.size()))

    def touch(self, name: str) -> None:
        self.now += 1
        self.kiosk.grab()  # drawing places everything; nobody touches what is not yet drawn
        at = self.rect(self.drawn()[name]).center().toPoint()
        QTest.mouseClick(self.kiosk.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


@pytest.fixture
def open_keyboard(qtbot: QtBot) -> Iterator[Callable[..., Keyboard]]:
    try:
        open_decoder()
    except DecoderMissing:
        pytest.skip("libgooglepinyin0 is not installed here")
    opened: list[Keyboard] = []

    def open_one(*args: object) -> Keyboard:
        opened.append(Keyboard(qtbot, *args))  # type: ignore[arg-type]
        return opened[-1]

    yield open_one
    for keyboard in opened:
        assert keyboard.kiosk.warnings == []
        keyboard.kiosk.close()


MODES = [
    (panel, size, theme) for panel in (PORTRAIT_32, LANDSCAPE_21) for size, theme in ((0, "standard"), (3, "black"))
]


@pytest.mark.parametrize(("panel", "size", "theme"), MODES)
def test_every_key_is_large_enough_apart_from_the_next_and_on_the_glass(
    open_keyboard: Callable[..., Keyboard], panel: Panel, size: int, theme: str
) -> None:
    keyboard = open_keyboard(panel, size, theme)
    for letter in "loudaodenghuaile":
        keyboard.now += 1
        keyboard.pinyin.key(letter)
    keyboard.qtbot.waitUntil(lambda: "candidate:0" in keyboard.drawn())
    keyboard.kiosk.grab()  # drawing places everything
    rects = {name: keyboard.rect(item) for name, item in keyboard.drawn().items()}
    glass = QRectF(0, 0, panel.width, panel.height)
    for name, rect in rects.items():
        assert min(rect.width(), rect.height()) >= 20 * panel.ppm - SLACK, name
        assert glass.contains(rect), name
    names = sorted(rects)
    gap = 5 * panel.ppm - SLACK
    for i, one in enumerate(names):
        grown = rects[one].adjusted(-gap, -gap, gap, gap)
        assert [other for other in names[i + 1 :] if grown.intersects(rects[other])] == [], one


@pytest.mark.parametrize(("panel", "size", "theme"), MODES)
def test_no_word_on_a_key_is_cut(open_keyboard: Callable[..., Keyboard], panel: Panel, size: int, theme: str) -> None:
    keyboard = open_keyboard(panel, size, theme)
    for key in keyboard.drawn().values():
        inside = keyboard.rect(key)
        for part in keyboard._all(key):
            if part.property("text") and part.metaObject().className().startswith("Words"):
                assert inside.contains(keyboard.rect(part)), key.objectName()


@pytest.mark.parametrize("panel", [PORTRAIT_32, LANDSCAPE_21])
def test_touching_letters_and_a_candidate_gives_the_word_to_the_session(
    open_keyboard: Callable[..., Keyboard], panel: Panel
) -> None:
    keyboard = open_keyboard(panel)
    for letter in "haigangqu":
        keyboard.touch(f"key:{letter}")
    keyboard.qtbot.waitUntil(lambda: "candidate:0" in keyboard.drawn())
    keyboard.touch("candidate:0")
    keyboard.qtbot.waitUntil(lambda: keyboard.session.typed == "海港区")
    keyboard.touch("key:erase")
    keyboard.qtbot.waitUntil(lambda: keyboard.session.pressed == ["erase"])


def test_digits_are_one_press_away_on_a_lying_panel(open_keyboard: Callable[..., Keyboard]) -> None:
    keyboard = open_keyboard(LANDSCAPE_21)
    assert "key:3" not in keyboard.drawn()
    keyboard.touch("key:digits")
    keyboard.qtbot.waitUntil(lambda: "key:3" in keyboard.drawn())
    keyboard.touch("key:3")
    keyboard.qtbot.waitUntil(lambda: keyboard.session.typed == "3")


def test_every_key_can_be_reached_by_the_keypad_and_says_its_name(open_keyboard: Callable[..., Keyboard]) -> None:
    keyboard = open_keyboard(PORTRAIT_32)
    stops = {stop.objectName(): stop for stop in stops_of(keyboard.kiosk.window)}
    enabled = {name for name, key in keyboard.drawn().items() if key.isEnabled()}
    assert enabled <= set(stops)
    assert stops["key:a"].property("spoken") == "字母 A"
    assert stops["key:7"].property("spoken") == "数字 7"


def test_who_types_by_ear_hears_which_character_it_is_and_that_it_is_written(
    open_keyboard: Callable[..., Keyboard],
) -> None:
    keyboard = open_keyboard(PORTRAIT_32)
    for letter in "wei":
        keyboard.touch(f"key:{letter}")
    assert keyboard.heard == [], "a finger that sees is not talked to"
    keyboard.qtbot.waitUntil(lambda: "candidate:0" in keyboard.drawn())
    stop = keyboard.drawn()["candidate:0"]
    char = stop.property("text")
    QTest.keyClick(keyboard.kiosk.window, Qt.Key.Key_Down)
    while keyboard.kiosk.window.activeFocusItem() is not stop:
        QTest.keyClick(keyboard.kiosk.window, Qt.Key.Key_Down)
    assert keyboard.heard[-1] == f"选 {char}，{which(char, 'wei')}"
    QTest.keyClick(keyboard.kiosk.window, Qt.Key.Key_Return)
    keyboard.qtbot.waitUntil(lambda: keyboard.heard[-1] == f"写上了：{char}")


def test_letters_are_forgotten_when_the_page_goes(open_keyboard: Callable[..., Keyboard]) -> None:
    keyboard = open_keyboard(PORTRAIT_32)
    keyboard.touch("key:a")
    assert keyboard.pinyin.property("composing") == "a"
    keyboard.session.screen = replace(QUESTION, key="end", ask=None)
    keyboard.kiosk.controller._show(keyboard.session.screen)
    keyboard.qtbot.waitUntil(lambda: keyboard.pinyin.property("composing") == "")
