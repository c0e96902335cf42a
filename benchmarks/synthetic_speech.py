"""Speech for the tests' ears: espeak-ng reads a text in one of its voices, as 16 kHz mono."""

import subprocess
import wave
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import soxr  # type: ignore[import-untyped]
from numpy.typing import NDArray

from voice.normalise import read_aloud
from voice.pronounce import pronounce

RATE = 16_000
Samples = NDArray[np.float64]
VOICES = ("", "+f2", "+f5", "+m3", "+m7", "+f4", "+m1", "+m5")
"""Variants of espeak-ng's Mandarin: other formants and pitch, the same synthesiser."""


@cache
def speech(text: str, variant: str = "", words_per_minute: int = 150) -> Samples:
    """The text said aloud, peak 0.5, without silence around it."""
    pinyin = " ".join(syllable.pinyin for syllable in pronounce(read_aloud(text)))
    command = ["espeak-ng", "-v", f"cmn-latn-pinyin{variant}", "-s", str(words_per_minute), "--stdout", pinyin]
    made = subprocess.run(command, check=True, capture_output=True).stdout
    with wave.open(BytesIO(made)) as opened:
        rate = opened.getframerate()
        raw = np.frombuffer(opened.readframes(10**9), "<i2").astype(np.float64)
    samples: Samples = soxr.resample(raw / 32768, rate, RATE)
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    samples = samples[loud[0] : loud[-1] + 1]
    return samples * (0.5 / np.abs(samples).max())


def silence(seconds: float) -> Samples:
    """A quiet room: a little noise, for no real microphone gives zeros."""
    return np.random.default_rng(1).normal(0, 1e-4, round(seconds * RATE))


def pink(seconds: float, seed: int) -> Samples:
    """Pink noise, root mean square 1."""
    random = np.random.default_rng(seed)
    count = round(seconds * RATE)
    spectrum = np.fft.rfft(random.normal(size=count))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    spectrum[0] = 0
    made: Samples = np.fft.irfft(spectrum, count)
    return made / np.sqrt(np.mean(made**2))


def babble(seconds: float, seed: int, talkers: int = 20) -> Samples:
    """Many people talking at once, root mean square 1; what they say is ordinary talk, not commands."""
    random = np.random.default_rng(seed)
    count = round(seconds * RATE)
    made = np.zeros(count)
    for _ in range(talkers):
        line = np.concatenate([speech(str(random.choice(TALK)), str(random.choice(VOICES))) for _ in range(6)])
        line = np.roll(np.resize(line, count), random.integers(count))
        made += line * random.uniform(0.3, 1.0)
    return made / np.sqrt(np.mean(made**2))


def mixed(clean: Samples, noise: Samples, decibels: float) -> Samples:
    """Speech with noise so many decibels below it."""
    loud = clean[np.abs(clean) > 0.01]
    power = np.mean(loud**2)
    return clean + noise[: len(clean)] * np.sqrt(power) * 10 ** (-decibels / 20)


def pcm(samples: Samples) -> bytes:
    return bytes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def write_wav(path: Path, samples: Samples) -> Path:
    with wave.open(str(path), "wb") as opened:
        opened.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        opened.writeframes(pcm(samples))
    return path


TALK = (
    "今天早上买的白菜一块二一斤", "我家孙子放学了要去接", "昨天晚上电视剧演到哪儿了", "这雨下得可真大啊",
    "你吃饭了没有啊",
    "她闺女在天津上班呢", "老李头的腿好多了", "下午去公园打太极拳", "这个月的菜又贵了", "咱们一起坐车回去吧",
    "前面还有几个人啊", "我把钥匙落在家里了", "医生说要少吃盐", "那边新开了一个超市", "小孩子别在这儿跑",
)  # fmt: skip
