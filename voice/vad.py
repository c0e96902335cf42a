"""Whether somebody speaks just now, and how loud: WebRTC's voice detector, gated by the hall's own noise."""

from collections import deque

import numpy as np
import webrtcvad  # type: ignore[import-untyped]

SAMPLE_RATE = 16_000
FRAME_MS = 20
FRAME_BYTES = SAMPLE_RATE * FRAME_MS // 1000 * 2

_MODE = 2
"""0 to 3: how ready webrtcvad is to call a frame noise."""
_ABOVE_NOISE_DB = 6.0
_BELOW_VOICE_DB = 15.0
"""Quieter than the speaker by more than this is somebody else, or the hall."""
_QUIETEST_DB = -60.0
"""No nearer voice is so quiet (dB of full scale)."""
_NOISE_FRAMES = 250
"""Five seconds: the quietest tenth of them is the hall."""
_ENOUGH_FRAMES = 25
_UNKNOWN_DB = -120.0
_FLOOR_DB, _CEILING_DB = -70.0, -10.0
"""The ends of the level meter."""


class Vad:
    """Feed it every frame of 20 ms, in order."""

    def __init__(self) -> None:
        self._vad = webrtcvad.Vad(_MODE)
        self._recent: deque[float] = deque(maxlen=_NOISE_FRAMES)
        self._noise_db = _UNKNOWN_DB
        self._voice_db = _UNKNOWN_DB
        self._voice: list[float] = []
        self._during: list[float] = []
        self._attending = False
        self.level = 0.0
        """0 to 1 for the meter."""

    def speaks(self, frame: bytes) -> bool:
        """Whether this frame is somebody near speaking."""
        db = decibels(frame)
        self.level = min(1.0, max(0.0, (db - _FLOOR_DB) / (_CEILING_DB - _FLOOR_DB)))
        if self._attending:
            self._during.append(db)
        else:
            self._recent.append(db)
            self._noise_db = self._measure_noise()
        gate = max(_QUIETEST_DB, self._noise_db + _ABOVE_NOISE_DB, self._voice_db - _BELOW_VOICE_DB)
        if db < gate or not self._vad.is_speech(frame, SAMPLE_RATE):
            return False
        if self._attending:
            self._voice_db = max(db, self._voice_db - 0.2)
            self._voice.append(db)
        return True

    def attend(self) -> None:
        """An utterance begins: what is heard from now on is no measure of the hall."""
        self._attending = True
        self._voice_db = _UNKNOWN_DB
        self._voice.clear()
        self._during.clear()

    def rest(self) -> None:
        """Nobody speaks; whoever speaks next may be quieter than the last."""
        self._attending = False
        self._voice_db = _UNKNOWN_DB

    @property
    def clearness_db(self) -> float:
        """How far the last utterance stood above the hall, before it and in its own pauses; 0 when there was none.

        The hall may have grown loud with the utterance, or may be all there was of it.
        """
        if not self._voice:
            return 0.0
        hall_db = max(self._noise_db, float(np.percentile(self._during, 10)))
        return float(np.percentile(self._voice, 75)) - hall_db

    def _measure_noise(self) -> float:
        """Unknown, and so nothing, in the first half second."""
        if len(self._recent) < _ENOUGH_FRAMES:
            return _UNKNOWN_DB
        return float(np.percentile(np.fromiter(self._recent, float), 10))


def decibels(frame: bytes) -> float:
    """Root mean square of 16-bit samples in dB of full scale; -120 for digital silence."""
    samples = np.frombuffer(frame, "<i2").astype(np.float64)
    power = float(np.mean(samples**2)) if len(samples) else 0.0
    return 10 * float(np.log10(power / 32768**2)) if power else _UNKNOWN_DB
