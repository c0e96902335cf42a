"""A moment of sound from the microphone, measured or played back by the loudspeaker; nothing of it is kept."""

import numpy as np

from voice.microphone import BLOCK_S, SAMPLE_RATE, MicrophoneGone, next_block, open_microphone
from voice.rendering import SAMPLE_RATE as PLAYED_RATE
from voice.sinks import Sink
from voice.vad import decibels

_PIECE = PLAYED_RATE // 20 * 2


def record(source: str, seconds: float) -> bytes | None:
    """int16 mono at voice.microphone.SAMPLE_RATE; None where there is no microphone, or it goes away at once."""
    microphone = open_microphone(source)
    try:
        microphone.open()
        return b"".join(next_block(microphone) for _ in range(max(1, round(seconds / BLOCK_S))))
    except MicrophoneGone:
        return None
    finally:
        microphone.close()


def measure(pcm: bytes) -> float:
    """Root mean square in dB of full scale."""
    return round(decibels(pcm), 1)


def play(sink: Sink, pcm: bytes) -> bool:
    """A recording out of a sink, at its own pace; whether something played it."""
    heard = np.frombuffer(pcm, "<i2")
    if not heard.size:
        return False
    at = np.arange(round(heard.size * PLAYED_RATE / SAMPLE_RATE)) * (SAMPLE_RATE / PLAYED_RATE)
    played = np.interp(at, np.arange(heard.size), heard).astype("<i2").tobytes()
    sink.begin()
    for start in range(0, len(played), _PIECE):
        if not sink.write(played[start : start + _PIECE]):
            return False
    return sink.end() and sink.heard
