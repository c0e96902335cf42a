"""IPP messages as bytes and back (RFC 8010): the few value kinds that printing a PDF needs, everything else skipped.

Shared by the driver and the simulator; its independent judge in the tests is Apple's ippeveprinter.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

LONGEST = 256 * 1024
"""Bytes of an answer; a printer's attributes are some 10 kB."""
_END = 0x03


class Group(IntEnum):
    """Delimiter tags."""

    OPERATION = 0x01
    JOB = 0x02
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Tag(IntEnum):
    """Value tags."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME = 0x49


_NUMBERS = (Tag.INTEGER, Tag.ENUM)
_BEGIN_COLLECTION, _END_COLLECTION = 0x34, 0x37
_NO_VALUE = range(0x10, 0x20)
"""Out-of-band: unsupported, unknown, no-value and their kin."""

Value = int | bool | str


class BadMessage(ValueError):
    """The bytes are no IPP message."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A name's values, all of one kind."""

    tag: int
    values: tuple[Value, ...]


Attributes = Mapping[str, Attribute]


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer. `code`: operation of a request, status of an answer."""

    code: int
    request_id: int
    groups: tuple[tuple[int, Attributes], ...]
    data: bytes = field(default=b"", repr=False)
    version: int = 0x0200
    """Major and minor; an answer has its question's."""

    def group(self, tag: int) -> Attributes:
        """The first group of that kind, empty where there is none."""
        return next((attributes for kind, attributes in self.groups if kind == tag), {})

    def every(self, tag: int) -> tuple[Attributes, ...]:
        """All groups of that kind; Get-Jobs answers with one a job."""
        return tuple(attributes for kind, attributes in self.groups if kind == tag)


def attribute(tag: Tag, *values: Value) -> Attribute:
    return Attribute(tag, values)


def encode(message: Message) -> bytes:
    """The message's bytes."""
    out = bytearray(struct.pack(">HHI", message.version, message.code, message.request_id))
    for tag, attributes in message.groups:
        out.append(tag)
        for name, held in attributes.items():
            for number, value in enumerate(held.values):
                key = b"" if number else name.encode("ascii")
                body = _encoded(held.tag, value)
                out += struct.pack(">BH", held.tag, len(key)) + key + struct.pack(">H", len(body)) + body
    out.append(_END)
    return bytes(out) + message.data


def _encoded(tag: int, value: Value) -> bytes:
    match tag, value:
        case Tag.BOOLEAN, bool():
            return bytes((value,))
        case _, int() if tag in _NUMBERS:
            return struct.pack(">i", value)
        case _, str():
            return value.encode()
        case _:
            pass
    raise BadMessage(f"a value of tag {tag:#04x} cannot be {type(value).__name__}")


def decode(data: bytes) -> Message:
    """Read a message. Values of kinds nobody here needs are left out. Raises BadMessage, never anything else."""
    try:
        return _decode(data)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise BadMessage("cut short or damaged") from error


def _decode(data: bytes) -> Message:
    version, code, request_id = struct.unpack_from(">HHI", data)
    if version >> 8 not in (1, 2):
        raise BadMessage("not IPP 1 or 2")
    groups: list[tuple[int, dict[str, Attribute]]] = []
    at, name, depth = 8, "", 0
    while (tag := data[at]) != _END:
        at += 1
        if tag < 0x10:
            groups.append((tag, {}))
            name, depth = "", 0
            continue
        if not groups:
            raise BadMessage("a value outside any group")
        key, at = _counted(data, at)
        body, at = _counted(data, at)
        depth += (tag == _BEGIN_COLLECTION) - (tag == _END_COLLECTION)
        if depth or tag == _END_COLLECTION or tag in _NO_VALUE:
            continue
        name = key.decode("ascii") if key else name
        value = _decoded(tag, body)
        if value is None:
            continue
        before = groups[-1][1].get(name)
        values = (*before.values, value) if before is not None and before.tag == tag and not key else (value,)
        groups[-1][1][name] = Attribute(tag, values)
    return Message(code, request_id, tuple(groups), data[at + 1 :], version)


def _counted(data: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", data, at)
    end = at + 2 + length
    if end > len(data):
        raise BadMessage("cut short")
    return data[at + 2 : end], end


def _decoded(tag: int, body: bytes) -> Value | None:
    if tag in _NUMBERS:
        (number,) = struct.unpack(">i", body)
        return int(number)
    if tag == Tag.BOOLEAN:
        return body != b"\0"
    return body.decode("utf-8", "replace") if 0x40 <= tag < 0x60 else None


def texts(attributes: Attributes, name: str) -> tuple[str, ...]:
    """An attribute's values as text, () when it is not there."""
    held = attributes.get(name)
    return tuple(v for v in held.values if isinstance(v, str)) if held else ()


def number(attributes: Attributes, name: str) -> int | None:
    """An attribute's first value as a number."""
    held = attributes.get(name)
    return next((v for v in held.values if isinstance(v, int) and not isinstance(v, bool)), None) if held else None
