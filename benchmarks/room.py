"""A hall's loudspeaker and microphone as a sound card: what is played comes back late, coloured and fainter.

`SoundCard` has what kiosk.media uses of the `sounddevice` module and stands in its place; a turn is 20 ms of the room.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
BLOCK = RATE // 50
Samples = NDArray[np.float64]


def response(delay_ms: float = 60.0, decay_s: float = 0.25, gain: float = 0.5, seed: int = 1) -> Samples:
    """An echo path: so late, an exponential tail down by 60 dB at its end, its energy gain²."""
    tail = np.random.default_rng(seed).standard_normal(round(decay_s * RATE))
    tail *= np.exp(-6.9 * np.arange(len(tail)) / len(tail))
    tail *= gain / np.sqrt((tail**2).sum())
    return np.concatenate([np.zeros(round(delay_ms * RATE / 1000)), tail])


class Room:
    """What the microphone hears of what the loudspeaker plays, a block at a time; convolution by overlap and add."""

    def __init__(self, path: Samples | None = None, noise: float = 10.0, seed: int = 2) -> None:
        """noise: of the room and the microphone, root mean square in int16 steps."""
        self._path = response() if path is None else path
        self._size = 1 << (len(self._path) + BLOCK - 1).bit_length()
        self._spectrum = np.fft.rfft(self._path, self._size)
        self._tail = np.zeros(self._size)
        self._noise, self._random = noise, np.random.default_rng(seed)

    def heard(self, played: Samples, said: Samples | float = 0.0) -> NDArray[np.int16]:
        """One block at the microphone: echo, what is said in the room, noise."""
        self._tail += np.fft.irfft(np.fft.rfft(played, self._size) * self._spectrum, self._size)
        block = self._tail[:BLOCK] + said + self._random.normal(0, self._noise, BLOCK)
        self._tail = np.concatenate([self._tail[BLOCK:], np.zeros(BLOCK)])
        return np.clip(block, -32768, 32767).astype(np.int16)


class _Stream:
    def __init__(self, callback: Callable[..., None], finished: Callable[[], None], opened: list["_Stream"]) -> None:
        self.callback, self.finished, self._opened = callback, finished, opened

    def start(self) -> None:
        self._opened.append(self)

    def close(self, ignore_errors: bool = True) -> None:
        if self in self._opened:
            self._opened.remove(self)
            self.finished()


class SoundCard:
    """Stands where `sounddevice` stands; nothing moves until `turn`."""

    class PortAudioError(Exception):
        """As sounddevice's."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.plugged = True
        self.starts = 0
        """How often PortAudio was started afresh."""
        self.outputs: list[_Stream] = []
        self.inputs: list[_Stream] = []
        self.raw: list[NDArray[np.int16]] = []
        """What the microphone really heard, block by block, while it was open."""

    def OutputStream(self, *_: Any, callback: Callable[..., None], finished_callback: Callable[[], None]) -> _Stream:
        return self._made(callback, finished_callback, self.outputs)

    def InputStream(self, *_: Any, callback: Callable[..., None], finished_callback: Callable[[], None]) -> _Stream:
        return self._made(callback, finished_callback, self.inputs)

    def _made(self, callback: Callable[..., None], finished: Callable[[], None], opened: list[_Stream]) -> _Stream:
        if not self.plugged:
            raise self.PortAudioError("Error querying device -1")
        return _Stream(callback, finished, opened)

    def pull(self) -> None:
        """In the middle of it: PortAudio says that the streams are finished; nothing opens until `plugged` again."""
        self.plugged = False
        for stream in (*self.outputs, *self.inputs):
            stream.close()

    def _terminate(self) -> None:
        self.starts += 1

    def _initialize(self) -> None: ...

    def turn(self, said: Samples | float = 0.0) -> None:
        """20 ms go by: the loudspeaker plays what its program gives, then the microphone hears the room."""
        played = np.zeros((BLOCK, 1), np.int16)
        for output in tuple(self.outputs):
            output.callback(played, BLOCK, None, None)
        heard = self._room.heard(played[:, 0].astype(float), said)
        for stream in tuple(self.inputs):
            self.raw.append(heard)
            stream.callback(heard[:, None], BLOCK, None, None)


def level_db(blocks: "list[NDArray[np.int16]]") -> float:
    """Power of blocks, dB of one int16 step squared."""
    return float(10 * np.log10(np.mean(np.concatenate(blocks).astype(float) ** 2) + 1e-9))
