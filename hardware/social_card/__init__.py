"""Social-security card through PC/SC: `open_social_card(uri, clock).read(timeout_s, on_outcome)`.

Issuer and holder only, which need no key; no PIN is ever sent. A region that withholds the holder is a plain outcome.
"""

from hardware.link import BadUri
from hardware.social_card.cli import read_social_card
from hardware.social_card.pcsc import attached_readers, parse_pcsc_uri
from hardware.social_card.reader import SocialCardReader, open_social_card
from hardware.social_card.reading import NoReader
from hardware.social_card.types import (
    Holder,
    HolderWithheld,
    Issuer,
    NoSocialCard,
    SocialCardFailed,
    SocialCardRead,
    SocialOutcome,
    SocialReaderFailed,
    resident_text,
)

__all__ = [
    "BadUri",
    "Holder",
    "HolderWithheld",
    "Issuer",
    "NoReader",
    "NoSocialCard",
    "SocialCardFailed",
    "SocialCardRead",
    "SocialCardReader",
    "SocialOutcome",
    "SocialReaderFailed",
    "attached_readers",
    "open_social_card",
    "parse_pcsc_uri",
    "read_social_card",
    "resident_text",
]
