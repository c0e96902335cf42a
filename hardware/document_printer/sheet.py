"""A slip as an A4 page in large type: a PDF with its Chinese characters inside, so that any printer has them.

The same `Slip` the receipt printer gets, so no paper says what the other does not. Only the characters used travel.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import qrcode
from fpdf import FPDF
from fpdf.enums import Align
from fpdf.fonts import TTFFont

from hardware.chinese_font import SANS, find_font
from kiosk.core.slip import Slip, SlipFact, SlipLine, SlipQr, SlipRule, SlipText

POINTS = {1: 14.0, 2: 22.0, 3: 32.0}
"""Type sizes; 22 pt is about what large-print books use, twice."""
LEADING = 1.45
MARGIN_MM = 18.0
MM_PER_POINT = 25.4 / 72
QR_MM = 40.0
MISSING = "〓"
REPRINT = "重打"

_TOKEN = re.compile(r"(?:[!-~]+|.)[，。、；：！？）》”』」]*", re.DOTALL)
"""What stays together in a line: a number or word, and a closing mark with what it closes."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A composed document."""

    pdf: bytes
    pages: int


def compose(slip: Slip, reprint: bool = False) -> Sheet:
    """The slip as a PDF. Raises FontAbsent where this machine has no Chinese font."""
    paper = _Paper()
    if reprint:
        paper.run(SlipText(REPRINT, 2, True, "centre"))
    for line in slip.lines:
        paper.put(line)
    return Sheet(bytes(paper.output()), paper.page)


class _Paper(FPDF):
    def __init__(self) -> None:
        super().__init__(format="A4")
        self.set_han(POINTS[1])
        self.set_lang("zh-CN")
        self.set_margins(MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(True, MARGIN_MM)
        self.add_page()

    def set_han(self, points: float, bold: bool = False) -> None:
        """The Chinese font from here on. A face is read from the disk (0.2 s) only when something is written in it."""
        style = "B" if bold else ""
        if f"han{style}" not in self.fonts:
            path, face = find_font(SANS, bold)
            self.add_font("han", style, path, collection_font_number=face)
        self.set_font("han", style, points)

    def footer(self) -> None:
        """The page's number, so that nobody takes half for the whole."""
        self.set_y(-MARGIN_MM + 4)
        self.set_han(POINTS[1])
        self.cell(self.epw, 6, f"第 {self.page_no()} 页，共 {{nb}} 页", align=Align.C)

    def put(self, line: SlipLine) -> None:
        match line:
            case SlipText():
                self.run(line)
            case SlipFact(label=label, value=value):
                self.run(SlipText(f"{label}：{value}"))
            case SlipRule():
                self.rule()
            case SlipQr(data=data, caption=caption):
                self.code(data)
                self.run(SlipText(caption, 1, align="centre"))

    def run(self, line: SlipText) -> None:
        """One run of text, wrapped."""
        points = POINTS[line.size]
        self.set_han(points, line.bold)
        height = points * MM_PER_POINT * LEADING
        for piece in self._wrapped(line.text):
            where = Align.C if line.align == "centre" else Align.L
            self.cell(self.epw, height, piece, align=where, new_x="LMARGIN", new_y="NEXT")

    def rule(self) -> None:
        """A line across the paper."""
        y = self.get_y() + 3
        self.set_line_width(0.6)
        self.line(self.l_margin, y, self.w - self.r_margin, y)
        self.set_y(y + 3)

    def code(self, data: str) -> None:
        """A QR code in the middle, drawn as squares and not as a picture."""
        made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
        made.add_data(data.encode(), optimize=0)
        made.make(fit=True)
        matrix = made.get_matrix()
        if self.will_page_break(QR_MM + 6):
            self.add_page()
        side = QR_MM / len(matrix)
        left, top = (self.w - QR_MM) / 2, self.get_y() + 3
        for row, cells in enumerate(matrix):
            for column, dark in enumerate(cells):
                if dark:
                    self.rect(left + column * side, top + row * side, side, side, style="F")
        self.set_y(top + QR_MM + 3)

    def _wrapped(self, text: str) -> Iterator[str]:
        font = self.fonts["hanB" if "B" in self.font_style else "han"]
        assert isinstance(font, TTFFont)
        known = font.cmap
        shown = "".join(c if c == " " or ord(c) in known else MISSING for c in text if c.isprintable())
        so_far = ""
        for token in _TOKEN.findall(shown):
            if so_far and self.get_string_width(so_far + token.rstrip()) > self.epw - 2:
                yield so_far.rstrip()
                so_far = ""
            so_far += token if so_far else token.lstrip()
            while self.get_string_width(so_far) > self.epw - 2:  # one word wider than the paper
                fits = next(
                    n for n in range(len(so_far) - 1, 0, -1) if self.get_string_width(so_far[:n]) <= self.epw - 2
                )
                yield so_far[:fits]
                so_far = so_far[fits:]
        yield so_far.rstrip()
