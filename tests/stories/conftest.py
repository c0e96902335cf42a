"""A hall, a window and a pair of hands for stories: the same program as `kiosk demo`, with a person of the story's own."""

import io
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import pytest
from argon2 import PasswordHasher
from kiosk.app.hall import Hall
from kiosk.app.hands import Hands
from kiosk.app.running import panel_of, window_of
from kiosk.core.clock import SystemClock
from kiosk.core.journal import Journal
from kiosk.core.person import IdCard
from kiosk.core.settings import Display, Queue, Settings, Staff
from kiosk.session.screen import AskDigits, AskSignature, Screen
from voice.scripted import ScriptedSpeaker

PIN = "246810"


class ShiftedClock(SystemClock):
    """The machine's clock, which a story may push forward."""

    def __init__(self) -> None:
        self.shift = 0.0

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self.shift)

    def monotonic(self) -> float:
        return super().monotonic() + self.shift


class Story:
    """One hall and the person standing in front of its terminal."""

    def __init__(self, directory: Path, settings: Settings | None = None) -> None:
        self.clock = ShiftedClock()
        self.log = io.StringIO()
        base = settings or Settings(
            queue=Queue(directory=directory),
            staff=Staff(members={"0001": {"name": "测试社工", "pin_argon2": PasswordHasher(1, 64, 1).hash(PIN)}}),
        )
        self.hall = Hall(base, self.clock, Journal(self.clock, self.log), speaker=ScriptedSpeaker())
        self.window = window_of(self.hall, base, self.clock, panel_of(Display(), 1080, 1920), fullscreen=False)
        self.hall.terminal.runner.open()
        self.hands = Hands(self.window)

    @property
    def screen(self) -> Screen:
        return self.window.controller.shown

    @property
    def shown(self) -> str:
        """Every word on the page."""
        return str(self.screen.to_json())

    def lay(self, card: IdCard) -> None:
        reader = self.hall.simulators.reader
        assert reader is not None
        reader.lay(card)

    def lift(self) -> None:
        reader = self.hall.simulators.reader
        assert reader is not None
        reader.lift()

    def open(self, service: str) -> None:
        """From the entrance to a matter."""
        self.hands.wait_for("attract")
        self.hands.press("start")
        self.hands.wait_for("home")
        if self.screen.action(f"service:{service}") is None:
            self.hands.press("more")
            raise NotImplementedError(service)
        self.hands.press(f"service:{service}")

    def go(self, until: str, answers: dict[str, str] | None = None, cards: dict[str, IdCard] | None = None) -> None:
        """Answer page after page, by touch, until the page that begins with `until`.

        answers: screen key -> action id or digits; whatever is not named takes the page's plain way on.
        cards: "holder" or "operator" -> the card that person lays down and lifts again.
        """
        answers, cards = answers or {}, cards or {}
        for _ in range(80):
            screen = self.screen
            if screen.key.startswith(until):
                return
            self._one(screen, answers, cards)
        raise AssertionError(f"never came to {until}; the page is {self.screen.key}")

    def _one(self, screen: Screen, answers: dict[str, str], cards: dict[str, IdCard]) -> None:
        before = screen
        chosen = answers.get(screen.key, "")
        if screen.key.startswith("identify:") and not chosen:
            self.lay(cards[screen.key.removeprefix("identify:")])
            self.hands.wait(lambda: not self.screen.key.startswith(screen.key), "waited for the card to be read")
            self.lift()
        elif isinstance(screen.ask, AskDigits) and not chosen.startswith("choice:"):
            self.hands.enter(chosen or "13800001234")
            self.hands.press("next")
        elif isinstance(screen.ask, AskSignature) and not chosen:
            self.hands.sign()
            self.hands.press("next")
        elif chosen:
            self.hands.press(chosen)
        else:
            self.hands.press(_plain_way(screen))
        self.hands.wait(lambda: self.screen != before, f"nothing happened on {before.key}")

    def finish(self, *, paper: bool = True) -> None:
        """Hand in, wait until the result is shown and, unless there is none, the slip is out."""
        self.hands.press("submit")
        self.hands.wait_for("result")
        if paper:
            printer = self.hall.simulators.printer
            assert printer is not None
            self.hands.wait(lambda: len(printer.papers) > 0, "waited for the slip", 60)

    @property
    def number(self) -> str:
        return self.hall.terminal.runner.state.visit.done[-1].case_number

    def wait_case(self, number: str) -> dict[str, object]:
        """The case, once the hub has it."""
        found: list[dict[str, object]] = []

        def there() -> bool:
            case = self.hall.case(number)
            found.extend([case] if case else [])
            return bool(found)

        self.hands.wait(there, "waited for the case at the hub", 60)
        return found[0]

    def close(self) -> None:
        self.window.close()
        self.hall.close()


PLAIN = ("choice:same", "next", "choice:yes", "choice:self", "choice:brought", "page:down")


def _plain_way(screen: Screen) -> str:
    offered = [action.id for action in screen.actions if action.enabled]
    named = [name for name in PLAIN if name in offered]
    choices = [name for name in offered if name.startswith("choice:")]
    return (named or choices or offered)[0]


@pytest.fixture
def story(tmp_path: Path, qapp: object) -> Iterator[Story]:
    told = Story(tmp_path)
    yield told
    told.close()


@pytest.fixture
def make_story(tmp_path: Path, qapp: object) -> Iterator[Callable[..., Story]]:
    made: list[Story] = []

    def make(settings: Settings | None = None) -> Story:
        made.append(Story(tmp_path, settings))
        return made[-1]

    yield make
    for one in made:
        one.close()
