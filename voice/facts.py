"""What a technician wants to know of the terminal's hearing, as plain values for `kiosk doctor`."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voice.model import SHIPPED, ModelMissing, digest, find_model
from voice.play_back import measure, record
from voice.recogniser import Recogniser
from voice.spelling import Spelt


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """The model in use, or why there is none."""

    path: Path | None
    why_not: str
    sha256: str
    shipped: bool
    """It is the small model for tests and demonstrations, not one for the public."""
    rejects: bool
    """It knows [unk], without which strange words become commands."""
    misses: tuple[str, ...]
    """Of the phrases asked about: what can be pressed but not said."""
    respelled: tuple[str, ...]
    """Heard by other characters of the same sound."""


@dataclass(frozen=True, slots=True)
class MicrophoneFacts:
    """What a second of listening brought."""

    present: bool
    loudness_db: float
    """Root mean square in dB of full scale; -120 is digital silence, a quiet hall is -60 to -40."""
    silent: bool
    """Nothing but zeros: muted, broken, or the wrong device."""


def model_facts(phrases: Iterable[str] = (), wish: Path | None = None) -> ModelFacts:
    """Loads the model (up to a second); never raises for one that is missing."""
    try:
        path = find_model(wish)
    except ModelMissing as missing:
        return ModelFacts(None, str(missing), "", shipped=False, rejects=False, misses=(), respelled=())
    recogniser = Recogniser(path)
    spelt = recogniser.speller.spell_all(phrases)
    return ModelFacts(
        path, "", digest(path), path == SHIPPED, recogniser.knows_unknown, spelt.lost, spelt.respelled
    )  # fmt: skip


def vocabulary(phrases: Iterable[str], wish: Path | None = None) -> Spelt:
    """How each phrase is written with the model's words, and which cannot be. Raises ModelMissing."""
    return Recogniser(find_model(wish)).speller.spell_all(phrases)


def microphone_facts(source: str = "auto", seconds: float = 1.0) -> MicrophoneFacts:
    """Listens for a moment; what is heard is measured and thrown away."""
    sound = record(source, seconds)
    if sound is None:
        return MicrophoneFacts(present=False, loudness_db=-120.0, silent=True)
    return MicrophoneFacts(True, measure(sound), not np.any(np.frombuffer(sound, np.int16)))
