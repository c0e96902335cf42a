"""The A4 printer as the rest of the program knows it."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from hardware.about import About, plain
from hardware.document_printer.apart import compose_apart
from hardware.document_printer.client import IppClient, IppRefused
from hardware.document_printer.codec import texts
from hardware.document_printer.job import MISSES, SheetJob, link_failure, not_printed
from hardware.document_printer.sheet import Sheet
from hardware.document_printer.status import Condition, condition
from hardware.document_printer.types import IppAddress, Timings
from hardware.link import BadUri as BadUri
from hardware.link import LinkAbsent, LinkError
from hardware.printing import NotPrinted, Printed, PrintOutcome, PrintUnconfirmed
from hardware.worker import DeviceStatus, DeviceWorker, Listener, Turn, guarded
from kiosk.core.clock import Clock, SystemClock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState, PaperState
from kiosk.core.slip import Slip

REMEMBERED_JOBS = 256
IPP_PORT = 631
_LONGEST_PAGES = 8
"""Sizes the fail-safe deadline only; the job's own is counted from its real pages."""


Composer = Callable[[Slip, bool, Turn], Sheet | None]
"""A slip, and whether it is a second try, as a document; never kept, as it names a person. None: no longer wanted."""


class DocumentPrinter:
    """Prints slips as A4 pages; watches the printer on a thread of its own.

    No method but `print_once` waits. Callbacks run on the printer's threads; the caller marshals.
    """

    def __init__(
        self,
        address: IppAddress,
        *,
        clock: Clock | None = None,
        timings: Timings | None = None,
        composed: Composer = compose_apart,
    ) -> None:
        self._composed = composed
        self._clock = clock or SystemClock()
        self._timings = timings or Timings()
        self._client = IppClient(address, self._clock, self._timings)
        self._status = DeviceStatus()
        self._paper = PaperState.UNKNOWN
        self._misses = 0
        self._retry_s = self._timings.first_retry_s
        self._jobs: OrderedDict[str, Printed | None] = OrderedDict()
        self._orphans: list[int] = []
        self._about = About()
        self._worker = DeviceWorker("document-printer", self._clock, idle=self._look)

    @property
    def state(self) -> DeviceState:
        """How the printer was at the last look."""
        return self._status.state

    @property
    def fault(self) -> Fault | None:
        """Why it is so; A4_PAPER_LOW or A4_INK_LOW while it still prints."""
        return self._status.fault

    @property
    def paper(self) -> PaperState:
        """How much paper there was at the last look."""
        return self._paper

    @property
    def about(self) -> About:
        """Make and model, and firmware, as the printer says."""
        return self._about

    def listen(self, callback: Listener) -> None:
        """Be told of changes of state or fault."""
        self._status.listen(callback)

    def print(self, slip: Slip, on_outcome: Callable[[PrintOutcome], None]) -> None:
        """Queue a slip; on_outcome hears exactly one outcome.

        A job id already confirmed is answered Printed without paper. One of which nobody knows is looked for in the
        printer first, and headed 重打 when it has to be printed again.
        """
        times = self._timings
        longest = times.busy_s + times.job_s + _LONGEST_PAGES * times.page_s + times.cancel_s + 4 * times.answer_s
        self._submit(slip, on_outcome, longest)

    def print_once(self, slip: Slip, timeout_s: float) -> PrintOutcome:
        """Print and wait, for the command line. PrintUnconfirmed when timeout_s pass first."""
        done = threading.Event()
        outcomes: list[PrintOutcome] = []

        def keep(outcome: PrintOutcome) -> None:
            outcomes.append(outcome)
            done.set()

        turn = self._submit(slip, keep, timeout_s)
        if not done.wait(timeout_s + 5.0):
            turn.stop()
            return PrintUnconfirmed(Fault.A4_UNCONFIRMED)
        return outcomes[0]

    def close(self) -> None:
        """Stop; a job under way is called off and answered PrintUnconfirmed."""
        self._worker.close(self._timings.cancel_s + self._timings.answer_s)

    def _submit(self, slip: Slip, on_outcome: Callable[[PrintOutcome], None], deadline_s: float) -> Turn:
        unsure: PrintOutcome = PrintUnconfirmed(Fault.A4_UNCONFIRMED)
        return self._worker.submit(partial(self._print, slip), on_outcome, deadline_s=deadline_s, timed_out=unsure)

    def _print(self, slip: Slip, turn: Turn) -> PrintOutcome:
        if before := self._jobs.get(slip.job_id):
            return replace(before, sheets=0)
        doubtful = slip.job_id in self._jobs
        sheet = guarded(lambda: self._composed(slip, doubtful, turn))
        if sheet is None:  # the printer was told nothing, and is as well as it was
            return not_printed(Fault.A4_BROKEN)
        job = SheetJob(self._client, self._clock, self._timings, turn)
        failure = job.run(slip.job_id, sheet, doubtful=doubtful)
        if job.orphan is not None:
            self._orphans.append(job.orphan)
        if failure is None:
            printed = Printed(slip.job_id, doubtful, sheet.pages)
            self._remember(slip.job_id, printed)
            return printed
        if isinstance(failure, PrintUnconfirmed) or failure.partly:
            self._remember(slip.job_id, None)
        if isinstance(failure, NotPrinted):
            self._report(failure)
        return failure

    def _remember(self, job_id: str, printed: Printed | None) -> None:
        self._jobs[job_id] = printed
        self._jobs.move_to_end(job_id)
        while len(self._jobs) > REMEMBERED_JOBS:
            self._jobs.popitem(last=False)

    def _look(self) -> float:
        """Look at the idle printer; returns the seconds until the next look."""
        try:
            said = self._client.printer()
            seen = condition(said)
            self._call_off_orphans()
        except LinkError as error:
            return self._missed(error)
        except IppRefused:
            self._report(not_printed(Fault.A4_BROKEN))
            return self._timings.poll_s
        self._misses, self._retry_s = 0, self._timings.first_retry_s
        self._about = About(*(plain("".join(texts(said, name)[:1])) for name in _ABOUT))
        self._see(seen)
        return self._timings.poll_s

    def _call_off_orphans(self) -> None:
        """Jobs we lost sight of: whoever they were for has gone, so they must not come out now."""
        while self._orphans:
            self._client.cancel(self._orphans[-1])
            self._orphans.pop()

    def _missed(self, error: LinkError) -> float:
        """A port that refuses is gone at once; one that hiccups only after three looks."""
        self._misses += 1
        if self._misses >= MISSES or (isinstance(error, LinkAbsent) and self.state is DeviceState.STARTING):
            self._report(link_failure(error))
        wait_s = self._retry_s
        if self._misses >= MISSES:
            self._retry_s = min(self._timings.longest_retry_s, wait_s * 2)
        return wait_s

    def _see(self, seen: Condition) -> None:
        self._paper = seen.paper
        if seen.accepting:
            self._status.set(seen.device, seen.fault)
        else:
            self._report(not_printed(Fault.A4_PAUSED))

    def _report(self, failure: NotPrinted) -> None:
        self._paper = Condition(0, failure.fault).paper if failure.fault in _ABOUT_PAPER else PaperState.UNKNOWN
        self._status.set(failure.state, failure.fault)


