"""One listening from its first frame to its answer: voice activity, recogniser, endpoint and belief put together.

Time is counted in sound, not by a clock, so that a file is heard as fast as it can be read and always the same.
"""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from kiosk.core.hearing import Deafness, Expect, Utterance
from voice.belief import believe, believe_syllable
from voice.endpoint import Endpointer, Pace, Verdict
from voice.grammar import Grammar
from voice.recogniser import Recogniser
from voice.vad import FRAME_BYTES, FRAME_MS, Vad

PREROLL_S = 0.5
"""Sound from before speech was noticed that belongs to it."""
TAIL_S = 0.3
"""Deaf for so long after the machine has spoken: the room still speaks."""
_FRAME_S = FRAME_MS / 1000
_LOOK_FRAMES = 5
"""Decode and look at the partial result every 100 ms."""

Report = Callable[[dict[str, Any]], None]


class Attention:
    """Hears sound that is given to it and reports in the words of voice.hearing_process."""

    def __init__(self, recogniser: Recogniser, report: Report, patience_s: float, longest_s: float) -> None:
        self._recogniser = recogniser
        self._report = report
        self._patience_s = patience_s
        self._longest_s = longest_s
        self._vad = Vad()
        self._pace = Pace()
        self._before: deque[bytes] = deque(maxlen=round(PREROLL_S / _FRAME_S))
        self._muted = False
        self._deaf_s = 0.0
        self._number = 0
        self._open = False
        self._grammar: Grammar | None = None
        self._endpoint: Endpointer | None = None
        self._pending: list[bytes] = []
        self._shown = ""

    # --- commands -----------------------------------------------------------------------------------------------

    @property
    def listening(self) -> bool:
        return self._endpoint is not None

    def listen(self, number: int, expect: Expect) -> None:
        """Listen in place of whatever was listened for."""
        self._number = number
        self._open = expect.open
        self._grammar = self._recogniser.grammar(expect)
        if self._grammar.lost:
            self._report({"lost": list(self._grammar.lost)})
        self._endpoint = Endpointer(expect.pause_s, self._pace, self._patience_s, self._longest_s)
        self._shown = ""
        self._vad.rest()

    def stop(self) -> None:
        self._endpoint = None
        self._pending.clear()
        self._vad.rest()

    def mute(self, muted: bool) -> None:
        """Forget what was begun: part of it would be the machine's own voice."""
        if self._muted and not muted:
            self._deaf_s = TAIL_S
        self._muted = muted
        self._before.clear()
        if self._endpoint and self._endpoint.begun:
            self._pending.clear()
            self._endpoint.begin_again()
            self._vad.rest()

    def set_slow(self, slow: bool) -> None:
        self._pace.slow = slow

    def forget(self) -> None:
        self._pace.forget()
        self._before.clear()

    def deafen(self, why: Deafness) -> None:
        """End the present listening, if there is one, without words."""
        if self._endpoint:
            self.stop()
            self._report({"not_heard": why, "listen": self._number})

    def break_off(self) -> None:
        """Some sound was lost: what was begun cannot be trusted any more, what was not begun may still come."""
        self._before.clear()
        if self._endpoint and self._endpoint.begun:
            self.deafen(Deafness.UNCLEAR)

    def end_of_sound(self) -> None:
        """No more will come: what has been said is all."""
        if self._endpoint and self._endpoint.begun:
            self._conclude()
        self.deafen(Deafness.SILENCE)

    # --- sound --------------------------------------------------------------------------------------------------

    def hear(self, block: bytes, decoded: bytes | None = None) -> None:
        """A block of whole frames. decoded: the same moment as it is to be read, where `block` is only better to judge
        by whether anybody speaks."""
        level = 0.0
        for frame, read in zip(_frames(block), _frames(block if decoded is None else decoded), strict=True):
            if self._muted or self._deaf_s > 0:
                self._deaf_s -= 0 if self._muted else _FRAME_S
                continue
            speech = self._vad.speaks(frame)
            level = max(level, self._vad.level)
            self._before.append(read)
            if self._endpoint:
                self._act(self._endpoint.frame(speech, _FRAME_S), read)
        if self._endpoint:
            self._report({"level": level, "listen": self._number})

    def _act(self, verdict: Verdict, frame: bytes) -> None:
        match verdict:
            case Verdict.WAITING:
                pass
            case Verdict.BEGUN:
                assert self._grammar
                self._vad.attend()
                self._recogniser.begin(self._grammar)
                self._pending = list(self._before)
            case Verdict.SPEAKING:
                self._pending.append(frame)
                if len(self._pending) >= _LOOK_FRAMES:
                    self._look()
            case Verdict.KNOCK:
                if not self._one_syllable():
                    self._vad.rest()
            case Verdict.ENDED:
                self._pending.append(frame)
                self._conclude()
            case Verdict.SILENCE:
                self.deafen(Deafness.SILENCE)
            case Verdict.TOO_LONG:
                self.deafen(Deafness.TOO_LONG)

    def _decode(self) -> None:
        self._recogniser.feed(b"".join(self._pending))
        self._pending.clear()

    def _look(self) -> None:
        assert self._endpoint
        assert self._grammar
        self._decode()
        closed, free = self._recogniser.partial()
        whole = self._grammar.whole(closed)
        if self._open:  # a phrase may be the beginning of her own sentence
            whole = None
        text = whole.text if whole else "".join(free)
        self._endpoint.words(text, whole is not None, whole.may_go_on if whole else False)
        if text != self._shown:
            self._shown = text
            self._report({"partial": text, "listen": self._number})

    def _one_syllable(self) -> bool:
        """A knock may have been 对: a quarter of a second, and the recogniser shows no word before its end."""
        assert self._grammar
        if not self._grammar.lone:
            self._pending.clear()
            return False
        self._decode()
        clearness_db = self._vad.clearness_db
        utterance = believe_syllable(self._grammar, self._recogniser.finish(), clearness_db=clearness_db)
        if utterance is None:
            return False
        self.stop()
        self._before.clear()
        self._tell(utterance, 0.0)
        return True

    def _tell(self, utterance: Utterance, pace: float) -> None:
        found = [[hypothesis.text, hypothesis.confidence] for hypothesis in utterance.hypotheses]
        told = {"heard": found, "whole": utterance.whole, "clear": utterance.clear, "pace": pace}
        self._report({**told, "listen": self._number})

    def _conclude(self) -> None:
        assert self._endpoint
        assert self._grammar
        endpoint = self._endpoint
        self._decode()
        decoded = self._recogniser.finish()
        utterance = believe(self._grammar, decoded, is_open=self._open, clearness_db=self._vad.clearness_db)
        self._pace.learn(endpoint.gaps, len(utterance.text) if utterance else 0, endpoint.voiced_s)
        self.stop()
        # What is past must not begin the next utterance.
        self._before.clear()
        if utterance is None:
            self._report({"not_heard": Deafness.UNCLEAR, "listen": self._number})
            return
        syllables = len(utterance.text)
        self._tell(utterance, round(syllables / endpoint.voiced_s, 2) if syllables > 1 and endpoint.voiced_s else 0.0)


def _frames(block: bytes) -> Iterator[bytes]:
    return (block[at : at + FRAME_BYTES] for at in range(0, len(block) - FRAME_BYTES + 1, FRAME_BYTES))
