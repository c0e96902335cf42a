"""Frames of the SAM interface (GA/T 467-2019, chapter 7): building, cutting out of a byte stream, checking.

A request is `AA AA AA 96 69` LenHi LenLo CMD PARA [data] CHK, an answer the same with SW1 SW2 SW3 in place of
CMD PARA. Len counts from CMD (or SW1) to CHK inclusive; CHK is the XOR of all bytes from LenHi up to it.
"""

import struct
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from operator import xor

PREAMBLE = bytes.fromhex("AAAAAA9669")
MAX_BODY = 2400
"""Longest length believed; the longest real answer (text, photo, two fingerprints) is 2314."""
TEXT_BYTES = 256
BITS_PER_BYTE = 10


class Request(Enum):
    """The commands this driver knows: (CMD, PARA). Reading fingerprints (30 10) is not among them and never will be."""

    RESET = (0x10, 0xFF)
    STATUS = (0x11, 0xFF)
    SAM_ID = (0x12, 0xFF)
    FIND = (0x20, 0x01)
    SELECT = (0x20, 0x02)
    READ = (0x30, 0x01)
    NEW_ADDRESS = (0x30, 0x03)
    BAUD_115200 = (0x60, 0x00)
    BAUD_57600 = (0x60, 0x01)
    BAUD_38400 = (0x60, 0x02)
    BAUD_19200 = (0x60, 0x03)
    BAUD_9600 = (0x60, 0x04)


LONGEST_ANSWER = {Request.READ: 1295, Request.NEW_ADDRESS: 81, Request.SAM_ID: 27}
"""Bytes on the wire of a whole answer; 19 for all others (select)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A frame whose checksum is right."""

    sw1: int
    sw2: int
    sw3: int
    data: bytes

    @property
    def said(self) -> int:
        """SW3, or 24 (unrecognised error) where SW1 or SW2 contradict a success."""
        return 0x24 if (self.sw1 or self.sw2) and self.sw3 in (0x90, 0x9F) else self.sw3


@dataclass(frozen=True, slots=True)
class Corrupt:
    """A frame of a believable length whose checksum is wrong."""


@dataclass(frozen=True, slots=True)
class Record:
    """The two parts of a card this program reads."""

    text: bytes
    """256 bytes, UTF-16LE, laid out as hardware.card_reader.layouts says."""
    photo: bytes
    """WLT, opaque."""


def checksum(body: bytes) -> int:
    """XOR of the bytes from LenHi to the last before CHK."""
    return reduce(xor, body, 0)


def frame(body: bytes) -> bytes:
    """Preamble, length, body, checksum."""
    counted = struct.pack(">H", len(body) + 1) + body
    return PREAMBLE + counted + bytes([checksum(counted)])


def request_bytes(request: Request) -> bytes:
    """A whole request frame."""
    return frame(bytes(request.value))


def answer_bytes(sw3: int, data: bytes = b"", sw1: int = 0, sw2: int = 0) -> bytes:
    """A whole answer frame, as a SAM sends it."""
    return frame(bytes([sw1, sw2, sw3]) + data)


def wire_time(count: int, baud: int) -> float:
    """Seconds that many bytes are on a wire of so many bit/s, 8N1."""
    return count * BITS_PER_BYTE / baud


class Deframer:
    """Cuts frames out of a stream that may hold noise before, between and after them.

    shortest: least Len believed, 4 for answers, 3 for requests. The inside of a frame is never searched for another
    one, as a photo may hold any bytes.
    """

    def __init__(self, shortest: int = 4) -> None:
        self._shortest = shortest
        self._buffer = bytearray()
        self.heard = 0
        """Bytes fed so far."""

    @property
    def inside(self) -> bool:
        """Whether a frame has begun and not ended."""
        return self._buffer.startswith(PREAMBLE)

    def feed(self, data: bytes) -> list[bytes | Corrupt]:
        """Bodies (SW1 or CMD up to the byte before CHK) that are now complete, in order."""
        self.heard += len(data)
        self._buffer += data
        found: list[bytes | Corrupt] = []
        while (body := self._next()) is not None:
            found.append(body)
        return found

    def _next(self) -> bytes | Corrupt | None:
        while self._align():
            if len(self._buffer) < 7:
                return None
            length = int.from_bytes(self._buffer[5:7], "big")
            if not self._shortest <= length <= MAX_BODY:
                del self._buffer[0]
                continue
            if len(self._buffer) < 7 + length:
                return None
            counted, check = bytes(self._buffer[5 : 6 + length]), self._buffer[6 + length]
            del self._buffer[: 7 + length]
            return counted[2:] if checksum(counted) == check else Corrupt()
        return None

    def _align(self) -> bool:
        """Drop noise up to the next preamble; False while none has wholly arrived."""
        at = self._buffer.find(PREAMBLE)
        if at < 0:
            keep = next((n for n in range(len(PREAMBLE) - 1, 0, -1) if self._buffer.endswith(PREAMBLE[:n])), 0)
            del self._buffer[: len(self._buffer) - keep]
            return False
        del self._buffer[:at]
        return True


def parse_answer(body: bytes) -> Answer:
    """Split an answer's body of at least three bytes."""
    return Answer(body[0], body[1], body[2], body[3:])


def parse_record(data: bytes) -> Record | None:
    """Text and photo of a read answer's data, None where its inner lengths do not add up.

    Also accepts the longer header of the fingerprint command (GA 450), whose fingerprints are dropped unread.
    """
    for header in (4, 6):
        if len(data) < header + TEXT_BYTES:
            continue
        sizes = struct.unpack(f">{header // 2}H", data[:header])
        if sizes[0] == TEXT_BYTES and sizes[1] <= 1024 and header + sum(sizes) == len(data):
            text_end = header + TEXT_BYTES
            return Record(data[header:text_end], data[text_end : text_end + sizes[1]])
    return None


def sam_number(data: bytes) -> str:
    """The SAM's number as printed on readers, from the 16 bytes of a SAM id answer (all little-endian).

    05.03-20160520-000123456-987654321
    """
    kind, sub_kind, day, serial, extra = struct.unpack("<HHIII", data)
    return f"{kind:02d}.{sub_kind:02d}-{day:08d}-{serial:09d}-{extra:09d}"
