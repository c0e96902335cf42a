"""The receipt printer as the rest of the program knows it."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import partial

from hardware.about import About
from hardware.link import BadUri as BadUri
from hardware.link import LinkAddress, LinkBusy, LinkError, Opener, open_link, parse_uri
from hardware.receipt_printer.composer import compose, opening
from hardware.receipt_printer.exchange import BITS_PER_BYTE, Exchange
from hardware.receipt_printer.job import PortLost, PrintJob, link_failure
from hardware.receipt_printer.length import slip_mm
from hardware.receipt_printer.status import PrinterStatus
from hardware.receipt_printer.types import (
    WIDTHS,
    NotPrinted,
    Printed,
    PrintOutcome,
    PrintUnconfirmed,
    Profile,
    TextMode,
    Timings,
)
from hardware.worker import DeviceStatus, DeviceWorker, Listener, Turn
from kiosk.core.clock import Clock, SystemClock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState, PaperState
from kiosk.core.slip import Slip

URI_OPTIONS = frozenset({"width", "text", "qr"})
MISSES = 3
"""So many looks without an answer, or without a port, make a printer silent or gone; one is only a hiccup."""
REMEMBERED_JOBS = 256
_FAILSAFE_S = 60.0
_WORST_LINE_BYTES = 25_000
"""More than any wrapped line or QR code drawn; sizes the fail-safe deadline only."""


class ReceiptPrinter:
    """Prints slips on one printer; opens, watches and reopens its port on a thread of its own.

    No method but `print_once` waits. Callbacks run on the printer's threads; the caller marshals.
    """

    def __init__(
        self, opener: Opener, profile: Profile, *, clock: Clock | None = None, timings: Timings | None = None
    ) -> None:
        self._opener = opener
        self._profile = profile
        self._clock = clock or SystemClock()
        self._timings = timings or Timings()
        self._exchange: Exchange | None = None
        self._about: About | None = None
        self._status = DeviceStatus()
        self._paper = PaperState.UNKNOWN
        self._silent = self._absent = 0
        self._retry_s = self._timings.first_retry_s
        self._jobs: OrderedDict[str, Printed | None] = OrderedDict()
        self._worker = DeviceWorker("receipt-printer", self._clock, idle=self._look, closing=self._drop)

    @property
    def state(self) -> DeviceState:
        """How the printer was at the last look."""
        return self._status.state

    @property
    def fault(self) -> Fault | None:
        """Why it is so; PAPER_LOW while it still prints."""
        return self._status.fault

    @property
    def paper(self) -> PaperState:
        """How much paper there was at the last look."""
        return self._paper

    @property
    def about(self) -> About:
        """Maker and model, firmware and serial number, as the printer says; asked once for each time it is reached."""
        return self._about or About()

    def listen(self, callback: Listener) -> None:
        """Be told of changes of state or fault."""
        self._status.listen(callback)

    def _submit(self, slip: Slip, on_outcome: Callable[[PrintOutcome], None], deadline_s: float) -> Turn:
        unsure: PrintOutcome = PrintUnconfirmed()
        return self._worker.submit(partial(self._print, slip), on_outcome, deadline_s=deadline_s, timed_out=unsure)

    def print(self, slip: Slip, on_outcome: Callable[[PrintOutcome], None]) -> None:
        """Queue a slip; on_outcome hears exactly one outcome.

        A job id already confirmed is answered Printed without paper. One that may have left a piece in the tray is
        printed whole again, headed 重打.
        """
        worst_bytes = len(slip.lines) * _WORST_LINE_BYTES
        self._submit(slip, on_outcome, _FAILSAFE_S + worst_bytes * BITS_PER_BYTE / 9600)

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
            return PrintUnconfirmed()
        return outcomes[0]

    def close(self) -> None:
        """Stop and give the port free; a job under way is answered PrintUnconfirmed."""
        self._worker.close()

    def _print(self, slip: Slip, turn: Turn) -> PrintOutcome:
        if before := self._jobs.get(slip.job_id):
            return before
        reprint = slip.job_id in self._jobs
        chunks = compose(slip, self._profile, reprint=reprint)
        failure = self._run(chunks, slip_mm(slip, self._profile), turn)
        if failure is None:
            printed = Printed(slip.job_id, reprint)
            self._remember(slip.job_id, printed)
            return printed
        if isinstance(failure, PrintUnconfirmed) or failure.partly:
            self._remember(slip.job_id, None)
        if isinstance(failure, NotPrinted):
            self._report(failure)
        return failure

    def _run(self, chunks: tuple[bytes, ...], paper_mm: int, turn: Turn) -> NotPrinted | PrintUnconfirmed | None:
        """Try, and once more on a fresh port when the old one turns out to be dead before anything was sent."""
        for last in (False, True):
            try:
                exchange = self._connected()
                job = PrintJob(exchange, self._timings, lambda: turn.stopped)
                failure = job.run(opening(self._profile), chunks, paper_mm)
            except LinkError as error:
                return link_failure(error)
            except PortLost as lost:
                self._drop()
                if last:
                    return link_failure(lost.error)
                continue
            if isinstance(failure, NotPrinted) and failure.state is DeviceState.NO_DEVICE:
                self._drop()
            return failure
        raise AssertionError("the second try always returns")

    def _connected(self) -> Exchange:
        if self._exchange is None:
            self._exchange = Exchange(self._opener(), self._clock, self._timings)
        return self._exchange

    def _drop(self) -> None:
        if self._exchange:
            self._exchange.close()
            self._exchange = self._about = None

    def _remember(self, job_id: str, printed: Printed | None) -> None:
        self._jobs[job_id] = printed
        self._jobs.move_to_end(job_id)
        while len(self._jobs) > REMEMBERED_JOBS:
            self._jobs.popitem(last=False)

    def _look(self) -> float:
        """Look at the idle printer, or try to reach it; returns the seconds until the next look."""
        try:
            exchange = self._connected()
            status = exchange.status()
            if status is not None and not status.blocked and self._about is None:
                self._about = exchange.about()
        except LinkError as error:
            self._drop()
            self._absent += 1
            flaps = self._absent < MISSES and self.state is not DeviceState.STARTING
            if not flaps or isinstance(error, LinkBusy):
                self._report(link_failure(error))
            wait_s = self._retry_s
            self._retry_s = min(self._timings.longest_retry_s, wait_s * 2)
            return wait_s
        self._retry_s, self._absent = self._timings.first_retry_s, 0
        if status is None:
            self._silent += 1
            if self._silent >= MISSES:
                self._report(NotPrinted(Fault.PRINTER_SILENT, DeviceState.OFFLINE))
            return min(self._timings.first_retry_s, self._timings.poll_s)
        self._silent = 0
        self._see(status)
        return self._timings.poll_s

    def _see(self, status: PrinterStatus) -> None:
        self._paper = status.paper
        self._status.set(status.state, status.fault)

    def _report(self, failure: NotPrinted) -> None:
        match failure.fault:
            case Fault.PAPER_OUT:
                self._paper = PaperState.OUT
            case Fault.CUTTER_JAM:
                self._paper = PaperState.JAMMED
            case Fault.PRINTER_ABSENT | Fault.PRINTER_SILENT | Fault.PRINTER_BUSY:
                self._paper = PaperState.UNKNOWN
            case _:
                pass
        self._status.set(failure.state, failure.fault)


def open_printer(uri: str, *, clock: Clock | None = None, timings: Timings | None = None) -> ReceiptPrinter:
    """A printer by URI: `serial:///dev/ttyUSB1?baud=115200&width=80&text=gbk&qr=native` or `tcp://host:port?…`.

    width: 58 or 80 (the default); text: gbk (default), gb2312 or raster; qr: native (default) or raster. The port is
    opened later, on the printer's thread. Raises BadUri.
    """
    address, profile = parse_printer_uri(uri)
    return ReceiptPrinter(lambda: open_link(address), profile, clock=clock, timings=timings)


def parse_printer_uri(uri: str) -> tuple[LinkAddress, Profile]:
    """What open_printer reads from a URI, without touching the port. Raises BadUri."""
    address = parse_uri(uri, URI_OPTIONS)
    options = address.options
    width = options.get("width", "80")
    text = options.get("text", TextMode.GBK.value)
    code = options.get("qr", "native")
    if width not in WIDTHS:
        raise BadUri(f"纸宽“{width}”不能用。可用：58、80。")
    if text not in list(TextMode):
        raise BadUri(f"文字方式“{text}”不能用。可用：{'、'.join(TextMode)}。")
    if code not in ("native", "raster"):
        raise BadUri(f"二维码方式“{code}”不能用。可用：native、raster。")
    return address, Profile(WIDTHS[width], TextMode(text), code == "native")
