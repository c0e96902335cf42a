"""Whether somebody speaks, and how far above the hall."""

import shutil
from collections.abc import Callable

import numpy as np
import pytest

from benchmarks.synthetic_speech import Samples, babble, mixed, pcm, pink, silence, speech
from voice.belief import CLEAR_DB
from voice.vad import FRAME_BYTES, Vad, decibels

needs_espeak = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed here")


def frames(samples: Samples) -> list[bytes]:
    raw = pcm(samples)
    return [raw[at : at + FRAME_BYTES] for at in range(0, len(raw) - FRAME_BYTES + 1, FRAME_BYTES)]


def clearness(before: Samples, during: Samples) -> float:
    vad = Vad()
    for frame in frames(before):
        vad.speaks(frame)
    vad.attend()
    for frame in frames(during):
        vad.speaks(frame)
    return vad.clearness_db


def test_loudness_is_in_decibels_of_full_scale() -> None:
    assert decibels(bytes(FRAME_BYTES)) == -120
    assert abs(decibels(np.full(320, 32767, "<i2").tobytes())) < 0.01
    assert abs(decibels(np.full(320, 3276, "<i2").tobytes()) + 20) < 0.01


def test_steady_noise_is_the_hall_and_soon_nobody_speaking() -> None:
    vad = Vad()
    spoke = [vad.speaks(frame) for frame in frames(pink(6, 1) * 0.05)]
    assert sum(spoke[-150:]) < 30


@needs_espeak
def test_a_voice_in_a_quiet_hall_is_heard_and_clear() -> None:
    vad = Vad()
    spoke = [vad.speaks(frame) for frame in frames(np.concatenate([silence(1), speech("高龄津贴")]))]
    assert not any(spoke[:49])
    assert sum(spoke[50:]) > 0.6 * len(spoke[50:])
    said = np.concatenate([speech("高龄津贴"), silence(0.6)])
    assert clearness(silence(1), said) > CLEAR_DB


@needs_espeak
@pytest.mark.parametrize("make", [pink, babble])
def test_a_voice_little_above_the_hall_is_not_clear_even_after_a_quiet_moment(
    make: Callable[[float, int], Samples],
) -> None:
    noise = make(8, 3)
    said = np.concatenate([speech("高龄津贴"), silence(0.6)])
    loud = mixed(said, noise, 7)
    assert clearness(silence(1), loud) < CLEAR_DB
    assert clearness(silence(0.1), loud) < CLEAR_DB
    assert clearness(mixed(np.concatenate([silence(1), said]), noise, 20)[:16_000], mixed(said, noise, 20)) > CLEAR_DB
