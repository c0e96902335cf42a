"""The soak itself: a hall, one visit after the other, the report."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random

from hardware.simulated.parts import PARTS
from hub.embed import start_hub
from kiosk.app.hall import enrolled
from kiosk.app.simulators import Simulators, start_simulators
from kiosk.app.soak.crowd import STEPS, Visit
from kiosk.app.soak.faults import SmallDisk, Weather
from kiosk.app.soak.people import Visitor
from kiosk.app.soak.report import Report, own_kib
from kiosk.app.soak.stand import Died, Stand
from kiosk.app.soak.truth import Papers, Truth
from kiosk.core.clock import SystemClock
from kiosk.core.screen import Screen
from kiosk.core.settings import Devices, Hub, Queue, Settings, Voice

CUTS = 0.1
"""In the first half, of a visit: how often the power goes."""
SETTLE_S = 180.0


class PowerCut(Exception):
    """The terminal was killed in the middle of this visit."""


def soak(
    directory: Path, visits: int, seed: int, tell: Callable[[str], None] = lambda line: None, *, cuts: bool = True
) -> Report:
    """Run them. Deterministic in what is chosen, not in what threads make of it.

    tell: a line every 25 visits. cuts: whether the power may go; memory alone is judged sooner in one life.
    """
    random, report, began = Random(seed), Report(), time.monotonic()
    with ExitStack() as stack:
        disk = SmallDisk(directory / "terminal")
        stack.callback(disk.close)
        hub = start_hub(directory / "hub", demo=True)
        stack.callback(hub.stop)
        simulators = stack.enter_context(
            start_simulators(
                reader=True, printer=True, hub_port=hub.port, directory=directory, jack=True,
                parts=[part.NAME for part in PARTS],
            )
        )  # fmt: skip
        assert simulators.line is not None
        enrolled(directory / "terminal" / "identity.json", hub.url, hub.enrol_code, SystemClock())
        stand = Stand(_settings(directory / "terminal", simulators))
        weather = Weather(simulators, hub, disk, stand, random, report)
        stack.callback(lambda: weather.hub.stop())  # another one, once it was killed
        day = _Day(stand, simulators, weather, Truth(report, hub.data_dir), random, report)
        for number in range(visits):
            day.visit(number, may_cut=cuts and number < visits // 2)
            if number % 25 == 24:
                mib = report.terminal_kib[-1] / 1024
                took = time.monotonic() - began
                tell(f"{number + 1} of {visits}: {len(report.wrong)} wrong, terminal {mib:.1f} MiB, {took:.0f} s")
        day.evening()
        report.wrong += [f"the pages complain: {line}" for line in stand.close()]
    report.seconds = time.monotonic() - began
    return report


def _settings(directory: Path, simulators: Simulators) -> Settings:
    """A terminal that takes the simulated devices for real ones: it only knows their addresses."""
    assert simulators.reader is not None
    assert simulators.printer is not None
    assert simulators.jack is not None
    assert simulators.line is not None
    uris = {name: part.uri for name, part in simulators.parts.items()}
    uris |= {"reader": simulators.reader.uri, "printer": simulators.printer.uri, "jack": str(simulators.jack.path)}
    devices = Devices.model_validate(uris)
    return Settings(
        hub=Hub(url=simulators.line.url), devices=devices, queue=Queue(directory=directory),
        voice=Voice(enabled=False, microphone="none"),
    )  # fmt: skip


class _Day:
    """Visits at one terminal."""

    def __init__(
        self, stand: Stand, simulators: Simulators, weather: Weather, truth: Truth, random: Random, report: Report
    ) -> None:
        self._stand, self._simulators, self._weather = stand, simulators, weather
        self._truth, self._random, self._report = truth, random, report
        self._papers = Papers(simulators)

    def visit(self, number: int, *, may_cut: bool) -> None:
        """One visit, the mending after it, and whether all was as it must be."""
        visitor = Visitor(number)
        faulty = set(self._random.sample(range(STEPS // 4), k=self._random.choice((0, 1, 1, 2))))
        cut_at = self._random.randrange(STEPS // 2) if may_cut and self._random.random() < CUTS else None

        def at_step(count: int, screen: Screen) -> None:
            if count in faulty:
                self._weather.strike()
            # The worst moment is the one after handing in, so half of the cuts wait for it.
            if cut_at is not None and (count == cut_at or (cut_at % 2 and screen.key == "submitting")):
                raise PowerCut

        glass = _Glass(self._stand)
        visit = Visit(glass, self._simulators, self._random, visitor, at_step)
        try:
            ended = visit.run()
        except PowerCut:
            self._restart()
            ended = "cut off"
        except Died as death:
            self._report.accuse(f"visit {number + 1}: the terminal {death}")
            self._restart()
            ended = "died"
        self._report.visits += 1
        self._report.ended[ended] = self._report.ended.get(ended, 0) + 1
        self._mend(number)
        self._judge(number, visitor, visit.submits)

    def evening(self) -> None:
        """Everything told of must arrive, once; and the terminal's files say nothing of anybody."""
        self._weather.clear()
        deadline = time.monotonic() + SETTLE_S
        while self._stand.look.queued and time.monotonic() < deadline:
            self._stand.let_pass(30.0)  # past the longest back-off
            self._stand.drain()
            time.sleep(0.1)
        look = self._stand.look
        if look.queued or look.dead:
            self._report.accuse(f"left in the queue: {look.queued} waiting, {look.dead} refused")
        self._truth.whole()
        self._truth.files(self._simulators.directory / "terminal" if self._simulators.directory else Path())
        self._report.screens = self._stand.screens

    def _restart(self) -> None:
        self._report.count("terminal")
        self._report.terminal_kib.clear()
        self._stand.cut_power()
        if self._simulators.reader is not None:
            self._simulators.reader.lift()
        try:
            self._stand.start()
        except Died:
            # Its supervisor would try again until somebody has made room on the disk; nothing else may keep it down.
            if "disk" not in self._report.broke:
                raise
            self._weather.clear()
            self._stand.start()

    def _mend(self, number: int) -> None:
        """Somebody puts all right between two visits, and the idle time between them passes."""
        self._weather.clear()
        for _ in range(200):
            if self._stand.look.at_rest:
                return
            self._stand.let_pass(4.0)
            time.sleep(0.01)
        self._report.accuse(f"visit {number + 1}: did not come back to the first page: {self._stand.look.screen.key}")

    def _judge(self, number: int, visitor: Visitor, submits: int) -> None:
        told, self._stand.told = self._stand.told, set()
        self._truth.visit(number, visitor, told, self._papers.take(), submits)
        self._stand.forget(visitor.planted)
        if self._stand.look.inside:
            self._report.accuse(f"visit {number + 1}: something of it was still there")
        for leak in self._stand.leaks:
            self._report.accuse(f"visit {number + 1}: an earlier visitor's words: {leak}")
        self._stand.leaks.clear()
        self._report.terminal_kib.append(self._stand.own_kib)
        self._report.around_kib.append(own_kib())


class _Glass:
    """The stand as a person has it before her."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self.press, self.post, self.say = stand.press, stand.post, stand.say
        self.wait, self.let_pass = stand.wait, stand.let_pass

    @property
    def screen(self) -> Screen:
        return self._stand.look.screen

    @property
    def at_rest(self) -> bool:
        return self._stand.look.at_rest
