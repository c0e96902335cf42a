"""Code reader (QR and bar codes): `open_code_reader(uri, clock)`, `hear(callback)`, and `aim(True)` where wanted.

It hands over text or `Garbled`; what a text means is decided where the catalogue is known.
"""

from hardware.code_reader.cli import read_code
from hardware.code_reader.reader import CodeReader, open_code_reader, parse_code_reader_uri
from hardware.code_reader.types import Garbled, Reading, Scanned
from hardware.link import BadUri

__all__ = [
    "BadUri",
    "CodeReader",
    "Garbled",
    "Reading",
    "Scanned",
    "open_code_reader",
    "parse_code_reader_uri",
    "read_code",
]
