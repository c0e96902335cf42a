"""What a simulated printer puts on paper: dots, and the text behind them.

Letters are drawn smooth in one good font; a real head's own font looks plainer. Positions, sizes and widths are those
of the commands.
"""

from dataclasses import dataclass
from pathlib import Path

import qrcode
from PIL import Image, ImageDraw

from hardware.receipt_printer.layout import CELL, LEAST_LINE, Span, span_columns
from hardware.receipt_printer.raster import draw_qr, draw_spans

MARGIN = 32
"""Dots of paper left and right of what can be printed: 4 mm."""
TO_CUTTER = 96
"""Dots between head and cutter: 12 mm."""
_QR_LEVELS = {48: 1, 49: 0, 50: 3, 51: 2}
"""GS ( k function 69's n to the qrcode library's own numbers for L, M, Q, H."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One piece of paper as it left the printer."""

    text: str
    """What was printed as characters, a line each; drawn lines are ▒ and codes are [data]."""
    picture: Image.Image
    cut: bool
    """False for a piece torn off by hand."""

    def save(self, path: Path) -> None:
        """Write it as PNG, with its margins, on a darker table so that the edge can be seen."""
        sheet = Image.new("L", (self.picture.width + 2 * MARGIN, self.picture.height + 2 * MARGIN), 255)
        sheet.paste(self.picture, (MARGIN, MARGIN))
        table = Image.new("L", (sheet.width + 48, sheet.height + 48), 214)
        table.paste(sheet, (24, 24))
        pen = ImageDraw.Draw(table)
        bottom = 24 + sheet.height
        step = 8 if self.cut else 24
        for x in range(24, 24 + sheet.width, step * 2):
            depth = 2 if self.cut else 14
            pen.polygon([(x, bottom), (x + step, bottom - depth), (x + 2 * step, bottom)], fill=214)
        table.save(path)


class PaperStrip:
    """The paper under the head, growing line by line; width in dots."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._strips: list[Image.Image] = []
        self._texts: list[str] = []

    @property
    def lines(self) -> int:
        """Lines and raster bands printed so far."""
        return len(self._texts)

    @property
    def rows(self) -> int:
        """Dots fed so far."""
        return sum(strip.height for strip in self._strips)

    def feed(self, rows: int) -> None:
        """Blank paper."""
        if rows:
            self._strips.append(Image.new("L", (self.width, rows), 255))

    def line(self, runs: list[tuple[str, int, bool]], centre: bool) -> None:
        """Print characters: runs of (text, size, bold), lowest edges level."""
        high = max((CELL * size for _, size, _ in runs), default=0)
        strip = Image.new("L", (self.width, max(high, LEAST_LINE)), 255)
        widths = [span_columns(text) * CELL // 2 * size for text, size, _ in runs]
        x = (self.width - sum(widths)) // 2 if centre else 0
        for (text, size, bold), width in zip(runs, widths, strict=True):
            run = draw_spans((Span(text, bold),), size, width).crop((0, 0, width, CELL * size))
            strip.paste(run, (x, high - CELL * size))
            x += width
        self._strips.append(strip)
        self._texts.append("".join(text for text, _, _ in runs))

    def dots(self, across: int, rows: bytes) -> None:
        """Print raster rows of `across` bytes."""
        picture = Image.frombytes("1", (across * 8, len(rows) // across), bytes(255 - byte for byte in rows))
        strip = Image.new("L", (self.width, picture.height), 255)
        strip.paste(picture.convert("L"), (0, 0))
        self._strips.append(strip)
        self._texts.append("▒")

    def qr(self, data: bytes, module_dots: int, level: int) -> None:
        """Print a code the printer makes itself."""
        code = qrcode.QRCode(error_correction=_QR_LEVELS[level], border=0)
        code.add_data(data, optimize=0)
        code.make(fit=True)
        self._strips.append(draw_qr([[bool(c) for c in row] for row in code.get_matrix()], module_dots, self.width))
        self._texts.append(f"[{data.decode(errors='replace')}]")

    def take(self, cut: bool) -> Paper:
        """The piece up to here; the strip begins anew."""
        picture = Image.new("L", (self.width, max(1, self.rows)), 255)
        y = 0
        for strip in self._strips:
            picture.paste(strip, (0, y))
            y += strip.height
        paper = Paper("\n".join(self._texts), picture, cut)
        self._strips, self._texts = [], []
        return paper
