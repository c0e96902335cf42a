"""Drawing what the printer has no character for: lines of text, rules and QR codes as rows of dots."""

from collections.abc import Iterable
from functools import cache, lru_cache

import qrcode
from PIL import Image, ImageDraw, ImageFont

from hardware.chinese_font import MONO, find_font
from hardware.receipt_printer.layout import CELL, MISSING, RULE_ROWS, Span, line_rows, span_columns

_BASELINE = 0.88
"""Of the em box, from its top (Noto Sans CJK, OS/2 typographic ascender)."""
_INK = 112
"""Grey from which a dot is burnt; a little under half keeps thin strokes whole."""

_QUIET_MODULES = 0
"""The paper around the code is its quiet zone."""


@cache
def load_font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The face at a size: its em is the cell of that size. Raises FontAbsent."""
    path, index = find_font(MONO, bold)
    return ImageFont.truetype(str(path), CELL * size, index=index)


@cache
def _nothing() -> bytes:
    """The picture the font gives a character it does not have; U+10FFFF is no character and never will be."""
    return bytes(load_font(1).getmask("\U0010ffff"))


@lru_cache(4096)
def has_glyph(char: str) -> bool:
    """Whether the font can draw a character."""
    return bytes(load_font(1).getmask(char)) != _nothing()


def draw_spans(spans: Iterable[Span], size: int, width: int, *, centre: bool = False) -> Image.Image:
    """One line of text on the printer's own grid: an "L" picture, black on white, line_rows(size) high.

    A character the font lacks is drawn as 〓, never as an empty box.
    """
    spans = tuple(spans)
    picture = Image.new("L", (width, line_rows(size)), 255)
    pen = ImageDraw.Draw(picture)
    column = CELL // 2 * size
    text_width = sum(span_columns(span.text) for span in spans) * column
    x = max(0, (width - text_width) // 2) if centre else 0
    baseline = round(CELL * size * _BASELINE)
    for span in spans:
        font = load_font(size, span.bold)
        for char in span.text:
            cell = span_columns(char) * column
            shown = char if char == " " or has_glyph(char) else MISSING
            advance = font.getlength(shown)
            pen.text((x + (cell - advance) / 2, baseline), shown, font=font, fill=0, anchor="ls")
            x += cell
    return picture


def draw_rule(width: int) -> Image.Image:
    """A solid line across the paper."""
    return Image.new("L", (width, RULE_ROWS), 0)


def qr_module_dots(modules: int, width: int) -> int:
    """Dots of one module so that the code is at most 5/8 of the paper and each module at least 3 dots (0.4 mm)."""
    return max(3, min(8, width * 5 // 8 // modules))


def qr_modules(data: str) -> list[list[bool]]:
    """The code's matrix (model 2, level M), without a quiet zone. Raises ValueError when the data does not fit."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET_MODULES)
    code.add_data(data.encode(), optimize=0)
    code.make(fit=True)
    return [[bool(cell) for cell in row] for row in code.get_matrix()]


def draw_qr(matrix: list[list[bool]], module_dots: int, width: int) -> Image.Image:
    """The code in the middle of the paper."""
    side = len(matrix)
    small = Image.new("L", (side, side), 255)
    small.putdata([0 if cell else 255 for row in matrix for cell in row])
    picture = Image.new("L", (width, side * module_dots), 255)
    large = small.resize((side * module_dots, side * module_dots), Image.Resampling.NEAREST)
    picture.paste(large, ((width - large.width) // 2, 0))
    return picture


def to_rows(picture: Image.Image) -> bytes:
    """Packed rows for the raster command: width/8 bytes a row, most significant bit left, 1 is black."""
    return picture.point(lambda grey: 0 if grey > 255 - _INK else 255).convert("1").tobytes()
