"""The far end of an echo canceller: what the terminal says aloud, a block at a time beside each of a microphone's."""

import contextlib
import socket

import numpy as np
import soxr  # type: ignore[import-untyped]

from voice.rendering import SAMPLE_RATE as SPOKEN_RATE

_READ = 1 << 16
_MOST_BEHIND_S = 0.4
"""More than this is what was said while nobody listened."""


class Reference:
    """Reads one Loopback's `heard` end; for one thread."""

    def __init__(self, heard: socket.socket, rate: int, block: int) -> None:
        """rate: of the microphone; block: samples of it that are asked for at a time."""
        self._heard = heard
        self._rate, self._size = rate, block
        self._odd = b""
        self._waiting = np.zeros(0, np.int16)
        self._resampled = self._resampler()

    def block(self) -> np.ndarray:
        """What was played by now, int16 mono; silence, before it, where there is less. Sound is written before it is
        heard, so this is never later than its echo."""
        self._waiting = np.append(self._waiting, self._resampled.resample_chunk(self._read()).astype(np.int16))
        self._waiting = self._waiting[-round(_MOST_BEHIND_S * self._rate) :]
        block, self._waiting = self._waiting[: self._size], self._waiting[self._size :]
        return np.pad(block, (self._size - len(block), 0))

    def forget(self) -> None:
        """A microphone opens: what was said before has sounded."""
        self._read()
        self._waiting = self._waiting[:0]
        self._resampled = self._resampler()

    def _read(self) -> np.ndarray:
        sound = self._odd
        with contextlib.suppress(BlockingIOError):
            while more := self._heard.recv(_READ, socket.MSG_DONTWAIT):
                sound += more
        whole = len(sound) & ~1
        self._odd = sound[whole:]
        return np.frombuffer(sound[:whole], "<i2")

    def _resampler(self) -> soxr.ResampleStream:
        return soxr.ResampleStream(SPOKEN_RATE, self._rate, 1, dtype="int16", quality="LQ")
