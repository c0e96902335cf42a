"""The project's own pictograms: one small SVG master each, recoloured from two inks.

A master is drawn on a 48-unit grid with 3-unit round strokes, using exactly two colours: INK for every line and
solid mark, FILL for the tint behind it. Meaning never depends on either: each shape reads in ink alone.
"""

import re
from functools import cache
from importlib.resources import files

INK = "#1a1a1a"
FILL = "#c9dcff"
GENERIC = "generic"
"""Stands in at run time for a name nobody drew; obvious to staff, harmless to a resident (the label is beside it)."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}|none")


class UnknownPictogram(KeyError):
    """No master of that name is drawn."""


@cache
def pictogram_names() -> frozenset[str]:
    """Every name that can be asked for."""
    return frozenset(
        entry.name.removesuffix(".svg") for entry in files(__package__).iterdir() if entry.name.endswith(".svg")
    )


@cache
def _master(name: str) -> str:
    if name not in pictogram_names():
        raise UnknownPictogram(name)
    return files(__package__).joinpath(f"{name}.svg").read_text(encoding="ascii")


def pictogram_svg(name: str, ink: str = INK, fill: str = FILL) -> bytes:
    """One pictogram in the page's colours, as SVG Tiny 1.2 bytes.

    ink, fill: "#rrggbb", or "none" for no tint. Raises UnknownPictogram for a name nobody drew, ValueError for a
    colour written otherwise.
    """
    for colour in (ink, fill):
        if not _COLOUR.fullmatch(colour):
            raise ValueError(f"not a colour: {colour!r}")
    inks = {INK: ink, FILL: fill}
    return re.sub(f"{INK}|{FILL}", lambda found: inks[found.group()], _master(name)).encode("ascii")
