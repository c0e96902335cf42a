"""The child that speaks, apart from the terminal so that neither can stall or take down the other.

Commands come as JSON lines on standard input, reports go out as JSON lines on standard output:

    in   {"say": 7, "sentences": [...], "pauses": [0, 500, ...]}   {"stop": true}
         {"rate": 125}   {"gain": 0.25}   {"output": "hw:1"}
    out  {"ready": true, "voice": true, "sink": "alsa"}   {"begun": 7, "sentence": 0}
         {"mark": 7, "sentence": 0, "from": 3, "to": 4}   {"done": 7, "finished": true, "heard": true}
         {"beat": true} twice a second while it speaks and gets on with it
         {"pack": "good"} once, when there is one, or "broken"; "damaged" at each recording that is not the right one

The end of standard input, which comes even when the parent is killed, ends the child. It writes no log and its words
go nowhere but to the sink.
"""

import argparse
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from voice.espeak_driver import EspeakMissing
from voice.loopback import Overheard
from voice.pack import PackBroken, PackVoice, open_pack
from voice.rendering import BYTES_PER_SAMPLE, SAMPLE_RATE, EspeakVoice, SilentVoice, Utterance, Voice
from voice.sinks import AlsaSink, FileSink, NullSink, Sink, sound_card_present

PIECE_MS = 20
BEAT_S = 0.5
STUCK_S = 5.0
"""A sound card that takes nothing for so long hangs; a sound server that slept has woken by then."""

_PIECE = SAMPLE_RATE * PIECE_MS // 1000 * BYTES_PER_SAMPLE


