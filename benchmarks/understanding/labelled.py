"""Which of the labelled sentences may be looked at while the guide is made, and which only measure it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from benchmarks.understanding.sayings import Kind, Saying, read, sayings

LOOKS = Path(__file__).parent
"""Where second_look.txt and those after it are."""
TAUGHT = ("domain.txt", "taught_")
"""Files only ever taught: the catalogue was written from the one, the others were written to teach."""
SEED = "2026-11"
"""Of the split; changing it makes another held-out half."""


class Part(StrEnum):
    """What a sentence may be used for."""

    TRAIN = "train"
    """Looked at while the guide is made."""
    HELD_OUT = "held-out"
    """Never looked at for tuning; half, by hash. They are asked of a guide that was not taught them."""
    SECOND = "second-look"
    """Written late and blind, when the guide was done; nobody is ever taught them."""
    THIRD = "third-look"
    """Written before the second round of work and its errors read in the third; nobody is ever taught these."""
    FOURTH = "fourth-look"
    """Written before the third round of work and its errors read in the fourth; nobody is ever taught these."""
    FIFTH = "fifth-look"
    """Written before the fifth round by somebody who saw nothing of the guide; its errors are read by nobody."""


LOOK_PARTS = (Part.SECOND, Part.THIRD, Part.FOURTH, Part.FIFTH)
"""Asked of the guide as it ships."""


@dataclass(frozen=True, slots=True)
class Labelled:
    saying: Saying
    part: Part

    @property
    def text(self) -> str:
        return self.saying.text

    @property
    def kind(self) -> Kind:
        return self.saying.kind

    @property
    def ids(self) -> tuple[str, ...]:
        return self.saying.ids

    @property
    def where(self) -> str:
        return self.saying.where


def labelled() -> tuple[Labelled, ...]:
    """Every sentence with its part."""
    found = {one.text: Labelled(one, _part(one)) for one in sayings()}
    for part in LOOK_PARTS:
        for one in _look(part):
            found.setdefault(one.text, Labelled(one, part))
    return tuple(found.values())


def _look(part: Part) -> Iterator[Saying]:
    file = LOOKS / f"{part.replace('-', '_')}.txt"
    return read(file.name, file.read_text(encoding="utf-8"))


def half(one: Saying, salt: str = "") -> bool:
    """One of two halves, by hash, the same on every machine."""
    return hashlib.sha256(f"{SEED}{salt} {one.text}".encode()).digest()[0] % 2 == 1


def _part(one: Saying) -> Part:
    if one.where.startswith(TAUGHT):
        return Part.TRAIN
    return Part.HELD_OUT if half(one) else Part.TRAIN
