"""A place in the call where a device can be put and taken away again while the call goes on."""

import asyncio
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import VideoFrame
from av.video.reformatter import VideoReformatter

from kiosk.media.sources import RATE

CLOCK = 90_000
FIRST_S, STALLED_S = 5.0, 1.0
"""A device that gives nothing for so long was pulled out, or hangs; a sound server that slept and a camera that warms
up take their time for the first."""
SMALL = (320, 240)
STILL, STILL_S = (160, 120), 4.0
"""One or two KB: a line of 64 kbit/s carries one every few seconds beside a voice."""


class Gate(MediaStreamTrack):
    """Passes on what its present source gives, in its own time; without one nothing is sent at all."""

    def __init__(
        self,
        kind: str,
        on_gone: Callable[[], None] = lambda: None,
        close: Callable[[MediaStreamTrack], None] = MediaStreamTrack.stop,
    ) -> None:
        """on_gone: the device went by itself; close: what is done with a source that is not wanted any more."""
        super().__init__()
        self.kind, self._on_gone, self._close = kind, on_gone, close
        self.small = self.still = False
        self._next_still = 0.0
        self._source: MediaStreamTrack | None = None
        self._patience_s = FIRST_S
        self._changed = asyncio.Event()
        self._samples, self._odd, self._fresh = 0, False, True
        self._forms = VideoReformatter()

    @property
    def source(self) -> MediaStreamTrack | None:
        return self._source

    def put(self, source: MediaStreamTrack | None) -> None:
        """Another source; the one before is closed."""
        before, self._source = self._source, source
        self._fresh, self._patience_s = True, FIRST_S
        if before is not None:
            self._close(before)
        self._changed.set()

    async def recv(self) -> Any:
        while True:
            if self.readyState != "live":
                raise MediaStreamError
            source = self._source
            if source is None:
                self._changed.clear()
                await self._changed.wait()
                continue
            try:
                # Not `wait_for`: in 3.11 it loses a cancellation that comes with the frame, and a call never closes.
                async with asyncio.timeout(self._patience_s):
                    frame = await source.recv()
            except (TimeoutError, MediaStreamError):
                if source is self._source:
                    # Pulled out, or its file is at an end.
                    self.put(None)
                    self._on_gone()
                continue
            if source is self._source:
                self._patience_s = STALLED_S
            if source is self._source and (self.kind == "audio" or self._wanted()):
                return self._stamped(frame)

    def stop(self) -> None:
        super().stop()
        self.put(None)

    def _wanted(self) -> bool:
        """Half the pictures on a weak line, and on one that carries a voice and little more one every few seconds."""
        if self.still:
            now = asyncio.get_running_loop().time()
            if now < self._next_still:
                return False
            self._next_still = now + STILL_S
            return True
        self._odd = not self._odd
        return not self.small or self._odd

    def _stamped(self, frame: Any) -> Any:
        if self.kind == "audio":
            if self._fresh:
                # Sound counts its samples; where it begins, also after a silence, it stands on the pictures' clock.
                self._samples = max(self._samples, int(asyncio.get_running_loop().time() * RATE))
                self._fresh = False
            frame.pts = self._samples
            self._samples += frame.samples
            frame.time_base = Fraction(1, RATE)
            return frame
        assert isinstance(frame, VideoFrame)
        # As the encoder wants it, in one step; one for all frames, as a frame's own would start threads for each.
        width, height = STILL if self.still else SMALL if self.small else (frame.width, frame.height)
        frame = self._forms.reformat(frame, width, height, "yuv420p", threads=1)
        frame.pts = int(asyncio.get_running_loop().time() * CLOCK)
        frame.time_base = Fraction(1, CLOCK)
        return frame
