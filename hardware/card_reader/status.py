"""What a SAM's status codes mean (GA/T 467; hardware facts 1.3), in one table."""

from dataclasses import dataclass
from enum import Enum, auto

from kiosk.core.faults import Fault

OK = 0x90
FOUND = 0x9F
NO_CONTENT = 0x91
NO_CARD = 0x80
BAD_CHECKSUM = 0x10
BAD_LENGTH = 0x11


class Next(Enum):
    """What the driver does about a code."""

    TRY_AGAIN = auto()
    """Start over with find; a person is told only when it keeps happening."""
    TELL = auto()
    """A person must act; trying again would not help."""
    RESET_AND_TELL = auto()
    RESET = auto()
    """Reset the SAM; it is broken when its self-test still fails then."""
    GIVE_UP = auto()
    """The device does not speak this protocol as it should."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One status code."""

    fault: Fault
    next: Next


MEANINGS: dict[int, Meaning] = {
    0x10: Meaning(Fault.CARD_UNREADABLE, Next.TRY_AGAIN),
    0x11: Meaning(Fault.CARD_UNREADABLE, Next.TRY_AGAIN),
    0x21: Meaning(Fault.READER_BROKEN, Next.GIVE_UP),
    0x23: Meaning(Fault.CARD_UNREADABLE, Next.TELL),
    0x24: Meaning(Fault.CARD_UNREADABLE, Next.RESET_AND_TELL),
    0x31: Meaning(Fault.CARD_REJECTED, Next.TRY_AGAIN),
    0x32: Meaning(Fault.CARD_REJECTED, Next.TELL),
    0x33: Meaning(Fault.CARD_REJECTED, Next.TELL),
    0x40: Meaning(Fault.CARD_WRONG_KIND, Next.TELL),
    0x41: Meaning(Fault.CARD_MOVED, Next.TRY_AGAIN),
    0x47: Meaning(Fault.CARD_MOVED, Next.TRY_AGAIN),
    0x60: Meaning(Fault.READER_BROKEN, Next.RESET),
    0x66: Meaning(Fault.READER_BROKEN, Next.RESET),
    0x80: Meaning(Fault.CARD_MOVED, Next.TRY_AGAIN),
    0x81: Meaning(Fault.CARD_MOVED, Next.TRY_AGAIN),
    0x91: Meaning(Fault.CARD_UNREADABLE, Next.TRY_AGAIN),
}


def meaning(sw3: int) -> Meaning:
    """What a code other than the expected one means; unknown codes count as an unreadable card."""
    return MEANINGS.get(sw3, Meaning(Fault.CARD_UNREADABLE, Next.TRY_AGAIN))
