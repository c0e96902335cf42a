"""Noise and nobody's speech before a terminal, faster than real time: what the ear believes, what the visit does.

The ear is voice.attention's, the visit is kiosk.session's own `step`; pages of every kind of listening take turns,
those with a grave action among them. Loudness is told against somebody speaking near at -20 dB of full scale.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from benchmarks.synthetic_speech import RATE, Samples, babble, pcm, pink
from kiosk.catalogue import load_shipped
from kiosk.core.clock import ManualClock
from kiosk.core.hearing import Deafness, Hearing, Hypothesis, NotHeard, Utterance
from kiosk.session import State, Terminal, screen_for, start, step, terminal_of
from kiosk.session import events as ev
from kiosk.session.attend import expected
from kiosk.session.places import EmergencyOver
from voice.attention import Attention
from voice.ear import LONGEST_S, PATIENCE_S
from voice.model import find_model
from voice.recogniser import Recogniser

SNRS = (20, 10, 5)
NEAR = 0.1
"""Root mean square of a near speaker: -20 dB of full scale."""
PIECE_S = 60
_BLOCK = 3200
KINDS: tuple[tuple[str, Callable[[int], Samples]], ...] = (
    ("babble of 20", lambda seed: babble(PIECE_S, seed)),
    ("babble of 3", lambda seed: babble(PIECE_S, seed, talkers=3)),
    ("pink", lambda seed: pink(PIECE_S, seed)),
)
_TOLD = (
    ev.Answer("category", "light", "typed"), ev.Answer("danger", "no", "typed"),
    ev.Answer("place", "虚构小区一号楼", "typed"), ev.Answer("description", "灯不亮", "typed"),
    ev.Answer("phone", "13900009876", "typed"),
)  # fmt: skip
_BEGUN = ("start", ev.ChooseService("32"), "next")
_NAMELESS = (*_BEGUN, "choice:yes", "choice:anonymous")
_CONFIRM = (*_NAMELESS, *_TOLD, "next")
WAYS: dict[str, tuple[object, ...]] = {
    "attract": (),
    "home": ("start",),
    "consent": _BEGUN,
    "question:32:danger": (*_NAMELESS, *_TOLD[:1]),
    "question:32:place": (*_NAMELESS, *_TOLD[:2]),
    "question:32:phone": (*_NAMELESS, *_TOLD[:4]),
    "confirm": _CONFIRM,
    "over:offer": ("start", ev.Heard(Utterance((Hypothesis("我要交电费"),)))),
    "over:sure": (*_CONFIRM, ev.Heard(Utterance((Hypothesis("交上去"),), whole=True))),
}
"""How to come to each page that listens: ids of actions, and events."""


@dataclass(slots=True)
class Noise:
    """What so much noise did. Only the first and last may not be above zero."""

    snr: int
    seconds: float = 0.0
    listenings: int = 0
    believed: int = 0
    """Utterances handed over as a whole phrase."""
    asked_back: int = 0
    """A question laid over the page, the page itself untouched."""
    warned: int = 0
    """Taken for somebody in danger; says what to do, does nothing."""
    acted: int = 0
    """The visit went on, an answer stood, or anything left the terminal."""
    did: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"noise alone, {self.snr} dB: {self.seconds / 60:.0f} minutes, {self.listenings} listenings,"
            f" believed {self.believed}, acted {self.acted}, asked back {self.asked_back}, warned {self.warned}"
            + "".join(f"\n    {did}" for did in self.did)
        )


class Hall:
    """A terminal with nobody before it: each page listens in turn, as the real one does when it has said its page."""

    def __init__(self) -> None:
        self._reports: list[dict[str, Any]] = []
        self._attention = Attention(Recogniser(find_model()), self._reports.append, PATIENCE_S, LONGEST_S)
        self._pages = list(pages())
        self._turn = 0

    def stand(self, sound: Samples, count: Noise) -> None:
        """So much sound; what came of it is added to count."""
        raw = pcm(sound)
        for at in range(0, len(raw), _BLOCK):
            if not self._attention.listening:
                self._turn += 1
                self._attention.listen(self._turn, expected(self._page, screen_for(self._page)))
            self._reports.clear()
            self._attention.hear(raw[at : at + _BLOCK])
            for report in self._reports:
                if hearing := hearing_of(report):
                    _weigh(self._page, hearing, count)
        count.seconds += len(raw) / 2 / RATE

    @property
    def _page(self) -> State:
        return self._pages[self._turn % len(self._pages)]


def pages() -> Iterator[State]:
    """The visit on each page of WAYS, with an ear."""
    terminal: Terminal = terminal_of(
        load_shipped(), hall="测试大厅", terminal_id="K07", division="130302", phone="0335-0000000", hears=True
    )
    for key, way in WAYS.items():
        clock = ManualClock()
        state = start(terminal, clock.now(), clock.monotonic(), "5e" * 16)
        for at in way:
            action = screen_for(state).action(at) if isinstance(at, str) else None
            event = action.event if action else at
            assert not isinstance(event, str), f"{key}: {screen_for(state).key} offers no {event}"
            state, _ = step(state, event)  # type: ignore[arg-type]
        assert screen_for(state).key == key, f"{screen_for(state).key} is not {key}"
        yield state


def hearing_of(report: dict[str, Any]) -> Hearing | None:
    """What a report of the ear hands over, None for one that only tells how it goes."""
    match report:
        case {"heard": found, "whole": whole, "clear": clear}:
            return Utterance(tuple(Hypothesis(text, confidence) for text, confidence in found), whole, clear)
        case {"not_heard": why}:
            return NotHeard(Deafness(why))
        case _:
            return None


def _weigh(before: State, hearing: Hearing, count: Noise) -> None:
    """Let the visit hear it, and see what it does."""
    count.listenings += 1
    if not isinstance(hearing, Utterance):
        return
    after, effects = step(before, ev.Heard(hearing))
    key = screen_for(before).key
    count.believed += hearing.whole
    acted = after.place != before.place or after.visit.form != before.visit.form or bool(effects)
    count.acted += acted
    covered = after.overlay is not None and after.overlay != before.overlay
    count.warned += covered and isinstance(after.overlay, EmergencyOver)
    count.asked_back += covered and not isinstance(after.overlay, EmergencyOver)
    if hearing.whole or acted or covered:
        count.did.append(f"{key} heard {hearing.text!r}, whole {hearing.whole}: {screen_for(after).key} {effects}")


def noise_alone(minutes: float) -> list[Noise]:
    """A third of it at each loudness, in pieces of a minute; a line of progress each."""
    hall, began = Hall(), time.perf_counter()
    counts = [Noise(snr) for snr in SNRS]
    for piece in range(max(len(SNRS), round(minutes * 60 / PIECE_S))):
        count = counts[piece % len(SNRS)]
        kind, make = KINDS[piece // len(SNRS) % len(KINDS)]
        hall.stand(make(piece + 1) * NEAR * 10 ** (-count.snr / 20), count)
        took = time.perf_counter() - began
        print(f"  minute {piece + 1}: {kind}, {count.snr} dB, {took:.0f} s of work so far", flush=True)
    for count in counts:
        print(count, flush=True)
    return counts
