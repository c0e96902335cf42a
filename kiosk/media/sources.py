"""What a call sends: a microphone, a camera, and the known tone and picture that stand in for them.

Every source is an aiortc track that is opened by making it and really closed by `stop()`; a call never mutes a device.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from fractions import Fraction

import numpy as np
from aiortc.contrib.media import MediaPlayer
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame, VideoFrame

RATE = 48_000
BLOCK = RATE // 50
"""20 ms."""
SIZE = (640, 480)
FRAMES_S = 20
"""RTC-04: at least 320 x 240 at 20 frames a second, better 640 x 480."""


class Tone(MediaStreamTrack):
    """A steady tone in place of a microphone."""

    kind = "audio"

    def __init__(self, hertz: int = 440) -> None:
        super().__init__()
        self._hertz, self._at, self._begun = hertz, 0, 0.0

    async def recv(self) -> AudioFrame:
        self._begun = await paced(self, self._begun, self._at / RATE)
        t = (np.arange(BLOCK) + self._at) / RATE
        self._at += BLOCK
        return sound((np.sin(2 * np.pi * self._hertz * t) * 9000).astype(np.int16))


class Pattern(MediaStreamTrack):
    """Red at the left, blue at the right, in place of a camera."""

    kind = "video"

    def __init__(self) -> None:
        super().__init__()
        self._n, self._begun = 0, 0.0
        self._picture = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
        self._picture[:, : SIZE[0] // 2, 0] = 220
        self._picture[:, SIZE[0] // 2 :, 2] = 220

    async def recv(self) -> VideoFrame:
        self._begun = await paced(self, self._begun, self._n / FRAMES_S)
        self._n += 1
        return VideoFrame.from_ndarray(self._picture, format="rgb24")


class Microphone(MediaStreamTrack):
    """A real input, mono; what it hears goes through `clean` as it comes, on the input's thread."""

    kind = "audio"

    def __init__(self, name: str, clean: Callable[[np.ndarray], np.ndarray] = lambda block: block) -> None:
        """name: part of the input's name, "" for the default one. Raises sounddevice.PortAudioError, OSError."""
        import sounddevice  # type: ignore[import-untyped]  # loads libportaudio: may fail

        super().__init__()
        self._blocks: deque[np.ndarray | None] = deque(maxlen=25)
        """A late listener hears what is said now, not half a second ago."""
        self._news = asyncio.Event()
        self._home: asyncio.AbstractEventLoop | None = None
        """Where it is listened to; it may be opened on another thread."""
        self._stream = sounddevice.InputStream(
            RATE, BLOCK, name or None, 1, "int16", callback=lambda block, *_: self._taken(clean(block[:, 0].copy())),
            finished_callback=lambda: self._taken(None),
        )  # fmt: skip
        self._stream.start()

    def _taken(self, block: np.ndarray | None) -> None:
        """None: the stream is at an end, pulled out or closed."""
        self._blocks.append(block)
        if self._home is not None and not self._home.is_closed():
            self._home.call_soon_threadsafe(self._news.set)

    async def recv(self) -> AudioFrame:
        self._home = asyncio.get_running_loop()
        while not self._blocks:
            self._news.clear()
            await self._news.wait()
        block = self._blocks.popleft()
        if block is None or self.readyState != "live":
            raise MediaStreamError
        return sound(block)

    def stop(self) -> None:
        if self.readyState == "live":
            super().stop()
            self._stream.close(ignore_errors=True)
            self._taken(None)


def microphone(name: str, clean: Callable[[np.ndarray], np.ndarray] = lambda block: block) -> MediaStreamTrack:
    """ "test": the tone; else a real input by part of its name, "auto" for the default one."""
    return Tone() if name == "test" else Microphone("" if name == "auto" else name, clean)


def camera(path: str) -> MediaStreamTrack:
    """ "test": the picture; else a V4L2 device such as /dev/video0. Raises OSError."""
    if path == "test":
        return Pattern()
    options = {"video_size": f"{SIZE[0]}x{SIZE[1]}", "framerate": str(FRAMES_S)}
    track = MediaPlayer(path, format="v4l2", options=options).video
    if track is None:
        raise OSError(f"no picture from {path}")
    return track


def sound(samples: np.ndarray) -> AudioFrame:
    """One block of mono samples as a frame; whoever sends it gives it its time."""
    frame = AudioFrame.from_ndarray(samples[None], layout="mono")
    frame.sample_rate = RATE
    frame.time_base = Fraction(1, RATE)
    return frame


async def paced(track: MediaStreamTrack, begun: float, at_s: float) -> float:
    """For sources that make their frames: wait for the time `at_s` seconds after the beginning; when that was."""
    loop = asyncio.get_running_loop()
    begun = begun or loop.time()
    await asyncio.sleep(max(0.0, begun + at_s - loop.time()))
    if track.readyState != "live":
        raise MediaStreamError
    return begun
