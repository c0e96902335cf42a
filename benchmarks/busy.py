"""A picture an encoder has to work for, as a face in a hall is: texture that moves, a little noise."""

import numpy as np
from aiortc.mediastreams import MediaStreamTrack
from av import VideoFrame

from kiosk.media.sources import FRAMES_S, SIZE, paced


class Busy(MediaStreamTrack):
    """In place of a camera; the same pictures every time."""

    kind = "video"

    def __init__(self) -> None:
        super().__init__()
        random = np.random.default_rng(7)
        rough = random.integers(40, 215, (SIZE[1] // 16, SIZE[0] // 16, 3))
        self._texture = np.kron(rough, np.ones((16, 16, 1))).astype(np.uint8)
        self._grain = random.integers(0, 12, (*self._texture.shape[:2], 1), np.uint8)
        self._n, self._begun = 0, 0.0

    async def recv(self) -> VideoFrame:
        self._begun = await paced(self, self._begun, self._n / FRAMES_S)
        self._n += 1
        return self.picture(self._n)

    def picture(self, n: int) -> VideoFrame:
        """The n-th."""
        moved = np.roll(self._texture, (n % 24 - 12, 3 * n), (0, 1)) + np.roll(self._grain, 37 * n, 0)
        return VideoFrame.from_ndarray(moved, format="rgb24")
