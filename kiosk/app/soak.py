"""Visits by the hundred under random faults: real session, devices' bytes, queue and hub; only waiting is shortened.

After each visit: was she told the truth, is anything of her left. At the end: is everything she was told of at the hub,
once, and has the memory grown.
"""

import gc
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import fmean

from hardware.simulated.fault_table import FAULT_KINDS
from hardware.simulated.orders import Done as Obeyed
from hardware.simulated.orders import carry_out
from hardware.simulated.people import FUNING, GUILAN, JIANGUO
from hub.house import HubConfig, open_hub
from kiosk.app.hall import Hall
from kiosk.core.clock import SystemClock
from kiosk.core.journal import Journal
from kiosk.core.person import IdCard
from kiosk.core.screen import Action, AskCard, AskDate, AskDigits, AskSignature, AskText, Role, Screen
from kiosk.core.settings import Queue, Settings, Voice
from kiosk.session.events import Signed, TextTyped
from kiosk.session.places import Attract, ResultPlace
from voice import ScriptedSpeaker

WHO = (GUILAN, JIANGUO, FUNING)
PHONE = "13901020304"
"""Obviously nobody's, and not the example the pages show."""
MATTERS = ("01", "02", "05", "28", "33")
STEPS = 80
"""Presses of one visit, at most; whoever needs more leaves."""
STUCK = 8
"""So often on one page: whoever does not get on leaves."""
_LINE = (("line", "cut"), ("line", "cut", "silent"), ("line", "slow", "0.3"))
_ORDERS = (*(order for kind in FAULT_KINDS for order in kind.orders), *_LINE, ("reader", "unplug"))
_MENDS = (
    ("reader", "fault", "none"), ("reader", "replug"), ("printer", "mend"), ("printer", "refill"),
    ("printer", "close-cover"), ("line", "slow", "0"), ("line", "restore"), ("card", "lift"),
)  # fmt: skip
_AWAY = frozenset({"back", "home", "restart", "help", "settings", "repeat", "leave", "page:up", "page:before"})
_WEAK = ("choice:other", "choice:help")


