"""A simulated ID-card reader: a SAM's bytes over a real pseudo-terminal or TCP port, with every fault by name."""

import threading
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from types import TracebackType

from hardware.card_reader.codec import Corrupt, Deframer, Request, answer_bytes, frame, wire_time
from hardware.card_reader.layouts import encode
from hardware.simulated import card_faults as faults
from hardware.simulated.people import FOREIGN_GUEST, FUNING, GUILAN, HMT_GUEST, JIANGUO
from hardware.simulated.sam import SimulatedSam, record_data
from hardware.simulated.usb import UsbWire
from hardware.simulated.wire import PtyWire, TcpWire
from kiosk.core.person import IdCard

_BY_BYTES = {bytes(request.value): request for request in Request}


KEPT_REQUESTS = 5000
"""A simulator that runs for weeks keeps between this many and twice as many."""


class UnknownFault(ValueError):
    """A fault name that hardware.simulated.card_faults does not declare."""


class SimulatedCardReader:
    """Starts at once; `uri` is what the driver opens.

    link: symbolic link for the pty. tcp_port: use TCP instead, 0 for any free port. baud: pace of the wire, None for
    no pacing. usb: bulk transfers instead, `usb_backend` is the bus. refind: whether a card that was read is found
    again while it stays.
    """

    FAULTS = faults.FAULTS

    def __init__(
        self,
        *,
        link: Path | None = None,
        tcp_port: int | None = None,
        baud: int | None = 115200,
        refind: bool = False,
        late_s: float = 0.0,
        usb: bool = False,
    ) -> None:
        self._sam = SimulatedSam(refind=refind)
        self._wire: PtyWire | TcpWire | UsbWire
        if usb:
            self._wire = UsbWire()
        else:
            self._wire = PtyWire(baud, link) if tcp_port is None else TcpWire(baud, tcp_port)
        self._deframer = Deframer(shortest=3)
        self._lock = threading.RLock()
        self._fault: str | None = None
        self._others = cycle((JIANGUO, HMT_GUEST, FOREIGN_GUEST, FUNING))
        self._late_s = late_s
        self.requests: list[bytes] = []
        """Every whole request frame that arrived, in order."""
        self._wire.start(self._on_bytes)

    @property
    def uri(self) -> str:
        """serial:// or tcp:// address for the driver."""
        return self._wire.uri

    @property
    def usb_backend(self) -> object:
        """The bus for pyusb, when this is a USB reader."""
        assert isinstance(self._wire, UsbWire)
        return self._wire.backend

    @property
    def card(self) -> IdCard | None:
        """The card on the plate."""
        return self._sam.card

    @property
    def fault(self) -> str | None:
        """The fault in force."""
        return self._fault

    def lay(self, card: IdCard) -> None:
        """Put a card on the plate."""
        with self._lock:
            self._sam.lay(card, _odd_text(card) if self._fault == "odd_content" else None)

    def lift(self) -> None:
        """Take the card away."""
        with self._lock:
            self._sam.lift()

    def unplug(self) -> None:
        """Pull the cable."""
        self._wire.unplug()

    def replug(self) -> None:
        """Put the cable back; the device has lost its power meanwhile."""
        self._deframer = Deframer(shortest=3)
        self._wire.replug()

    def set_fault(self, name: str | None) -> None:
        """Have a fault of FAULTS from now on, or none. Raises UnknownFault, and BlockingIOError for "busy" while
        somebody else has the port."""
        if name is not None and name not in faults.FAULTS:
            raise UnknownFault(f"没有这种故障：{name}")
        with self._lock:
            if self._fault == "busy" and isinstance(self._wire, PtyWire):
                self._wire.let_go()
            if isinstance(self._wire, UsbWire):
                self._wire.somebody_else = name == "busy"
            if name == "busy" and isinstance(self._wire, PtyWire):
                self._wire.hold()
            self._fault = name
            self._sam.health = faults.HEALTH_FAULTS.get(name or "", 0x60 if name == "power_loss" else 0x90)
            if name == "power_loss":
                self._sam.baud = 115200
            if name == "odd_content" and self._sam.card:
                self.lay(self._sam.card)

    def close(self) -> None:
        """Pull the cable for good."""
        self._wire.close()

    def __enter__(self) -> "SimulatedCardReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _on_bytes(self, data: bytes) -> None:
        if self._wire.baud and not self._wire.pause(wire_time(len(data), self._wire.baud)):
            return
        for body in self._deframer.feed(data):
            if isinstance(body, Corrupt):
                self._wire.send(answer_bytes(0x10))
                continue
            self.requests.append(frame(body))
            if len(self.requests) > 2 * KEPT_REQUESTS:
                del self.requests[:KEPT_REQUESTS]
            self._serve(body, _BY_BYTES.get(body))

    def _serve(self, body: bytes, request: Request | None) -> None:
        fault = self._fault
        if request in faults.SILENT_AT.get(fault or "", ()):
            return
        with self._lock:
            answer = self._reply(body, request, fault)
        self._deliver(answer, request, fault)

    def _reply(self, body: bytes, request: Request | None, fault: str | None) -> bytes:
        """What the SAM says under this fault, as whole frames."""
        where, code = faults.STATUS_FAULTS.get(fault or "", (frozenset(), 0))
        if request in where:
            return answer_bytes(code)
        match fault, request:
            case "request_garbled_once", Request.FIND:
                self._fault = None
                return answer_bytes(0x10)
            case "moved_once", Request.READ:
                self._fault = None
                return answer_bytes(0x41)
            case ("lifted_after_find", Request.SELECT) | ("lifted_while_reading", Request.READ):
                self._sam.lift()
            case "power_loss", Request.RESET:
                self._sam.health = 0x90
                self._fault = None
            case "other_card_each_time", Request.FIND:
                self._sam.lay(next(self._others))
            case _:
                pass  # all other faults concern the wire, not what the chip says
        answer = self._sam.answer(body)
        if fault == "cut_while_reading" and request is Request.READ:
            self._sam.lift()
        return answer

    def _deliver(self, answer: bytes, request: Request | None, fault: str | None) -> None:
        """Put an answer on the wire as the fault has it."""
        reading = request is Request.READ
        match fault:
            case "half_then_rest":
                half = len(answer) // 2
                if self._wire.send(answer[:half]) and self._wire.pause(0.2):
                    self._wire.send(answer[half:])
            case "cut_while_reading" if reading:
                self._wire.send(answer[:600])
            case "unplugged_while_reading" if reading:
                self._wire.send(answer[:600])
                self._fault = None
                self._wire.unplug()
            case "slow_9600":
                self._wire.send(answer, baud=9600)
            case "stale_record_first" if reading:
                self._fault = None
                stale = answer_bytes(0x90, record_data(encode(GUILAN), GUILAN.photo))
                self._wire.send(stale + answer)
            case "late_find" if request is Request.FIND:
                self._send_late(answer, 1.2)
            case "late_record" if reading:
                self._send_late(answer, 3.4)
            case str() if fault in faults.BENT and (reading or fault not in faults.ONLY_WHEN_READING):
                self._fault = None if fault in faults.HEALS else fault
                self._wire.send(faults.BENT[fault](answer))
            case _:
                self._wire.send(answer)

    def _send_late(self, answer: bytes, late_s: float) -> None:
        """Answer after the driver has given up; what it asks meanwhile waits, as a SAM does one thing at a time."""
        self._fault = None
        if self._wire.pause(self._late_s or late_s):
            self._wire.send(answer)


def _odd_text(card: IdCard) -> bytes:
    """A card with an unknown nation code, half a surrogate pair in the name and a wrong check digit."""
    wrong = card.id_number[:17] + ("1" if card.id_number[17] != "1" else "2")
    text = bytearray(encode(replace(card, id_number=wrong)))
    text[28:30] = b"\x00\xd8"
    text[32:36] = "99".encode("utf-16-le")
    return bytes(text)
