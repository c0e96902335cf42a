"""Which of the labelled sentences may be looked at while the guide is made, and which only measure it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.dialogue.sayings import Kind, Saying, read, sayings

LOOKS = Path(__file__).parent
"""Where second_look.txt and third_look.txt are."""
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
    """Written before the guide was worked on again, its errors not read to tune by; nobody is ever taught them."""


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
    own = [Labelled(one, _part(one)) for one in sayings()]
    known = {one.text for one in own}
    looks = (Labelled(one, part) for part in (Part.SECOND, Part.THIRD) for one in _look(part))
    return (*own, *(one for one in looks if one.text not in known))


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
