"""Each of the ten matters finished on a real window by arrows and OK: no touch, no pointer, no other key."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.catalogue import load_shipped
from kiosk.core.screen import AskDigits, AskPin, AskSignature, AskText, Screen
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session import screen_for, start, step, terminal_of
from ui.controllers.keypad import stops_of
from ui.input import PinyinInput
from ui.measure import settle
from ui.panel import LANDSCAPE_21, PORTRAIT_32, Panel
from ui.walk import HOLDER, NOTICES, NOW, replies
from ui.window import PageBroken, open_window

CATALOGUE = load_shipped()
TEN = ("01", "02", "03", "17", "27", "32", "33", "34", "35", "38")
DIGITS = {"account": "1303000001", "prepay": "50", "together": "2"}
PHONE = "13800001234"
SPELLED = [*(f"key:{c}" for c in "haigang"), "candidate:0", *(f"key:{c}" for c in "ceshi"), "candidate:0"]
"""海港测试, by the page's own pinyin keyboard."""
NAMED = {"elsewhere": "choice:no", "danger": "choice:no"}
PLAIN = (
    "choice:same", "choice:self", "choice:brought", "choice:card", "choice:show_code", "submit", "pay",
    "confirm_witness", "next", "page:down", "choice:yes", "finish",
)  # fmt: skip
"""What somebody presses who wants to get on, the likeliest first."""
MOST_PRESSES = 160
DONE = ("ending", "over:help", "notice")


class Visit:
    """The real `step` with a world that answers well and at once."""

    def __init__(self) -> None:
        terminal = terminal_of(CATALOGUE, hall="虚构社区", terminal_id="T0001", division="130302", simulated=True)
        self._state = start(terminal, NOW, 0.0, "33" * 16)
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
            waiting += [answer for effect in effects for answer in well(effect)]
        self.keys.append(self.screen.key)
        for show in self._show:
            show(self.screen)


def well(effect: ef.Effect) -> tuple[ev.Event, ...]:
    match effect:
        case ef.ReadCard():
            return ev.CardReading(), ev.CardSeen(HOLDER)
        case ef.FindDraft():
            return (ev.NoDraft(),)
        case ef.Pay():
            return replies(effect)[1:2]  # paid at once
        case _:
            return replies(effect)[:1]


class Thumb:
    """A person who feels for the arrow and OK, and touches nothing else."""

    def __init__(self, kiosk: PageBroken, visit: Visit, clock: list[float]) -> None:
        self._kiosk, self._visit, self._clock = kiosk, visit, clock

    def press(self, action_id: str) -> None:
        """Go down until it has the focus, turning to the page's next part where it is not on this one, then OK."""
        self._clock[0] += 1
        settle()
        for _ in range(6):
            if action_id in self._stops:
                self._reach(action_id)
                break
            assert "page:after" in self._stops, f"{action_id} is nowhere on {self._visit.screen.key}: {self._stops}"
            self._reach("page:after")
            QTest.keyClick(self._kiosk.window, Qt.Key.Key_Return)
            settle()
            self._clock[0] += 1
        QTest.keyClick(self._kiosk.window, Qt.Key.Key_Return)
        settle()

    @property
    def _stops(self) -> list[str]:
        return [stop.objectName() for stop in stops_of(self._kiosk.window)]

    def _reach(self, name: str) -> None:
        for _ in range(len(self._stops) + 2):
            QTest.keyClick(self._kiosk.window, Qt.Key.Key_Down)
            settle()
            item = self._kiosk.window.activeFocusItem()
            assert item is not None, f"the focus is lost on {self._visit.screen.key}"
            if item.objectName() == name:
                return
        raise AssertionError(f"the arrow never reaches {name} on {self._visit.screen.key}")


def onward(screen: Screen, service: str) -> list[str]:
    """What a person who wants this matter presses here, in order."""
    offered = [a.id for a in screen.actions if a.enabled]
    match screen.key.split(":"):
        case ["attract"]:
            return ["start"]
        case ["home" | "categories" | "category", *_]:
            return [_towards(offered, service)]
        case ["more"]:
            return ["choice:no"]
        case ["rating"]:
            return ["choice:rate:1"]
    match screen.ask:
        case AskSignature():
            return ["witness"]
        case AskPin():
            return ["digit:1", "next"]
        case AskText(draft=draft) if not draft and not {"choice:same", "choice:suggest:0"} & set(offered):
            return [*SPELLED, "next"]
        case AskText(draft=draft) if not draft and "choice:suggest:0" in offered:
            return ["choice:suggest:0"]
        case AskDigits(field=field, draft=draft) if not draft:
            digits = next((d for name, d in DIGITS.items() if name in field), PHONE)
            return [*(f"digit:{d}" for d in digits), "next"]
    named = NAMED.get(getattr(screen.ask, "field", ""))
    wanted = next((one for one in (named, *PLAIN) if one in offered), None)
    aside = {"print", "skip", "page:up"}
    first = next((one for one in offered if one not in aside and not one.startswith("edit:")), "")
    return [wanted or first]


def _towards(offered: list[str], service: str) -> str:
    category = CATALOGUE.services[service].category
    way = (f"service:{service}", f"category:{category}", "page:down", "more")
    return next(one for one in way if one in offered)


@pytest.mark.parametrize("panel", [PORTRAIT_32, LANDSCAPE_21], ids=["upright", "lying"])
@pytest.mark.parametrize("service", TEN)
def test_a_matter_is_finished_by_arrow_and_ok_alone(service: str, panel: Panel) -> None:
    visit, clock = Visit(), [0.0]
    visit.post(ev.NoticesLoaded(NOTICES, NOW))
    pinyin = PinyinInput(seconds=lambda: clock[0])
    kiosk = open_window(visit, panel, seconds=lambda: clock[0], pinyin=pinyin)
    kiosk.window.requestActivate()
    settle()
    thumb, presses = Thumb(kiosk, visit, clock), 0
    while visit.screen.key not in DONE and presses < MOST_PRESSES:
        if visit.screen.key == "witness":
            visit.post(ev.StaffKey())  # the member of staff turns a key of their own
        for action_id in onward(visit.screen, service):
            thumb.press(action_id)
            presses += 1
    kiosk.close()
    assert kiosk.warnings == []
    assert visit.screen.key == {"38": "over:help", "35": "notice"}.get(service, "ending"), visit.keys
    assert visit.hows == {"keypad"}
    told = {"27": "payment", "33": "ticket", "34": "progress:case", "35": "notice", "38": "over:help"}
    assert told.get(service, "result") in visit.keys, visit.keys
