"""Whether the machine hears itself: a sound goes out by the loudspeaker and must come back by the microphone.

A sweep of one second is played while two seconds are recorded; its shape is looked for in the recording by
cross-correlation, which finds it below the hall's noise and cannot take a voice for it. Nothing recorded is kept.
"""

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice.microphone import BLOCK_S, SAMPLE_RATE, Microphone, MicrophoneGone, next_block
from voice.rendering import SAMPLE_RATE as PLAYED_RATE
from voice.sinks import Sink

SWEEP_S, LISTEN_S = 1.0, 3.0
LOW_HZ, HIGH_HZ = 400.0, 3400.0
LEVEL = 0.5
SURE = 12.0
"""The peak of the correlation over its usual size; noise and speech stay below 7."""
_PIECE_S = 0.05

Samples = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HeardItself:
    """What came back."""

    heard: bool
    sureness: float
    """Peak over usual size of the correlation; SURE and more is heard."""
    delay_s: float
    level_db: float
    """Of the recording, dB below full scale."""
    silent: bool
    """Nothing but zeros came from the microphone."""


def sweep(rate: int) -> Samples:
    """One second from LOW_HZ to HIGH_HZ, faded in and out; -1 to 1."""
    t = np.arange(round(SWEEP_S * rate)) / rate
    phase = 2 * np.pi * (LOW_HZ * t + (HIGH_HZ - LOW_HZ) * t**2 / (2 * SWEEP_S))
    return LEVEL * np.sin(phase) * np.minimum(1.0, np.minimum(t, SWEEP_S - t) / 0.02)


def judge(recorded: Samples) -> HeardItself:
    """Look for the sweep in a recording at the microphone's rate."""
    level = float(np.sqrt(np.mean(recorded**2))) if recorded.size else 0.0
    if level == 0.0:
        return HeardItself(False, 0.0, 0.0, -120.0, silent=True)
    wanted = sweep(SAMPLE_RATE)
    size = 1 << (recorded.size + wanted.size - 1).bit_length()
    both = np.fft.rfft(recorded, size) * np.conj(np.fft.rfft(wanted, size))
    found = np.abs(np.fft.irfft(both, size))[: recorded.size]
    peak, usual = float(found.max()), float(np.sqrt(np.mean(found**2)))
    sure = peak / usual if usual else 0.0
    decibels = max(-120.0, 20 * float(np.log10(level)))
    return HeardItself(
        sure >= SURE, round(sure, 1), int(found.argmax()) / SAMPLE_RATE, round(decibels, 1), silent=False
    )


def hear_itself(sink: Sink, microphone: Microphone) -> HeardItself:
    """Play and record. Raises MicrophoneGone; takes about LISTEN_S seconds and what the sound system needs to start."""
    microphone.open()
    try:
        first = _block(microphone)
        player = threading.Thread(target=_play, args=(sink,), name="hear-itself", daemon=True)
        player.start()
        blocks = [first, *(_block(microphone) for _ in range(round(LISTEN_S / BLOCK_S)))]
        player.join(10)
    finally:
        microphone.close()
    return judge(np.frombuffer(b"".join(blocks), "<i2").astype(np.float64) / 32768)


def _block(microphone: Microphone) -> bytes:
    if not (block := next_block(microphone)):
        raise MicrophoneGone("the sound ended")
    return block


def _play(sink: Sink) -> None:
    pcm = (sweep(PLAYED_RATE) * 32767).astype("<i2").tobytes()
    step = round(_PIECE_S * PLAYED_RATE) * 2
    sink.begin()
    for at in range(0, len(pcm), step):
        if not sink.write(pcm[at : at + step]):
            return
    sink.end()