_ABOUT = ("printer-make-and-model", "printer-firmware-string-version")
_ABOUT_PAPER = (Fault.A4_PAPER_OUT, Fault.A4_JAM)


def open_document_printer(
    uri: str, *, clock: Clock | None = None, timings: Timings | None = None, composed: Composer = compose_apart
) -> DocumentPrinter:
    """A printer by URI: `ipp://192.168.1.30/ipp/print`, `ipps://…` (its certificate is checked), or a CUPS queue,
    `ipp://localhost/printers/A4`. It is reached later, on the printer's thread. Raises BadUri."""
    return DocumentPrinter(parse_ipp_uri(uri), clock=clock, timings=timings, composed=composed)


def parse_ipp_uri(uri: str) -> IppAddress:
    """What open_document_printer reads from a URI, without touching the printer. Raises BadUri."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError as error:
        raise BadUri(f"设备地址“{uri}”写得不对，端口号应是 1 到 65535 的数字。") from error
    if parts.scheme not in ("ipp", "ipps"):
        raise BadUri(f"设备地址“{uri}”的类型不认识。A4 打印机请用 ipp://主机/ipp/print 或 ipps://主机/ipp/print。")
    if not parts.hostname or parts.username or parts.query or parts.fragment:
        raise BadUri(f"打印机地址“{uri}”写得不对，应像 ipp://192.168.1.30/ipp/print。")
    return IppAddress(uri, parts.hostname, port or IPP_PORT, parts.path or "/ipp/print", parts.scheme == "ipps")
