"""Hearing on this machine: decoding against the sound's own time, memory, and from the end of speech to the answer.

Run: python -m benchmarks.bench_hearing
"""

import json
import os
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
import vosk

from benchmarks.synthetic_speech import RATE, VOICES, Samples, pcm, silence, speech
from kiosk.core.hearing import Expect, Hearing, Utterance
from voice import Ear
from voice.endpoint import COMPLETE_S
from voice.model import find_model
from voice.recogniser import Recogniser

PHRASES = ("返回", "下一步", "交电费", "高龄津贴", "打印", "不打印", "转人工", "取号", "查进度", "老年优待证")
SENTENCES = ("我要交电费", "我想办高龄津贴", "给我妈办老年优待证", "我要取号")
PROCESSING_S = 0.3
"""What the design allows after the silence that ends an utterance."""
ALWAYS_S = 2.0
"""... and what is allowed when the recogniser hangs: then 没听清 comes."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """Seconds of work for a second of sound, on one core."""

    closed_and_free: float
    free_only: float
    """The peer: one plain KaldiRecognizer on the same sound."""
    resident_mib: float
    """Of the hearing process with its model loaded and used."""


@dataclass(frozen=True, slots=True)
class Answering:
    """End of speech to answer, seconds; the share heard right, and what the silence alone takes."""

    kind: str
    n: int
    right: float
    p50: float
    p95: float
    silence_s: float


def decoding(rounds: int) -> tuple[float, float]:
    """(closed and free, free alone): work over sound."""
    recogniser = Recogniser(find_model())
    grammar = recogniser.grammar(Expect(PHRASES))
    sounds = [pcm(np.concatenate([speech(text, VOICES[n % 4]), silence(0.5)])) for n, text in enumerate(SENTENCES)]
    heard_s = sum(len(sound) for sound in sounds) / 2 / RATE
    both, alone = [], []
    for _ in range(rounds):
        started = time.perf_counter()
        for sound in sounds:
            recogniser.begin(grammar)
            for at in range(0, len(sound), 3200):
                recogniser.feed(sound[at : at + 3200])
                recogniser.partial()
            recogniser.finish()
        both.append(time.perf_counter() - started)
        started = time.perf_counter()
        for sound in sounds:
            plain = vosk.KaldiRecognizer(recogniser._model, RATE)
            for at in range(0, len(sound), 3200):
                plain.AcceptWaveform(sound[at : at + 3200])
                plain.PartialResult()
            json.loads(plain.FinalResult())
        alone.append(time.perf_counter() - started)
    return statistics.median(both) / heard_s, statistics.median(alone) / heard_s


@contextmanager
def hall() -> Iterator[tuple[Ear, Path]]:
    """An ear on a FIFO, ready."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "microphone"
        os.mkfifo(path)
        ear = Ear(f"pipe:{path}")
        ear.wait_ready(30)
        try:
            yield ear, path
        finally:
            ear.close()


def one_answer(ear: Ear, path: Path, expect: Expect, text: str, variant: str) -> tuple[float, bool]:
    """(seconds from the end of speech to the answer, heard right)."""
    answered = threading.Event()
    heard: list[tuple[float, Hearing]] = []

    def answer(hearing: Hearing) -> None:
        heard.append((time.monotonic(), hearing))
        answered.set()

    listening = threading.Event()
    # Somebody else each time: the ear waits longer for whom it has heard to be slow.
    ear.forget()
    ear.listen(expect, answer, None, lambda level: listening.set())
    listening.wait(10)
    ended = say(path, np.concatenate([silence(0.5), speech(text, variant)]))
    answered.wait(30)
    at, hearing = heard[0]
    return at - ended, isinstance(hearing, Utterance) and hearing.text == text


def say(path: Path, sound: Samples) -> float:
    """No faster than it sounds, so that the FIFO never fills. When its last moment was to be heard, monotonic."""
    raw = pcm(sound)
    with path.open("wb", buffering=0) as fifo:
        began = time.monotonic()
        for at in range(0, len(raw), 3200):
            time.sleep(max(0.0, began + at / 2 / RATE - time.monotonic()))
            fifo.write(raw[at : at + 3200])
            heard_from = time.monotonic()
    return heard_from + len(raw[at:]) / 2 / RATE


def hanging() -> float:
    """A recogniser stopped in the middle of her words: seconds from then to the answer."""
    with hall() as (ear, path):
        words, answered = threading.Event(), threading.Event()
        ear.listen(Expect(PHRASES, open=True), lambda _: answered.set(), lambda _: words.set())
        speaker = threading.Thread(target=say, args=(path, speech(SENTENCES[0])))
        speaker.start()
        assert words.wait(30)
        assert ear.pid
        os.kill(ear.pid, signal.SIGSTOP)
        since = time.monotonic()
        assert answered.wait(30)
        took = time.monotonic() - since
        speaker.join()
    return took


def answering(ear: Ear, path: Path, kind: str, expect: Expect, texts: tuple[str, ...], n: int) -> Answering:
    """So many utterances, one after another, in real time."""
    each = [one_answer(ear, path, expect, texts[i % len(texts)], VOICES[i % 4]) for i in range(n)]
    took = sorted(seconds for seconds, _ in each)
    right = sum(ok for _, ok in each) / n
    silence_s = COMPLETE_S if kind == "closed" else expect.pause_s
    p95 = took[min(n - 1, round(0.95 * (n - 1)))]
    return Answering(kind, n, right, round(statistics.median(took), 3), round(p95, 3), silence_s)


def main(n: int = 20, rounds: int = 5) -> int:
    """Measure and print; 1 when an answer takes longer than its silence and the processing allowed."""
    both, alone = decoding(rounds)
    with hall() as (ear, path):
        rows = [
            answering(ear, path, "closed", Expect(PHRASES), PHRASES, n),
            answering(ear, path, "open", Expect(PHRASES, open=True), SENTENCES, n),
        ]
        assert ear.pid
        rss = psutil.Process(ear.pid).memory_info().rss / 2**20
    result = Decoding(round(both, 4), round(alone, 4), round(rss, 1))
    print(
        f"decoding: {result.closed_and_free} s of work a second of sound, closed and free together;"
        f" {result.free_only} for one plain recogniser, ratio {both / alone:.2f}; memory {result.resident_mib} MiB"
    )
    for row in rows:
        print(
            f"end of speech to answer, {row.kind}: p50 {row.p50} s, p95 {row.p95} s (silence {row.silence_s} s"
            f" + {PROCESSING_S} s allowed), {row.right:.0%} right of {row.n}"
        )
    stuck = max(hanging() for _ in range(3))
    print(f"a recogniser that hangs in the middle of her words: answered after {stuck:.2f} s ({ALWAYS_S} s allowed)")
    return int(stuck > ALWAYS_S or any(row.p95 > row.silence_s + PROCESSING_S for row in rows))


if __name__ == "__main__":
    sys.exit(main())
