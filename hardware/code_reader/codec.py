"""The bytes of code readers: text with an end from a serial port, key presses from a keyboard-like one.

Facts section 5: a serial reader sends the code's text and CR, LF or both; a keyboard-like one types it on a US layout
and presses Enter. Trigger words are those of Honeywell/Datalogic (SYN T CR, SYN U CR) and CipherLab (E, D).
"""

from collections.abc import Iterator

from hardware.code_reader.types import Garbled, Reading, Scanned
from hardware.input_events import PRESSED, KeyEvents

LONGEST = 512
"""Bytes; no code of ours is longer, and a wedged reader must not fill the memory."""
GAP_S = 0.5
"""A pause inside one code is never longer; what came before it is the torn half of another."""

TRIGGERS: dict[str, tuple[bytes, bytes]] = {
    "none": (b"", b""),
    "syn": (b"\x16\x54\x0d", b"\x16\x55\x0d"),
    "ed": (b"E", b"D"),
}
"""Option `trigger` -> the words for on and off; none: the reader is always on."""


class TextCodec:
    """Cuts a serial reader's bytes into codes."""

    def __init__(self) -> None:
        self._left = bytearray()
        self._dropping = False
        self._at = 0.0

    def feed(self, data: bytes, now: float) -> Iterator[Reading]:
        """Whole codes in order. now: monotonic seconds at which the bytes came."""
        if (self._left or self._dropping) and now - self._at > GAP_S:
            self._left.clear()
            self._dropping = False
            yield Garbled("unfinished")
        self._at = now
        for byte in data:
            if byte not in (0x0D, 0x0A):
                self._take(byte)
            elif self._dropping:
                self._dropping = False
                yield Garbled("too_long")
            elif self._left:
                yield reading_of(bytes(self._left))
                self._left.clear()

    def _take(self, byte: int) -> None:
        if self._dropping:
            return
        self._left.append(byte)
        if len(self._left) > LONGEST:
            self._left.clear()
            self._dropping = True


def reading_of(raw: bytes) -> Reading:
    """The text of a code's bytes: UTF-8, or the GB 18030 many readers send Chinese in."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Scanned(text.strip()) if text.strip() and text.isprintable() else Garbled("control")
    return Garbled("encoding")


_ROWS = {
    2: ("1234567890-=", "!@#$%^&*()_+"),
    16: ("qwertyuiop[]", "QWERTYUIOP{}"),
    30: ("asdfghjkl;'`", 'ASDFGHJKL:"~'),
    43: ("\\zxcvbnm,./", "|ZXCVBNM<>?"),
}
"""First key code of a row of linux/input-event-codes.h -> its characters without and with Shift, US layout."""
KEYS: dict[int, tuple[str, str]] = {
    first + n: pair
    for first, (plain, shifted) in _ROWS.items()
    for n, pair in enumerate(zip(plain, shifted, strict=True))
} | {57: (" ", " ")}
_ENTER, _KEYPAD_ENTER = 28, 96
_SHIFTS = (42, 54)
_SILENT = (58, 69, 70, 29, 97, 56, 100)
"""Caps Lock, Num Lock and the like. Caps Lock lives in the host; read below it, letters are as printed."""


class WedgeCodec:
    """Cuts a keyboard-like reader's presses into codes."""

    def __init__(self) -> None:
        self._keys = KeyEvents()
        self._text = ""
        self._shift = False
        self._spoilt = ""
        self._at = 0.0

    def feed(self, data: bytes, now: float) -> Iterator[Reading]:
        """Whole codes in order. now: monotonic seconds at which the bytes came."""
        if (self._text or self._spoilt) and now - self._at > GAP_S:
            self._text = self._spoilt = ""
            yield Garbled("unfinished")
        self._at = now
        for code, value in self._keys.feed(data):
            if code in _SHIFTS:
                self._shift = value >= PRESSED
            elif value == PRESSED and code in (_ENTER, _KEYPAD_ENTER):
                yield from self._end()
            elif value == PRESSED and code not in _SILENT:
                self._press(code)

    def _end(self) -> Iterator[Reading]:
        text, spoilt = self._text.strip(), self._spoilt
        self._text = self._spoilt = ""
        if spoilt:
            yield Garbled(spoilt)
        elif text:
            yield Scanned(text)

    def _press(self, code: int) -> None:
        if code not in KEYS:
            self._spoilt = "key"
        elif len(self._text) >= LONGEST:
            self._spoilt = "too_long"
        else:
            self._text += KEYS[code][self._shift]


def presses(text: str) -> Iterator[tuple[int, int]]:
    """The key events with which a keyboard-like reader types a text and Enter. Raises KeyError for other characters."""
    for char in text:
        code, shifted = _BY_CHAR[char]
        yield from ((_SHIFTS[0], 1),) * shifted
        yield from ((code, 1), (code, 0))
        yield from ((_SHIFTS[0], 0),) * shifted
    yield from ((_ENTER, 1), (_ENTER, 0))


_BY_CHAR = {char: (code, shifted) for code, pair in KEYS.items() for shifted, char in reversed(list(enumerate(pair)))}
