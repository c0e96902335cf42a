"""The demonstration visit: an old woman applies for 高龄津贴 by real touches, the network cut before she hands it in.

Leaves a screenshot of every page, the slip as the simulated printer drew it, and the hub's case as JSON.
"""

import json
from collections.abc import Callable
from pathlib import Path

from hardware.simulated.people import GUILAN
from kiosk.app.hall import Hall
from kiosk.app.hands import Hands
from kiosk.core.screen import Screen
from ui.window import KioskWindow

PHONE = "13800001234"
"""Obviously nobody's."""


class Visit:
    """One visit with its pictures."""

    def __init__(self, hall: Hall, window: KioskWindow, out: Path, tell: Callable[[str], None]) -> None:
        self._hall = hall
        self._window = window
        self._out = out
        self._tell = tell
        self._count = 0
        self.hands = Hands(window)

    def picture(self, name: str) -> None:
        """Save what is on the glass."""
        self._count += 1
        path = self._out / f"{self._count:02d}-{name}.png"
        self._window.grab(path)
        self._tell(f"  {path.name}  {self.screen.title.masked()}")

    @property
    def screen(self) -> Screen:
        """The page on the glass."""
        return self._window.controller.shown

    def step(self, action_id: str, then: str, name: str) -> None:
        """Press, wait for the next page, take its picture."""
        self.hands.press(action_id)
        self.hands.wait_for(then)
        self.picture(name)

    def fill(self) -> None:
        """From the entrance to the last question before handing in."""
        self.hands.wait_for("attract")
        self.picture("attract")
        self.step("start", "home", "home")
        self.step("service:01", "matter:01", "matter")
        self.step("next", "consent", "consent")
        self.step("choice:yes", "whose", "whose")
        self.step("choice:self", "identify", "card")
        reader = self._hall.simulators.reader
        assert reader is not None
        reader.lay(GUILAN)
        self.hands.wait_for("question:01:kind")
        self.picture("kind")
        reader.lift()
        self.step("choice:first", "question:01:low_income", "low-income")
        self.step("choice:no", "question:01:elsewhere", "elsewhere")
        self.step("choice:no", "question:01:phone", "phone")
        self.hands.enter(PHONE)
        self.picture("phone-entered")
        self.step("next", "question:01:home", "address")
        self.step("choice:same", "question:01:pay_to", "pay-to")
        self.hands.press("choice:social_card")
        self._materials()
        self.picture("review")
        while self.screen.action("next") is None:
            self.hands.press("page:down")
        self.step("next", "sign", "sign")
        self.hands.sign()
        self.hands.wait(lambda: self.screen.action("next") is not None, "waited for the signature")
        self.picture("signed")
        self.step("next", "confirm", "confirm")

    def _materials(self) -> None:
        self.hands.wait(lambda: self.screen.key.startswith(("material", "review")), "waited for the materials")
        while self.screen.key.startswith("material"):
            key = self.screen.key
            self.picture(key.replace(":", "-"))
            self.hands.press("choice:brought")
            self.hands.wait(lambda key=key: self.screen.key != key, "waited for the next material")  # type: ignore[misc]
        self.hands.wait_for("review")

    def leave(self) -> None:
        """Rate, take the paper, go."""
        self.step("finish", "more", "more")
        self.step("choice:no", "rating", "rating")
        self.hands.press("rate:2" if self.screen.action("rate:2") else self.screen.actions[0].id)
        self.hands.wait_for("ending")
        self.picture("ending")
        self.hands.wait_for("attract", 60)
        self.picture("wiped")


def demonstrate(hall: Hall, window: KioskWindow, out: Path, tell: Callable[[str], None]) -> str:
    """Run the visit. Returns the case number. Raises NotOffered when a page does not do what it should."""
    out.mkdir(parents=True, exist_ok=True)
    visit = Visit(hall, window, out, tell)
    visit.fill()
    tell("断开网络，然后提交。")
    hall.cut()
    visit.hands.press("submit")
    visit.hands.wait_for("result")
    printer = hall.simulators.printer
    assert printer is not None
    visit.hands.wait(lambda: len(printer.papers) > 0, "waited for the slip", 60)
    visit.hands.wait(lambda: hall.terminal.runner.state.visit.printing is None or not printing(hall), "print", 60)
    visit.picture("result-offline")
    printer.paper_png(out / "receipt.png")
    tell("  receipt.png  打印机收到的字节画成的小票")
    number = hall.terminal.runner.state.visit.done[-1].case_number
    assert hall.case(number) is None
    tell("接通网络。")
    hall.restore()
    visit.hands.wait(lambda: hall.case(number) is not None, "waited for the case at the hub", 90)
    visit.hands.wait(lambda: hall.terminal.outbox.counts().queued == 0, "waited for the outbox", 60)
    visit.hands.rest(300)
    visit.picture("result-sent")
    visit.leave()
    case = hall.case(number)
    (out / "case.json").write_text(json.dumps(case, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    tell("  case.json  中枢里的办件")
    return str(number)


def printing(hall: Hall) -> bool:
    """Whether a slip is on its way."""
    job = hall.terminal.runner.state.visit.printing
    return job is not None and job.waiting
