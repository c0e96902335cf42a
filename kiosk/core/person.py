"""People as identity documents describe them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CardType(StrEnum):
    """The four layouts an ID-card reader can deliver (GA/T 490; hardware facts 1.5)."""

    RESIDENT = "resident"
    HMT = "hmt"
    """Residence permit for Hong Kong, Macao and Taiwan residents, type J."""
    FOREIGNER = "foreigner"
    """Foreign permanent resident card of 2017, type I."""
    FOREIGNER_2023 = "foreigner2023"
    """Foreign permanent resident card of 2023, type Y."""


LONG_TERM = "长期"
"""The valid-to of a card that never expires (issued to people over 45)."""


@dataclass(frozen=True, slots=True)
class IdCard:
    """What was read from the chip; texts as they stand there, without padding.

    Fields a layout does not have are "". Fingerprints are never read. The photo stays opaque (WLT, 1024 bytes).
    """

    type: CardType
    name: str
    sex: str
    """男, 女, 未知 or 未说明 (GB/T 2261.1)."""
    nation: str
    """Name of the ethnic group without 族, e.g. 满 (GB/T 3304); "" for layouts without it."""
    birth: date | None
    """None when the chip holds no real calendar date."""
    address: str
    id_number: str
    """18 characters; 15 for type I."""
    authority: str
    valid_from: date | None
    valid_to: date | str | None
    """A date, or 长期, or None when the chip holds neither."""
    new_address: str = ""
    """The newest address added to the card, "" when none."""
    english_name: str = ""
    permit_number: str = ""
    """Travel-permit number of type J."""
    nationality: str = ""
    """Three letters (GB/T 2659) for foreigners."""
    photo: bytes = b""
    doubts: tuple[str, ...] = ()
    """Chinese sentences for staff where the card disagrees with itself (check digit, sex, birth); never blocks."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in a matter: the one it is about (办事人) or the one who acts (操作人)."""

    name: str
    id_number: str
    sex: str = ""
    nation: str = ""
    birth: date | None = None
    address: str = ""
    authority: str = ""
    valid_to: str = ""
    """ISO date, 长期 or ""."""
    how: str = "typed"
    """Where these facts came from: chip, typed, or social (a social-security card, read without a key); only the chip's
    are not checked at the window."""
