"""A slip as the chunks of bytes that are sent: whole commands, small enough to look at the status between them.

A status query inside another command's data would be eaten as a parameter (Sewoo WTP-150 manual), so the driver
writes a chunk whole and asks only between chunks.
"""

from collections.abc import Iterator
from typing import assert_never

from PIL import Image

from hardware.receipt_printer import codec, raster
from hardware.receipt_printer.layout import Band, DrawnBand, GapBand, QrBand, RuleBand, TextBand, lay_out
from hardware.receipt_printer.types import Profile, TextMode
from kiosk.core.slip import Slip

CHUNK_BYTES = 256
"""Short lines are sent together up to this; a raster command stays alone."""


def opening(profile: Profile) -> bytes:
    """What every job begins with: known modes, no unasked-for status, two-byte characters."""
    chinese = b"" if profile.text is TextMode.RASTER else codec.CHINESE_ON
    return codec.INIT + codec.STATUS_BACK_OFF + chinese


def compose(slip: Slip, profile: Profile, *, reprint: bool = False) -> tuple[bytes, ...]:
    """The whole slip and its cut, in chunks; the opening and the confirmation are the driver's.

    Raises raster.FontAbsent, and ValueError for a QR code whose data no code can hold.
    """
    chunks: list[bytes] = []
    chunk = b""
    for band in lay_out(slip, profile, reprint=reprint):
        for command in _commands(band, profile):
            if chunk and len(chunk) + len(command) > CHUNK_BYTES:
                chunks.append(chunk)
                chunk = b""
            chunk += command
    return (*chunks, chunk + codec.CUT)


def _commands(band: Band, profile: Profile) -> Iterator[bytes]:
    match band:
        case TextBand():
            yield _text(band, profile)
        case DrawnBand(spans, size, centre):
            yield from _picture(raster.draw_spans(spans, size, profile.width, centre=centre), profile)
        case RuleBand():
            yield from _picture(raster.draw_rule(profile.width), profile)
        case GapBand(dots):
            yield codec.feed(dots)
        case QrBand(data):
            yield from _qr(data, profile)
        case _:
            assert_never(band)


def _text(band: TextBand, profile: Profile) -> bytes:
    """One line with its modes set and put back, so that no line depends on the one before."""
    parts = [codec.align(band.centre), codec.size(band.size)]
    for span in band.spans:
        parts += [codec.bold(span.bold), span.text.encode(profile.text.value)]
    return b"".join((*parts, codec.LINE_FEED, codec.bold(False), codec.size(1), codec.align(False)))


def _picture(picture: Image.Image, profile: Profile) -> Iterator[bytes]:
    rows = raster.to_rows(picture)
    step = profile.width // 8 * codec.BAND_ROWS
    for at in range(0, len(rows), step):
        yield codec.raster(profile.width, rows[at : at + step])


def _qr(data: str, profile: Profile) -> Iterator[bytes]:
    matrix = raster.qr_modules(data)
    module_dots = raster.qr_module_dots(len(matrix), profile.width)
    if profile.native_qr and profile.text is not TextMode.RASTER:
        yield codec.align(True) + codec.qr(data.encode(), module_dots) + codec.align(False)
    else:
        yield from _picture(raster.draw_qr(matrix, module_dots, profile.width), profile)
