"""What real vosk makes of the labelled sentences when they are said aloud: `python -m benchmarks.understanding.hear`.

Every fourth sentence, by hash, is read by espeak-ng in one of its voices, in a quiet hall or with pink noise or babble
20 dB below, heard by the shipped model through the ear's own pipeline as on the home page, and kept in heard.tsv:
sentence, hall, hypotheses best first. The model is small and weak on open speech (voice/models/test-cn/README.md), so
this is the worst that may reach the guide, not what an official model would hand over.
"""

import hashlib
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.synthetic_speech import VOICES, babble, mixed, pcm, pink, silence, speech
from benchmarks.understanding.labelled import Labelled, labelled
from kiosk.core.hearing import Hypothesis, Utterance
from voice.attention import Attention
from voice.model import SHIPPED
from voice.recogniser import Recogniser

HEARD = Path(__file__).with_name("heard.tsv")
HALLS = ("quiet", "pink", "babble")
_SNR_DB = 20.0


@cache
def heard() -> Mapping[str, Utterance]:
    """By sentence; a sentence of which not one word was heard is not here, for the ear itself says 没听清."""
    rows = (line.split("\t") for line in HEARD.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {
        text: Utterance(tuple(Hypothesis(each) for each in found.split("|"))) for text, _, found in rows if found
    }  # fmt: skip


def said_aloud(sentences: Iterable[Labelled]) -> list[Labelled]:
    """The fourth of them that is said."""
    return [one for one in sentences if _digest(one.text)[1] % 4 == 0]


def main() -> int:
    """Say and hear them all, and write heard.tsv."""
    from kiosk.app.listening import home_expectation

    reports: list[dict[str, Any]] = []
    attention = Attention(Recogniser(SHIPPED), reports.append, patience_s=15, longest_s=30)
    expect = home_expectation()
    noises = {"pink": pink(30, 1), "babble": babble(30, 2)}
    lines = ["# sentence, hall, hypotheses as real vosk gave them; made by benchmarks.understanding.hear"]
    for one in said_aloud(labelled()):
        digest = _digest(one.text)
        hall = HALLS[digest[2] % len(HALLS)]
        sound = np.concatenate([silence(1), speech(one.text, VOICES[digest[3] % len(VOICES)], 140), silence(2.5)])
        if hall in noises:
            sound = mixed(sound, noises[hall], _SNR_DB)
        raw = pcm(sound)
        reports.clear()
        attention.listen(1, expect)
        for at in range(0, len(raw), 3200):
            attention.hear(raw[at : at + 3200])
        attention.end_of_sound()
        found = next((report["heard"] for report in reports if "heard" in report), [])
        lines.append(f"{one.text}\t{hall}\t{'|'.join(text for text, _ in found)}")
    HEARD.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def _digest(text: str) -> bytes:
    return hashlib.sha256(f"aloud {text}".encode()).digest()


if __name__ == "__main__":
    sys.exit(main())
