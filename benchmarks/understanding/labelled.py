"""Sentences as residents say them, each with what is meant.

A file of `phrasings/` holds one sentence a line under heads:

    [offer 13 12]     means matter 13; 12 would serve her too
    [ask 02 37]       may mean several matters: one of these must be among what is asked back (none named: any)
    [vague 04]        without a page before it nobody can know; 04 or doubt are right, any other matter is wrong
    [answer 12]       a question about matter 12
    [emergency gas]   a `Danger`
    [calm 29]         has an emergency's words and is none; may mean matter 29
    [human] [leave] [act]      wants a person, wants to stop, a command of every page
    [none 33]         no matter of this terminal; a person, a question back and 没听懂 are right, and 33 does no harm
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

PHRASINGS = Path(__file__).with_name("phrasings")
SEED = "2026-11"
"""Of the split; changing it makes another held-out half."""


class Kind(StrEnum):
    OFFER = "offer"
    ASK = "ask"
    VAGUE = "vague"
    ANSWER = "answer"
    EMERGENCY = "emergency"
    CALM = "calm"
    HUMAN = "human"
    LEAVE = "leave"
    ACT = "act"
    NONE = "none"


class Part(StrEnum):
    """What a sentence may be used for."""

    TRAIN = "train"
    """Looked at while the matcher is made."""
    HELD_OUT = "held-out"
    """Never looked at for tuning; half of the sentences, by hash."""
    SECOND = "second-look"
    """Written late and blind, when the matcher was done."""


@dataclass(frozen=True, slots=True)
class Labelled:
    text: str
    kind: Kind
    ids: tuple[str, ...]
    """Matter ids, or the one `Danger` of an emergency; see the module."""
    part: Part
    where: str
    """own_matters.txt:12"""


HEAD = re.compile(r"\[(\w+)((?: \w+)*)\]")


def labelled() -> tuple[Labelled, ...]:
    """Every sentence of every file; ValueError names a line that is neither head nor sentence."""
    found: dict[str, Labelled] = {}
    for path in sorted(PHRASINGS.glob("*.txt")):
        for one in _read(path):
            found.setdefault(one.text, one)  # a sentence written twice counts once, where it comes first
    return tuple(found.values())


def _read(path: Path) -> Iterator[Labelled]:
    kind: Kind | None = None
    ids: tuple[str, ...] = ()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        where = f"{path.name}:{number}"
        if not text or text.startswith("#"):
            continue
        if text.startswith("["):
            head = HEAD.fullmatch(text)
            if head is None:
                raise ValueError(f"{where}: {text} is no head")
            kind, ids = Kind(head[1]), tuple(head[2].split())
            continue
        if kind is None:
            raise ValueError(f"{where}: a sentence before any head")
        yield Labelled(text, kind, ids, _part(path, text), where)


def _part(path: Path, text: str) -> Part:
    if path.name.startswith("second"):
        return Part.SECOND
    if path.name == "domain.txt":  # the catalogue was written from these
        return Part.TRAIN
    digest = hashlib.sha256(f"{SEED} {text}".encode()).digest()
    return Part.HELD_OUT if digest[0] % 2 else Part.TRAIN
