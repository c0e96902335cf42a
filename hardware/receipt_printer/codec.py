"""ESC/POS commands as bytes, each with where it is documented.

"facts" is docs/hardware/receipt_printer.md, which lists the manuals; the command names are Epson's.
All numbers little-endian. Only what this program sends is here.
"""

from typing import Final

INIT: Final = b"\x1b\x40"
"""ESC @: modes as at power-on. Does not empty the receive buffer (Epson ESC/POS reference, ESC @)."""
STATUS_BACK_OFF: Final = b"\x1d\x61\x00"
"""GS a 0: no automatic status bytes between our answers (Citizen CT-S310 manual)."""
CHINESE_ON: Final = b"\x1c\x26"
"""FS &: two-byte characters; lost at power-off on many models (SP91 and SPRT manuals)."""
CONFIRM: Final = b"\x1d\x72\x01"
"""GS r 1: answered in buffer order and not while offline (BT-532C manual), so its answer says "all before is done"."""
CUT: Final = b"\x1d\x56\x42\x00"
"""GS V 66 0: feed to the cutter, cut but for one point (Epson reference, GS V function B)."""
CLEAR: Final = b"\x10\x05\x02"
"""DLE ENQ 2, real time: recover from an error and drop what is buffered (Epson TM-H5000, Samsung SRP-350)."""
LINE_FEED: Final = b"\x0a"

FIRMWARE, MAKER, MODEL, SERIAL_NUMBER = 65, 66, 67, 68
"""What GS I tells as text (Epson TM-J2000, Bixolon SRP-330II, HPRT TP80K manuals; Bixolon has no serial number)."""
BLOCK_HEAD, BLOCK_END = 0x5F, 0x00
"""Around such a text, of at most 80 characters."""

STATUS_QUERIES: Final = (1, 2, 3, 4)
"""Printer, offline cause, error cause, roll sensor."""

LONGEST_FEED: Final = 255
BAND_ROWS: Final = 48
"""Rows of one raster command: small enough to look at the status often (facts 3.2: 24 to 96)."""


def status_query(n: int) -> bytes:
    """DLE EOT n, n = 1..4, answered at once with one byte even while offline (Epson TM-U220, HPRT TP80K)."""
    if n not in STATUS_QUERIES:
        raise ValueError(f"DLE EOT {n}")
    return bytes((0x10, 0x04, n))


def identity_query(n: int) -> bytes:
    """GS I n: answered in buffer order, so only while nothing hinders the printer.

    A model without it may take n for a character; ESC @ before the next slip drops that.
    """
    if n not in (FIRMWARE, MAKER, MODEL, SERIAL_NUMBER):
        raise ValueError(f"GS I {n}")
    return bytes((0x1D, 0x49, n))


def size(times: int) -> bytes:
    """GS ! n: characters 1 to 8 times as wide and high, Chinese ones too (Epson reference, GS !)."""
    return bytes((0x1D, 0x21, (times - 1) << 4 | (times - 1)))


def bold(on: bool) -> bytes:
    """ESC E n (Epson reference)."""
    return bytes((0x1B, 0x45, on))


def align(centre: bool) -> bytes:
    """ESC a n: 0 left, 1 centre; only at the start of a line (Epson reference)."""
    return bytes((0x1B, 0x61, centre))


def feed(dots: int) -> bytes:
    """ESC J n, repeated past 255: paper forward. Units are dots on 203 dpi models, less on a few (TM-T88: 1/360 in)."""
    whole, rest = divmod(dots, LONGEST_FEED)
    steps = [LONGEST_FEED] * whole + ([rest] if rest else [])
    return b"".join(bytes((0x1B, 0x4A, step)) for step in steps)


def raster(width_dots: int, rows: bytes) -> bytes:
    """GS v 0: a picture of width_dots/8 bytes a row, most significant bit left, 1 is black.

    Sample in facts 3.3: 576 x 100 is `1D 76 30 00 48 00 64 00` and 7200 bytes.
    """
    across = width_dots // 8
    count, rest = divmod(len(rows), across)
    if width_dots % 8 or rest:
        raise ValueError("raster rows do not fill the width")
    head = b"\x1d\x76\x30\x00" + across.to_bytes(2, "little") + count.to_bytes(2, "little")
    return head + defuse(rows)


def defuse(rows: bytes) -> bytes:
    """Make sure no picture contains a real-time command.

    Printers look for DLE EOT, DLE ENQ and DLE DC4 in everything that arrives (Sewoo WTP-150 manual); one more black
    dot beside a lone one is invisible, a buffer cleared by a picture is not.
    """
    for second in (b"\x04", b"\x05", b"\x14"):
        rows = rows.replace(b"\x10" + second, b"\x30" + second)
    return rows


def qr(data: bytes, module_dots: int) -> bytes:
    """GS ( k: model 2, module size, level L..H = 30..33 (here M), store, print. Sample in facts 3.3."""
    if not 1 <= module_dots <= 16 or not 1 <= len(data) <= 2331:
        raise ValueError("QR out of range")
    stored = len(data) + 3
    return b"".join(
        (
            b"\x1d\x28\x6b\x04\x00\x31\x41\x32\x00",
            b"\x1d\x28\x6b\x03\x00\x31\x43" + bytes((module_dots,)),
            b"\x1d\x28\x6b\x03\x00\x31\x45\x31",
            b"\x1d\x28\x6b" + stored.to_bytes(2, "little") + b"\x31\x50\x30" + data,
            b"\x1d\x28\x6b\x03\x00\x31\x51\x30",
        )
    )
