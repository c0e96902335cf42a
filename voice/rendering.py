"""A sentence as sound with the time of every character: by espeak-ng, or as silence of the same length.

The seam for other sources of sound (prepared recordings) is `Voice`.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from voice.espeak_driver import EspeakDriver, Sound, open_engine
from voice.normalise import read_aloud
from voice.pronounce import Syllable, pronounce

SAMPLE_RATE = 22_050
BYTES_PER_SAMPLE = 2
CHARACTERS_PER_MINUTE = 160
"""Speech at 100 %; slow enough for listeners over eighty."""

_PAUSE_MS = 250
_SLOWEST_S = 0.56
"""A syllable at espeak-ng's rate 80 (measured)."""
_GAP_STEP_S = 0.032
"""One step of word gap at that rate (measured; 10 ms at the rate the manual means)."""


@dataclass(frozen=True, slots=True)
class CharMark:
    """`sentence[start:end]` begins to sound at `ms`."""

    start: int
    end: int
    ms: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """Mono signed 16-bit PCM at SAMPLE_RATE with marks in order of time."""

    pcm: bytes
    marks: tuple[CharMark, ...]


class Voice(Protocol):
    """Something that can make a sentence sound."""

    def render(self, sentence: str, rate: int) -> Utterance:
        """At full volume; rate in percent (50 to 200)."""
        ...


class EspeakVoice:
    """The synthesiser. Raises EspeakMissing on construction; use from one thread only."""

    def __init__(self) -> None:
        self._engine = open_engine()
        self._heard: list[Sound] = []
        driver: EspeakDriver = self._engine.proxy._driver
        driver.on_sound = self._heard.append

    def render(self, sentence: str, rate: int) -> Utterance:
        syllables = pronounce(read_aloud(sentence))
        text, places = _compose(syllables)
        if not places:
            return Utterance(b"", ())
        self._heard.clear()
        engine: Any = self._engine
        # Properties are queued until the loop runs; all are in force before the sentence, which comes after them.
        engine.setProperty("rate", words_per_minute(rate))
        engine.setProperty("word_gap", word_gap(rate))
        engine.setProperty("volume", 1.0)
        engine.say(text)
        engine.runAndWait()
        sound = self._heard[-1]
        return Utterance(sound.pcm, _marks(sound, places))


class SilentVoice:
    """Silence as long as the sentence would take, so that captions go on in a hall without sound."""

    def render(self, sentence: str, rate: int) -> Utterance:
        ms = 0.0
        marks: list[CharMark] = []
        for syllable in pronounce(read_aloud(sentence)):
            if syllable.is_pause:
                ms += _PAUSE_MS
                continue
            marks.append(CharMark(syllable.start, syllable.end, round(ms)))
            ms += 60_000 / CHARACTERS_PER_MINUTE * 100 / rate
        return Utterance(bytes(round(ms / 1000 * SAMPLE_RATE) * BYTES_PER_SAMPLE), tuple(marks))


def words_per_minute(rate: int) -> int:
    """espeak-ng's rate for a percentage of CHARACTERS_PER_MINUTE (measured with 1.51: 100 gives 2.13 syllables a
    second, 240 gives 5.62, a straight line between); 80 is the slowest it has."""
    per_second = CHARACTERS_PER_MINUTE / 60 * rate / 100
    return max(80, round((per_second + 0.36) / 0.0249))


def word_gap(rate: int) -> int:
    """Silence after each syllable, in espeak-ng's steps, for rates slower than its slowest."""
    missing_s = 60 / CHARACTERS_PER_MINUTE * 100 / rate - _SLOWEST_S
    return max(0, round(missing_s / _GAP_STEP_S))


def _compose(syllables: tuple[Syllable, ...]) -> tuple[str, dict[int, Syllable]]:
    """The pinyin text and, for the position of each syllable in it, the syllable."""
    text = ""
    places: dict[int, Syllable] = {}
    for syllable in syllables:
        if syllable.is_pause:
            text = text.rstrip(" ,.") + f"{syllable.pinyin} " if text else ""
            continue
        places[len(text)] = syllable
        text += f"{syllable.pinyin} "
    return text.strip(), places


def _marks(sound: Sound, places: dict[int, Syllable]) -> tuple[CharMark, ...]:
    marks: list[CharMark] = []
    for word in sound.marks:
        syllable = places.get(word.at)
        if syllable is None:
            continue
        # A number of several syllables lights up as a whole, once.
        if not marks or (marks[-1].start, marks[-1].end) != (syllable.start, syllable.end):
            marks.append(CharMark(syllable.start, syllable.end, max(word.ms, marks[-1].ms if marks else 0)))
    return tuple(marks)
