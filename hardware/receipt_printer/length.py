"""How much paper a slip takes, for knowing when a roll will end."""

from hardware.receipt_printer import raster
from hardware.receipt_printer.layout import (
    RULE_ROWS,
    Band,
    DrawnBand,
    GapBand,
    QrBand,
    RuleBand,
    TextBand,
    lay_out,
    line_rows,
)
from hardware.receipt_printer.types import Profile
from kiosk.core.slip import Slip

DOTS_PER_MM = 8
TO_CUTTER_DOTS = 96
"""Fed after the last line so that it can be cut off: 12 mm."""


def slip_mm(slip: Slip, profile: Profile) -> int:
    """Millimetres of paper, the feed to the cutter included."""
    dots = sum(_rows(band, profile) for band in lay_out(slip, profile, reprint=False))
    return round((dots + TO_CUTTER_DOTS) / DOTS_PER_MM)


def _rows(band: Band, profile: Profile) -> int:
    match band:
        case TextBand(size=size) | DrawnBand(size=size):
            return line_rows(size)
        case RuleBand():
            return RULE_ROWS
        case GapBand(dots=dots):
            return dots
        case QrBand(data=data):
            matrix = raster.qr_modules(data)
            return len(matrix) * raster.qr_module_dots(len(matrix), profile.width)
