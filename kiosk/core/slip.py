"""A paper slip as a value: what it says, not how a printer says it.

The session composes it, the receipt printer encodes it to ESC/POS, the screen and the demonstration draw it.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from kiosk.core.words import Words


@dataclass(frozen=True, slots=True)
class SlipText:
    """A run of text; the printer wraps it to the paper's width."""

    text: str
    size: Literal[1, 2, 3] = 2
    """1: note, 2: body (the default is already large), 3: numbers and headings."""
    bold: bool = False
    align: Literal["left", "centre"] = "left"
    said: Words = field(default=Words(), repr=False)
    """How its owner hears it, with what is private marked; empty: as it is printed."""


@dataclass(frozen=True, slots=True)
class SlipFact:
    """A name and its value, on one line where they fit and on two where they do not."""

    label: str
    value: str
    said: Words = field(default=Words(), repr=False)
    """How its owner hears the value, whole where the paper masks it; empty: as it is printed."""


@dataclass(frozen=True, slots=True)
class SlipRule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class SlipQr:
    """A QR code, centred, with its words below so that it is never the only way."""

    data: str
    caption: str


SlipLine = SlipText | SlipFact | SlipRule | SlipQr


@dataclass(frozen=True, slots=True)
class Slip:
    """One piece of paper for the resident to keep."""

    job_id: str
    """Printing the same job id again after a confirmed print does nothing; after an unconfirmed one it is a
    reprint and says so."""
    lines: tuple[SlipLine, ...]

    def on_paper(self) -> "Slip":
        """What a printer gets: nothing of what is only said."""
        return replace(self, lines=tuple(_printed(line) for line in self.lines))


def _printed(line: SlipLine) -> SlipLine:
    return replace(line, said=Words()) if isinstance(line, SlipText | SlipFact) else line
