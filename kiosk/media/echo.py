"""What the loudspeaker says taken out of what the microphone hears: she stands before both in an open hall.

The guide's voice and the terminal's own, each by a canceller of its own (WebRTC's AEC3): they come through two programs
and with two delays, and one canceller finds only one. What it needs is the far end as it was really played, silences
included. Noise suppression and high-pass come last.
"""

from collections import deque
from typing import Protocol

import numpy as np
from pywebrtc_audio import AudioProcessor

from kiosk.media.sources import RATE

MOST_BEHIND = 20
"""Blocks of 20 ms the microphone may lag behind the loudspeaker; older ones sounded while nobody listened."""


class OwnVoice(Protocol):
    """What the terminal itself says aloud: voice.reference.Reference."""

    def block(self) -> np.ndarray:
        """The next 20 ms of it: int16, mono, 48 kHz."""

    def forget(self) -> None:
        """What was said before has sounded."""


class Echo:
    """Between a loudspeaker and a microphone: `played` is told on the one's thread, `clean` asked on the other's."""

    def __init__(self, own: OwnVoice | None = None) -> None:
        """own: None where the terminal says nothing aloud beside the guide."""
        self._own = own
        self._played: deque[np.ndarray] = deque(maxlen=MOST_BEHIND)
        self._of_own, self._of_guide = _canceller(last=False), _canceller(last=True)

    def begin(self) -> None:
        """A microphone opens: nothing is known of the room, nothing is left of the last call."""
        self._played.clear()
        self._of_own, self._of_guide = _canceller(last=False), _canceller(last=True)
        if self._own is not None:
            self._own.forget()

    def played(self, block: np.ndarray) -> None:
        """What goes to the loudspeaker now: int16, mono, 48 kHz."""
        self._played.append(block)

    def clean(self, block: np.ndarray) -> np.ndarray:
        """One block of the microphone without either voice, the same shape: int16, mono, 48 kHz."""
        if self._own is not None:
            block = np.asarray(self._of_own.process(block, self._own.block()))
        try:
            far = self._played.popleft()
        except IndexError:
            far = np.zeros_like(block)
        if len(far) != len(block):
            far = np.resize(np.append(far, np.zeros(len(block), far.dtype)), len(block))
        return np.asarray(self._of_guide.process(block, far))


def _canceller(*, last: bool) -> AudioProcessor:
    return AudioProcessor(RATE, 1, echo_cancellation=True, noise_suppression=last, high_pass_filter=last)
