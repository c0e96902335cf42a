"""A whole visit of the real session by the keypad and nothing else."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.catalogue import load_shipped
from kiosk.core.screen import Screen
from kiosk.session import events as ev
from kiosk.session import screen_for, start, step, terminal_of
from ui.measure import settle
from ui.panel import LANDSCAPE_21, PORTRAIT_32
from ui.walk import NOW, replies
from ui.window import open_window

ONWARD = ("start", "service:33", "choice:no", "next", "finish")
ASIDE = {"back", "home", "repeat", "settings", "help", "leave", "print", "more", "page:before", "page:after"}


class PureSession:
    """The real `step`, with devices and hub that answer well and at once."""

    def __init__(self) -> None:
        terminal = terminal_of(load_shipped(), hall="虚构社区", terminal_id="T0001", division="130302", simulated=True)
        self._state = start(terminal, NOW, 0.0, "22" * 16)
        self._show: list[Callable[[Screen], None]] = []
        self.hows: set[str] = set()
        self.keys: list[str] = []

    @property
    def screen(self) -> Screen:
        return screen_for(self._state)

    def on_screen(self, callback: Callable[[Screen], None]) -> None:
        self._show.append(callback)

    def press(self, action_id: str, how: str = "touch") -> bool:
        self.hows.add(how)
        action = self.screen.action(action_id)
        if action is not None:
            self.post(action.event)
        return action is not None

    def post(self, event: object) -> None:
        waiting = [event]
        while waiting:
            self._state, effects = step(self._state, waiting.pop(0))  # type: ignore[arg-type]
            waiting += [answers[0] for effect in effects if (answers := replies(effect))]
        self.keys.append(self.screen.key)
        for show in self._show:
            show(self.screen)


@pytest.mark.parametrize("panel", [PORTRAIT_32, LANDSCAPE_21], ids=["upright", "lying"])
@pytest.mark.parametrize("moving", [Qt.Key.Key_Down, Qt.Key.Key_Tab], ids=["arrows", "two switches"])
def test_a_queue_number_is_taken_by_keypad_alone(panel, moving) -> None:
    session = PureSession()
    session.post(ev.Touched("keypad"))
    clock = [0.0]
    kiosk = open_window(session, panel, seconds=lambda: clock[0])
    kiosk.window.requestActivate()
    settle()
    for _ in range(30):
        clock[0] += 1
        wanted = _way_on(session.screen)
        for _ in range(60):
            QTest.keyClick(kiosk.window, moving)
            settle()
            item = kiosk.window.activeFocusItem()
            assert item is not None, f"the focus is lost on {session.screen.key}"
            if item.objectName() in (wanted, "page:after"):
                break
        QTest.keyClick(kiosk.window, Qt.Key.Key_Return)
        settle()
        if session.screen.key in ("rating", "ending"):
            break
    kiosk.close()
    assert kiosk.warnings == []
    assert session.screen.key in ("rating", "ending"), session.keys
    assert "ticket" in session.keys
    assert session.hows == {"keypad"}


def _way_on(screen: Screen) -> str:
    """What a person wanting a queue number presses here."""
    offered = [action.id for action in screen.actions if action.enabled]
    for wanted in ONWARD:
        if wanted in offered:
            return wanted
    return next((one for one in offered if one not in ASIDE and not one.startswith("service:")), "more")


def test_with_the_glass_dark_the_keypad_goes_on_through_the_page_below() -> None:
    session = PureSession()
    session.post(ev.Touched("keypad"))
    heard: list[str] = []
    kiosk = open_window(session, PORTRAIT_32, on_focus=heard.append)
    session.press("start")
    session.post(ev.ChangeSettings("dark", True))
    settle()
    for _ in range(4):
        QTest.keyClick(kiosk.window, Qt.Key.Key_Down)
    assert len(set(heard)) > 1
    assert "打开画面" not in heard
    QTest.keyClick(kiosk.window, Qt.Key.Key_Return)
    settle()
    assert session.screen.key != "home"
    assert session.screen.settings.dark
    kiosk.close()
