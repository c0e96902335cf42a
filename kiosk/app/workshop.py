"""The technician's pages at a running terminal: performs what they ask for with the terminal's own devices."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from PIL import Image

from hardware.keypad import PadKey
from kiosk.app.device_kinds import KIND_OF
from kiosk.app.examining import gather, remembered
from kiosk.app.glass import Glass
from kiosk.app.terminal import Terminal
from kiosk.app.trials import TRIALS, Hands
from kiosk.core.clock import Clock
from kiosk.core.faults import TEXTS
from kiosk.core.journal import Journal
from kiosk.core.screen import Live, Screen
from kiosk.core.settings import Settings
from kiosk.diagnostics import Finding, Glimpse, Level, Trial, device_finding, examine
from kiosk.session.events import RepairDone
from kiosk.workshop import (
    DEVICES,
    FINDING_OF,
    OTHERS,
    Bench,
    Close,
    Effect,
    Event,
    Examine,
    Examined,
    Glimpsed,
    Load,
    Perform,
    Performed,
    Remember,
    Station,
    Stop,
    Tick,
    screen_of,
    step,
)


class Workshop:
    """kiosk.app.glass.Pages over a terminal. Opened by the session's OpenRepair; closes itself."""

    def __init__(
        self, settings: Settings, terminal: Terminal, glass: Glass, clock: Clock, journal: Journal, *, upright: bool
    ) -> None:
        self._settings = settings
        self._terminal = terminal
        self._glass = glass
        self._clock = clock
        self._journal = journal
        self._upright = upright
        self._lock = threading.RLock()
        self._bench = Bench(())
        self._seen_at = 0.0
        self._over = threading.Event()
        self._keys: Callable[[PadKey], None] | None = None
        self.on_frame: Callable[[Any], None] = lambda frame: None
        """Draws a camera's picture (uint8, height x width x RGB), None for none; the window's."""

    def open(self) -> None:
        """Put the technician's pages on the glass."""
        with self._lock:
            self._bench = Bench(self._stations(()), upright=self._upright)
            self._seen_at = self._clock.monotonic()
        self._glass.put(self)

    @property
    def screen(self) -> Screen:
        with self._lock:
            return screen_of(self._bench)

    def press(self, action_id: str) -> bool:
        action = self.screen.action(action_id)
        if action is not None:
            self._take(action.event)  # type: ignore[arg-type]  # the pages are the workshop's own
        return action is not None

    def key(self, key: PadKey) -> None:
        """A key of the keypad, for a test that wants them."""
        if (taker := self._keys) is not None:
            taker(key)

    @property
    def takes_keys(self) -> bool:
        """The keys are a test's, and do not move the page."""
        return self._keys is not None

    def tick(self) -> None:
        now = self._clock.monotonic()
        passed, self._seen_at = now - self._seen_at, now
        self._take(Tick(passed))

    def _take(self, event: Event) -> None:
        with self._lock:
            before = screen_of(self._bench)
            self._bench, effects = step(self._bench, event)
            after = screen_of(self._bench)
        if after != before:
            self._glass.show()
        if before.blocks != after.blocks and not any(isinstance(block, Live) for block in after.blocks):
            self.on_frame(None)  # whatever lay under a camera is not kept for another page
        for effect in effects:
            self._do(effect)

    def _do(self, effect: Effect) -> None:
        match effect:
            case Stop():
                self._over.set()
            case Close():
                self.on_frame(None)
                self._glass.put(None)
                self._terminal.runner.post(RepairDone())
            case Remember(station=station, seen=seen):
                self._terminal.logbook.tested(station, seen)
                self._journal.write("trial", device=station, seen=seen)
                self._take(Examined(self._bench.findings, self._stations(self._bench.findings)))
            case Load(station=station):
                self._terminal.loaders[station]()
                self._journal.write("loaded", device=station)
                self._take(Examined(self._bench.findings, self._stations(self._bench.findings)))
            case Examine():
                self._beside(self._examine)
            case Perform(trial=trial, number=number):
                self._over = over = threading.Event()
                self._beside(lambda: self._perform(trial, number, over))

    def _beside(self, work: Callable[[], None]) -> None:
        """Slow work never stands on the glass's thread."""

        def guarded() -> None:
            try:
                work()
            except Exception as error:  # noqa: BLE001 - a technician's test must not end the terminal; journalled
                self._journal.unexpected(error)
                self._take(Performed(self._bench.number, "没有试成，程序出了错。看日志里的 unexpected。"))

        threading.Thread(target=guarded, name="workshop", daemon=True).start()

    def _examine(self) -> None:
        findings = examine(gather(self._settings, self._clock, own=self._terminal.around.drivers))
        self._take(Examined(findings, self._stations(findings)))

    def _perform(self, trial: Trial, number: int, over: threading.Event) -> None:
        def show(glimpse: Glimpse) -> None:
            self._take(Glimpsed(number, glimpse))

        def frame(picture: Image.Image) -> None:
            if number == self._bench.number:
                self.on_frame(np.asarray(picture))

        hands = Hands(self._settings, self._terminal, show, frame, self._take_keys, over)
        self._take(Performed(number, TRIALS[trial.act](hands)))

    def _take_keys(self, taker: Callable[[PadKey], None] | None) -> None:
        self._keys = taker

    def _stations(self, findings: Sequence[Finding]) -> tuple[Station, ...]:
        """Devices as they say they are this minute, the rest by the last examination."""
        found = {finding.id: finding for finding in findings}
        devices = {d.device: d for d in self._terminal.runner.state.terminal.devices}
        stations = []
        for station in DEVICES:
            known = devices.get(station.id)
            if known is None:
                continue
            level = Level.OK if known.fault is None else Level.BAD
            texts = TEXTS[known.fault] if known.fault else None
            say, mend = (texts.staff, texts.technician) if texts else ("好用。", "")
            facts = replace(
                remembered(KIND_OF[station.id], self._settings, self._terminal.logbook.record(station.id)),
                state=known.state,
                fault=known.fault,
            )
            details = device_finding(facts).details
            stations.append(replace(station, say=say, level=level, mend=mend, details=details))
        for station in OTHERS:
            if station.id == "camera" and self._settings.call.camera == "none":
                continue
            finding = found.get(FINDING_OF.get(station.id, ""))
            test = self._terminal.logbook.record(station.id).test
            tried = f"上次{'好用' if test.seen else '没看到'}。" if test else "还没有试过。"
            stations.append(
                replace(station, say=finding.say, level=finding.level, mend=finding.mend)
                if finding
                else replace(station, say=tried)
            )
        return tuple(stations)
