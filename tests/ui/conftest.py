"""Qt draws in memory here; one window for each panel shows any Screen, and a QML warning fails the test."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"

import pytest

from kiosk.catalogue import load_shipped
from kiosk.core.screen import Screen, Settings
from ui.gallery import one_of_each
from ui.input import PinyinInput
from ui.measure import settle
from ui.panel import LANDSCAPE_21, PORTRAIT_32, Panel
from ui.sample_screens import SAMPLE_SCREENS
from ui.walk import every_screen
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
def real_screens() -> tuple[Screen, ...]:
    """Every page of the real session over the shipped catalogue, once: many matters share theirs to the last word."""
    seen: dict[object, Screen] = {}
    for screen in every_screen(load_shipped()):
        seen.setdefault(_look(screen), screen)
    return tuple(seen.values())


def _look(screen: Screen) -> object:
    """What a page shows, apart from which step of how many it is."""
    buttons = [(a.label, a.note, a.pictogram, a.role, a.enabled, a.why_not, a.chosen) for a in screen.actions]
    shown = (screen.key, screen.title, screen.say, screen.blocks, screen.ask, screen.notices, screen.tone)
    return repr((*shown, screen.banner, screen.step is None, screen.countdown, buttons))


@pytest.fixture(scope="session")
def one_of_each_page(real_screens: tuple[Screen, ...]) -> tuple[Screen, ...]:
    """One of each kind of page, as in the gallery."""
    return one_of_each(real_screens)


@pytest.fixture(params=["upright", "lying"])
def stage(request: pytest.FixtureRequest) -> Stage:
    return request.getfixturevalue(request.param)
