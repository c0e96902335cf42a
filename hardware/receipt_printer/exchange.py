"""Talking with one printer over one open link: asking, waiting for answers in order, and telling late ones from ours.

Everything here runs on the device's own thread; a link that breaks raises hardware.link.LinkError.
"""

from collections.abc import Callable

from hardware.about import About, plain
from hardware.link import Link
from hardware.receipt_printer import codec
from hardware.receipt_printer.status import AnswerStream, Block, InOrder, PrinterStatus, RealTime
from hardware.receipt_printer.types import Timings
from kiosk.core.clock import Clock

BITS_PER_BYTE = 10


class Exchange:
    """One conversation, from opening the port to losing it."""

    def __init__(self, link: Link, clock: Clock, timings: Timings) -> None:
        self._link = link
        self._clock = clock
        self._timings = timings
        self._stream = AnswerStream()
        self._late = True
        """An answer may be owed from an earlier question; it must not be taken for the next one's."""
        self._doubtful = True
        """The buffer may still hold what another program, or a job that failed, put there."""
        self._text_owed = False
        """GS I was asked and not answered: its text may come at any time, and must not be read as a status."""

    def wire_s(self, count: int) -> float:
        """Seconds that `count` bytes need on the wire."""
        return count * BITS_PER_BYTE / self._link.baud

    def write(self, data: bytes) -> None:
        """Hand over whole commands at once."""
        self._link.write(data)

    def close(self) -> None:
        """Give the port free."""
        self._link.close()

    def hush(self) -> None:
        """Throw away what has arrived, and wait for quiet when an answer is still owed."""
        while self._link.read(self._timings.quiet_s if self._late else 0.0):
            continue
        self._late = False
        self._stream = AnswerStream(block=self._text_owed)

    def abandon(self) -> None:
        """Drop what the printer still holds of a job that failed; the next job first makes sure of that."""
        self._doubtful = True
        self.write(codec.CLEAR)

    def begin(self, opening: bytes, wait_s: float, give_up: Callable[[], bool]) -> bool:
        """Set the modes and have the printer answer in order before the first line is sent.

        So a printer that only swallows is found out while the tray is still empty, and the late confirmation of an
        earlier job comes now, where it confirms nothing.
        """
        if self._doubtful:
            self.write(codec.CLEAR)
        self.write(opening)
        if not self.confirm(wait_s, give_up):
            return False
        self._late = self._late or self._doubtful
        self.hush()
        self._doubtful = False
        return True

    def ask(self, n: int, ahead: int = 0) -> int | None:
        """One real-time status byte, or None when no valid one came in time.

        ahead: bytes sent just before, which reach the printer first.
        """
        self.hush()
        self.write(codec.status_query(n))
        byte = self._await_real_time(self.wire_s(ahead))
        self._late = byte is None
        return byte

    def status(self) -> PrinterStatus | None:
        """All four answers, or None when one of them did not come."""
        found: list[int] = []
        for n in codec.STATUS_QUERIES:
            byte = self.ask(n)
            if byte is None:
                return None
            found.append(byte)
        return PrinterStatus(*found)

    def about(self) -> About:
        """What the idle printer says of itself; nothing from the first question on that it does not answer."""
        told = {n: "" for n in (codec.MAKER, codec.MODEL, codec.FIRMWARE, codec.SERIAL_NUMBER)}
        for n in told:
            text = self._text(n)
            if text is None:
                break
            told[n] = text
        maker, model, firmware, number = told.values()
        named = model if model.upper().startswith(maker.upper()) else f"{maker} {model}".strip()
        return About(named, firmware, number)

    def _text(self, n: int) -> str | None:
        self._text_owed = True
        self.hush()
        self.write(codec.identity_query(n))
        end = self._clock.monotonic() + self._timings.answer_s
        while (left := end - self._clock.monotonic()) > 0:
            for answer in self._stream.feed(self._link.read(left)):
                if isinstance(answer, Block):
                    self._text_owed = False
                    return plain(answer.data.decode("gb18030", errors="replace"))
        # Clear before the next slip: a model without GS I holds a stray letter now.
        self._late = self._doubtful = True
        return None

    def confirm(self, wait_s: float, give_up: Callable[[], bool]) -> bool:
        """Ask the printer to answer once all before is done, and wait. False when it did not, or give_up() says so.

        give_up is looked at between answers; a real-time look at the status is taken meanwhile, so that a printer
        that stopped is noticed long before the wait is over.
        """
        self.hush()
        self.write(codec.CONFIRM)
        end = self._clock.monotonic() + wait_s
        asked = False
        while (left := end - self._clock.monotonic()) > 0 and not give_up():
            for answer in self._stream.feed(self._link.read(min(left, self._timings.look_s))):
                match answer:
                    case InOrder():
                        self._late = asked
                        return True
                    case RealTime(byte):
                        asked = False
                        if PrinterStatus(byte, 0x12, 0x12, 0x12).blocked:
                            self._late = True
                            return False
                    case Block():
                        self._text_owed = False
            if not asked:
                self.write(codec.status_query(1))
                asked = True
        self._late = True
        return False

    def _await_real_time(self, extra_s: float) -> int | None:
        end = self._clock.monotonic() + self._timings.answer_s + extra_s
        while (left := end - self._clock.monotonic()) > 0:
            for answer in self._stream.feed(self._link.read(left)):
                if isinstance(answer, RealTime):
                    return answer.byte
        return None
