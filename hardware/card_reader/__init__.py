"""ID-card reader (SAM interface of GA/T 467): `open_reader(uri, clock).read(timeout_s, on_outcome)`.

Text and photo only; fingerprints are never asked for. A record is whole and checked, or it is not delivered.
"""

from hardware.card_reader.cli import read_card
from hardware.card_reader.reader import CardReader, open_reader, parse_reader_uri
from hardware.card_reader.types import (
    CardFailed,
    CardOutcome,
    CardRead,
    NoCard,
    PhotoDecoder,
    ReaderFailed,
    resident_text,
)
from hardware.link import BadUri

__all__ = [
    "BadUri",
    "CardFailed",
    "CardOutcome",
    "CardRead",
    "CardReader",
    "NoCard",
    "PhotoDecoder",
    "ReaderFailed",
    "open_reader",
    "parse_reader_uri",
    "read_card",
    "resident_text",
]
