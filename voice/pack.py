"""Prepared audio: a folder of recordings that are heard instead of the synthesiser, sentence by sentence.

    manifest.json   {"format": 1, "voice": "...", "licence": "...",
                     "sentences": {KEY: {"text": "...", "file": "KEY.wav", "sha256": "...", "ms": 2140,
                                         "marks": [[start, end, ms], ...]}}}
    KEY.wav         any format of libsndfile: WAV, FLAC, Ogg Opus ...

KEY is `key_of(text)`. `marks` (which characters sound when) may be left out, as a human reader's are; they are then
spread evenly. A sentence that is not there, or whose file is not the one the manifest names, is synthesised.
"""

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
import soundfile  # type: ignore[import-untyped]
import soxr  # type: ignore[import-untyped]
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voice.rendering import BYTES_PER_SAMPLE, SAMPLE_RATE, CharMark, SilentVoice, Utterance, Voice
from voice.tempo import stretch

MANIFEST = "manifest.json"
SPEECH_DBFS = -17.0
"""How loud espeak-ng speaks at full volume (measured); recordings are brought to it, so that one level serves both."""

_JOIN_MS = 250
_SILENCE = 1e-6
"""Below the last bit of a sample there is nothing to make louder."""
_QUIET = 0.1
"""Parts softer than this share of the loudest 20 ms are pauses and do not count for loudness."""


class PackBroken(ValueError):
    """The folder has no manifest that can be used; the text says why, in Chinese, for a technician."""


class Recording(BaseModel):
    """One sentence and its file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1)
    file: str = Field(pattern=r"^[0-9A-Za-z_-]+\.[0-9a-z]+$")
    """A plain name in the pack's own folder."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    ms: int = Field(gt=0)
    marks: list[tuple[int, int, int]] = []


class Manifest(BaseModel):
    """What a pack says of itself."""

    model_config = ConfigDict(extra="forbid")

    format: int = Field(default=1, ge=1, le=1)
    voice: str
    """Who or what speaks."""
    licence: str
    sentences: dict[str, Recording] = {}


@dataclass(frozen=True, slots=True)
class Pack:
    """An opened pack; files are read and checked only when they are spoken."""

    folder: Path
    manifest: Manifest


def key_of(sentence: str) -> str:
    """The name of a sentence: 32 hexadecimal digits of its text's hash."""
    return sha256(normalize("NFC", sentence).encode()).hexdigest()[:32]


def sentences_of(text: str) -> tuple[str, ...]:
    """A text cut after its sentence marks; every sentence is one entry of a pack."""
    return tuple(piece for piece in re.findall(r"[^。！？；]+[。！？；]*", text) if piece.strip(" \n。！？；"))


def open_pack(folder: Path) -> Pack:
    """Raises PackBroken when there is no manifest or it cannot be used."""
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except OSError:
        raise PackBroken(f"{folder} 里没有能读的 {MANIFEST}。") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise PackBroken(f"{folder / MANIFEST} 第一处不对：{'.'.join(map(str, first['loc']))}。") from None
    for key, recording in manifest.sentences.items():
        if key_of(recording.text) != key:
            raise PackBroken(f"{folder / MANIFEST} 里 {key} 和它的句子对不上。")
    return Pack(folder, manifest)


def save_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it whole or not at all."""
    beside = folder / f"{MANIFEST}.part"
    beside.write_text(json.dumps(manifest.model_dump(), ensure_ascii=False, indent=1), encoding="utf-8")
    beside.replace(folder / MANIFEST)


class PackVoice:
    """A pack before a synthesiser.

    on_damaged: told the key of a sentence whose file is missing, changed or unreadable, once each.
    """

    def __init__(self, pack: Pack, otherwise: Voice, on_damaged: Callable[[str], None]) -> None:
        self._pack = pack
        self._otherwise = otherwise
        self._on_damaged = on_damaged
        self._damaged: set[str] = set()

    def render(self, sentence: str, rate: int) -> Utterance:
        pieces = sentences_of(sentence)
        if not any(key_of(piece) in self._pack.manifest.sentences for piece in pieces):
            return self._otherwise.render(sentence, rate)
        pcm, marks, at = b"", list[CharMark](), 0
        for piece in pieces:
            start = sentence.index(piece, at)
            pcm += bytes(_samples(_JOIN_MS)) if pcm else b""
            ms = len(pcm) * 1000 // (SAMPLE_RATE * BYTES_PER_SAMPLE)
            said = self._prepared(piece, rate) or self._otherwise.render(piece, rate)
            marks += [CharMark(mark.start + start, mark.end + start, mark.ms + ms) for mark in said.marks]
            pcm += said.pcm
            at = start + len(piece)
        return Utterance(pcm, tuple(marks))

    def _prepared(self, sentence: str, rate: int) -> Utterance | None:
        key = key_of(sentence)
        recording = self._pack.manifest.sentences.get(key)
        if recording is None or key in self._damaged:
            return None
        samples = read_recording(self._pack.folder / recording.file, recording.sha256)
        if samples is None:
            self._damaged.add(key)
            self._on_damaged(key)
            return None
        stretched = stretch(samples, 100 / rate)
        if stretched is None:
            return None
        pcm = (stretched * 32767).astype("<i2").tobytes()
        return Utterance(pcm, _marks(recording, len(stretched), rate))


def read_recording(path: Path, digest: str = "") -> npt.NDArray[np.float32] | None:
    """Mono samples at SAMPLE_RATE and SPEECH_DBFS; None when the file is missing, unreadable or not of that digest."""
    try:
        content = path.read_bytes()
        if digest and sha256(content).hexdigest() != digest:
            return None
        samples, rate = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError):
        return None
    mono = samples.mean(axis=1)
    mono = mono if rate == SAMPLE_RATE else soxr.resample(mono, rate, SAMPLE_RATE)
    return levelled(mono) if len(mono) else None


def levelled(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """As loud as the synthesiser, by its voiced parts, and never clipped."""
    frame = SAMPLE_RATE // 50
    whole = samples[: len(samples) // frame * frame].reshape(-1, frame) if len(samples) >= frame else samples[None]
    loud = np.sqrt((whole.astype(np.float64) ** 2).mean(axis=1))
    if loud.max(initial=0.0) < _SILENCE:
        return samples
    voiced = float(np.sqrt((loud[loud > _QUIET * loud.max()] ** 2).mean()))
    factor = min(10 ** (SPEECH_DBFS / 20) / voiced, 1.0 / float(np.abs(samples).max()))
    return (samples * factor).astype(np.float32)


def _samples(ms: int) -> int:
    return SAMPLE_RATE * ms // 1000 * BYTES_PER_SAMPLE


def _marks(recording: Recording, length: int, rate: int) -> tuple[CharMark, ...]:
    """The recorded marks at this rate; for a reader who left none, spread evenly over the time it takes."""
    if recording.marks:
        return tuple(CharMark(start, end, ms * 100 // rate) for start, end, ms in recording.marks)
    even = SilentVoice().render(recording.text, 100)
    share = length * BYTES_PER_SAMPLE / max(1, len(even.pcm))
    return tuple(CharMark(mark.start, mark.end, round(mark.ms * share)) for mark in even.marks)
