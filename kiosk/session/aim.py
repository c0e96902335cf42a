"""The document camera while a guide waits for a picture: look after look is shown, and what lies still is taken."""

import threading
from collections.abc import Callable

from hardware.scanner import (
    DOUBT_SAYS,
    Corners,
    Doubt,
    Kind,
    Look,
    NotClear,
    Photographed,
    ScannerFailed,
    ShotOutcome,
    still,
)
from kiosk import assist
from kiosk.session.around import Picture as Picture
from kiosk.session.around import ScannerPort
from kiosk.session.events import Event, InCall

STEADY = 2
"""Looks in a row at a paper that has not moved: the hand has let go of it, and the next one is judged."""
_PLACED = (DOUBT_SAYS[Doubt.NO_PAGE], DOUBT_SAYS[Doubt.CUT_OFF])
"""Doubts that any look can clear; the others only one that was judged."""
TWICE = 2
"""A doubt is told when the next look has it too; a passing hand is not spoken of."""


class Aim:
    """One preview at a time; what comes of one that was stopped belongs to nobody."""

    def __init__(
        self, scanner: ScannerPort | None, post: Callable[[Event], None], show: Callable[[Picture | None], None]
    ) -> None:
        self._scanner, self._post, self._show = scanner, post, show
        self._lock = threading.Lock()
        self._number = 0
        self._looking = False

    def start(self, card: bool) -> None:
        """Show what lies there, again and again, until it is taken or stopped."""
        if self._scanner is None:
            self._post(InCall(assist.PaperFailed()))
            return
        with self._lock:
            self._number += 1
            self._looking = True
            run = _Run(self._number, _kind(card))
        self._scanner.look(run.kind, lambda look: self._seen(run, look))

    def shoot(self, card: bool) -> None:
        """Take it now; the preview stands still meanwhile."""
        if self._scanner is None:
            self._post(InCall(assist.PaperFailed()))
            return
        with self._lock:
            self._number += 1
            number = self._number
        self._scanner.shoot(_kind(card), lambda outcome: self._shot(number, outcome))

    def stop(self) -> None:
        """Nobody looks any more; the last picture is forgotten."""
        with self._lock:
            self._number += 1
            looked, self._looking = self._looking, False
            if looked:
                self._show(None)

    def _seen(self, run: "_Run", look: Look) -> None:
        # Shown under the lock: a look that ends while it is being stopped must not bring its picture back.
        with self._lock:
            if run.number != self._number:
                return
            if look.picture is not None:
                self._show(look.picture)
        if isinstance(look.outcome, ScannerFailed):
            self._post(InCall(assist.PaperFailed()))
            return
        taken = run.saw(look)
        if taken is not None:
            self._post(InCall(assist.PaperTaken(taken)))
            return
        if run.news is not None:
            self._post(InCall(assist.PaperSeen(run.news)))
        if self._scanner is not None:
            self._scanner.look(run.kind, lambda later: self._seen(run, later), judge=run.lies_still)

    def _shot(self, number: int, outcome: ShotOutcome) -> None:
        with self._lock:
            if number != self._number:
                return
        match outcome:
            case Photographed(photo=photo):
                self._post(InCall(assist.PaperTaken(photo.jpeg)))
            case NotClear(doubt=doubt):
                self._post(InCall(assist.PaperUnclear(DOUBT_SAYS[doubt])))
            case ScannerFailed():
                self._post(InCall(assist.PaperFailed()))


def _kind(card: bool) -> Kind:
    return "card" if card else "page"


class _Run:
    """What one preview has seen so far."""

    def __init__(self, number: int, kind: Kind) -> None:
        self.number, self.kind = number, kind
        self.news: str | None = None
        """What is to be told after the last look, None for nothing new."""
        self._told: str | None = None
        self._last = ""
        self._alike = 0
        self._corners: Corners | None = None
        self._steady = 0

    @property
    def lies_still(self) -> bool:
        return self._steady >= STEADY

    def saw(self, look: Look) -> bytes | None:
        """The picture to keep once the paper lies still and can be read, else None."""
        self.news = None
        judged, moved = self.lies_still, not still(self._corners, look.corners)
        self._steady = 1 if moved else self._steady + 1
        self._corners = look.corners
        match look.outcome:
            case Photographed(photo=photo):
                self._hear("")
                return None if moved else photo.jpeg
            case NotClear(doubt=doubt):
                self._hear(DOUBT_SAYS[doubt])
                # Seen as it lies before it is judged again: a preview that waits for the camera each time stands still.
                self._steady = 0 if judged else self._steady
            case None if self._told in _PLACED:
                self._hear("")
        return None

    def _hear(self, says: str) -> None:
        self._alike = self._alike + 1 if says == self._last else 1
        self._last = says
        self.news = says if self._alike >= TWICE and says != self._told else None
        if self.news is not None:
            self._told = says
