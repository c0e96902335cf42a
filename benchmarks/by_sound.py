"""The ten matters by sound: each answer is said by espeak-ng and heard by real vosk, as fast as it
decodes; what the model cannot hear in three tries is given as text, and named.

The visit is kiosk.session's own `step`, the ear voice.attention's. Run: python -m benchmarks.by_sound [service ids]
"""

import sys
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.noise_alone import hearing_of
from benchmarks.synthetic_speech import VOICES, pcm, silence, speech
from kiosk.catalogue import load_shipped
from kiosk.core.hearing import Hypothesis, Utterance
from kiosk.core.screen import AskDigits, AskPin, AskText, Screen
from kiosk.session import State, screen_for, start, step, terminal_of
from kiosk.session import effects as ef
from kiosk.session import events as ev
from kiosk.session.attend import expected
from kiosk.session.expect import spoken
from ui.walk import HOLDER, NOTICES, NOW, replies
from voice.attention import Attention
from voice.ear import LONGEST_S, PATIENCE_S
from voice.model import find_model
from voice.recogniser import Recogniser

TEN = ("01", "02", "03", "17", "27", "32", "33", "34", "35", "38")
ENDS = ("ending", "over:help", "notice")
TRIES = 3
MOST_TURNS = 60
_DIGITS = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))
_KEYED = {"account": "1303000001", "prepay": "50", "together": "2"}
_PHONE = "13900009876"
_PLAIN = (
    "choice:suggest:0", "choice:yes", "choice:same", "choice:self",
    "choice:brought", "choice:card", "choice:show_code", "submit", "pay",
    "next", "page:down", "witness", "finish",
)  # fmt: skip


@dataclass(slots=True)
class Walked:
    """One matter: what was heard, and what had to be given as text."""

    service: str
    heard: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    end: str = ""

    def __str__(self) -> str:
        as_text = f", as text: {'、'.join(self.given)}" if self.given else ""
        return f"{self.service}: {len(self.heard)} answers by sound{as_text}; came to {self.end}"


class Resident:
    """Says one thing a page and is heard or not."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._reports: list[dict[str, Any]] = []
        self._attention = Attention(recogniser, self._reports.append, PATIENCE_S, LONGEST_S)

    def walk(self, service: str) -> Walked:
        """From the first page to the matter's end."""
        walked = Walked(service)
        terminal = terminal_of(
            load_shipped(), hall="虚构社区", terminal_id="T0001", division="130302", simulated=True, hears=True
        )
        state = self._world(start(terminal, NOW, 0.0, "44" * 16), ev.NoticesLoaded(NOTICES, NOW))
        for _ in range(MOST_TURNS):
            screen = screen_for(state)
            if screen.key in ENDS:
                break
            if screen.key.startswith("witness") or isinstance(screen.ask, AskPin):
                state = self._staff(state)
                continue
            words = self._answer(screen, service)
            state = self._say(state, words, walked)
        walked.end = screen_for(state).key
        return walked

    def _say(self, state: State, words: str, walked: Walked) -> State:
        for variant in VOICES[:TRIES]:  # nobody says a thing twice in the same way
            after = self._world(state, ev.Heard(self._hear(state, words, variant)))
            if _moved(state, after):
                walked.heard.append(words)
                return after
        walked.given.append(words)
        whole = words in expected(state, screen_for(state)).phrases
        return self._world(state, ev.Heard(Utterance((Hypothesis(words),), whole)))

    def _hear(self, state: State, words: str, variant: str) -> Any:
        sound = pcm(np.concatenate([silence(1.0), speech(words, variant), silence(3.5)]))
        self._attention.listen(1, expected(state, screen_for(state)))
        self._reports.clear()
        for at in range(0, len(sound), 3200):
            self._attention.hear(sound[at : at + 3200])
            if not self._attention.listening:
                break
        self._attention.end_of_sound()
        return next(hearing for report in self._reports if (hearing := hearing_of(report)))

    def _staff(self, state: State) -> State:
        """A member of staff, who is never a voice."""
        screen = screen_for(state)
        if screen.key == "witness":
            return self._world(state, ev.StaffKey())
        if isinstance(screen.ask, AskPin):
            return self._world(self._world(state, ev.KeyPressed("1")), ev.Next())
        return self._world(state, ev.ConfirmWitness())

    def _world(self, state: State, event: ev.Event) -> State:
        waiting: list[ev.Event] = [event]
        while waiting:
            state, effects = step(state, waiting.pop(0))
            waiting += [answer for effect in effects for answer in _well(effect)]
        return state

    def _answer(self, screen: Screen, service: str) -> str:
        """What somebody says here who wants to get on."""
        if screen.key == "home":
            return f"我要{load_shipped().services[service].plain_name}"
        if isinstance(screen.ask, AskDigits):
            digits = next((d for name, d in _KEYED.items() if name in screen.ask.field), _PHONE)
            return "".join(_DIGITS[d] for d in digits) if len(digits) > 2 else {"50": "五十块", "2": "两个"}[digits]
        phrases = spoken(screen)
        offered = [a.id for a in screen.actions if a.enabled]
        if isinstance(screen.ask, AskText) and not {"choice:same", "choice:suggest:0"} & set(offered):
            return "海港测试"
        aside = ("print", "read", "skip", "page:up", "over:help")
        likely = [one for one in _PLAIN if one in offered] + [
            one for one in offered if one not in aside and not one.startswith("edit:")
        ]
        named = {"danger": "choice:no", "elsewhere": "choice:no"}.get(getattr(screen.ask, "field", ""))
        if screen.key == "more":
            named = "choice:no"
        for wanted in (*((named,) if named else ()), *likely):
            ways = sorted((p for p, a in phrases.items() if a.id == wanted and len(p) >= 2), key=len)
            longer = [p for p in ways if len(p) >= 3]
            if ways:
                return (longer or ways)[0]
        return "第一个"


def _well(effect: ef.Effect) -> tuple[ev.Event, ...]:
    """A world in which everything works at once."""
    match effect:
        case ef.ReadCard():
            return ev.CardReading(), ev.CardSeen(HOLDER)
        case ef.FindDraft():
            return (ev.NoDraft(),)
        case ef.Pay():
            return replies(effect)[1:2]
        case _:
            return replies(effect)[:1]


def _moved(before: State, after: State) -> bool:
    return (before.place, before.overlay) != (after.place, after.overlay)


def main() -> int:
    """Print what each matter came to; 1 when one is not finished, or not by sound alone."""
    recogniser = Recogniser(find_model())
    walks: list[Walked] = []
    for service in sys.argv[1:] or TEN:
        walks.append(Resident(recogniser).walk(service))
        print(walks[-1], flush=True)
    whole = [walked.service for walked in walks if not walked.given]
    print(f"{len(whole)} of {len(walks)} by sound from beginning to end: {'、'.join(whole)}")
    return int(any(walked.given or walked.end not in ENDS for walked in walks))


if __name__ == "__main__":
    sys.exit(main())
