"""Qt draws in memory here; one window for each panel shows any Screen, and a QML warning fails the test."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest

from kiosk.catalogue import Catalogue, load_shipped
from kiosk.core.screen import Screen, Settings
from kiosk.session import events as ev
from ui.channels import Drawn, drawn
from ui.controllers.keypad import stops_of
from ui.gallery import one_of_each
from ui.input import PinyinInput
from ui.measure import Target, settle, targets
from ui.panel import LANDSCAPE_21, PORTRAIT_32, Panel
from ui.sample_screens import SAMPLE_SCREENS
from ui.visitor import TEXT, TOLD, Visit, done, onward
from ui.walk import Met, screens_of, walk
from ui.window import KioskWindow, open_window


class OneScreen:
    """A session that stays where it is put and remembers what was done to it."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.presses: list[str] = []
        self.hows: list[str] = []
        self.posts: list[object] = []
        self._callbacks: list[Callable[[Screen], None]] = []

    def press(self, action_id: str, how: str = "touch") -> None:
        self.presses.append(action_id)
        self.hows.append(how)

    def post(self, event: object) -> None:
        self.posts.append(event)

    def on_screen(self, callback: Callable[[Screen], None]) -> None:
        self._callbacks.append(callback)

    def go(self, screen: Screen) -> None:
        self.screen = screen
        for callback in self._callbacks:
            callback(screen)


class Stage:
    """A window and the session behind it, with a clock that moves only by hand."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.now = 0.0
        self.session = OneScreen(SAMPLE_SCREENS[0])
        self.kiosk: KioskWindow = open_window(
            self.session, panel, hall="秦皇岛市海港区虚构社区服务大厅", seconds=lambda: self.now, pinyin=PinyinInput()
        )
        settle()

    @property
    def window(self):
        return self.kiosk.window

    def open_for_a_test(self) -> None:
        """In front, with nothing left from the test before."""
        self.kiosk.warnings.clear()
        self.window.requestActivate()
        self.show(SAMPLE_SCREENS[0])

    def show(self, screen: Screen, **settings: object) -> None:
        self.session.presses.clear()
        self.session.hows.clear()
        self.session.posts.clear()
        self.now += 10
        self.session.go(replace(screen, settings=replace(Settings(), **settings)))
        settle()


class Thumb:
    """A person who feels for the arrow and OK, and touches nothing else."""

    how = "keypad"

    def __init__(self, kiosk: KioskWindow, onward: Qt.Key = Qt.Key.Key_Down, ok: Qt.Key = Qt.Key.Key_Return) -> None:
        self._window, self._onward, self._ok = kiosk.window, onward, ok

    def press(self, action_id: str) -> None:
        """Go on until it has the focus, turning to the page's next part where it is not on this one, then OK."""
        settle()
        for _ in range(6):
            names = [stop.objectName() for stop in stops_of(self._window)]
            if action_id in names:
                break
            assert "page:after" in names, f"{action_id} is nowhere: {names}"
            self._reach("page:after", len(names))
            self._key(self._ok)
        self._reach(action_id, len(names))
        self._key(self._ok)

    def _reach(self, name: str, most: int) -> None:
        for _ in range(most + 2):
            self._key(self._onward)
            item = self._window.activeFocusItem()
            assert item is not None, "the focus is lost"
            if item.objectName() == name:
                return
        raise AssertionError(f"the keys never reach {name}")

    def _key(self, key: Qt.Key) -> None:
        QTest.keyClick(self._window, key)
        settle()


class Finger:
    """A person who touches the glass and nothing else."""

    how = "touch"

    def __init__(self, kiosk: KioskWindow) -> None:
        self._window, self._device = kiosk.window, touch_device()

    def press(self, action_id: str) -> None:
        settle()
        for _ in range(6):
            found = {target.name: target for target in targets(self._window) if target.enabled}
            if action_id in found:
                break
            assert "page:after" in found, f"{action_id} is nowhere: {sorted(found)}"
            self._touch(found["page:after"])
        self._touch(found[action_id])

    def _touch(self, target: Target) -> None:
        where = target.rect.center().toPoint()
        QTest.touchEvent(self._window, self._device).press(0, where, self._window).commit()
        QTest.touchEvent(self._window, self._device).release(0, where, self._window).commit()
        settle()


@cache
def touch_device() -> QPointingDevice:
    return QTest.createTouchDevice()


SPELLED = [*(f"key:{c}" for c in "haigang"), "candidate:0", *(f"key:{c}" for c in "ceshi"), "candidate:0"]
"""海港测试, by the page's own pinyin keyboard."""
MOST_PRESSES = 200