class HurriedClock(SystemClock):
    """The machine's clock, whose waiting can be shortened; wall time stays, or the hub would not believe signatures."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead


@dataclass
class Report:
    """What came of it. `wrong` is empty when all went as it must."""

    visits: int = 0
    faults: int = 0
    ended: dict[str, int] = field(default_factory=dict)
    """How visits ended: by their own end, or left."""
    told: int = 0
    """Case numbers that were shown to somebody."""
    at_hub: int = 0
    wrong: list[str] = field(default_factory=list)
    rss_kib: list[int] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def slope_kib(self) -> float:
        """KiB the process grows with each visit, over the second half."""
        return slope(self.rss_kib[len(self.rss_kib) // 2 :])

    def to_json(self) -> dict[str, object]:
        return {
            "ok": not self.wrong, "visits": self.visits, "faults": self.faults, "ended": self.ended,
            "told": self.told, "at_hub": self.at_hub, "wrong": self.wrong,
            "rss_slope_kib_per_visit": round(self.slope_kib, 1),
            "rss_mib": [round(self.rss_kib[0] / 1024), round(self.rss_kib[-1] / 1024)] if self.rss_kib else [],
            "seconds": round(self.seconds, 1),
        }  # fmt: skip


def slope(values: Sequence[float]) -> float:
    """Least squares: growth from one value to the next; 0 for fewer than two."""
    if len(values) < 2:
        return 0.0
    middle, mean = (len(values) - 1) / 2, fmean(values)
    over = sum((n - middle) * (value - mean) for n, value in enumerate(values))
    return over / sum((n - middle) ** 2 for n in range(len(values)))


def soak(directory: Path, visits: int, seed: int) -> Report:
    """Run them. Deterministic in what is chosen, not in what threads make of it."""
    random, report, began = Random(seed), Report(), time.monotonic()
    settings = Settings(queue=Queue(directory=directory), voice=Voice(enabled=False, microphone="none"))
    clock = HurriedClock()
    with (directory / "journal.jsonl").open("w", encoding="utf-8") as log:
        hall = Hall(settings, clock, Journal(clock, log), speaker=ScriptedSpeaker(at_once=True))
        try:
            _Crowd(hall, clock, random, report).run(visits)
        finally:
            hall.close()
    report.seconds = time.monotonic() - began
    return report


class _Crowd:
    """One person after another at one terminal."""

    def __init__(self, hall: Hall, clock: HurriedClock, random: Random, report: Report) -> None:
        self._hall = hall
        self._clock = clock
        self._random = random
        self._report = report
        self._runner = hall.terminal.runner
        self._changed = threading.Condition()
        self._seen = 0
        self._last = ""
        self._told: set[str] = set()
        self._runner.on_screen(self._notice)

    def run(self, visits: int) -> None:
        for number in range(visits):
            papers = len(self._papers())
            person = self._random.choice(WHO)
            ended = self._visit(person)
            self._report.visits += 1
            self._report.ended[ended] = self._report.ended.get(ended, 0) + 1
            self._mend()
            self._leave_nothing(number, person, papers)
            if number % 10 == 9 or number == visits - 1:
                gc.collect()
            self._report.rss_kib.append(rss_kib())
        self._settle()

    # --- one visit -------------------------------------------------------------------------------------------

    def _visit(self, person: IdCard) -> str:
        wanted = self._random.choice(MATTERS)
        faulty = self._random.sample(range(STEPS // 4), k=self._random.choice((0, 1, 1, 2)))
        same = 0
        for count in range(STEPS):
            if count in faulty:
                self._break()
            screen = self._runner.screen
            same = same + (not screen.busy) if screen.key == self._last else 0
            self._last = screen.key
            if same >= STUCK:
                break
            if screen.key == "attract" and count > 3:
                return "ended"
            self._check_truth(screen)
            self._act(screen, person, wanted, same)
            self._wait(screen)
        return self._give_up()

    def _act(self, screen: Screen, person: IdCard, wanted: str, same: int) -> None:
        runner, ask, reader = self._runner, screen.ask, self._hall.simulators.reader
        if isinstance(ask, AskCard) and reader is not None and same < STUCK // 2:
            if reader.card is None:
                reader.lay(person)
            return
        if isinstance(ask, AskSignature) and not ask.signed:
            runner.post(Signed(b"\x89PNG\r\n\x1a\n soak", (((10, 10), (90, 60)), ((20, 70), (80, 20)))))
        elif isinstance(ask, AskText) and not ask.draft:
            runner.post(TextTyped(person.name if screen.key.endswith("name") else "测试路1号楼的灯坏了"))
        elif isinstance(ask, AskDigits) and not ask.draft:
            self._digits(person.id_number if ask.length == 18 else PHONE)
        else:
            offered = list(_ways(screen, wanted))
            if offered:
                runner.press(self._random.choice(offered).id)

    def _digits(self, digits: str) -> None:
        for digit in digits:
            self._runner.press(f"digit:{digit}")

    def _give_up(self) -> str:
        for _ in range(40):
            screen = self._runner.screen
            if screen.key == "attract":
                break
            for action in ("leave", "restart", "finish", "next", "choice:no", "back"):
                if screen.action(action) is not None:
                    self._runner.press(action)
                    break
            reader = self._hall.simulators.reader
            if reader is not None:
                reader.lift()
            self._wait(screen)
        return "left"

    def _wait(self, before: Screen) -> None:
        """Until the page is another one, or nothing more is going on; waiting itself is hurried."""
        for quiet in range(60):
            with self._changed:
                seen = self._seen
                self._changed.wait(0.02)
                moved = self._seen != seen
            screen = self._runner.screen
            if screen.key != before.key or (not screen.busy and not isinstance(screen.ask, AskCard) and quiet > 1):
                return
            if quiet > 20 and not moved:
                self._clock.ahead += 1.0
            self._runner.tick()

    def _notice(self, _: Screen) -> None:
        with self._changed:
            self._seen += 1
            self._changed.notify_all()

    # --- faults ----------------------------------------------------------------------------------------------

    def _break(self) -> None:
        if isinstance(carry_out(self._hall.simulators, self._random.choice(_ORDERS)), Obeyed):
            self._report.faults += 1

    def _mend(self) -> None:
        """Somebody puts all right between two visits, and the idle time between them passes."""
        parts = self._hall.simulators
        for order in _MENDS:
            carry_out(parts, order)
        for _ in range(200):
            if isinstance(self._runner.state.place, Attract) and self._runner.state.overlay is None:
                return
            self._clock.ahead += 4.0
            self._runner.tick()
            time.sleep(0.01)
        self._wrong("the terminal did not come back to its first page")

    # --- what must hold --------------------------------------------------------------------------------------

    def _check_truth(self, screen: Screen) -> None:
        state = self._runner.state
        if not isinstance(state.place, ResultPlace) or screen.key != "result" or state.overlay is not None:
            return
        done = next((d for d in state.visit.done if d.submission_id == state.place.submission_id), None)
        if done is None or done.case_number == "":
            self._wrong("a result page without a number")
            return
        self._told.add(done.case_number)
        if done.status and self._hall.case(done.case_number) is None:
            self._wrong("told as handed in, and the hub does not have it")
        job = state.visit.printing
        if job is not None and job.printed and not any(done.case_number in paper for paper in self._papers()):
            self._wrong("told as printed, and there is no paper with its number")

    def _leave_nothing(self, number: int, person: IdCard, papers: int) -> None:
        left = repr(self._runner.state) + str(self._runner.screen.to_json())
        for what in (person.name, person.id_number, person.address, PHONE, *self._told):
            if what in left:
                self._wrong(f"after visit {number + 1} something of it was still there")

    def _settle(self) -> None:
        """Everything told of must arrive, once."""
        self._hall.restore()
        deadline = time.monotonic() + 120
        while self._hall.terminal.outbox.counts().queued and time.monotonic() < deadline:
            self._clock.ahead += 30.0  # past the longest back-off
            self._hall.terminal.drainer.wake()
            time.sleep(0.1)
        counts = self._hall.terminal.outbox.counts()
        if counts.queued or counts.dead:
            self._wrong(f"left in the queue: {counts.queued} waiting, {counts.dead} refused")
        assert self._hall.hub is not None
        hub = open_hub(HubConfig(self._hall.hub.data_dir))
        try:
            numbers = [str(row[0]) for row in hub.store.read(lambda tx: tx.rows("select number from cases"))]
        finally:
            hub.close()
        self._report.told, self._report.at_hub = len(self._told), len(numbers)
        if lost := self._told - set(numbers):
            self._wrong(f"{len(lost)} told of and lost")
        if len(numbers) != len(set(numbers)):
            self._wrong("a case came twice")

    def _papers(self) -> list[str]:
        printer = self._hall.simulators.printer
        return [paper.text.replace("\n", "") for paper in printer.papers] if printer is not None else []

    def _wrong(self, what: str) -> None:
        if len(self._report.wrong) < 50:
            self._report.wrong.append(what)


def _ways(screen: Screen, wanted: str) -> Iterator[Action]:
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


def rss_kib() -> int:
    """Resident memory of this process, from the kernel."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
