"""Reading one card: select, EF05, EF06, whatever way the card answers. Speaks APDUs over any port."""

from collections.abc import Callable
from typing import Protocol

from hardware.about import About
from hardware.social_card import apdu
from hardware.social_card.apdu import BadRecord
from hardware.social_card.types import HolderWithheld, SocialCardFailed, SocialCardRead
from kiosk.core.faults import Fault


class NoReader(Exception):
    """No card reader, or the service that owns readers is not running."""


class NoCardThere(Exception):
    """The reader has no card."""


class CardPulled(Exception):
    """The card went away, or fell mute, while it was read."""


class ReaderTaken(Exception):
    """Another program has the card for itself."""


class CardPort(Protocol):
    """A reader that may have a card."""

    def connect(self) -> None:
        """Power the card. Raises NoReader, NoCardThere, ReaderTaken, CardPulled."""
        ...

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """One APDU: data and status word. Raises CardPulled, NoReader."""
        ...

    def about(self) -> About:
        """What the reader says of itself, with or without a card; never raises."""
        ...

    def disconnect(self) -> None:
        """Let the card go; never raises."""
        ...


def read_card(port: CardPort) -> SocialCardRead | HolderWithheld | SocialCardFailed:
    """Read a connected card. Raises CardPulled, NoReader."""
    send = _whole(port.transmit)
    _, status = send(apdu.SELECT_SSSE)
    if status != apdu.OK:
        return SocialCardFailed(Fault.SOCIAL_CARD_WRONG_KIND)
    try:
        issuer = apdu.issuer_of(_file(send, apdu.SELECT_EF05, apdu.ISSUER_TAGS))
    except (BadRecord, _Refused):
        return SocialCardFailed(Fault.SOCIAL_CARD_UNREADABLE)
    try:
        return SocialCardRead(issuer, apdu.holder_of(_file(send, apdu.SELECT_EF06, apdu.HOLDER_TAGS)))
    except _Refused as refused:
        if refused.status in apdu.WITHHELD:
            return HolderWithheld(issuer, refused.status)
        return SocialCardFailed(Fault.SOCIAL_CARD_UNREADABLE)
    except BadRecord:
        return SocialCardFailed(Fault.SOCIAL_CARD_UNREADABLE)


Send = Callable[[bytes], tuple[bytes, int]]


class _Refused(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(f"{status:04X}")
        self.status = status


def _file(send: Send, select: bytes, tags: dict[int, int]) -> dict[int, bytes]:
    """Every wanted value of one file. Raises _Refused, BadRecord, CardPulled."""
    _, status = send(select)
    if status != apdu.OK:
        raise _Refused(status)
    values = {}
    for tag, length in tags.items():
        data, status = send(apdu.read_record(tag))
        if status != apdu.OK:
            raise _Refused(status)
        values[tag] = apdu.value_of(data, tag, length)
    return values


def _whole(transmit: Send) -> Send:
    """T=0 cards leave data waiting (61xx) or ask for the right length (6Cxx); either once."""

    def send(command: bytes) -> tuple[bytes, int]:
        data, status = transmit(command)
        if status >> 8 == 0x6C:
            data, status = transmit(command[:4] + bytes((status & 0xFF,)))
        if status >> 8 == 0x61:
            data, status = transmit(apdu.get_response(status & 0xFF))
        return data, status

    return send
