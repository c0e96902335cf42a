"""A page composed in another process is the same page, and leaves nothing in this one."""

import subprocess
import sys
from io import BytesIO
from typing import Any

import pypdfium2
import pytest

from hardware.chinese_font import FontAbsent
from hardware.document_printer import apart, compose_apart
from hardware.document_printer.sheet import compose
from kiosk.core.slip import Slip, SlipFact, SlipText

SLIP = Slip("j", (SlipText("材料清单", 3, True, "centre"), SlipFact("姓名", "测试甲")))
FONTLESS = """
import hardware.chinese_font as fonts
fonts._candidates = lambda *face: ()
from hardware.document_printer.apart import main
main()
"""


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_the_page_is_the_same_and_its_font_never_comes_here() -> None:
    before = sys.getallocatedblocks()
    sheet = compose_apart(SLIP, True)
    assert sys.getallocatedblocks() - before < 10_000
    here = compose(SLIP, True)
    assert sheet.pages == here.pages
    assert words(sheet.pdf) == words(here.pdf)


def test_what_is_wrong_there_is_said_here(monkeypatch: pytest.MonkeyPatch) -> None:
    run = subprocess.run

    def without_fonts(command: list[str], **how: Any) -> object:
        return run([command[0], "-c", FONTLESS], **how)

    monkeypatch.setattr(apart.subprocess, "run", without_fonts)
    with pytest.raises(FontAbsent, match="fonts-noto-cjk"):
        compose_apart(SLIP)
