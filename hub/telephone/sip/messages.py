"""SIP messages (RFC 3261 section 7) to text and back. Pure; whatever comes from outside is read here and nowhere else.

One WebSocket message is one SIP message (RFC 7118 section 5). What is too large, too long or no SIP is `Garbled`.
"""

import re
from dataclasses import dataclass

MESSAGE_BYTES = 64 * 1024
HEADERS = 100
LINE_CHARS = 8192
_TOKEN = re.compile(r"[A-Za-z0-9!%*_+`'~.-]{1,64}")
_REQUEST = re.compile(r"([A-Z]{3,20}) (\S{1,1000}) SIP/2\.0")
_RESPONSE = re.compile(r"SIP/2\.0 ([1-6]\d\d) ?(.*)")
_COMPACT = {
    "v": "Via", "f": "From", "t": "To", "i": "Call-ID", "m": "Contact", "l": "Content-Length", "c": "Content-Type",
    "k": "Supported", "e": "Content-Encoding", "s": "Subject",
}  # fmt: skip
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """Something to be done."""

    method: str
    uri: str
    headers: Headers
    body: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """What came of it."""

    status: int
    reason: str
    headers: Headers
    body: str = ""


@dataclass(frozen=True, slots=True)
class Garbled:
    """No SIP message; never shown or logged beyond this word."""

    why: str


def read(frame: str | bytes) -> Request | Response | Garbled:
    """One frame."""
    raw = frame.encode() if isinstance(frame, str) else frame
    if len(raw) > MESSAGE_BYTES:
        return Garbled("too large")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return Garbled("not UTF-8")
    head, gap, body = text.partition("\r\n\r\n")
    if not gap:
        return Garbled("no end of headers")
    first, *lines = head.split("\r\n")
    headers = _headers(lines)
    if isinstance(headers, Garbled):
        return headers
    length = next((value for name, value in headers if name.lower() == "content-length"), None)
    if length is not None:
        if not re.fullmatch(r"[0-9]{1,6}", length) or int(length) > len(body.encode()):
            return Garbled("wrong length")
        try:
            body = body.encode()[: int(length)].decode()
        except UnicodeDecodeError:
            return Garbled("wrong length")
    if (asked := _REQUEST.fullmatch(first)) is not None:
        return Request(asked[1], asked[2], headers, body)
    if (said := _RESPONSE.fullmatch(first)) is not None:
        return Response(int(said[1]), said[2], headers, body)
    return Garbled("no first line")


def write(message: Request | Response) -> str:
    """One frame; Content-Length is reckoned here. Raises ValueError for what would break a line."""
    if isinstance(message, Request):
        first = f"{message.method} {message.uri} SIP/2.0"
    else:
        first = f"SIP/2.0 {message.status} {message.reason}"
    lines = [first, *(f"{name}: {value}" for name, value in message.headers if name.lower() != "content-length")]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError("a line within a line")
    return "\r\n".join([*lines, f"Content-Length: {len(message.body.encode())}", "", message.body])


def every(message: Request | Response, name: str) -> list[str]:
    """All values of a header, in order, as they stand."""
    return [value for known, value in message.headers if known.lower() == name.lower()]


def header(message: Request | Response, name: str) -> str:
    """The first value of a header, "" for none."""
    return next(iter(every(message, name)), "")


def listed(message: Request | Response, name: str) -> list[str]:
    """All values of a header that may hold several between commas (Record-Route, Contact, Via)."""
    return [part for value in every(message, name) for part in _split(value)]


def uri_of(address: str) -> str:
    """<sip:somebody@somewhere>;tag=… -> sip:somebody@somewhere."""
    inside = re.search(r"<([^<>]{1,1000})>", address)
    return inside[1] if inside else address.partition(";")[0].strip()


def tag_of(address: str) -> str:
    """The tag of a From or To, "" for none."""
    found = re.search(r";\s*tag=([^\s;,>]{1,200})", address.rpartition(">")[2] or address)
    return found[1] if found else ""


def branch_of(message: Request | Response) -> str:
    """The transaction: the branch of the topmost Via."""
    found = re.search(r";\s*branch=([^\s;,]{1,200})", next(iter(listed(message, "Via")), ""))
    return found[1] if found else ""


def _headers(lines: list[str]) -> Headers | Garbled:
    unfolded: list[str] = []
    for line in lines:
        if line[:1] in (" ", "\t") and unfolded:
            unfolded[-1] += " " + line.strip()
        else:
            unfolded.append(line)
    if len(unfolded) > HEADERS or any(len(line) > LINE_CHARS for line in unfolded):
        return Garbled("too many headers")
    found = []
    for line in unfolded:
        name, colon, value = line.partition(":")
        name = name.rstrip()
        if not colon or _TOKEN.fullmatch(name) is None or "\n" in value or "\r" in value:
            return Garbled("no header")
        found.append((_COMPACT.get(name.lower(), name), value.strip()))
    return tuple(found)


def _split(value: str) -> list[str]:
    parts, quoted, depth, start = [], False, 0, 0
    for at, mark in enumerate(value):
        if mark == '"':
            quoted = not quoted
        elif not quoted and mark in "<>":
            depth += 1 if mark == "<" else -1
        elif mark == "," and not quoted and depth <= 0:
            parts.append(value[start:at].strip())
            start = at + 1
    return [part for part in [*parts, value[start:].strip()] if part]
