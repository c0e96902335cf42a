"""A paper slip as a value: what it says, not how a printer says it.

The session composes it, the receipt printer encodes it to ESC/POS, the screen and the demonstration draw it.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SlipText:
    """A run of text; the printer wraps it to the paper's width."""

    text: str
    size: Literal[1, 2, 3] = 2
    """1: note, 2: body (the default is already large), 3: numbers and headings."""
    bold: bool = False
    align: Literal["left", "centre"] = "left"


@dataclass(frozen=True, slots=True)
class SlipFact:
    """A name and its value, on one line where they fit and on two where they do not."""

    label: str
    value: str


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
