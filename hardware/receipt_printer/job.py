"""One slip from the first look at the printer to its own word that it is done."""

from collections.abc import Callable, Sequence

from hardware.link import LinkAbsent, LinkBusy, LinkError, LinkGone, LinkStuck
from hardware.receipt_printer.exchange import Exchange
from hardware.receipt_printer.status import PrinterStatus
from hardware.receipt_printer.types import NotPrinted, PrintUnconfirmed, Timings
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

Failure = NotPrinted | PrintUnconfirmed


class PortLost(Exception):
    """The port broke before a single byte of the slip was sent, so the job may be tried again on a new one."""

    def __init__(self, error: LinkError) -> None:
        super().__init__("port lost before the slip began")
        self.error = error


def link_failure(error: LinkError, *, partly: bool = False) -> NotPrinted:
    """A broken, missing or taken port in our words."""
    match error:
        case LinkBusy():
            return NotPrinted(Fault.PRINTER_BUSY, DeviceState.BUSY, partly)
        case LinkStuck():
            return NotPrinted(Fault.PRINTER_SILENT, DeviceState.OFFLINE, partly)
        case LinkAbsent() | LinkGone() | _:
            return NotPrinted(Fault.PRINTER_ABSENT, DeviceState.NO_DEVICE, partly)


class PrintJob:
    """Sends one composed slip. stopped() tells when its outcome is no longer wanted."""

    def __init__(self, exchange: Exchange, timings: Timings, stopped: Callable[[], bool]) -> None:
        self._exchange = exchange
        self._timings = timings
        self._stopped = stopped

    def run(self, opening: bytes, chunks: Sequence[bytes], paper_mm: int) -> Failure | None:
        """None once the printer has confirmed the end. Raises PortLost when nothing of the slip was sent.

        paper_mm: how long the slip is; a printer prints on from its buffer after the last byte.
        """
        try:
            refused = self._ready(opening)
        except LinkError as error:
            raise PortLost(error) from error
        if refused:
            return refused
        try:
            failure = self._send(chunks)
        except LinkError as error:
            return link_failure(error, partly=True)
        if failure:
            return failure
        try:
            return self._finish(sum(map(len, chunks)), paper_mm)
        except LinkError:
            return PrintUnconfirmed()

    def _ready(self, opening: bytes) -> NotPrinted | None:
        status = self._exchange.status() or self._exchange.status()
        if status and status.fault in (Fault.CUTTER_JAM, Fault.PRINT_HEAD_HOT):
            self._exchange.abandon()  # cleared by hand perhaps, but only this command takes the error back
            status = self._exchange.status()
        if status is None:
            return NotPrinted(Fault.PRINTER_SILENT, DeviceState.OFFLINE)
        if status.blocked:
            return _stopped(status, partly=False)
        if self._exchange.begin(opening, self._timings.confirm_s, self._stopped):
            return None
        status = self._exchange.status()
        self._exchange.abandon()
        if status and status.blocked:
            return _stopped(status, partly=False)
        # It says it is well, yet carries nothing out.
        state = DeviceState.HARDWARE_ERROR if status else DeviceState.OFFLINE
        return NotPrinted(Fault.PRINTER_SILENT, state)

    def _send(self, chunks: Sequence[bytes]) -> Failure | None:
        for number, chunk in enumerate(chunks, 1):
            if self._stopped():
                self._exchange.abandon()
                return PrintUnconfirmed()
            self._exchange.write(chunk)
            if number == len(chunks):
                break  # the cut is on its way; waiting for the confirmation looks at the status too
            byte = self._exchange.ask(1, ahead=len(chunk))
            if byte is None:
                # Not asked again: a printer that lost its power answers again in a second, without what it had.
                self._exchange.abandon()
                return NotPrinted(Fault.PRINTER_SILENT, DeviceState.OFFLINE, partly=True)
            if PrinterStatus(byte, 0x12, 0x12, 0x12).blocked:
                return self._classify()
        return None

    def _finish(self, sent_bytes: int, paper_mm: int) -> Failure | None:
        head_s = paper_mm / self._timings.slowest_mm_s
        wait_s = self._exchange.wire_s(sent_bytes) + head_s + self._timings.confirm_s
        if not self._exchange.confirm(wait_s, self._stopped):
            return self._classify()
        status = self._exchange.status()
        if status is None or status.blocked:
            # GS r is not answered while offline, so the byte may have been noise: no one is told "printed".
            self._exchange.abandon()
            return PrintUnconfirmed()
        return None

    def _classify(self) -> Failure:
        status = self._exchange.status() or self._exchange.status()
        self._exchange.abandon()
        return _stopped(status, partly=True) if status and status.blocked else PrintUnconfirmed()


def _stopped(status: PrinterStatus, *, partly: bool) -> NotPrinted:
    return NotPrinted(status.fault or Fault.PRINTER_SILENT, status.state, partly)
