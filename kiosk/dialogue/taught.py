"""What a sentence is about, learned from sentences whose meaning is known: a linear model over characters and sounds.

Features are runs of one to three characters, runs of one to three syllables and syllables one apart, so that a wrong
character of the right sound loses only half. Each is hashed to a row of a table of small whole numbers, one column a
class; the rows of a sentence are added up. `benchmarks.understanding.teach` makes the table, `data/taught.bin` has it:
a line of JSON (classes, scale, what it was taught from), then the rows, deflated.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp, sqrt
from zlib import compress, crc32, decompress

from kiosk.dialogue.sound import sound

ROWS = 1 << 16
"""Of a table that is made now: fewer, and what was taught of different words runs together."""
NO_MATTER = ""
"""The class of sentences that are about no matter."""
ASKING = "asking"
"""Not a class but a chance by itself: that something is asked about a matter, against that it is wanted."""
DANGER, DOUBT, LEAVE, COMMAND, HUMAN = "!", "?", "leave", "act", "38"
"""A danger is !gas, a known ambiguity ?card_lost, any other one ?; the other classes are ids
of matters: 38 is a person's help."""


@dataclass(frozen=True, slots=True)
class Taught:
    """Chances of each class for a sentence. Immutable."""

    classes: tuple[str, ...]
    scale: float
    """One step of the table in log odds."""
    rows: bytes
    """For each row one signed byte for each class."""
    digest: str = ""
    """Of the sentences it was taught."""

    def chances(self, text: str) -> Mapping[str, float]:
        """Of every class, together 1, and of ASKING apart; {} when nothing was said. text: a core sentence."""
        if not text:
            return {}
        wide = len(self.classes)
        table = memoryview(self.rows).cast("b")
        hashed = features(text, len(self.rows) // wide)
        rows = [table[at * wide : at * wide + wide] for at in hashed]
        unit = self.scale / sqrt(len(hashed))
        logits = [unit * sum(column) for column in zip(*rows, strict=True)]
        asking = {ASKING: 1 / (1 + exp(-logits.pop()))} if self.classes[-1] == ASKING else {}
        most = max(logits)
        odds = [exp(logit - most) for logit in logits]
        total = sum(odds)
        return {name: each / total for name, each in zip(self.classes, odds, strict=False)} | asking


def features(text: str, rows: int = ROWS) -> list[int]:
    """Rows, of so many, that a sentence has in the table, each once, in order."""
    heard = sound(text)
    syllables = [heard[i : i + 2] for i in range(0, len(heard), 2)]
    edged = f"^{text}$"
    named = {
        *text,
        *(edged[i : i + 2] for i in range(len(edged) - 1)),
        *(text[i : i + 3] for i in range(len(text) - 2)),
        *(f"~{one}" for one in syllables),
        *(f"~{a}{b}" for a, b in pairwise(syllables)),
        *(f"~{a}{b}{c}" for a, b, c in zip(syllables, syllables[1:], syllables[2:], strict=False)),
        *(f"~{a}*{b}" for a, b in zip(syllables, syllables[2:], strict=False)),
    }
    return sorted({crc32(name.encode()) % rows for name in named})


@cache
def shipped() -> Taught:
    """The table that comes with the program."""
    return from_bytes(files("kiosk.dialogue").joinpath("data", "taught.bin").read_bytes())


def from_bytes(content: bytes) -> Taught:
    head, _, rows = content.partition(b"\n")
    told = json.loads(head)
    return Taught(tuple(told["classes"]), told["scale"], decompress(rows), told["digest"])


def to_bytes(taught: Taught) -> bytes:
    head = {"classes": taught.classes, "scale": taught.scale, "digest": taught.digest}
    return json.dumps(head).encode() + b"\n" + compress(taught.rows, 9)
