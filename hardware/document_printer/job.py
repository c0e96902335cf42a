"""One document from the first look at the printer to its own word that the job is completed."""

from hardware.document_printer.client import BUSY, NOT_FOUND, IppClient, IppRefused
from hardware.document_printer.codec import Attributes, number, texts
from hardware.document_printer.sheet import Sheet
from hardware.document_printer.status import ENDED, Condition, JobState, condition, device_state
from hardware.document_printer.types import Timings
from hardware.link import LinkAbsent, LinkError, LinkStuck
from hardware.printing import NotPrinted, PrintUnconfirmed
from hardware.worker import Turn
from kiosk.core.clock import Clock
from kiosk.core.faults import Fault

MISSES = 3
"""So many looks without an answer make a printer lost; one is only a flap."""

Failure = NotPrinted | PrintUnconfirmed


def link_failure(error: LinkError) -> NotPrinted:
    """A printer that cannot be talked to, before anything was sent."""
    fault = Fault.A4_SILENT if isinstance(error, LinkStuck) else Fault.A4_ABSENT
    return not_printed(fault)


def not_printed(fault: Fault, *, partly: bool = False) -> NotPrinted:
    return NotPrinted(fault, device_state(fault), partly)


class SheetJob:
    """Prints one document. Every way out but "completed" first calls the job off, so that no paper with a person's
    name comes out after that person has gone; `orphan` is a job whose end nobody could make sure of."""

    def __init__(self, client: IppClient, clock: Clock, timings: Timings, turn: Turn) -> None:
        self._client = client
        self._clock = clock
        self._timings = timings
        self._turn = turn
        self.orphan: int | None = None

    def run(self, name: str, sheet: Sheet, *, doubtful: bool) -> Failure | None:
        """None once the printer says completed.

        doubtful: an earlier try under this name may have got through; then it is looked for instead of sent again.
        """
        try:
            printer = self._client.printer()
            earlier = self._client.find(name) if doubtful else None
        except LinkError as error:
            return link_failure(error)
        except IppRefused:
            return not_printed(Fault.A4_BROKEN)
        if earlier is not None and (job_id := number(earlier, "job-id")) is not None:
            state = number(earlier, "job-state")
            if state == JobState.COMPLETED or state not in ENDED:
                return self._follow(job_id, sheet.pages)
        if refused := _unfit(printer, condition(printer)):
            return refused
        sent = self._send(name, sheet, printer)
        return self._follow(sent, sheet.pages) if isinstance(sent, int) else sent

    def _send(self, name: str, sheet: Sheet, printer: Attributes) -> int | Failure:
        """The printer's job id. A busy printer is asked again; an answer that was lost is looked for by our name."""
        end = self._clock.monotonic() + self._timings.busy_s
        while True:
            try:
                return self._client.print_pdf(name, sheet.pdf, printer)
            except LinkAbsent as error:
                return link_failure(error)
            except LinkError:
                return self._look_for(name)
            except IppRefused as refused:
                if refused.status != BUSY:
                    return not_printed(Fault.A4_BROKEN)
                if self._turn.stopped or self._clock.monotonic() > end:
                    return not_printed(Fault.A4_BUSY)
            self._turn.wait(self._timings.look_s)

    def _look_for(self, name: str) -> int | Failure:
        for _ in range(MISSES):
            try:
                found = self._client.find(name)
            except (LinkError, IppRefused):
                self._turn.wait(self._timings.look_s)
                continue
            job_id = number(found, "job-id") if found is not None else None
            return job_id if job_id is not None else PrintUnconfirmed(Fault.A4_UNCONFIRMED)
        return PrintUnconfirmed(Fault.A4_UNCONFIRMED)

    def _follow(self, job_id: int, pages: int) -> Failure | None:
        start = moved = self._clock.monotonic()
        deadline = start + self._timings.job_s + pages * self._timings.page_s
        out = misses = 0
        while True:
            now = self._clock.monotonic()
            if self._turn.stopped or now > deadline:
                return self._call_off(job_id, Fault.A4_SILENT)
            try:
                job = self._client.job(job_id)
                printer = condition(self._client.printer())
            except IppRefused as refused:
                if refused.status == NOT_FOUND:  # it was restarted, or forgot
                    return PrintUnconfirmed(Fault.A4_UNCONFIRMED)
                misses += 1
            except LinkError:
                misses += 1
            else:
                misses = 0
                if (state := number(job, "job-state")) in ENDED:
                    return _ended(job, printer)
                done = _pages_out(job)
                if done > out or (printer.hindered is None and state == JobState.PROCESSING):
                    moved, out = now, max(done, out)
                if printer.hindered and (printer.certain or now - moved > self._timings.blocked_s):
                    return self._call_off(job_id, printer.hindered)
            if misses >= MISSES:
                self.orphan = job_id
                return PrintUnconfirmed(Fault.A4_UNCONFIRMED)
            self._turn.wait(self._timings.look_s)

    def _call_off(self, job_id: int, fault: Fault) -> Failure | None:
        """Cancel, and wait for the printer's word that the job has ended; it may have finished after all."""
        end = self._clock.monotonic() + self._timings.cancel_s
        while self._clock.monotonic() < end:
            try:
                self._client.cancel(job_id)
                job = self._client.job(job_id)
            except (LinkError, IppRefused):
                job = {}
            match number(job, "job-state"):
                case JobState.COMPLETED:
                    return None
                case JobState.CANCELED | JobState.ABORTED:
                    return not_printed(fault, partly=_pages_out(job) > 0)
                case _:
                    pass
            Turn().wait(self._timings.look_s)  # not ours: that one has been called off already
        self.orphan = job_id
        return PrintUnconfirmed(Fault.A4_UNCONFIRMED)


def _unfit(printer: Attributes, now: Condition) -> NotPrinted | None:
    """Why nothing is even sent."""
    if now.hindered and now.certain:
        return not_printed(now.hindered)
    formats = texts(printer, "document-format-supported")
    if not now.accepting or (formats and "application/pdf" not in formats):
        return not_printed(Fault.A4_PAUSED if not now.accepting else Fault.A4_BROKEN)
    return None


def _ended(job: Attributes, printer: Condition) -> Failure | None:
    if number(job, "job-state") == JobState.COMPLETED:
        wrong = "job-completed-with-errors" in texts(job, "job-state-reasons")
        return PrintUnconfirmed(Fault.A4_UNCONFIRMED) if wrong else None
    return not_printed(printer.hindered or Fault.A4_BROKEN, partly=_pages_out(job) > 0)


def _pages_out(job: Attributes) -> int:
    return number(job, "job-impressions-completed") or 0
