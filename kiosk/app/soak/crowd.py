"""One person after another at the glass: what somebody who wants to get on would press, and what she lays down."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Protocol

from kiosk.app.simulators import Simulators
from kiosk.app.soak.people import Visitor
from kiosk.core.screen import Action, AskCard, AskDate, AskDigits, AskSignature, AskText, Role, Screen
from kiosk.session.events import Signed, TextTyped

MATTERS = {
    "01": "高龄津贴", "02": "老年证", "03": "认证", "05": "养老金查询", "27": "交电费", "28": "交水费", "32": "报修",
    "33": "取号", "34": "查进度",
}  # fmt: skip
"""Applications, a report, two bills, numbers in the queue, progress, what is only told; and how one says it, where it
has no picture on the first pages."""
STEPS = 80
"""Presses of one visit, at most; whoever needs more leaves."""
STUCK = 8
"""So often on one page: whoever does not get on leaves."""
_AWAY = frozenset({"back", "home", "restart", "help", "settings", "repeat", "leave", "page:up", "page:before"})
_ACCOUNTS = ("question:27:account", "question:28:account")
_WEAK = ("choice:other", "choice:help")
_OUT = (
    "leave",
    "finish",
    "choice:rate:none",
    "choice:none",
    "choice:no",
    "home_now",
    "not_now",
    "home",
    "restart",
    "next",
)


class Glass(Protocol):
    """The part of a stand a person has to do with."""

    @property
    def screen(self) -> Screen: ...
    @property
    def at_rest(self) -> bool: ...
    def press(self, action: str) -> None: ...
    def post(self, event: object) -> None: ...
    def say(self, text: str) -> None: ...
    def wait(self, seconds: float) -> bool: ...
    def let_pass(self, seconds: float) -> None: ...


@dataclass
class Visit:
    """One person's visit. at_step: called before each step, to break things. Raises what the glass raises."""

    glass: Glass
    simulators: Simulators
    random: Random
    visitor: Visitor
    at_step: Callable[[int, Screen], None]
    submits: int = 0
    """How often she pressed 交上去."""

    def run(self) -> str:
        """How it ended: ended by its own end, or left."""
        wanted, last, same = self.random.choice(list(MATTERS)), "", 0
        for count in range(STEPS):
            screen = self.glass.screen
            self.at_step(count, screen)
            same = same + (not screen.busy) if screen.key == last else 0
            last = screen.key
            if same >= STUCK:
                break
            if count > 3 and (self.glass.at_rest or screen.key == "card_left"):
                return "ended"
            self._act(screen, wanted, same)
            self.settle(screen)
        return self._give_up()

    def settle(self, before: Screen) -> None:
        """Until the page is another one, or nothing more is going on; waiting itself is hurried."""
        for quiet in range(60):
            moved = self.glass.wait(0.03)
            screen = self.glass.screen
            if screen.key != before.key or (not screen.busy and not isinstance(screen.ask, AskCard) and quiet > 1):
                return
            if quiet > 20 and not moved:
                self.glass.let_pass(1.0)

    def _act(self, screen: Screen, wanted: str, same: int) -> None:
        ask, reader = screen.ask, self.simulators.reader
        if isinstance(ask, AskCard) and reader is not None and same < STUCK // 2:
            if reader.card is None:
                reader.lay(self.visitor.card)
        elif isinstance(ask, AskSignature) and not ask.signed:
            self.glass.post(Signed(b"\x89PNG\r\n\x1a\n soak", (((10, 10), (90, 60)), ((20, 70), (80, 20)))))
        elif isinstance(ask, AskText) and not ask.draft:
            name = screen.key.endswith("name")
            self.glass.post(TextTyped(self.visitor.name if name else self.visitor.report))
        elif isinstance(ask, AskDigits) and not ask.draft:
            self._digits(screen, ask)
        elif screen.key == "home" and screen.action(f"service:{wanted}") is None:
            self.glass.say(MATTERS[wanted])
        elif offered := list(ways(screen, wanted)):
            action = self.random.choice(offered).id
            if screen.key == "consent" and self.random.random() < 0.8:
                action = "choice:yes"
            self.submits += action == "submit"
            self.glass.press(action)

    def _digits(self, screen: Screen, ask: AskDigits) -> None:
        digits = self.visitor.card.id_number if ask.length == 18 else self.visitor.phone
        if screen.key in _ACCOUNTS:
            digits = f"130{self.visitor.number:07d}"  # how it is paid, the sandbox reads from the last digit
        elif screen.key.endswith(":prepay"):
            digits = "50"
        for digit in digits:
            self.glass.press(f"digit:{digit}")

    def _give_up(self) -> str:
        for _ in range(40):
            screen = self.glass.screen
            if self.glass.at_rest:
                break
            way = next((name for name in _OUT if screen.action(name) is not None), None)
            if way is not None:
                self.glass.press(way)
            if self.simulators.reader is not None:
                self.simulators.reader.lift()
            self.settle(screen)
        return "left"


def ways(screen: Screen, wanted: str) -> Iterator[Action]:
    """What somebody who wants to get on would press here."""
    here = [a for a in (*screen.actions, *screen.always) if a.enabled]
    if (right := next((a for a in here if a.id == f"service:{wanted}"), None)) is not None:
        yield right
        return
    main = [a for a in here if a.role is Role.PRIMARY and a.id not in _AWAY]
    choices = [a for a in here if a.role in (Role.CHOICE, Role.TILE) and a.id not in _AWAY and a.id not in _WEAK]
    if isinstance(screen.ask, AskDate) or (choices and not main):
        yield from choices or main
    else:
        yield from main or choices or [a for a in here if a.role is Role.SECONDARY and a.id not in _AWAY]