class Mouth:
    """Speaks the newest speech it was given, on its own thread; an older one gives way at once."""

    def __init__(
        self,
        sink: Sink,
        sink_name: str,
        out: TextIO,
        pack: Path | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pack = pack
        self._seconds = seconds
        self._busy = False
        self._moved_at = seconds()
        self._sink = sink
        self._sink_name = sink_name
        self._out = out
        self._wanted: tuple[int, Sequence[tuple[str, int]]] | None = None
        self._speaking = 0
        self._changed = threading.Condition()
        self._reporting = threading.Lock()
        self._closed = False
        self.rate = 100
        self.gain = 1.0
        self.thread = threading.Thread(target=self._run, name="mouth", daemon=True)

    def say(self, speech: int, sentences: Sequence[tuple[str, int]]) -> None:
        """sentences: each with the milliseconds of silence before it."""
        with self._changed:
            if self._wanted:
                self._report(done=self._wanted[0], finished=False, heard=None)
            self._wanted = (speech, sentences)
            self._speaking = speech
            if not self._busy:
                self._busy, self._moved_at = True, self._seconds()
            self._sink.cut()
            self._changed.notify()

    def stop(self) -> None:
        with self._changed:
            if self._wanted:
                self._report(done=self._wanted[0], finished=False, heard=None)
                self._wanted = None
            self._speaking = 0
            self._sink.cut()

    def close(self) -> None:
        self.stop()
        with self._changed:
            self._closed = True
            self._changed.notify()

    def beat(self) -> None:
        """A sign of life for whoever waits for words; none once what plays them has been stuck for STUCK_S."""
        if self._busy and self._seconds() - self._moved_at < STUCK_S:
            self._report(beat=True)

    def _report(self, **words: object) -> None:
        with self._reporting:
            self._out.write(json.dumps(words) + "\n")
            self._out.flush()

    def _run(self) -> None:
        voice, real = _open_voice()
        voice = self._with_pack(voice)
        self._report(ready=True, voice=real, sink=self._sink_name)
        while True:
            with self._changed:
                self._busy = self._wanted is not None
                self._changed.wait_for(lambda: self._wanted or self._closed)
                if not self._wanted:
                    return
                speech, sentences = self._wanted
                self._wanted = None
                # Under the lock, so that a stop that comes now is not forgotten by the sink.
                self._sink.begin()
            finished = self._speak(voice, speech, sentences)
            finished = self._sink.end() and finished
            self._report(done=speech, finished=finished, heard=real and self._sink.heard)

    def _with_pack(self, voice: Voice) -> Voice:
        if self._pack is None:
            return voice
        try:
            pack = open_pack(self._pack)
        except PackBroken:
            self._report(pack="broken")
            return voice
        self._report(pack="good")
        return PackVoice(pack, voice, lambda key: self._report(pack="damaged"))

    def _speak(self, voice: Voice, speech: int, sentences: Sequence[tuple[str, int]]) -> bool:
        for index, (sentence, pause_ms) in enumerate(sentences):
            self._moved_at = self._seconds()
            if not self._play(bytes(SAMPLE_RATE * pause_ms // 1000 * BYTES_PER_SAMPLE)):
                return False
            if self._speaking != speech:
                return False
            self._report(begun=speech, sentence=index)
            if not self._utter(speech, index, voice.render(sentence, self.rate)):
                return False
        return True

    def _utter(self, speech: int, index: int, utterance: Utterance) -> bool:
        marks = list(utterance.marks)
        for at in range(0, len(utterance.pcm), _PIECE):
            ms = at // _PIECE * PIECE_MS
            while marks and marks[0].ms < ms + PIECE_MS:
                mark = marks.pop(0)
                self._report(mark=speech, sentence=index, **{"from": mark.start, "to": mark.end})
            if not self._sink.write(quieter(utterance.pcm[at : at + _PIECE], self.gain)):
                return False
            self._moved_at = self._seconds()
        for mark in marks:
            self._report(mark=speech, sentence=index, **{"from": mark.start, "to": mark.end})
        return True

    def _play(self, pcm: bytes) -> bool:
        return all(self._sink.write(pcm[at : at + _PIECE]) for at in range(0, len(pcm), _PIECE))


def quieter(pcm: bytes, gain: float) -> bytes:
    """Signed 16-bit samples times a factor of at most 1."""
    return pcm if gain == 1.0 else (np.frombuffer(pcm, "<i2") * gain).astype("<i2").tobytes()


def _open_voice() -> tuple[Voice, bool]:
    try:
        return EspeakVoice(), True
    except EspeakMissing:
        return SilentVoice(), False


def _open_sink(wish: str) -> tuple[Sink, str]:
    """wish: "auto", "null", "alsa", "alsa:DEVICE" or "file:PATH"."""
    kind, _, rest = wish.partition(":")
    match kind:
        case "file":
            return FileSink(Path(rest)), kind
        case "alsa":
            return AlsaSink(rest), kind
        case "auto" if sound_card_present():
            return AlsaSink(), "alsa"
        case _:
            return NullSink(), "null"


def _obey(mouth: Mouth, sink: Sink, command: Mapping[str, Any]) -> None:
    match command:
        case {"say": int(speech), "sentences": list(sentences), "pauses": list(pauses)}:
            mouth.say(speech, list(zip(sentences, pauses, strict=True)))
        case {"stop": True}:
            mouth.stop()
        case {"rate": int(rate)}:
            mouth.rate = rate
        case {"gain": float(gain)}:
            mouth.gain = gain
        case {"output": str(device)}:
            if isinstance(sink, AlsaSink):
                sink.device = device
        case _:
            raise ValueError("unknown command")


def _beat(mouth: Mouth) -> None:
    while True:
        time.sleep(BEAT_S)
        mouth.beat()


def main() -> None:
    """Speak until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parser = argparse.ArgumentParser()
    parser.add_argument("sink", nargs="?", default="auto")
    parser.add_argument("--pack", type=Path, help="folder of prepared audio")
    parser.add_argument(
        "--played", type=int, action="append", default=[], help="socket on which an ear is told what is played"
    )
    asked = parser.parse_args()
    sink, name = _open_sink(asked.sink)
    told_on: Sink = sink
    for fd in asked.played:
        told_on = Overheard(told_on, socket.socket(fileno=fd))
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Whatever a library prints must not look like a report.
    os.dup2(2, 1)
    mouth = Mouth(told_on, name, out, asked.pack)
    mouth.thread.start()
    threading.Thread(target=_beat, args=(mouth,), name="beat", daemon=True).start()
    for line in sys.stdin:
        _obey(mouth, sink, json.loads(line))
    mouth.close()
    mouth.thread.join(2)
    if isinstance(sink, FileSink):
        sink.close()
