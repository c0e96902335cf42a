"""One request and its answer, over a wire that may be silent, noisy, slow or late."""

from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto

from hardware.card_reader import status
from hardware.card_reader.codec import (
    LONGEST_ANSWER,
    Answer,
    Corrupt,
    Deframer,
    Request,
    parse_answer,
    parse_record,
    request_bytes,
    wire_time,
)
from hardware.link import Link, LinkStuck
from kiosk.core.clock import Clock

_SETTLE_S = 1.0
_QUIET_S = 0.05
_DEFAULT_BAUD = 115200


@dataclass(frozen=True, slots=True)
class TimeOuts:
    """Seconds a SAM may think (hardware facts 1.4); the answer's time on the wire is added."""

    short_s: float = 1.0
    """Status, find, select, newest address."""
    read_s: float = 3.0


@dataclass(frozen=True, slots=True)
class Silence:
    """Not one byte came in time."""


@dataclass(frozen=True, slots=True)
class Garbled:
    """Bytes came, but no right answer: wrong checksum, or only noise."""


@dataclass(frozen=True, slots=True)
class Cut:
    """An answer began and did not end in time."""


Reply = Answer | Silence | Garbled | Cut


class Health(Enum):
    """What a SAM says of itself."""

    OK = auto()
    BROKEN = auto()
    """Self-test failed or not authorised (60, 66)."""
    MUTE = auto()


class Sam:
    """A SAM at the other end of an open link. Methods raise LinkGone; all else is a value.

    limit: the clock's monotonic time after which nothing is waited for any more; inf by default.
    """

    def __init__(self, link: Link, clock: Clock, time_outs: TimeOuts | None = None) -> None:
        self._time_outs = time_outs or TimeOuts()
        self._link = link
        self._clock = clock
        self._deframer = Deframer()
        self.limit = float("inf")
        self.heard = 0
        """Bytes received so far, of any kind."""
        self.stray_records = 0
        """Whole card records that came when none was asked for, or came twice."""
        self.counts: Counter[str] = Counter()
        """How often answers were garbled, requests resent, frames stray; for technicians."""

    def ask(self, request: Request, *, following: bool = False) -> Reply:
        """Send a request and wait for its answer; resent once when either side's checksum was wrong.

        following: a frame that has begun behind the last answer is awaited too and not thrown away.
        """
        reply = self._ask_once(request, following)
        again = isinstance(reply, Garbled) or (
            isinstance(reply, Answer) and reply.sw3 in (status.BAD_CHECKSUM, status.BAD_LENGTH)
        )
        if not again:
            return reply
        self.counts["resent"] += 1
        self._settle_line()
        return self._ask_once(request)

    def health(self) -> Health:
        """Ask for the status once."""
        match self.ask(Request.STATUS):
            case Answer(sw3=0x60 | 0x66):
                return Health.BROKEN
            case Answer():
                return Health.OK
            case _:
                return Health.MUTE

    def reset(self) -> Health:
        """10 FF, then 11 FF until the self-test has passed, three times at most; finds a lost pace again."""
        self.counts["reset"] += 1
        self.ask(Request.RESET)
        health = Health.MUTE
        for _ in range(3):
            health = self.health()
            if health is not Health.BROKEN:
                break
        if health is Health.MUTE and self._link.baud != _DEFAULT_BAUD:
            return self._regain_pace()
        return health

    def _regain_pace(self) -> Health:
        """A reader that lost its power speaks at 115200 again, whatever it was set to: tell it anew."""
        wanted = self._link.baud
        if not self._link.set_baud(_DEFAULT_BAUD):
            return Health.MUTE
        if self.health() is not Health.MUTE:
            self.ask(Request[f"BAUD_{wanted}"])
        self._link.set_baud(wanted)
        return self.health()

    def _ask_once(self, request: Request, following: bool = False) -> Reply:
        budget = self._time_outs.read_s if request is Request.READ else self._time_outs.short_s
        budget += wire_time(10 + LONGEST_ANSWER.get(request, 19), self._link.baud)
        deadline = min(self._clock.monotonic() + budget, self.limit)
        if deadline <= self._clock.monotonic():
            return Silence()
        self._flush()
        if not following:
            self._deframer = Deframer()
        try:
            self._link.write(request_bytes(request))
        except LinkStuck:
            return Silence()
        return self._listen(request, deadline)

    def _listen(self, request: Request, deadline: float) -> Reply:
        before = self.heard
        while (left := deadline - self._clock.monotonic()) > 0:
            reply: Answer | Garbled | None = None
            for found in self._receive(left):
                if reply is None and isinstance(found, Corrupt):
                    self.counts["garbled"] += 1
                    reply = Garbled()
                elif isinstance(found, Answer):
                    reply = self._sort(request, found, reply)
            if reply is not None:
                return reply
        if self.heard == before:
            return Silence()
        return Cut() if self._deframer.inside else Garbled()

    def _sort(self, request: Request, found: Answer, reply: Answer | Garbled | None) -> Answer | Garbled | None:
        """Take an answer that fits the request; count one that does not, or that follows another."""
        if reply is None and fits(request, found):
            return found
        self.counts["stray"] += 1
        self.stray_records += parse_record(found.data) is not None
        return reply

    def _receive(self, timeout_s: float) -> list[Answer | Corrupt]:
        data = self._link.read(timeout_s)
        self.heard += len(data)
        return [body if isinstance(body, Corrupt) else parse_answer(body) for body in self._deframer.feed(data)]

    def _flush(self) -> None:
        """Take what came late off the line, so that it is not taken for the answer to the next request."""
        for _ in range(64):
            before = self.heard
            for found in self._receive(0):
                self.counts["garbled" if isinstance(found, Corrupt) else "stray"] += 1
                self.stray_records += isinstance(found, Answer) and parse_record(found.data) is not None
            if self.heard == before:
                break

    def _settle_line(self) -> None:
        """Wait until the line is quiet, so that the rest of a broken frame does not run into the next answer."""
        end = min(self._clock.monotonic() + _SETTLE_S, self.limit)
        while self._clock.monotonic() < end:
            before = self.heard
            self._receive(_QUIET_S)
            if self.heard == before:
                return


def fits(request: Request, answer: Answer) -> bool:
    """Whether an answer can be the one to this request; a late one to another request mostly cannot."""
    if answer.said not in (status.OK, status.FOUND):
        return True
    size = len(answer.data)
    match request:
        case Request.FIND:
            return answer.said == status.FOUND and size <= 8
        case Request.SELECT:
            return answer.said == status.OK and size in (0, 8)
        case Request.READ:
            return answer.said == status.OK and parse_record(answer.data) is not None
        case Request.NEW_ADDRESS:
            return answer.said == status.OK and 0 < size <= 256
        case Request.SAM_ID:
            return answer.said == status.OK and size == 16
        case _:
            return answer.said == status.OK and size == 0
