"""What the printer's answer bytes mean. Pure.

Which bytes may be which answer (Citizen CT-S310 manual; x is a bit that carries something):
DLE EOT `0xx1xx10`; automatic status byte 1 `0xx1xx00`, bytes 2 to 4 `0xx0xxxx`; GS r `0xx0xxxx`; XON 11, XOFF 13.
The text GS I answers with has a head, 5F, that is none of these, but its letters may be any of them: "2" is "no paper".
So 00 and FF are never a real-time status, and a printer that answers so is taken as one that does not answer.
"""

from dataclasses import dataclass

from hardware.receipt_printer.codec import BLOCK_END, BLOCK_HEAD
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState, PaperState

OFFLINE = 0x08  # n=1
COVER_OPEN = 0x04  # n=2
PAPER_STOP = 0x20  # n=2
ERROR = 0x40  # n=2
CUTTER = 0x08  # n=3
UNRECOVERABLE = 0x20  # n=3
RECOVERABLE = 0x40  # n=3: head hot, or cover opened while printing
NEAR_END = 0x0C  # n=4
PAPER_END = 0x60  # n=4


def is_real_time(byte: int) -> bool:
    """Whether a byte can be an answer to DLE EOT."""
    return byte & 0x93 == 0x12


def is_in_order(byte: int) -> bool:
    """Whether a byte can be an answer to GS r."""
    return byte & 0x90 == 0x00


def _opens_automatic_status(byte: int) -> bool:
    return byte & 0x93 == 0x10


@dataclass(frozen=True, slots=True)
class RealTime:
    """An answer to DLE EOT; which one only the order of asking tells."""

    byte: int


@dataclass(frozen=True, slots=True)
class InOrder:
    """An answer to GS r."""

    byte: int


@dataclass(frozen=True, slots=True)
class Block:
    """An answer to GS I, without head and end."""

    data: bytes


Answer = RealTime | InOrder | Block
_LONGEST_BLOCK = 80


class AnswerStream:
    """Sorts arriving bytes into answers; automatic status, flow control and noise are dropped.

    block: a text is owed, so its head begins one. Without, a stray 5F is noise.
    """

    def __init__(self, *, block: bool = False) -> None:
        self._automatic = 0
        """Bytes still to come of a four-byte automatic status."""
        self._owed = block
        self._block: bytearray | None = None

    def feed(self, data: bytes) -> list[Answer]:
        """The answers in these bytes, in order."""
        answers: list[Answer] = []
        for byte in data:
            if self._block is not None:
                if byte == BLOCK_END:
                    answers.append(Block(bytes(self._block)))
                    self._block = None
                    continue
                if byte >= 0x20 and len(self._block) < _LONGEST_BLOCK:
                    self._block.append(byte)
                    continue
                self._block = None  # no text after all
            elif self._owed and byte == BLOCK_HEAD:
                self._block, self._automatic = bytearray(), 0
                continue
            if self._automatic and is_in_order(byte):
                self._automatic -= 1
                continue
            self._automatic = 0
            if is_real_time(byte):
                answers.append(RealTime(byte))
            elif _opens_automatic_status(byte):
                self._automatic = 3
            elif is_in_order(byte):
                answers.append(InOrder(byte))
        return answers


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """The four real-time answers, DLE EOT 1 to 4."""

    printer: int
    offline_cause: int
    error_cause: int
    roll: int

    @property
    def paper(self) -> PaperState:
        """How much paper is left."""
        if self.roll & PAPER_END or self.offline_cause & PAPER_STOP:
            return PaperState.OUT
        if self.error_cause & CUTTER:
            return PaperState.JAMMED
        return PaperState.LOW if self.roll & NEAR_END else PaperState.FULL

    @property
    def fault(self) -> Fault | None:
        """The one thing to mend first; PAPER_LOW and None let a slip be printed."""
        if self.error_cause & UNRECOVERABLE:
            return Fault.PRINTER_BROKEN
        if self.error_cause & CUTTER:
            return Fault.CUTTER_JAM
        if self.offline_cause & COVER_OPEN:
            return Fault.COVER_OPEN
        if self.paper is PaperState.OUT:
            return Fault.PAPER_OUT
        if self.error_cause & RECOVERABLE:
            return Fault.PRINT_HEAD_HOT
        if self.offline_cause & ERROR:
            return Fault.PRINTER_BROKEN
        if self.printer & OFFLINE:
            return Fault.PRINTER_SILENT  # offline without a cause: feed button held, or waiting to come back
        return Fault.PAPER_LOW if self.paper is PaperState.LOW else None

    @property
    def blocked(self) -> bool:
        """Whether nothing can be printed now."""
        return self.fault not in (None, Fault.PAPER_LOW)

    @property
    def state(self) -> DeviceState:
        """The state in XFS words: what a person can put right is userError."""
        match self.fault:
            case None | Fault.PAPER_LOW:
                return DeviceState.ONLINE
            case Fault.PAPER_OUT | Fault.COVER_OPEN | Fault.PRINTER_SILENT:
                return DeviceState.USER_ERROR
            case _:
                return DeviceState.HARDWARE_ERROR
