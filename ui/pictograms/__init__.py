"""Pictograms drawn for this project: names, recoloured SVG, and the image provider for QML."""

from ui.pictograms.drawing import FILL, GENERIC, INK, UnknownPictogram, pictogram_names, pictogram_svg
from ui.pictograms.provider import PROVIDER_ID, PictogramProvider, render

__all__ = [
    "FILL",
    "GENERIC",
    "INK",
    "PROVIDER_ID",
    "PictogramProvider",
    "UnknownPictogram",
    "pictogram_names",
    "pictogram_svg",
    "render",
]