@dataclass
class Errand:
    """A matter on a real window: what was pressed, and the pages in between."""

    kiosk: KioskWindow
    visit: Visit
    service: str
    without: tuple[str, ...]
    heard: list[str]
    """What the keypad reached, as it is spoken."""

    def run(self, hand: Any, clock: list[float]) -> None:
        """Press what somebody who wants this matter presses, until it is done."""
        presses = 0
        while not done(self.visit, self.service) and presses < MOST_PRESSES:
            if self.visit.screen.key == "witness":
                self.visit.post(ev.StaffKey())  # the member of staff turns a key of their own
            for step in onward(self.visit, self.service, self.without):
                for action_id in SPELLED if step == TEXT else [step]:
                    clock[0] += 1
                    hand.press(action_id)
                    presses += 1
        assert done(self.visit, self.service), self.visit.keys[-12:]
        assert TOLD.get(self.service, "result") in self.visit.keys, self.visit.keys
        assert self.visit.hows == {hand.how}
        assert self.kiosk.warnings == []


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_shipped()


@pytest.fixture
def errand(catalogue: Catalogue) -> Iterator[Callable[..., Errand]]:
    """Do a matter on a window of its own: errand(service, panel, hand, without=(), **keys of the hand)."""
    windows: list[KioskWindow] = []

    def do(
        service: str, panel: Panel = PORTRAIT_32, hand: str = "thumb", without: tuple[str, ...] = (), **keys: Qt.Key
    ) -> Errand:
        visit, clock, heard = Visit(catalogue, without), [0.0], []
        pinyin = PinyinInput(seconds=lambda: clock[0])
        kiosk = open_window(visit, panel, seconds=lambda: clock[0], pinyin=pinyin, on_focus=heard.append)
        windows.append(kiosk)
        kiosk.window.requestActivate()
        settle()
        errand = Errand(kiosk, visit, service, without, heard)
        errand.run(Thumb(kiosk, **keys) if hand == "thumb" else Finger(kiosk), clock)
        return errand

    yield do
    for kiosk in windows:
        kiosk.close()


def _stage(panel: Panel) -> Iterator[Stage]:
    stage = Stage(panel)
    yield stage
    stage.kiosk.close()
    settle()


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp) -> None:
    """All rooms share the test library's application; another kind made first would be in its way."""


@pytest.fixture(scope="session")
def upright_stage() -> Iterator[Stage]:
    yield from _stage(PORTRAIT_32)


@pytest.fixture(scope="session")
def lying_stage() -> Iterator[Stage]:
    yield from _stage(LANDSCAPE_21)


@pytest.fixture
def upright(upright_stage: Stage) -> Iterator[Stage]:
    upright_stage.open_for_a_test()
    yield upright_stage
    assert upright_stage.kiosk.warnings == []


@pytest.fixture
def lying(lying_stage: Stage) -> Iterator[Stage]:
    lying_stage.open_for_a_test()
    yield lying_stage
    assert lying_stage.kiosk.warnings == []


@pytest.fixture(scope="session")
def met_everywhere(catalogue: Catalogue) -> tuple[Met, ...]:
    """Every situation of the real session over the shipped catalogue, walked once for all gates."""
    return tuple(walk(catalogue))


@pytest.fixture(scope="session")
def real_screens(met_everywhere: tuple[Met, ...]) -> tuple[Screen, ...]:
    """Every page of the real session over the shipped catalogue, once: many matters share theirs to the last word."""
    seen: dict[object, Screen] = {}
    for screen in screens_of(met_everywhere):
        seen.setdefault(_look(screen), screen)
    return tuple(seen.values())


def _look(screen: Screen) -> object:
    """What a page shows, apart from which step of how many it is."""
    buttons = [(a.label, a.note, a.pictogram, a.role, a.enabled, a.why_not, a.chosen) for a in screen.actions]
    shown = (screen.key, screen.title, screen.say, screen.blocks, screen.ask, screen.notices, screen.tone)
    return repr((*shown, screen.banner, screen.step is None, screen.countdown, buttons))


@pytest.fixture(scope="session")
def drawn_pages(upright_stage: Stage, real_screens: tuple[Screen, ...]) -> tuple[Drawn, ...]:
    """Every page of the real session as it stands on an upright glass, all its parts."""
    pages = []
    for screen in real_screens:
        upright_stage.show(screen)
        pages.append(drawn(upright_stage.window, screen))
    return tuple(pages)


@pytest.fixture(scope="session")
def one_of_each_page(real_screens: tuple[Screen, ...]) -> tuple[Screen, ...]:
    """One of each kind of page, as in the gallery."""
    return one_of_each(real_screens)


@pytest.fixture(params=["upright", "lying"])
def stage(request: pytest.FixtureRequest) -> Stage:
    return request.getfixturevalue(request.param)
