"""What reading a card can come to."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.core.faults import TEXTS, Fault
from kiosk.core.outcomes import DeviceState
from kiosk.core.person import IdCard


@dataclass(frozen=True, slots=True)
class CardRead:
    """The card's data, whole and with a right checksum."""

    card: IdCard

    @property
    def name(self) -> str:
        return "read"


@dataclass(frozen=True, slots=True)
class NoCard:
    """Nobody laid a card down in time, or the wait was called off."""

    @property
    def name(self) -> str:
        return "no_card"


@dataclass(frozen=True, slots=True)
class CardFailed:
    """A card was there; a person must do something with it."""

    fault: Fault
    """CARD_MOVED, CARD_UNREADABLE, CARD_WRONG_KIND or CARD_REJECTED."""
    attempts: int

    @property
    def name(self) -> str:
        return str(self.fault)


@dataclass(frozen=True, slots=True)
class ReaderFailed:
    """The reader itself cannot do its work now."""

    fault: Fault
    """READER_ABSENT, READER_SILENT, READER_BROKEN or READER_BUSY."""
    state: DeviceState
    answered: bool = False
    """Whether the device said anything at all while this command ran."""

    @property
    def name(self) -> str:
        return str(self.fault)


CardOutcome = CardRead | NoCard | CardFailed | ReaderFailed
"""Exactly one of these comes out of every read."""

NO_CARD_SAY = "没有读到身份证。请把身份证平放在读卡区。"


def resident_text(outcome: CardOutcome) -> str:
    """What to tell the resident; "" when the card was read."""
    match outcome:
        case CardRead():
            return ""
        case NoCard():
            return NO_CARD_SAY
        case CardFailed(fault=fault) | ReaderFailed(fault=fault):
            return TEXTS[fault].resident


class PhotoDecoder(Protocol):
    """Plug-in point for a vendor's licensed WLT decoder; none is shipped, so photos stay opaque."""

    def decode(self, wlt: bytes) -> bytes:
        """A BMP of 102 x 126 pixels, 24 bits, from the chip's 1024 bytes. Raises ValueError for a broken photo."""
        ...
