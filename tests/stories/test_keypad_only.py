"""Whole visits without touching the glass: arrows and OK, and two switches."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hardware.simulated.people import GUILAN
from kiosk.core.screen import AskDigits, AskSignature
from kiosk.session.events import StaffKey
from ui.controllers.keypad import stops_of

PIN = "246810"
PHONE = "13801020304"


class Keys:
    """A person with a keypad: moves to a button and presses it, and does nothing else."""

    def __init__(self, story, onward: Qt.Key = Qt.Key.Key_Down, select: Qt.Key = Qt.Key.Key_Return) -> None:
        self.story = story
        self.kiosk = story.window
        self.window = story.window.window
        self.onward, self.select = onward, select

    def key(self, code: Qt.Key) -> None:
        self.kiosk.controller.rest()  # every press of this hand is meant
        QTest.keyClick(self.window, code)
        self.story.hands.rest(5)

    def press(self, action_id: str) -> None:
        self.story.hands.wait(lambda: self.story.screen.action(action_id) is not None, f"waited for {action_id}", 10)
        self._reach(action_id)
        self.key(self.select)
        self.story.hands.rest(20)

    def enter(self, digits: str) -> None:
        for digit in digits:
            self.press(f"digit:{digit}")

    def _reach(self, action_id: str) -> None:
        for _ in range(10):
            for _ in range(len(stops_of(self.window)) + 2):
                self.key(self.onward)
                if self.here == action_id:
                    return
            self._turn_the_page(action_id)
        raise AssertionError(f"the keys never reach {action_id} on {self.story.screen.key}")

    def _turn_the_page(self, action_id: str) -> None:
        names = [stop.objectName() for stop in stops_of(self.window)]
        assert "page:after" in names, f"{action_id} cannot be reached on {self.story.screen.key}: {names}"
        while self.here != "page:after":
            self.key(self.onward)
        self.key(self.select)
        self.story.hands.rest(350)

    @property
    def here(self) -> str:
        item = self.window.activeFocusItem()
        return item.objectName() if item is not None else ""


def plain(screen) -> str:
    """The plain way on, or the first choice."""
    offered = [a.id for a in screen.actions if a.enabled]
    named = [n for n in ("choice:same", "next", "choice:self", "choice:brought", "page:down") if n in offered]
    return (named or [n for n in offered if n.startswith("choice:")] or offered)[0]


def walk(story, keys: Keys, until: str) -> None:
    for _ in range(40):
        screen = story.screen
        if screen.key.startswith(until):
            return
        if screen.key.startswith("identify"):
            story.lay(GUILAN)
            story.hands.wait(lambda: not story.screen.key.startswith("identify"), "waited for the card")
            story.lift()
        elif isinstance(screen.ask, AskDigits):
            keys.enter(PHONE)
            keys.press("next")
        elif isinstance(screen.ask, AskSignature):
            keys.press("witness")
        else:
            keys.press(plain(screen))
        story.hands.wait(lambda before=screen: story.screen != before, f"nothing happened on {screen.key}")
    raise AssertionError(f"never came to {until}")


def test_an_elder_card_is_asked_for_by_arrows_and_ok_from_the_entrance_to_the_paper(story) -> None:
    keys = Keys(story)
    keys.press("start")
    story.hands.wait_for("home")
    keys.press("service:02")
    walk(story, keys, "question:02:phone")

    said = len(story.speaker.said)
    keys.key(Qt.Key.Key_F2)
    story.hear("电话", since=said)
    keys.key(Qt.Key.Key_F1)
    story.hands.wait(lambda: "没人值班" in story.shown, "waited for the answer to the call for help")
    keys.press("next")
    story.hands.wait_for("question:02:phone")

    walk(story, keys, "witness")
    story.hall.terminal.runner.post(StaffKey())
    for part, digits in (("number", "0001"), ("pin", PIN)):
        story.hands.wait_for(f"over:staff:{part}")
        keys.enter(digits)
        keys.press("next")
    story.hands.wait_for("witness:verify")
    keys.press("confirm_witness")
    story.hands.wait_for("confirm")
    keys.press("submit")
    story.hands.wait_for("result")
    printer = story.hall.simulators.printer
    # Her call's number may be on paper too, when it came before she went on.
    story.hands.wait(lambda: any("办件编号" in paper.text for paper in printer.papers), "waited for the slip", 60)
    assert story.wait_case(story.number)["service_id"] == "02"
    keys.press("finish")
    keys.press("choice:no")
    keys.press("choice:rate:1")
    story.hands.wait_for("ending")
    keys.press("finish")
    story.hands.wait_for("attract")


def test_a_matter_done_elsewhere_is_found_ticked_and_printed_by_arrows_and_ok(story) -> None:
    keys = Keys(story)
    for action in ("start", "more", "category:papers", "service:18", "next", "choice:id_card", "next", "print"):
        keys.press(action)
    printer = story.hall.simulators.printer
    story.hands.wait(lambda: len(printer.papers) == 1, "waited for the slip", 60)
    assert "√ 身份证" in printer.papers[0].text
    assert "派出所" in printer.papers[0].text
    keys.press("finish")
    story.hands.wait_for("more")


@pytest.mark.parametrize("onward", [Qt.Key.Key_Tab, Qt.Key.Key_Right], ids=["tab", "right"])
def test_two_switches_are_enough_for_a_number_in_the_queue(story, onward) -> None:
    keys = Keys(story, onward, Qt.Key.Key_Space)
    for action in ("start", "service:33", "choice:elder", "choice:yes"):
        keys.press(action)
    story.hands.wait_for("ticket")
    printer = story.hall.simulators.printer
    story.hands.wait(lambda: len(printer.papers) == 1, "waited for the slip")
    assert "优先" in printer.papers[0].text


def test_a_keypad_hears_where_it_is_before_it_presses_anything(story) -> None:
    keys = Keys(story)
    keys.press("start")
    story.hands.wait_for("home")
    story.hear("您想办什么事")
    heard = []
    for _ in range(3):
        said = len(story.speaker.said)
        keys.key(Qt.Key.Key_Down)
        button = story.screen.action(keys.here)
        assert button is not None
        story.hear(button.label, since=said)
        heard.append(button.label)
    assert story.screen.key == "home"
    assert len(set(heard)) == 3
    keys.key(Qt.Key.Key_Return)
    story.hands.wait(lambda: heard[-1] in story.screen.title.plain(), f"waited for {heard[-1]}")
