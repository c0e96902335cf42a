"""From an empty plate to a card's data: find, select, read, and what to do when one of them fails."""

from collections.abc import Callable
from dataclasses import dataclass

from hardware.card_reader import status
from hardware.card_reader.codec import Answer, Record, Request, parse_record, wire_time
from hardware.card_reader.layouts import decode
from hardware.card_reader.sam import Cut, Health, Reply, Sam, Silence
from hardware.card_reader.status import Next
from hardware.card_reader.types import CardFailed, CardOutcome, CardRead, NoCard, ReaderFailed
from hardware.worker import Turn
from kiosk.core.clock import Clock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.core.person import IdCard

POLL_S = 0.32
"""Between two finds; readers ask for more than 0.3 s (hardware facts 1.4)."""
SETTLE_S = 1.5
"""How long a card that failed may be off the plate before its owner is told; cards bounce while being laid down."""
GRACE_S = 4.0 + wire_time(1295 + 81, 9600)
"""A reading already under way at the deadline may end within this time."""
FAILURES_TO_RESET = 3


@dataclass(frozen=True, slots=True)
class _Empty:
    """No card on the plate."""


@dataclass(frozen=True, slots=True)
class _Mute:
    """The device said nothing, or nothing that makes sense, where it always can."""


@dataclass(frozen=True, slots=True)
class _Trouble:
    fault: Fault
    next: Next


_Step = CardRead | _Empty | _Mute | _Trouble
_UNREADABLE = _Trouble(Fault.CARD_UNREADABLE, Next.TRY_AGAIN)
_MOVED = _Trouble(Fault.CARD_MOVED, Next.TRY_AGAIN)


@dataclass(slots=True)
class _Tally:
    """What one wait for a card has met so far."""

    heard_before: int
    attempts: int = 0
    mute: int = 0
    fault: Fault | None = None
    lost_at: float | None = None
    resets: int = 0


