"""The social-security card reader for one session: one read at a time, what was called off is nobody's."""

from collections.abc import Callable

from hardware.social_card import (
    Holder,
    HolderWithheld,
    NoSocialCard,
    SocialCardFailed,
    SocialCardRead,
    SocialOutcome,
    SocialReaderFailed,
)
from kiosk.core.faults import Fault
from kiosk.core.person import Person
from kiosk.session import events as ev
from kiosk.session.events import Event
from kiosk.session.ports import SocialCardPort


class SocialReading:
    """Reads when a page asks; None for a terminal without such a reader."""

    def __init__(self, reader: SocialCardPort | None, post: Callable[[Event], None]) -> None:
        self._reader, self._post = reader, post
        self._number = 0

    def read(self, timeout_s: float) -> None:
        self._number += 1
        number = self._number
        if self._reader is None:
            self._post(ev.SocialCardProblem(Fault.SOCIAL_READER_ABSENT))
            return
        self._reader.read(timeout_s, lambda outcome: self._read(number, outcome))

    def stop(self) -> None:
        """The visit is over: whatever is still read belongs to nobody."""
        self._number += 1
        if self._reader is not None:
            self._reader.cancel()

    def _read(self, number: int, outcome: SocialOutcome) -> None:
        if number == self._number:
            self._post(social_event(outcome))


def social_event(outcome: SocialOutcome) -> Event:
    """A reader's outcome as the session hears it."""
    match outcome:
        case SocialCardRead(holder=holder):
            return ev.SocialCardSeen(_person(holder))
        case HolderWithheld():
            return ev.SocialCardWithheld()
        case NoSocialCard():
            return ev.NoSocialCardSeen()
        case SocialCardFailed(fault=fault) | SocialReaderFailed(fault=fault):
            return ev.SocialCardProblem(fault)


def _person(holder: Holder) -> Person:
    """As on the card, which was read without a key: the window looks at the identity card."""
    return Person(holder.name, holder.social_number, holder.sex, birth=holder.birth, how="social")
