"""The guide's voice taken out of what the microphone hears: she stands before a loudspeaker in an open hall.

WebRTC's own canceller (AEC3), noise suppression and high-pass, as voice.barge_in uses it for the terminal's own voice.
It finds the delay of the room by itself; what it needs is the far end as it was really played, silences included.
"""

from collections import deque

import numpy as np
from pywebrtc_audio import AudioProcessor

from kiosk.media.sources import RATE

MOST_BEHIND = 20
"""Blocks of 20 ms the microphone may lag behind the loudspeaker; older ones sounded while nobody listened."""


class Echo:
    """Between a loudspeaker and a microphone: `played` is told on the one's thread, `clean` asked on the other's."""

    def __init__(self) -> None:
        self._played: deque[np.ndarray] = deque(maxlen=MOST_BEHIND)
        self._processor = _processor()

    def begin(self) -> None:
        """A microphone opens: nothing is known of the room, nothing is left of the last call."""
        self._played.clear()
        self._processor = _processor()

    def played(self, block: np.ndarray) -> None:
        """What goes to the loudspeaker now: int16, mono, 48 kHz."""
        self._played.append(block)

    def clean(self, block: np.ndarray) -> np.ndarray:
        """One block of the microphone without the guide's voice, the same shape: int16, mono, 48 kHz."""
        try:
            far = self._played.popleft()
        except IndexError:
            far = np.zeros_like(block)
        if len(far) != len(block):
            far = np.resize(np.append(far, np.zeros(len(block), far.dtype)), len(block))
        return np.asarray(self._processor.process(block, far))


def _processor() -> AudioProcessor:
    return AudioProcessor(RATE, 1, echo_cancellation=True, noise_suppression=True, high_pass_filter=True)
