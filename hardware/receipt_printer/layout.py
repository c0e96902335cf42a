"""A slip laid out on paper of a width: which lines, how large, how far apart, in the printer's font or drawn. Pure.

The grid is a printer's: a Chinese character is 24 dots square (3 mm), an ASCII one 12 by 24, times the size. Body text
is size 2, 6 mm high: 8 characters across 58 mm paper, 12 across 80 mm.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import assert_never

from hardware.receipt_printer.types import Profile, TextMode
from kiosk.core.slip import Slip, SlipFact, SlipLine, SlipQr, SlipRule, SlipText

CELL = 24
"""Dots of one Chinese character at size 1, both ways; half of it is a column."""
LEAST_LINE = 34
"""A printed line at least advances 1/6 inch, which is 34 dots."""
RULE_ROWS = 3


@dataclass(frozen=True, slots=True)
class Span:
    """A run of one weight within a line."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class TextBand:
    """A line every character of which the printer has in its own font."""

    spans: tuple[Span, ...]
    size: int
    centre: bool = False

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class DrawnBand:
    """A line that must be drawn, because the printer lacks a character of it."""

    spans: tuple[Span, ...]
    size: int
    centre: bool = False

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class RuleBand:
    """A line across the paper, RULE_ROWS high."""


@dataclass(frozen=True, slots=True)
class QrBand:
    """A QR code, centred."""

    data: str


@dataclass(frozen=True, slots=True)
class GapBand:
    """Empty paper."""

    dots: int


Band = TextBand | DrawnBand | RuleBand | QrBand | GapBand

REPRINT_HEAD: tuple[SlipLine, ...] = (
    SlipText("重打", 3, True, "centre"),
    SlipText("与前一张内容相同", 2, False, "centre"),
    SlipRule(),
)
"""So that two papers in one hand are never taken for two matters."""

MISSING = "〓"
"""Stands for a character nobody can draw; the mark Chinese and Japanese printers use for a missing one."""

_ACCENTED = re.compile("[A-Za-z][\u0300-\u036f]+")
"""Composed only in Latin words: composing Chinese text would replace compatibility characters in names."""

_AFTER_LINE = {1: 2, 2: 10, 3: 12}
_AFTER_PARAGRAPH = {1: 8, 2: 20, 3: 22}


def lay_out(slip: Slip, profile: Profile, *, reprint: bool = False) -> tuple[Band, ...]:
    """The bands of a slip from top to bottom, without the cut."""
    bands: list[Band] = []
    for line in (REPRINT_HEAD if reprint else ()) + slip.lines:
        match line:
            case SlipText():
                rows = wrap(line.text, columns(profile, line.size))
                spans = [(Span(row, line.bold),) for row in rows]
                bands += _paragraph(spans, line.size, line.align == "centre", profile)
            case SlipFact():
                bands += _paragraph(_fact(line, columns(profile, 2)), 2, False, profile)
            case SlipRule():
                bands += [GapBand(6), RuleBand(), GapBand(22)]
            case SlipQr():
                caption = [(Span(row, False),) for row in wrap(line.caption, columns(profile, 2))]
                bands += [GapBand(12), QrBand(line.data), GapBand(18), *_paragraph(caption, 2, True, profile)]
            case _:
                assert_never(line)
    return tuple(bands)


def columns(profile: Profile, size: int) -> int:
    """How many ASCII characters fit across."""
    return profile.width // (CELL // 2 * size)


def line_rows(size: int) -> int:
    """Height of one printed line in dots."""
    return max(CELL * size, LEAST_LINE)


def has(mode: TextMode, text: str) -> bool:
    """Whether the printer's own font has every character. Four-byte characters of GB18030 it never has."""
    if mode is TextMode.RASTER:
        return False
    try:
        text.encode(mode.value)
    except UnicodeEncodeError:
        return False
    return True


def clean(text: str) -> str:
    """Text without anything a printer would take as a command or could not show.

    Line ends stay; other control characters become spaces; invisible format characters and variation selectors go;
    half a surrogate pair shows as 〓, the mark for a character that is missing.
    """
    kept: list[str] = []
    for char in _ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text.replace("\r\n", "\n")):
        match unicodedata.category(char):
            case _ if char in "\n\u3000":
                kept.append(char)
            case "Cc" | "Zl" | "Zp" | "Zs":
                kept.append(" ")
            case "Cf" | "Mn" | "Me":
                continue
            case "Cs":
                kept.append(MISSING)
            case _:
                kept.append(char)
    return "".join(kept)


def span_columns(text: str) -> int:
    """Width of text in columns: one for ASCII, two for all else."""
    return sum(1 if char.isascii() else 2 for char in text)


_CLOSING = "，。、；：！？）》」』】〕”’…％,.;:!?)%"
_OPENING = "（《「『【〔“‘(￥"
_UNIT = re.compile(
    rf" +|[{re.escape(_OPENING)}]*(?:[!-~]+?(?:-+|(?=[^!-~])|$)|[^ ])?[{re.escape(_CLOSING)}]*",
)


def wrap(text: str, across: int) -> tuple[str, ...]:
    """Break text into lines of at most `across` columns, at least 2; an empty text has no lines.

    Numbers and words stay whole where they fit and break after a hyphen; closing marks do not begin a line, opening
    ones do not end one; a last line of one character gets company.
    """
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        lines += _fill(_units(paragraph.strip(" "), across), across)
    return tuple(lines)


def _units(text: str, across: int) -> list[str]:
    """Pieces that stay together, none wider than the line."""
    units: list[str] = []
    for unit in _UNIT.findall(text):
        piece = ""
        for char in unit:
            if span_columns(piece + char) > across:
                units.append(piece)
                piece = ""
            piece += char
        if piece:
            units.append(piece)
    return units


def _fill(units: Iterable[str], across: int) -> list[str]:
    rows: list[list[str]] = []
    used = across + 1
    for unit in units:
        width = span_columns(unit)
        if used + width <= across:
            rows[-1].append(unit)
            used += width
        elif unit.strip(" "):
            rows.append([unit])
            used = width
        else:
            used = across + 1  # a space that does not fit is the break itself
    for before, after in pairwise(rows[-2:]):
        lonely = span_columns("".join(after)) <= 2
        if lonely and len(before) >= 4 and before[-1].strip(" ") and span_columns(before[-1]) <= across - 2:
            after.insert(0, before.pop())
    return ["".join(row).strip(" ") for row in rows]


def _fact(fact: SlipFact, across: int) -> Sequence[tuple[Span, ...]]:
    label = clean(fact.label).replace("\n", " ").strip().rstrip("：:") + "："
    value = clean(fact.value).strip()
    if "\n" not in value and span_columns(label + value) <= across:
        return [(Span(label), Span(value, True))]
    return [(Span(row),) for row in wrap(label, across)] + [(Span(row, True),) for row in wrap(value, across)]


def _paragraph(rows: Sequence[tuple[Span, ...]], size: int, centre: bool, profile: Profile) -> list[Band]:
    bands: list[Band] = []
    for number, spans in enumerate(rows, 1):
        text = "".join(span.text for span in spans)
        kind = TextBand if has(profile.text, text) else DrawnBand
        bands.append(kind(spans, size, centre))
        bands.append(GapBand((_AFTER_LINE if number < len(rows) else _AFTER_PARAGRAPH)[size]))
    return bands
