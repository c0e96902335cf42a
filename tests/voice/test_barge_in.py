"""One word over the machine's own voice in a simulated room; its own voice alone is never that word, nor anything else.

The room is linear: 60 ms away, a quarter of a second of decay, the echo some 25 dB below her voice, as with a
microphone at the mouth. What a real loudspeaker adds is not in it; docs/adr says how it is with louder echo.
"""

import os
import shutil
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.synthetic_speech import RATE, Samples, pcm, silence, speech
from kiosk.core.hearing import Expect
from voice import Ear, Loopback
from voice.attention import Attention
from voice.barge_in import BargeIn
from voice.model import find_model
from voice.recogniser import Recogniser
from voice.reference import Reference

pytestmark = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed here")
WORD = "小燕小燕"
PATIENCE_S = 60
BLOCK = 3200
PAGE = Expect(("交上去", "同意", "不同意", "高龄津贴"))


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(find_model())


@pytest.fixture(scope="module")
def machine() -> Samples:
    lines = (
        "请把您的身份证平放在下面的读卡区",
        "您想怎么交，可以选，交上去，同意，不同意",
        "高龄津贴，八十岁以上的老人每月可以领",
    )
    return np.concatenate([part for line in lines for part in (speech(line, "", 140), silence(0.5))])


def in_the_room(sound: Samples, gain: float = 0.05) -> Samples:
    random = np.random.default_rng(3)
    decay = random.normal(size=RATE // 4) * np.exp(-6.9 * np.arange(RATE // 4) / (RATE // 4))
    path = np.concatenate([np.zeros(round(0.06 * RATE)), decay / np.sqrt((decay**2).sum()) * gain])
    return np.convolve(sound, path)[: len(sound)] + random.normal(0, 2e-4, len(sound))


def with_her(room: Samples, at_s: float, voice: str = "") -> Samples:
    word, at = speech(WORD, voice) * 0.8, round(at_s * RATE)
    room = room.copy()
    room[at : at + len(word)] += word
    return room


class Far:
    """Gives the reference block by block, in step with the microphone."""

    def __init__(self, sound: Samples) -> None:
        self._raw, self._at = pcm(sound), 0

    def block(self) -> Any:
        self._at += BLOCK
        return np.frombuffer(self._raw[self._at - BLOCK : self._at].ljust(BLOCK, b"\0"), "<i2")


def woken(recogniser: Recogniser, far: Samples, near: Samples) -> list[float]:
    """Seconds at which the word was heard."""
    barge_in, raw = BargeIn(recogniser, WORD, Far(far)), pcm(np.concatenate([near, silence(1.5)]))  # type: ignore[arg-type]
    blocks = range(0, len(raw) - BLOCK + 1, BLOCK)
    return [at / 2 / RATE for at in blocks if barge_in.hear(raw[at : at + BLOCK], speaking=True)]


def test_the_machines_own_voice_does_not_wake_it(recogniser: Recogniser, machine: Samples) -> None:
    for gain in (0.05, 0.5):
        assert woken(recogniser, machine, in_the_room(machine, gain)) == []


@pytest.mark.parametrize("begins_s", [4.0, 6.0])
def test_her_word_over_its_voice_wakes_it(recogniser: Recogniser, machine: Samples, begins_s: float) -> None:
    ends = begins_s + len(speech(WORD)) / RATE
    at = woken(recogniser, machine, with_her(in_the_room(machine), begins_s))
    assert at
    assert ends - 0.1 <= at[0] <= ends + 2.0


def test_nothing_else_she_says_over_its_voice_is_believed(recogniser: Recogniser, machine: Samples) -> None:
    other, room = speech("同意，交上去") * 0.8, in_the_room(machine)
    room[6 * RATE : 6 * RATE + len(other)] += other
    assert woken(recogniser, machine, room) == []


def test_without_the_reference_the_machine_would_hear_its_own_offers(recogniser: Recogniser, machine: Samples) -> None:
    """The peer: why an ear that is not muted must know what is played."""
    reports: list[dict[str, Any]] = []
    bare = Attention(recogniser, reports.append, 15, 20)
    loud = pcm(np.concatenate([silence(1.0), in_the_room(speech("同意"), 0.7), silence(2.0)]))
    bare.listen(1, PAGE)
    bare.hear(loud)
    assert any(report.get("heard") for report in reports)


def test_a_word_the_model_cannot_write_is_told_at_the_start(recogniser: Recogniser) -> None:
    assert not BargeIn(recogniser, "ＡＢＣＤ", Far(silence(1))).known  # type: ignore[arg-type]


def test_the_reference_is_never_later_than_its_echo_and_forgets_what_was_said_to_nobody() -> None:
    loopback = Loopback()
    reference = Reference(loopback.heard, RATE, BLOCK // 2)
    assert not reference.block().any()
    tone = (np.sin(np.arange(22_050) * 0.1) * 9000).astype("<i2").tobytes()
    loopback.played.send(tone[:2205])
    early = reference.block()
    assert len(early) == BLOCK // 2
    assert not early[: len(early) // 4].any()
    assert early[-200:].any()
    loopback.played.send(tone)
    assert [bool(reference.block().any()) for _ in range(6)] == [True] * 4 + [False] * 2
    loopback.played.send(tone)
    reference.forget()
    assert not reference.block().any()
    loopback.close()


def test_two_processes_hear_her_word_over_what_is_played(tmp_path: Path, machine: Samples) -> None:
    os.mkfifo(tmp_path / "microphone")
    loopback, woke, listening = Loopback(), threading.Event(), threading.Event()
    ear = Ear(f"pipe:{tmp_path / 'microphone'}", loopback=loopback, wake_word=WORD)
    ear.on_wake(woke.set)
    try:
        assert ear.wait_ready(PATIENCE_S)
        assert ear.facts["wake"] is True
        ear.listen(PAGE, lambda hearing: None, None, lambda level: listening.set())
        assert listening.wait(PATIENCE_S)
        ear.mute(True)
        near, far = pcm(with_her(in_the_room(machine), 4.0)), _spoken_rate(machine)
        with (tmp_path / "microphone").open("wb", buffering=0) as fifo:
            # Written before it sounds, as the real one is.
            loopback.played.send(far[:4410])
            begun = time.monotonic()
            for number in range(min(len(near) // BLOCK, 80)):
                loopback.played.send(far[(number + 1) * 4410 : (number + 2) * 4410])
                fifo.write(near[number * BLOCK : (number + 1) * BLOCK])
                time.sleep(max(0.0, begun + (number + 1) * 0.1 - time.monotonic()))
                if woke.is_set():
                    break
            assert woke.wait(PATIENCE_S / 6)
    finally:
        ear.close()
        loopback.close()


def _spoken_rate(sound: Samples) -> bytes:
    import soxr

    return pcm(soxr.resample(sound, RATE, 22_050))
