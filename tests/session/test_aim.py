"""The preview for a guide over the simulated document camera: shown, doubts told, taken once it lies still."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hardware.scanner import Doubt, NotClear, Scanner, Timings, open_scanner
from hardware.simulated.scanner import SimulatedScanner
from kiosk import assist
from kiosk.session.aim import Aim
from kiosk.session.events import InCall

QUICK = Timings(poll_s=0.05, retry_s=0.05, frame_s=0.01)


class Seen:
    """What was told and shown, with waiting for it."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.shown: list[Any] = []
        self._news = threading.Condition()

    def post(self, event: Any) -> None:
        with self._news:
            assert isinstance(event, InCall)
            self.told.append(event.event)
            self._news.notify_all()

    def show(self, picture: Any) -> None:
        with self._news:
            self.shown.append(picture)
            self._news.notify_all()

    def until(self, such: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(such, 60.0), self.told


@pytest.fixture
def camera() -> Iterator[SimulatedScanner]:
    simulated = SimulatedScanner()
    yield simulated
    simulated.close()


@pytest.fixture
def scanner(camera: SimulatedScanner) -> Iterator[Scanner]:
    device = open_scanner(camera.uri, timings=QUICK)
    yield device
    device.close()


def test_glare_is_told_once_and_without_it_the_still_paper_is_taken(camera: SimulatedScanner, scanner: Scanner) -> None:
    seen = Seen()
    aim = Aim(scanner, seen.post, seen.show)
    camera.lay("page")
    camera.set_fault("glare")
    aim.start(card=False)
    seen.until(lambda: bool(seen.told))
    assert seen.told == [assist.PaperSeen("有反光，请把纸挪一挪。")]
    camera.set_fault(None)
    seen.until(lambda: isinstance(seen.told[-1], assist.PaperTaken))
    assert [type(event) for event in seen.told] == [assist.PaperSeen, assist.PaperTaken]
    assert seen.told[1].jpeg.startswith(b"\xff\xd8")
    picture = seen.shown[-1]
    assert picture.shape == (480, 640, 3)
    assert (picture == (0, 160, 90)).all(axis=2).any(), "the paper's edge is drawn in"
    aim.stop()
    assert seen.shown[-1] is None


def test_a_look_is_quick_and_judges_nothing_until_it_is_asked_to(camera: SimulatedScanner, scanner: Scanner) -> None:
    camera.lay("page")
    camera.set_fault("glare")
    looks = Seen()
    for judge in (False, True):
        scanner.look("page", looks.show, judge=judge)
    looks.until(lambda: len(looks.shown) == 2)
    quick, judged = looks.shown
    assert quick.outcome is None
    assert quick.corners is not None
    assert quick.picture.shape == judged.picture.shape == (480, 640, 3)
    assert judged.outcome == NotClear(Doubt.GLARE)


def test_a_missing_paper_is_told_and_that_it_is_there_now_too(camera: SimulatedScanner, scanner: Scanner) -> None:
    seen = Seen()
    aim = Aim(scanner, seen.post, seen.show)
    aim.start(card=False)
    seen.until(lambda: bool(seen.told))
    assert seen.told == [assist.PaperSeen("没看到纸，请放到中间。")]
    camera.set_fault("glare")
    camera.lay("page")
    seen.until(lambda: len(seen.told) > 2)
    assert seen.told[1:3] == [assist.PaperSeen(""), assist.PaperSeen("有反光，请把纸挪一挪。")]
    aim.stop()


def test_nothing_comes_after_it_was_stopped(camera: SimulatedScanner, scanner: Scanner) -> None:
    seen = Seen()
    aim = Aim(scanner, seen.post, seen.show)
    aim.start(card=False)
    seen.until(lambda: bool(seen.shown))
    aim.stop()
    camera.lay("page")
    later = Seen()
    scanner.look("page", later.show)
    later.until(lambda: bool(later.shown))
    assert seen.shown[-1] is None
    assert not any(isinstance(event, assist.PaperTaken) for event in seen.told)


def test_she_presses_and_is_told_what_is_wrong_with_it(camera: SimulatedScanner, scanner: Scanner) -> None:
    seen = Seen()
    aim = Aim(scanner, seen.post, seen.show)
    camera.lay("page")
    camera.set_fault("blurred")
    aim.shoot(card=False)
    seen.until(lambda: bool(seen.told))
    assert seen.told == [assist.PaperUnclear("有点糊，请按住别动。")]


def test_a_camera_pulled_out_while_she_lays_it_down_is_told(camera: SimulatedScanner, scanner: Scanner) -> None:
    seen = Seen()
    aim = Aim(scanner, seen.post, seen.show)
    camera.unplug()
    aim.start(card=False)
    seen.until(lambda: bool(seen.told))
    assert seen.told == [assist.PaperFailed()]


def test_without_a_camera_it_says_so() -> None:
    seen = Seen()
    Aim(None, seen.post, seen.show).start(card=True)
    assert seen.told == [assist.PaperFailed()]
