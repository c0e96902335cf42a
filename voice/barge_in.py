"""Hearing one word while the machine speaks. What WebRTC's canceller leaves decides whether somebody else speaks; that
and the sound as it came are then read by the same recognisers and rules as everything else, for the wake word alone.

Both, because the canceller bends a voice it takes an echo out of. Nothing else that is said meanwhile is believed.
"""

import contextlib
import socket
from typing import Any

import numpy as np
import soxr  # type: ignore[import-untyped]
from pywebrtc_audio import EchoCanceller

from kiosk.core.hearing import Expect
from voice.attention import Attention
from voice.microphone import BLOCK_BYTES, SAMPLE_RATE
from voice.recogniser import Recogniser
from voice.rendering import SAMPLE_RATE as SPOKEN_RATE

_FOR_EVER_S = 1e9
_LONGEST_S = 20.0
WORD_PAUSE_S = 0.8
_READ = 1 << 16
_MOST_BEHIND = 4 * BLOCK_BYTES
"""More than this (0.4 s) is what was said while nobody listened."""


class Reference:
    """The far end, a block at a time, beside each block of the microphone: 16 kHz mono s16."""

    def __init__(self, heard: socket.socket) -> None:
        self._heard = heard
        self._odd = b""
        self._waiting = b""
        self._to_heard_rate = soxr.ResampleStream(SPOKEN_RATE, SAMPLE_RATE, 1, dtype="int16", quality="LQ")

    def block(self) -> bytes:
        """What was played by now; silence, before it, where there is less. Sound is written before it is heard, so
        this is never later than its echo."""
        with contextlib.suppress(BlockingIOError):
            while sound := self._heard.recv(_READ, socket.MSG_DONTWAIT):
                sound = self._odd + sound
                whole = len(sound) & ~1
                self._odd = sound[whole:]
                samples = np.frombuffer(sound[:whole], "<i2")
                self._waiting += self._to_heard_rate.resample_chunk(samples).astype("<i2").tobytes()
        self._waiting = self._waiting[-_MOST_BEHIND:]
        block, self._waiting = self._waiting[:BLOCK_BYTES], self._waiting[BLOCK_BYTES:]
        return block.rjust(BLOCK_BYTES, b"\0")


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
        clean = self._canceller.process(near, np.frombuffer(self._reference.block(), "<i2"))
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
