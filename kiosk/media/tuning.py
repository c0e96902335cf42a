"""What aiortc (1.16) needs on a weak line, and has no public way to be told: it looks these up by name.

Its voice takes 96 kbit/s and its picture at least 250: they choke the lines the ladder is there for. What it receives
waits for a lost packet until 512 of a picture have come, half a minute of a small one, and is late for good after each;
of a voice, one lost packet takes four good ones with it.
"""

import inspect
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from aiortc import rtcrtpreceiver, rtcrtpsender
from aiortc.codecs import get_encoder, vpx
from aiortc.codecs.opus import SAMPLE_RATE, SAMPLES_PER_FRAME, TIME_BASE, OpusEncoder
from aiortc.jitterbuffer import JitterBuffer, JitterFrame
from av import AudioResampler, CodecContext

TRIED = "1.16"
VOICE_BIT_S = 24_000
"""Wide-band speech; 44 kbit/s on the line with its headers."""
EXPECTED_LOSS_PERCENT = 10
"""What the voice's own forward error correction is made for: a browser fills single losses from it."""
PICTURE_LEAST_BIT_S, PICTURE_FIRST_BIT_S, PICTURE_MOST_BIT_S = 60_000, 300_000, 900_000
SMALL_MOST_BIT_S = 120_000
SMALL_WIDTH = 320
STILL_WIDTH, STILL_BIT_S = 160, 4_000
LATEST_S, VIDEO_CLOCK = 1.0, 90_000


class VoiceEncoder(OpusEncoder):
    """Mono, slow, and with something to mend losses by."""

    def __init__(self) -> None:
        super().__init__()
        self.codec: Any = CodecContext.create("libopus", "w")
        self.codec.bit_rate = VOICE_BIT_S
        self.codec.format, self.codec.layout = "s16", "mono"
        self.codec.sample_rate, self.codec.time_base = SAMPLE_RATE, TIME_BASE
        self.codec.options = {"application": "voip", "fec": "1", "packet_loss": str(EXPECTED_LOSS_PERCENT)}
        self.resampler = AudioResampler("s16", "mono", SAMPLE_RATE, SAMPLES_PER_FRAME)


_RATE: Any = vpx.Vp8Encoder.target_bitrate


class PictureEncoder(vpx.Vp8Encoder):
    """No more than a picture of its size is worth, whatever the other end believes the line to carry."""

    def __init__(self) -> None:
        super().__init__()
        self._still = False

    def encode(self, frame: Any, force_keyframe: bool = False) -> Any:
        self._still = frame.width <= STILL_WIDTH
        most = SMALL_MOST_BIT_S if frame.width <= SMALL_WIDTH else PICTURE_MOST_BIT_S
        if self.target_bitrate > most:
            self.target_bitrate = most
        return super().encode(frame, force_keyframe)

    @property
    def target_bitrate(self) -> int:
        """Bits per second; a still's do not follow the line, which carries little more than a voice."""
        return STILL_BIT_S if self._still else int(_RATE.fget(self))

    @target_bitrate.setter
    def target_bitrate(self, bitrate: int) -> None:
        _RATE.fset(self, bitrate)


class Buffer(JitterBuffer):
    """Gives up what was lost in time: a voice goes on without it, of a picture a whole one is asked for."""

    def add(self, packet: Any) -> Any:
        if self._is_video:
            return self._picture(packet)
        asks, frame = super().add(packet)
        present = [n for n in self._from_origin() if self._packets[n] is not None]
        if frame is None and len(present) > self._prefetch:
            first: Any = self._packets[present[0]]
            self.remove((present[0] - (self._origin or 0)) % self.capacity + 1)
            frame = JitterFrame(first._data, first.timestamp)
        return asks, frame

    def _picture(self, packet: Any) -> Any:
        oldest = next((one for n in self._from_origin() if (one := self._packets[n]) is not None), None)
        if oldest is None or _behind(packet, oldest) <= LATEST_S * VIDEO_CLOCK:
            asks, frame = super().add(packet)
            return asks, frame or self._whole()
        self.remove(self.capacity)
        self._origin = None
        return True, super().add(packet)[1] or self._whole()

    def _whole(self) -> Any:
        """The oldest picture once its last packet, which is marked, has come: the next picture may be seconds away."""
        data: list[Any] = []
        timestamp = None
        for count, n in enumerate(self._from_origin()):
            packet: Any = self._packets[n]
            if packet is None or packet.timestamp != (timestamp if data else packet.timestamp):
                return None
            timestamp = packet.timestamp
            data.append(packet._data)
            if packet.marker:
                self.remove(count + 1)
                return JitterFrame(b"".join(data), timestamp)
        return None

    def _from_origin(self) -> Iterator[int]:
        return ((self._origin or 0) % self.capacity + n - self.capacity for n in range(self.capacity))


def _behind(newer: Any, older: Any) -> int:
    """RTP time from one packet to the other; negative when the newer one is the older."""
    between: int = (newer.timestamp - older.timestamp) % (1 << 32)
    return between - (1 << 32) if between >> 31 else between


def _encoder(codec: Any) -> Any:
    match codec.mimeType.lower():
        case "audio/opus":
            return VoiceEncoder()
        case "video/vp8":
            return PictureEncoder()
        case _:
            return get_encoder(codec)


class Untried(RuntimeError):
    """This is not the aiortc that was measured; the message says what is other."""


def tune() -> None:
    """For every call of this process. Raises Untried, and then nothing is changed."""
    if (other := unlike_tried()) != "":
        raise Untried(other)
    vpx.MIN_BITRATE, vpx.DEFAULT_BITRATE = PICTURE_LEAST_BIT_S, PICTURE_FIRST_BIT_S
    vpx.MAX_BITRATE = PICTURE_MOST_BIT_S
    rtcrtpsender.get_encoder = _encoder  # type: ignore[attr-defined]
    rtcrtpreceiver.JitterBuffer = Buffer  # type: ignore[attr-defined]


def unlike_tried() -> str:
    """What of the library installed is other than what was tried, "" for nothing: its version, or the shape of a name
    that is looked up in it."""
    installed = version("aiortc")
    if not installed.startswith(f"{TRIED}."):
        return f"aiortc {installed}"
    for module, name, shape in _SHAPES:
        found = getattr(module, name, None)
        if found is None or (shape and tuple(inspect.signature(found).parameters) != shape):
            return f"aiortc {installed}: {module.__name__}.{name}"
    return ""


_SHAPES: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
    (rtcrtpsender, "get_encoder", ("codec",)),
    (rtcrtpreceiver, "JitterBuffer", ("capacity", "prefetch", "is_video")),
    (JitterBuffer, "add", ("self", "packet")),
    (JitterBuffer, "remove", ("self", "count")),
    (vpx, "MIN_BITRATE", ()),
    (vpx, "DEFAULT_BITRATE", ()),
    (vpx, "MAX_BITRATE", ()),
    (vpx.Vp8Encoder, "encode", ("self", "frame", "force_keyframe")),
)
