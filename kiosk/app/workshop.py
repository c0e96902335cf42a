"""The technician's pages at a running terminal: performs what they ask for with the terminal's own devices."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from hardware.card_reader import CardOutcome, CardRead, NoCard
from hardware.print_command import sample_slip
from hardware.receipt_printer import Printed, PrintOutcome
from kiosk.app.device_kinds import KINDS
from kiosk.app.examining import gather
from kiosk.app.glass import Glass
from kiosk.app.listening import hear_file
from kiosk.app.terminal import Terminal
from kiosk.core.clock import Clock
from kiosk.core.faults import TEXTS
from kiosk.core.hearing import Expect, NotHeard
from kiosk.core.journal import Journal
from kiosk.core.screen import Screen
from kiosk.core.settings import Settings
from kiosk.diagnostics import Finding, Level, Trial, examine
from kiosk.session.events import RepairDone
from kiosk.workshop import (
    FINDING_OF,
    OTHERS,
    Bench,
    Close,
    Effect,
    Event,
    Examine,
    Examined,
    Perform,
    Performed,
    Remember,
    Station,
    Tick,
    screen_of,
    step,
)
from voice.facts import microphone_facts

READ_S = 20.0
QUIET_S, TALK_S = 3.0, 5.0
LOUDER_DB = 12.0
"""So much must speech stand out of the hall's noise, where the resident stands."""
CLIP = "self_test.wav"
CLIP_SAYS = "我要交电费"


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

    def tick(self) -> None:
        now = self._clock.monotonic()
        passed, self._seen_at = now - self._seen_at, now
        self._take(Tick(passed))

    def _take(self, event: Event) -> None:
        with self._lock:
            before = screen_of(self._bench)
            self._bench, effects = step(self._bench, event)
            changed = screen_of(self._bench) != before
        if changed:
            self._glass.show()
        for effect in effects:
            self._do(effect)

    def _do(self, effect: Effect) -> None:
        match effect:
            case Close():
                self._glass.put(None)
                self._terminal.runner.post(RepairDone())
            case Remember(station=station, seen=seen):
                self._terminal.logbook.tested(station, seen)
                self._journal.write("trial", device=station, seen=seen)
                self._take(Examined(self._bench.findings, self._stations(self._bench.findings)))
            case Examine():
                self._beside(self._examine)
            case Perform(trial=trial, number=number):
                self._beside(lambda: self._take(Performed(number, self._perform(trial))))

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
        findings = examine(gather(self._settings, self._clock))
        self._take(Examined(findings, self._stations(findings)))

    # --- the machine's part of each test ---------------------------------------------------------------------

    def _perform(self, trial: Trial) -> str:
        match trial.act:
            case "read_card":
                return self._read_card()
            case "print_slip":
                return self._print()
            case "say":
                return self._say()
            case "hall_noise":
                return self._noise()
            case "recognise":
                return recognise(self._settings.voice.model)
            case _:
                return ""

    def _read_card(self) -> str:
        done, outcomes = threading.Event(), list[CardOutcome]()

        def keep(outcome: CardOutcome) -> None:
            outcomes.append(outcome)
            done.set()

        self._terminal.reader.read(READ_S, keep)
        done.wait(2 * READ_S)
        match outcomes[0] if outcomes else NoCard():
            case CardRead():
                return "读到了。卡上的内容没有留下。"  # and is not shown: it may be somebody's
            case NoCard():
                return "没有看到卡。"
            case failed:
                return TEXTS[failed.fault].technician

    def _print(self) -> str:
        done, outcomes = threading.Event(), list[PrintOutcome]()

        def keep(outcome: PrintOutcome) -> None:
            outcomes.append(outcome)
            done.set()

        self._terminal.printer.print(sample_slip(), keep)
        done.wait(120)
        match outcomes[0] if outcomes else None:
            case Printed():
                return "打印机说打好了。"
            case None:
                return "打印机没有回话。"
            case failed:
                return TEXTS[failed.fault].technician

    def _say(self) -> str:
        done = threading.Event()
        self._terminal.speaker.say(("您好，听得清楚吗？",), on_done=lambda _: done.set())
        return "机器说完了。" if done.wait(20) else "没有说完。看音箱和声卡。"

    def _noise(self) -> str:
        source = self._settings.voice.microphone
        quiet = microphone_facts(source, QUIET_S)
        if not quiet.present:
            return "没有找到话筒。"
        return noise_words(quiet.loudness_db, microphone_facts(source, TALK_S).loudness_db)

    def _stations(self, findings: Sequence[Finding]) -> tuple[Station, ...]:
        """Devices as they say they are this minute, the rest by the last examination."""
        found = {finding.id: finding for finding in findings}
        devices = {d.device: d for d in self._terminal.runner.state.terminal.devices}
        stations = []
        for kind in KINDS:
            known = devices.get(kind.id)
            if known is None:
                continue
            level = Level.OK if known.fault is None else Level.BAD
            texts = TEXTS[known.fault] if known.fault else None
            details = found[f"device.{kind.key}"].details if f"device.{kind.key}" in found else ()
            say, mend = (texts.staff, texts.technician) if texts else ("好用。", "")
            stations.append(Station(kind.id, kind.name, kind.trial, say, level, mend, details))
        for station in OTHERS:
            finding = found.get(FINDING_OF.get(station.id, ""))
            test = self._terminal.logbook.record(station.id).test
            tried = f"上次{'好用' if test.seen else '没看到'}。" if test else "还没有试过。"
            stations.append(
                replace(station, say=finding.say, level=finding.level, mend=finding.mend)
                if finding
                else replace(station, say=tried)
            )
        return tuple(stations)


def noise_words(quiet_db: float, talk_db: float) -> str:
    """Both loudnesses and whether speech stands out enough."""
    above = talk_db - quiet_db
    verdict = "够了。" if above >= LOUDER_DB else f"不够，要高出 {LOUDER_DB:.0f} 分贝：话筒靠近些，或换指向的。"
    return f"大厅 {quiet_db:.0f} 分贝，说话 {talk_db:.0f} 分贝，高出 {above:.0f} 分贝，{verdict}"


def recognise(model: Path | None) -> str:
    """What the recogniser writes of the clip that is shipped for this."""
    clip = Path(str(files("voice").joinpath("clips", CLIP)))
    heard = hear_file(clip, Expect((CLIP_SAYS,)), model)
    if isinstance(heard, NotHeard):
        return f"录音里说“{CLIP_SAYS}”，没有听出来。"
    return f"录音里说“{CLIP_SAYS}”，写成“{heard.text}”。"
