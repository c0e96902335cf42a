"""A document camera (高拍仪): papers are found, straightened and judged on the spot; only what can be read is kept."""

from hardware.scanner.driver import BadUri, Scanner, open_scanner
from hardware.scanner.frames import FrameSource, open_source
from hardware.scanner.glance import glance, still
from hardware.scanner.types import (
    DOUBT_SAYS,
    Corners,
    Doubt,
    Kind,
    Look,
    NotClear,
    Photo,
    Photographed,
    ScannerFailed,
    ShotOutcome,
    Timings,
)

__all__ = [
    "DOUBT_SAYS",
    "BadUri",
    "Corners",
    "Doubt",
    "FrameSource",
    "Kind",
    "Look",
    "NotClear",
    "Photo",
    "Photographed",
    "Scanner",
    "ScannerFailed",
    "ShotOutcome",
    "Timings",
    "glance",
    "open_scanner",
    "open_source",
    "still",
]
