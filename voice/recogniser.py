"""vosk, asked two things at once about the same sound: which of the expected, and whatever else it may have been."""

import json
import math
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import vosk  # type: ignore[import-untyped]
from pypinyin import lazy_pinyin

from kiosk.core.hearing import Expect
from voice.grammar import UNKNOWN, Grammar
from voice.model import private_copy
from voice.spelling import Speller

SAMPLE_RATE = 16_000
ALTERNATIVES = 8
"""Asked of the free side; most differ only in characters of one sound."""
KEPT = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the sound."""

    words: tuple[str, ...]
    share: float
    """Of the probability among the readings returned, 0 to 1."""

    @property
    def text(self) -> str:
        """Characters without spaces and without what was not understood."""
        return "".join(word for word in self.words if word != UNKNOWN)


@dataclass(frozen=True, slots=True)
class Decoded:
    """What both sides made of an utterance; either may be empty."""

    closed: tuple[Reading, ...]
    free: tuple[Reading, ...]


class Recogniser:
    """A loaded model. Use from one thread; decoding one utterance at a time."""

    def __init__(self, path: Path) -> None:
        """Load the model (0.02 to 1 s). Raises ModelMissing or, for a broken file, an exception of vosk's."""
        vosk.SetLogLevel(-1)
        with private_copy(path) as patched:
            self._model = vosk.Model(model_path=str(patched))
        self.speller = Speller(self.knows)
        self.knows_unknown = self.knows(UNKNOWN)
        self._closed: Any = None
        self._free: Any = None

    def beside(self) -> "Recogniser":
        """Another utterance at the same time, of the same model."""
        other = copy(self)
        other._closed = other._free = None
        return other

    def knows(self, word: str) -> bool:
        """Whether the model has this word."""
        return bool(self._model.vosk_model_find_word(word) >= 0)

    def grammar(self, expect: Expect) -> Grammar:
        return Grammar(expect, self.speller)

    def begin(self, grammar: Grammar) -> None:
        """A new utterance: nothing of the last one is kept."""
        self._free = vosk.KaldiRecognizer(self._model, SAMPLE_RATE)
        self._free.SetMaxAlternatives(ALTERNATIVES)
        self._closed = None
        if not grammar.empty:
            sentences = json.dumps(grammar.sentences(), ensure_ascii=False)
            self._closed = vosk.KaldiRecognizer(self._model, SAMPLE_RATE, sentences)
            self._closed.SetMaxAlternatives(KEPT)

    def feed(self, pcm: bytes) -> None:
        """More sound: 16 kHz mono signed 16-bit."""
        for side in self._sides():
            side.AcceptWaveform(pcm)

    def partial(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words so far: closed, free."""
        closed = json.loads(self._closed.PartialResult())["partial"] if self._closed else ""
        free = json.loads(self._free.PartialResult())["partial"]
        return tuple(closed.split()), tuple(free.split())

    def finish(self) -> Decoded:
        """What was said, all of it."""
        closed = _readings(json.loads(self._closed.FinalResult())) if self._closed else ()
        return Decoded(closed, _by_sound(_readings(json.loads(self._free.FinalResult())))[:KEPT])

    def _sides(self) -> Iterable[Any]:
        return (side for side in (self._closed, self._free) if side)


def _readings(result: dict[str, Any]) -> tuple[Reading, ...]:
    """vosk gives each alternative's log-likelihood; shares among them are their softmax."""
    found = [(tuple(a["text"].split()), float(a["confidence"])) for a in result.get("alternatives", ())]
    if not found:
        return ()
    best = max(score for _, score in found)
    weights = [math.exp(score - best) for _, score in found]
    readings = (Reading(words, w / sum(weights)) for (words, _), w in zip(found, weights, strict=True))
    return tuple(reading for reading in readings if reading.words)


def _by_sound(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """One reading a sound: 三, 叁 and 伞 say nothing new to whoever compares by pinyin."""
    kept: dict[tuple[str, ...], Reading] = {}
    for reading in readings:
        sound = tuple(lazy_pinyin(reading.text))
        before = kept.get(sound)
        kept[sound] = Reading(
            before.words if before else reading.words, (before.share if before else 0) + reading.share
        )
    return tuple(reading for sound, reading in kept.items() if sound)
