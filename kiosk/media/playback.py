"""The guide's voice in the hall. The output is open only while somebody speaks with her."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np

RATE = 48_000
LATEST = 10
"""Blocks of 20 ms that may wait; what is older is not worth hearing."""
FIRST, STALLED = 250, 50
"""Blocks given to an output that plays none, five seconds and one: it was pulled out, or hangs. A sound server that
slept takes its time for the first."""


class Playback:
    """Takes 20 ms blocks on any one thread and plays them on the output named, "" for the default one."""

    def __init__(
        self,
        name: str = "",
        on_played: Callable[[np.ndarray], None] = lambda block: None,
        submit: Callable[[Callable[[], None]], None] = lambda work: work(),
    ) -> None:
        """on_played: every block as it goes to the loudspeaker, silences too; on the output's thread.

        submit: has the output opened and closed, in order, on a thread of the sound system's own: the voice does not
        wait for it. PortAudio opens and closes one stream at a time: whoever else does, does it there.
        """
        self._name, self._on_played, self._submit = name, on_played, submit
        self.on_works: Callable[[bool], None] = lambda works: None
        """Told False when the output is gone, or does not open, and True when it plays again; tried once a second."""
        self._waiting: SimpleQueue[np.ndarray] = SimpleQueue()
        self._stream: Any = None
        self._ended = self._played = False
        self._works = True
        self._tended = True
        """False while what has to be opened or closed is being so."""
        self._unplayed = 0
        """Blocks given since one was played, or since an output was last lost."""

    def take(self, samples: np.ndarray | None) -> None:
        """int16, mono, 48 kHz; None: nobody speaks any more, the output is closed."""
        if samples is None:
            self.close()
            return
        self._unplayed += 1
        if self._tended and (self._is_lost() or self._is_due()):
            self._tended = False
            self._submit(self._tend)
        while self._waiting.qsize() >= LATEST:
            self._waiting.get_nowait()
        self._waiting.put(samples)

    def close(self) -> None:
        """Close the output."""
        self._submit(self.renew)
        while not self._waiting.empty():
            self._waiting.get_nowait()

    # --- where streams are opened and closed -------------------------------------------------------------------------

    def renew(self) -> None:
        """What is open closes, and opens again with the next block; one that was gone is tried with it too."""
        self._shut()
        self._unplayed = STALLED

    def _is_lost(self) -> bool:
        late = self._unplayed > (STALLED if self._played else FIRST)
        return self._stream is not None and (self._ended or late)

    def _is_due(self) -> bool:
        return self._stream is None and (self._works or self._unplayed > STALLED)

    def _tend(self) -> None:
        if self._is_lost():
            self._lose()
        if self._is_due():
            self._open()
        self._tended = True

    def _open(self) -> None:
        try:
            import sounddevice  # type: ignore[import-untyped]  # loads libportaudio: may fail

            self._ended = self._played = False
            self._stream = sounddevice.OutputStream(
                RATE, RATE // 50, self._name or None, 1, "int16", callback=self._play, finished_callback=self._end
            )
            self._stream.start()
        except Exception:  # noqa: BLE001 - whatever the sound system raises: she reads what she cannot hear, and is told
            self._lose()

    def _lose(self) -> None:
        self._shut()
        self._works, self._unplayed = False, 0
        self.on_works(False)

    def _shut(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close(ignore_errors=True)

    # --- on the output's thread --------------------------------------------------------------------------------------

    def _end(self) -> None:
        self._ended = True

    def _play(self, out: Any, frames: int, *_: Any) -> None:
        out.fill(0)
        try:
            block = self._waiting.get_nowait()
            out[: len(block), 0] = block[:frames]
        except Empty:
            pass  # silence is played, and is told as such
        self._played, self._unplayed = True, 0
        if not self._works:
            self._works = True
            self.on_works(True)
        self._on_played(out[:, 0].copy())
