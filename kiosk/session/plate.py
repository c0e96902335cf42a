"""The card on the reader: read when a page asks for it, otherwise watched for coming and going."""

from collections.abc import Callable
from typing import Literal

from hardware.card_reader import CardFailed, CardOutcome, CardRead, NoCard, ReaderFailed
from kiosk.core.clock import Clock
from kiosk.session import events as ev
from kiosk.session.events import Event
from kiosk.session.ports import CardReaderPort

GONE_S = 600.0
ARRIVAL_S = 10.0
"""Short, so that the reader's own health is looked at in between."""
LOOK_AGAIN_S = 2.0
"""After a card came or went, or the reader did not answer."""


class Plate:
    """One reader, one thing at a time; the outcome of what was called off belongs to nobody."""

    def __init__(self, reader: CardReaderPort, clock: Clock, post: Callable[[Event], None]) -> None:
        self._reader = reader
        self._clock = clock
        self._post = post
        self._number = 0
        self._doing: Literal["", "reading", "gone", "arrival"] = ""
        self._next_look = 0.0

    def read(self, timeout_s: float) -> None:
        """Wait for a card and read it: CardReading when one lies there, then what came of it."""
        number = self._begin("reading")
        self._reader.read(timeout_s, lambda outcome: self._read(number, outcome), lambda: self._found(number))

    def stop(self) -> None:
        """Call a read off."""
        if self._doing == "reading":
            self._begin("")
            self._reader.cancel()

    def watch_gone(self) -> None:
        """Say CardGone when the card has left the reader."""
        if self._doing not in ("reading", "gone"):
            number = self._begin("gone")
            self._reader.watch_removal(
                lambda: self._seen(number, ev.CardGone()), GONE_S, lambda: self._seen(number, None)
            )

    def tend(self, card_on: bool, welcome: bool) -> None:
        """Keep watching a card that lies there, or, where one is welcome, for one to come."""
        if self._clock.monotonic() < self._next_look:
            return
        if card_on:
            self.watch_gone()
        elif welcome and self._doing == "":
            number = self._begin("arrival")
            self._reader.watch_arrival(
                lambda: self._seen(number, ev.CardLaid()), ARRIVAL_S, lambda: self._seen(number, None)
            )

    def _begin(self, doing: Literal["", "reading", "gone", "arrival"]) -> int:
        self._number += 1
        self._doing = doing
        return self._number

    def _found(self, number: int) -> None:
        if number == self._number:
            self._post(ev.CardReading())

    def _read(self, number: int, outcome: CardOutcome) -> None:
        if number == self._number:
            self._begin("")
            self._post(card_event(outcome))

    def _seen(self, number: int, event: Event | None) -> None:
        if number == self._number:
            self._begin("")
            self._next_look = self._clock.monotonic() + LOOK_AGAIN_S
            if event is not None:
                self._post(event)


def card_event(outcome: CardOutcome) -> Event:
    """A reader's outcome as the session hears it."""
    match outcome:
        case CardRead(card=card):
            return ev.CardSeen(card)
        case NoCard():
            return ev.NoCardSeen()
        case CardFailed(fault=fault) | ReaderFailed(fault=fault):
            return ev.CardProblem(fault)
