"""The terminal on trial, with its window, in a process of its own: memory is its own, and a kill is a real kill.

It is driven over a pipe by `stand.py`. What it has told anybody is gathered here, Screen by Screen: a page that was
shown for a moment counts as told.
"""

import contextlib
import json
import pickle
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

from PySide6.QtCore import QTimer

from kiosk.app.hall import Hall
from kiosk.app.memory import give_back_after_visits, share_one_arena
from kiosk.app.running import PORTRAIT, panel_of, window_of
from kiosk.app.soak.people import planted_in, planted_in_bytes
from kiosk.core.clock import SystemClock
from kiosk.core.journal import Journal
from kiosk.core.screen import Screen
from kiosk.core.settings import Settings
from kiosk.session.places import PaymentPlace, ResultPlace, TicketPlace
from kiosk.session.runner import SessionRunner
from kiosk.session.state import State
from offline_cache import DiskFull
from ui.window import application
from voice import ScriptedSpeaker

Told = tuple[str, ...]
"""("case", number), ("sent", number), ("printed", number, "slip" or "A4"), ("payment", id, state), ("ticket", id):
what a resident has been told is so."""


class HurriedClock(SystemClock):
    """The machine's clock; waiting can be shortened, and the wall's time be put wrong."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self.wrong = timedelta()

    def now(self) -> datetime:
        return super().now() + self.wrong

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead


@dataclass(frozen=True)
class Look:
    """What one sees of the terminal at a moment."""

    screen: Screen
    seen: int
    """How many Screens there were so far."""
    at_rest: bool
    """The first page, and nothing over it."""
    queued: int
    dead: int
    told: frozenset[Told]
    """What was told since the last look."""
    leaks: tuple[str, ...]
    """Pages since the last look on which an earlier visitor's words were."""
    inside: frozenset[str]
    """Visitors' words anywhere in the session's state, looked for when it is at rest."""


class QuietSpeaker(ScriptedSpeaker):
    """Says everything at once and remembers nothing."""

    def __init__(self, heard: Callable[[Sequence[str]], None]) -> None:
        super().__init__(at_once=True)
        self._heard = heard

    def say(self, sentences: Sequence[str], *rest: Any, **named: Any) -> None:
        super().say(sentences, *rest, **named)
        self.said.clear()
        self._heard(sentences)


@dataclass
class Watch:
    """Gathers what was shown and said."""

    runner: SessionRunner | None = None
    seen: int = 0
    told: set[Told] = field(default_factory=set)
    leaks: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    """Words of visitors who have left."""
    changed: threading.Condition = field(default_factory=threading.Condition)

    def shown(self, screen: Screen) -> None:
        """A new Screen."""
        text = json.dumps(screen.to_json(), ensure_ascii=False)
        with self.changed:
            self.seen += 1
            if self.gone & planted_in(text):
                self.leaks.append(f"page {screen.key}")
            if self.runner is not None:
                self.told |= told_by(self.runner.state)
            self.changed.notify_all()

    def heard(self, sentences: Sequence[str]) -> None:
        """Something was said aloud."""
        if self.gone & planted_in(*sentences):
            with self.changed:
                self.leaks.append("said aloud")


def told_by(state: State) -> set[Told]:
    """What the page of this state tells the resident is so."""
    told: set[Told] = set()
    match state.place:
        case ResultPlace(submission_id=submission):
            job = state.visit.printing
            for done in state.visit.done:
                if done.submission_id == submission:
                    told.add(("case", done.case_number))
                    if done.status and not done.refused:
                        told.add(("sent", done.case_number))
                    if job is not None and job.printed and state.overlay is None:
                        told.add(("printed", done.case_number, "A4" if job.large else "slip"))
        case PaymentPlace(payment=payment, payment_id=number, refused=refused):
            if number and (payment is not None or refused):
                told.add(("payment", number, "refused" if refused or payment is None else payment.state))
        case TicketPlace(ticket=ticket) if ticket is not None:
            told.add(("ticket", ticket.ticket_id))
        case _:
            pass
    return told


def run(pipe: Connection, settings: Settings) -> None:
    """The process's main: a terminal at the hub and devices the settings name, until it is told to stop."""
    share_one_arena()
    app = application()
    clock, watch = HurriedClock(), Watch()
    with (settings.queue.directory / "journal.jsonl").open("a", encoding="utf-8") as log:
        try:
            hall = Hall(settings, clock, Journal(clock, log), speaker=QuietSpeaker(watch.heard))
        except DiskFull:
            raise SystemExit(3) from None
        runner = watch.runner = hall.terminal.runner
        runner.on_screen(watch.shown)
        window = window_of(hall, settings, clock, panel_of(settings.display, *PORTRAIT), fullscreen=False)
        runner.open()
        give_back_after_visits(runner, window.window)
        obeying = threading.Thread(target=_Orders(pipe, hall, clock, watch).obey, name="soak-orders", daemon=True)
        obeying.start()
        ended = QTimer(app, interval=50)
        ended.timeout.connect(lambda: None if obeying.is_alive() else app.quit())
        ended.start()
        app.exec()
        window.close()
        hall.close()
        if window.warnings:
            pipe.send(tuple(window.warnings[:5]))
    pipe.close()


class _Orders:
    """What the stand asks for, one after the other; each is answered."""

    def __init__(self, pipe: Connection, hall: Hall, clock: HurriedClock, watch: Watch) -> None:
        self._pipe, self._hall, self._clock, self._watch = pipe, hall, clock, watch

    def obey(self) -> None:
        """Until told to stop, or nobody is there any more."""
        with contextlib.suppress(EOFError, OSError):
            self._pipe.send(self._look())
            while (order := self._pipe.recv()) != ("stop",):
                self._carry_out(*order)
                self._pipe.send(self._look())

    def _carry_out(self, verb: str, *rest: Any) -> None:
        runner = self._hall.terminal.runner
        match verb, rest:
            case "press", (action,):
                runner.press(action)
            case "post", (event,):
                runner.post(event)
            case "say", (text,):
                runner.told(text)
            case "wait", (seen, seconds):
                with self._watch.changed:
                    self._watch.changed.wait_for(lambda: self._watch.seen > seen, seconds)
            case "pass", (seconds,):
                self._clock.ahead += seconds
                runner.tick()
            case "clock", (seconds,):
                self._clock.wrong = timedelta(seconds=seconds)
            case "gone", (words,):
                self._watch.gone |= words
            case "drain", ():
                self._hall.terminal.drainer.wake()
            case _:
                raise ValueError(verb)

    def _look(self) -> Look:
        terminal, watch = self._hall.terminal, self._watch
        counts = terminal.outbox.counts()
        with watch.changed:
            told, leaks, seen = frozenset(watch.told), tuple(watch.leaks), watch.seen
            watch.told.clear()
            watch.leaks.clear()
        state, screen = terminal.runner.state, terminal.runner.screen
        at_rest = screen.key == "attract" and state.overlay is None
        here = (state.visit, state.place, state.trail, state.overlay)
        inside = planted_in_bytes([pickle.dumps(here)]) if at_rest else frozenset()
        return Look(screen, seen, at_rest, counts.queued, counts.dead, told, leaks, inside)
