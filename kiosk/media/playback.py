"""The guide's voice in the hall. The output is open only while somebody speaks with her."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np

RATE = 48_000
LATEST = 10
"""Blocks of 20 ms that may wait; what is older is not worth hearing."""


class Playback:
    """Takes 20 ms blocks on any thread and plays them on the output named, "" for the default one."""

    def __init__(self, name: str = "", on_played: Callable[[np.ndarray], None] = lambda block: None) -> None:
        """on_played: every block as it goes to the loudspeaker, silences too; on the output's thread."""
        self._name, self._on_played = name, on_played
        self._waiting: SimpleQueue[np.ndarray] = SimpleQueue()
        self._stream: Any = None

    def take(self, samples: np.ndarray | None) -> None:
        """int16, mono, 48 kHz; None: nobody speaks any more, the output is closed."""
        if samples is None:
            self.close()
            return
        if self._stream is None:
            self._open()
        while self._waiting.qsize() >= LATEST:
            self._waiting.get_nowait()
        self._waiting.put(samples)

    def close(self) -> None:
        """Close the output."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
        while not self._waiting.empty():
            self._waiting.get_nowait()

    def _open(self) -> None:
        import sounddevice  # type: ignore[import-untyped]  # loads libportaudio: may fail

        self._stream = sounddevice.OutputStream(RATE, RATE // 50, self._name or None, 1, "int16", callback=self._play)
        self._stream.start()

    def _play(self, out: Any, frames: int, *_: Any) -> None:
        out.fill(0)
        try:
            block = self._waiting.get_nowait()
            out[: len(block), 0] = block[:frames]
        except Empty:
            pass  # silence is played, and is told as such
        self._on_played(out[:, 0].copy())
