"""Listening, derived from the Screen as speech is: once the page has been said and nothing is going on, what the page
expects is listened for. Half-duplex: the machine never hears itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from kiosk.core.hearing import Deafness, Expect, Hearing, NotHeard, Utterance
from kiosk.core.screen import AskPin, Screen
from kiosk.session.expect import bare, expect_of
from kiosk.session.places import Attract
from kiosk.session.ports import EarPort
from kiosk.session.state import State

Phase = Literal["off", "waiting", "listening", "thinking"]
EAR_SAYS: Mapping[Phase, tuple[str, str, str]] = {
    "off": ("", "", ""),
    "waiting": ("我说完，您再说", "", ""),
    "listening": ("正在听，请说", "我听到的是", "听到"),
    "thinking": ("正在想", "正在想：", "正在想："),
}
"""What the line of the ear says: without words of hers, before her words, before more of them than fit."""


@dataclass(frozen=True, slots=True)
class Ears:
    """What the page shows of the ear; levels come ten times a second and never pass through `step`."""

    phase: Phase = "off"
    """off: cannot hear; waiting: the machine speaks or works; listening; thinking: words came and are being weighed."""
    heard: str = ""
    """Her words so far, hers to see: never logged or kept."""
    level: float = 0.0
    """0 to 1."""

    @property
    def says(self) -> tuple[str, str, str]:
        """What it does, in words; see EAR_SAYS."""
        return EAR_SAYS[self.phase]


class Attention:
    """Keeps the ear in step with one session. `follow` is called on the thread that holds the session's turn."""

    def __init__(self, ear: EarPort, heard: Callable[[Hearing], None], tell: Callable[[Ears], None]) -> None:
        """heard: an outcome of listening that is the session's; tell: what to show has changed, from any thread."""
        self._ear = ear
        self._heard = heard
        self._tell = tell
        self._number = 0
        self._expect: Expect | None = None
        self._alive = False
        self._deaf = False
        self._speaking = False
        self._slow = False
        self._shown = Ears()

    def follow(self, state: State, screen: Screen) -> None:
        """Listen for what this page expects, or not at all."""
        if state.visit.speaking != self._speaking:
            self._speaking = state.visit.speaking
            self._ear.mute(self._speaking)
        if screen.settings.slow != self._slow:
            self._slow = screen.settings.slow
            self._ear.set_slow(self._slow)
        if not state.terminal.hears:
            self._deaf = False
        if not state.terminal.hears or isinstance(screen.ask, AskPin):
            self._stop("off")
        elif self._speaking or screen.busy or talking(state):
            self._stop("waiting")
        elif not self._deaf:
            self._listen(expected(state, screen))

    def tick(self) -> None:
        """Try again with an ear that was not there a moment ago."""
        self._deaf = False

    def forget(self) -> None:
        """The visit is over: how this person speaks, and what was heard of it, is forgotten."""
        self._ear.forget()
        self._show(replace(self._shown, heard="", level=0.0))

    def _listen(self, expect: Expect) -> None:
        if expect == self._expect:
            return
        self._number += 1
        number = self._number
        self._expect = expect
        self._alive = False
        self._show(Ears("listening"))
        self._ear.listen(
            expect,
            lambda hearing: self._came(number, hearing),
            lambda text: self._part(number, text),
            lambda level: self._level(number, level),
        )

    def _stop(self, phase: Phase) -> None:
        if self._expect is not None:
            self._expect = None
            self._number += 1
            self._ear.stop()
        if phase != self._shown.phase:
            self._show(Ears(phase, self._shown.heard if phase == "waiting" else ""))

    def _came(self, number: int, hearing: Hearing) -> None:
        if number != self._number:
            return
        self._number += 1
        self._expect = None
        if hearing == NotHeard(Deafness.STOPPED):
            return
        if hearing == NotHeard(Deafness.NO_EAR):
            self._deaf = True
            self._show(Ears("off"))
            if not self._alive:
                return
            # It broke off while she may have been speaking; she must not wait for an answer that never comes.
            hearing = NotHeard(Deafness.UNCLEAR)
        if isinstance(hearing, Utterance):
            self._show(Ears("thinking", hearing.text))
        self._heard(hearing)

    def _part(self, number: int, text: str) -> None:
        if number == self._number:
            self._show(replace(self._shown, heard=text))

    def _level(self, number: int, level: float) -> None:
        if number == self._number:
            self._alive = True
            self._show(replace(self._shown, level=level))

    def _show(self, ears: Ears) -> None:
        if ears != self._shown:
            self._shown = ears
            self._tell(ears)


def talking(state: State) -> bool:
    """She speaks with a guide: nothing she says to a human is meant for the machine."""
    return state.visit.call is not None and state.visit.call.may("voice")


def expected(state: State, screen: Screen) -> Expect:
    """What the page expects; on the first page also the matters it names, as whole phrases."""
    expect = expect_of(screen)
    if not isinstance(state.place, Attract) or state.overlay is not None:
        return expect
    wanted = [s for sid in state.terminal.popular if (s := state.terminal.service(sid)) is not None]
    named = (bare(text) for s in wanted for text in (s.plain_name, *s.aliases))
    return replace(expect, phrases=tuple(dict.fromkeys((*expect.phrases, *(n for n in named if len(n) > 2)))))