class CardReading:
    """Reads cards from one open SAM. Methods raise LinkGone when the port goes away."""

    def __init__(self, sam: Sam, clock: Clock, *, poll_s: float = POLL_S, settle_s: float = SETTLE_S) -> None:
        self._sam = sam
        self._clock = clock
        self._poll_s = poll_s
        self._settle_s = settle_s
        self._failures = 0
        self._maybe_read = True
        """Whether a card that this reader may refuse to find again could still lie there; unknown at the start."""
        self._probed = False
        self._unread = False
        """A card was found lying there and nothing of it has been read."""
        self._on_found: Callable[[], None] = lambda: None

    def wait_for_card(self, turn: Turn, timeout_s: float, on_found: Callable[[], None] = lambda: None) -> CardOutcome:
        """Poll until a card is read, a person is needed, timeout_s pass or the turn is called off.

        Ends at most GRACE_S after timeout_s, and only when a card was found before. on_found: called once, when a
        card answers and is about to be read.
        """
        tally = _Tally(self._sam.heard)
        self._on_found = on_found
        self._probed = False
        deadline = self._clock.monotonic() + timeout_s
        try:
            while not turn.stopped:
                self._sam.limit = deadline
                outcome = self._weigh(self._try_once(deadline), tally)
                if outcome is not None:
                    return outcome
                left = deadline - self._clock.monotonic()
                turn.wait(max(0.0, min(self._poll_s, left)))
                if left < self._poll_s:
                    return self._at_deadline(tally)
            return NoCard()
        finally:
            self._sam.limit = float("inf")

    def wait_for_arrival(self, turn: Turn, timeout_s: float) -> bool:
        """Poll until a card answers, without reading anything of it; False when none came or the device is mute."""
        deadline, mute = self._clock.monotonic() + timeout_s, 0
        while not turn.stopped and self._clock.monotonic() < deadline:
            match self._sam.ask(Request.FIND):
                case Answer(said=status.FOUND):
                    self._sam.ask(Request.RESET)  # restarts the field, so that who reads it later finds it again
                    self._unread = True
                    return True
                case Answer():
                    mute = 0
                case _:
                    mute += 1
                    if mute == FAILURES_TO_RESET:
                        return False
            turn.wait(self._poll_s)
        return False

    def card_present(self) -> bool | None:
        """Whether a card read before is still on the plate; None when the device does not say.

        Many readers do not find a card again that they have read; asking for its newest address (30 03) tells.
        """
        if self._answers_address():
            return True
        match self._sam.ask(Request.FIND):
            case Answer(said=status.FOUND):
                return True
            case Answer(said=status.NO_CARD) if self._unread and self._found_after_reset():
                return True
            case Answer(said=status.NO_CARD):
                self._maybe_read = self._unread = False
                return False
            case _:
                return None

    def _found_after_reset(self) -> bool:
        """A card that was found but not read may not be found twice either; the field is restarted before "gone"."""
        self._sam.ask(Request.RESET)
        found = self._sam.ask(Request.FIND)
        return isinstance(found, Answer) and found.said == status.FOUND

    def _try_once(self, deadline: float) -> _Step:
        found = self._sam.ask(Request.FIND)
        if not isinstance(found, Answer):
            return _Mute()
        if found.said == status.NO_CARD:
            return _Empty()
        if found.said != status.FOUND:
            return _trouble(found)
        on_found, self._on_found = self._on_found, lambda: None
        on_found()
        self._sam.limit = max(deadline, self._clock.monotonic() + GRACE_S)
        selected = self._sam.ask(Request.SELECT)
        if not isinstance(selected, Answer) or selected.said != status.OK:
            return _trouble(selected)
        return self._read_selected()

    def _read_selected(self) -> _Step:
        strays = self._sam.stray_records
        self._maybe_read, self._probed, self._unread = True, False, False
        answer = self._sam.ask(Request.READ)
        record = _record(answer)
        if record is None:
            return _trouble(answer)
        garbled = self._sam.counts["garbled"]
        new_address = self._sam.ask(Request.NEW_ADDRESS, following=True)
        address = new_address.data if isinstance(new_address, Answer) and new_address.said == status.OK else b""
        card = decode(record.text, record.photo, address)
        # Two records for one request, or a frame behind the record that nobody could read to its end: nobody can say
        # whether it was this record or the next that lies on the plate.
        clean = self._sam.stray_records == strays and self._sam.counts["garbled"] == garbled
        if not clean or isinstance(new_address, Cut) or not self._confirmed(card, record):
            return _UNREADABLE
        return CardRead(card)

    def _confirmed(self, card: IdCard, record: Record) -> bool:
        """Read a card that disagrees with itself once more, as an XOR does not see two errors in one bit column.

        A reader that does not read twice in a row is believed.
        """
        if not card.doubts:
            return True
        again = _record(self._sam.ask(Request.READ))
        return again is None or again == record

    def _weigh(self, step: _Step, tally: _Tally) -> CardOutcome | None:
        match step:
            case CardRead():
                self._failures = 0
                return step
            case _Empty():
                return self._after_empty(tally)
            case _Mute():
                return self._after_silence(tally)
            case _Trouble():
                return self._after_trouble(step, tally)

    def _after_empty(self, tally: _Tally) -> CardOutcome | None:
        now = self._clock.monotonic()
        if self._unread and not self._probed:
            self._probed = True
            self._sam.ask(Request.RESET)
            return None
        if self._maybe_read and not self._probed:
            self._probed = True
            self._maybe_read = self._answers_address()
            if self._maybe_read:
                self._sam.ask(Request.RESET)  # restarts the field, so that the same card can be found again
            return None
        tally.mute = 0
        if tally.fault is None:
            return None
        tally.lost_at = now if tally.lost_at is None else tally.lost_at
        return CardFailed(Fault.CARD_MOVED, tally.attempts) if now - tally.lost_at >= self._settle_s else None

    def _after_silence(self, tally: _Tally) -> CardOutcome | None:
        tally.mute += 1
        if tally.mute < FAILURES_TO_RESET:
            return None
        if tally.mute > FAILURES_TO_RESET:
            return self._silent(tally)
        return self._reset(tally)

    def _after_trouble(self, trouble: _Trouble, tally: _Tally) -> CardOutcome | None:
        tally.attempts += 1
        tally.fault, tally.lost_at = trouble.fault, None
        match trouble.next:
            case Next.TELL:
                return CardFailed(trouble.fault, tally.attempts)
            case Next.RESET_AND_TELL:
                return self._reset(tally) or CardFailed(trouble.fault, tally.attempts)
            case Next.GIVE_UP:
                return ReaderFailed(Fault.READER_BROKEN, DeviceState.HARDWARE_ERROR, answered=True)
            case Next.RESET:
                tally.fault = None
                tally.resets += 1
                broken = ReaderFailed(Fault.READER_BROKEN, DeviceState.HARDWARE_ERROR, answered=True)
                return self._reset(tally) if tally.resets == 1 else broken
            case Next.TRY_AGAIN:
                self._failures += 1
                reset_due = self._failures % FAILURES_TO_RESET == 0
                failed = self._reset(tally) if reset_due else None
                too_often = tally.attempts > FAILURES_TO_RESET
                return failed or (CardFailed(trouble.fault, tally.attempts) if too_often else None)

    def _reset(self, tally: _Tally) -> ReaderFailed | None:
        match self._sam.reset():
            case Health.OK:
                return None
            case Health.BROKEN:
                return ReaderFailed(Fault.READER_BROKEN, DeviceState.HARDWARE_ERROR, answered=True)
            case Health.MUTE:
                return self._silent(tally)

    def _silent(self, tally: _Tally) -> ReaderFailed:
        return ReaderFailed(Fault.READER_SILENT, DeviceState.OFFLINE, self._sam.heard > tally.heard_before)

    def _at_deadline(self, tally: _Tally) -> CardOutcome:
        if tally.fault is not None:
            return CardFailed(tally.fault, tally.attempts)
        if tally.mute > 1 or (tally.mute and self._sam.heard == tally.heard_before):
            return self._silent(tally)
        return NoCard()

    def _answers_address(self) -> bool:
        reply = self._sam.ask(Request.NEW_ADDRESS)
        return isinstance(reply, Answer) and reply.said in (status.OK, status.NO_CONTENT)


def _record(reply: Reply) -> Record | None:
    return parse_record(reply.data) if isinstance(reply, Answer) and reply.said == status.OK else None


def _trouble(reply: Reply) -> _Trouble | _Mute:
    """What a select or read that did not succeed means."""
    match reply:
        case Answer():
            said = status.meaning(reply.said)
            return _Trouble(said.fault, said.next)
        case Cut():
            return _MOVED
        case Silence():
            return _Mute()
        case _:
            return _UNREADABLE
