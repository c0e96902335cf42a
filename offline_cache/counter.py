"""The counter: where a finished matter gets its case number and is sealed, in the same transaction that stores it."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.core.clock import BEIJING, Clock
from kiosk.core.faults import Fault
from kiosk.core.ids import CaseNumber, SubmissionId, TerminalId
from kiosk.core.sealing import pack, seal
from kiosk.core.wire import Submission
from offline_cache.items import Refused, Stored, Whereabouts
from offline_cache.outbox import Made, Outbox

CaseNumberRule = Callable[[str, date, TerminalId, int], str]
"""(division, date, terminal, sequence of that day from 1) -> case number; the catalogue's rule, handed in."""
Build = Callable[[CaseNumber], Submission]
"""Makes the submission once its case number is known; called at most once, quickly, with the store locked."""

NOT_BEFORE = datetime(2026, 1, 1, tzinfo=BEIJING)
"""A clock that says it is earlier than this program is wrong; case numbers and time limits would be, too."""

CASES_A_DAY = 9999
"""The sequence has four digits; past it the terminal refuses rather than give a number twice."""


class _DayFull(Exception):
    """Rolls back a put that has no number left."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals to the hub; nothing on the terminal can undo it."""

    public_key: bytes
    """32 bytes, X25519."""
    key_id: str

    def seal(self, kind: str, item_id: str, payload: bytes) -> bytes:
        """Sealed bytes as kiosk.core.sealing describes them."""
        return seal(self.public_key, self.key_id, kind, item_id, payload)


class Counter:
    """Takes finished matters into the queue."""

    def __init__(
        self, outbox: Outbox, sealer: Sealer, division: str, terminal: TerminalId, rule: CaseNumberRule, clock: Clock
    ) -> None:
        self._outbox = outbox
        self._sealer = sealer
        self._division = division
        self._terminal = terminal
        self._rule = rule
        self._clock = clock

    def put_submission(
        self, submission_id: SubmissionId, build: Build, attachments: Mapping[str, bytes]
    ) -> Stored | Refused:
        """Number, build, pack, seal and store, all or nothing; durable when this returns `Stored`.

        submission_id: chosen when the matter begins. The same id again gives the same `Stored` and opens no second
        case, whatever `build` would make now.
        Raises ValueError when `build` makes a submission with another id or number, or the attachments differ.
        """
        if self._clock.now() < NOT_BEFORE:
            return Refused(Fault.CLOCK_WRONG)
        try:
            outcome = self._outbox.put(
                "submission", submission_id, lambda: self._make(submission_id, build, attachments)
            )
        except _DayFull:
            return Refused(Fault.STORE_FULL)
        if isinstance(outcome, Refused):
            return outcome
        return Stored(CaseNumber(outcome.case_number), submission_id, earlier=outcome.earlier)

    def look_up(self, submission_id: SubmissionId) -> Whereabouts | Refused | None:
        """Where a submission is, if the answer of `put_submission` was lost; None when nothing was stored, `Refused`
        when the store cannot say."""
        try:
            return self._outbox.find(submission_id)
        except sqlite3.DatabaseError:
            return Refused(Fault.STORE_BROKEN)

    def _make(self, submission_id: SubmissionId, build: Build, attachments: Mapping[str, bytes]) -> Made:
        day = self._clock.now().astimezone(BEIJING).date()
        sequence = self._outbox.next_case_sequence(day)
        if sequence > CASES_A_DAY:
            raise _DayFull
        number = self._rule(self._division, day, self._terminal, sequence)
        submission = build(CaseNumber(number))
        if submission.submission_id != submission_id or submission.case_number != number:
            raise ValueError("the submission does not carry the id and case number it was given")
        return Made(number, self._sealer.seal("submission", submission_id, pack(submission, attachments)))
