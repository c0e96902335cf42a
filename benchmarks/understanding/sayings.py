"""Sentences as residents say them, each with what is meant: what the guide is taught by, and measured by.

A file of said/ holds one sentence a line under heads:

    [offer 13 12]     means matter 13; 12 would serve her too
    [ask 02 37]       may mean several matters: one of these must be among what is asked back (none named: any)
    [vague 04]        without a page before it nobody can know; 04 or doubt are right, any other matter is wrong
    [answer 12]       a question about matter 12
    [emergency gas]   a `Danger`
    [calm 29]         has an emergency's words and is none; may mean matter 29
    [human] [leave] [act]      wants a person, wants to stop, a command of every page
    [none 33]         no matter of this terminal; a person, a question back and 没听懂 are right, and 33 does no harm
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path


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


@dataclass(frozen=True, slots=True)
class Saying:
    text: str
    kind: Kind
    ids: tuple[str, ...]
    """Matter ids, or the one `Danger` of an emergency; see the module."""
    where: str
    """own_matters.txt:12"""


_HEAD = re.compile(r"\[(\w+)((?: \w+)*)\]")


@cache
def sayings() -> tuple[Saying, ...]:
    """Every sentence of said/, each once, where it comes first."""
    found: dict[str, Saying] = {}
    folder = Path(__file__).with_name("said")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        for one in read(file.name, file.read_text("utf-8")):
            found.setdefault(one.text, one)
    return tuple(found.values())


def read(name: str, content: str) -> Iterator[Saying]:
    """The sentences of one file; ValueError names a line that is neither head nor sentence."""
    kind: Kind | None = None
    ids: tuple[str, ...] = ()
    for number, line in enumerate(content.splitlines(), start=1):
        text = line.strip()
        where = f"{name}:{number}"
        if not text or text.startswith("#"):
            continue
        if text.startswith("["):
            head = _HEAD.fullmatch(text)
            if head is None:
                raise ValueError(f"{where}: {text} is no head")
            kind, ids = Kind(head[1]), tuple(head[2].split())
            continue
        if kind is None:
            raise ValueError(f"{where}: a sentence before any head")
        yield Saying(text, kind, ids, where)
