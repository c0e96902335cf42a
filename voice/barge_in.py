"""Hearing one word while the machine speaks. What WebRTC's canceller leaves decides whether somebody else speaks; that
and the sound as it came are then read by the same recognisers and rules as everything else, for the wake word alone.

Both, because the canceller bends a voice it takes an echo out of. Nothing else that is said meanwhile is believed.
"""

from typing import Any

import numpy as np
from pywebrtc_audio import EchoCanceller

from kiosk.core.hearing import Expect
from voice.attention import Attention
from voice.microphone import SAMPLE_RATE
from voice.recogniser import Recogniser
from voice.reference import Reference

_FOR_EVER_S = 1e9
_LONGEST_S = 20.0
WORD_PAUSE_S = 0.8


class BargeIn:
    """Give it every block, also between speeches: the canceller learns the room from them."""

    def __init__(self, recogniser: Recogniser, word: str, reference: Reference) -> None:
        self._expect = Expect((word,), pause_s=WORD_PAUSE_S)
        self._word = word
        self._reference = reference
        self._canceller = EchoCanceller(SAMPLE_RATE)
        self._reports: list[dict[str, Any]] = []
        self._attentions = [
            Attention(recogniser.beside(), self._reports.append, _FOR_EVER_S, _LONGEST_S) for _ in range(2)
        ]
        self.known = not recogniser.grammar(self._expect).lost
        """Whether the model has words for it; without them the ear stays shut while the machine speaks."""

    def hear(self, block: bytes, speaking: bool) -> bool:
        """Whether the word was just said, whole and clear, while the machine spoke."""
        near = np.frombuffer(block, "<i2")
        clean = self._canceller.process(near, self._reference.block())
        if not speaking or not self.known:
            for attention in self._attentions:
                attention.stop()
            return False
        self._reports.clear()
        without_echo = clean.astype("<i2").tobytes()
        for attention, decoded in zip(self._attentions, (without_echo, block), strict=True):
            if not attention.listening:
                attention.listen(1, self._expect)
            attention.hear(without_echo, decoded)
        return any(report.get("whole") and report["heard"][0][0] == self._word for report in self._reports)
