"""Sentences put together from patterns, only ever taught: `patterns/*.txt`.

Under a head as in said/ (or `[doubt ID]`, a known ambiguity) one pattern a line: (a|b|) is one of these or nothing,
<name> one of the words of the line `<name> = a|b`. Of each pattern some sentences are drawn, the same every time. What
would be nearly a sentence the guide is measured by is left out.
"""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from benchmarks.understanding.labelled import Part, labelled

PATTERNS = Path(__file__).with_name("patterns")
EACH = 16
"""Sentences drawn of a pattern, fewer where there are fewer."""
NEARLY_THE_SAME = 75.0
"""Likeness in percent, by characters, to a sentence of the held-out half or of the looks."""

_HEAD = re.compile(r"\[(\w+)((?: \w+)?)\]")
_CHOICE = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Composed:
    text: str
    kind: str
    """A `Kind`, or doubt."""
    id: str
    """Of a matter, a danger or a known ambiguity; "" for none."""


@cache
def composed() -> tuple[Composed, ...]:
    """Every sentence drawn, each once, where it comes first."""
    found: dict[str, Composed] = {}
    for file in sorted(PATTERNS.glob("*.txt")):
        for one in drawn(file.name, file.read_text(encoding="utf-8")):
            found.setdefault(one.text, one)
    # The fifth look was written beside the patterns; what of it they have by chance stays in both, and is told.
    measured = [one.text for one in labelled() if one.part not in (Part.TRAIN, Part.FIFTH)]
    alike = process.cdist(list(found), measured, scorer=fuzz.ratio, score_cutoff=NEARLY_THE_SAME).any(axis=1)
    return tuple(one for one, near in zip(found.values(), alike, strict=True) if not near)


def drawn(name: str, content: str) -> Iterator[Composed]:
    """The sentences of one file; ValueError names a line that cannot be read."""
    words: dict[str, str] = {}
    head: re.Match[str] | None = None
    for number, line in enumerate(content.splitlines(), start=1):
        where = f"{name}:{number}"
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        if pattern.startswith("["):
            head = _HEAD.fullmatch(pattern)
            if head is None:
                raise ValueError(f"{where}: {pattern} is no head")
        elif " = " in pattern:
            slot, _, said = pattern.partition(" = ")
            words[slot.strip("<>")] = said
        elif head is None:
            raise ValueError(f"{where}: a pattern before any head")
        else:
            for text in _draw(pattern, words, where):
                yield Composed(text, head[1], head[2].strip())


def _draw(pattern: str, words: Mapping[str, str], where: str) -> list[str]:
    chance = random.Random(f"{pattern}")
    found: dict[str, None] = {}
    for _ in range(EACH * 3):
        text = pattern
        while (slot := _SLOT.search(text)) is not None:
            if slot[1] not in words:
                raise ValueError(f"{where}: nothing is known of <{slot[1]}>")
            inside = text.count("(", 0, slot.start()) > text.count(")", 0, slot.start())
            picked = chance.choice(words[slot[1]].split("|")) if inside else f"({words[slot[1]]})"
            text = text[: slot.start()] + picked + text[slot.end() :]
        while _CHOICE.search(text):
            text = _CHOICE.sub(lambda match: chance.choice(match[1].split("|")), text)
        if set("()|<>") & set(text):
            raise ValueError(f"{where}: {pattern} does not come out even")
        found.setdefault(text)
    return list(found)[:EACH]
