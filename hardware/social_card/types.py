"""What a social-security card tells without any key, and what reading one can come to."""

from dataclasses import dataclass, field
from datetime import date

from kiosk.core.faults import TEXTS, Fault
from kiosk.core.outcomes import DeviceState


@dataclass(frozen=True, slots=True)
class Issuer:
    """EF05: whose card it is. Dates None where the card has none that can be."""

    region: str
    """First six digits of the card's identification, a division's code."""
    version: str
    issued: date | None
    expires: date | None
    card_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Holder:
    """EF06: who the holder is."""

    social_number: str = field(repr=False)
    """18 characters, an ID number."""
    name: str = field(repr=False)
    sex: str
    """男, 女 or ""."""
    nation: str
    """Two digits of GB/T 3304."""
    birth: date | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class SocialCardRead:
    """Both files."""

    issuer: Issuer
    holder: Holder

    @property
    def name(self) -> str:
        return "read"


@dataclass(frozen=True, slots=True)
class HolderWithheld:
    """The card is one, but this region gives the holder's file to nobody without a key (6982, 6985). No fault."""

    issuer: Issuer
    status: int

    @property
    def name(self) -> str:
        return "holder_withheld"


@dataclass(frozen=True, slots=True)
class NoSocialCard:
    """Nobody put a card in in time."""

    @property
    def name(self) -> str:
        return "no_card"


@dataclass(frozen=True, slots=True)
class SocialCardFailed:
    """A card was there; a person must do something with it."""

    fault: Fault
    """SOCIAL_CARD_MOVED, SOCIAL_CARD_UNREADABLE or SOCIAL_CARD_WRONG_KIND."""

    @property
    def name(self) -> str:
        return str(self.fault)


@dataclass(frozen=True, slots=True)
class SocialReaderFailed:
    """The reader cannot do its work now."""

    fault: Fault
    state: DeviceState

    @property
    def name(self) -> str:
        return str(self.fault)


SocialOutcome = SocialCardRead | HolderWithheld | NoSocialCard | SocialCardFailed | SocialReaderFailed
"""Exactly one of these comes out of every read."""
WITHHELD_SAY = "这张卡的资料这里读不了。请放身份证。"
NO_CARD_SAY = "没有读到社保卡。请把卡插好。"


def resident_text(outcome: SocialOutcome) -> str:
    """What to tell the resident; "" when the card was read."""
    match outcome:
        case SocialCardRead():
            return ""
        case HolderWithheld():
            return WITHHELD_SAY
        case NoSocialCard():
            return NO_CARD_SAY
        case SocialCardFailed(fault=fault) | SocialReaderFailed(fault=fault):
            return TEXTS[fault].resident
