"""An A4 page, read back by another program's eyes (PDFium): every word is on it and inside the paper."""

from io import BytesIO

import pypdfium2
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hardware.document_printer.sheet import MISSING, compose
from kiosk.core.slip import Slip, SlipFact, SlipQr, SlipRule, SlipText


def read(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def picture(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        return document[0].render(scale=1).to_pil().convert("L")
    finally:
        document.close()


def test_every_line_is_on_the_page_and_its_characters_travel_with_it() -> None:
    slip = Slip(
        "j",
        (
            SlipText("材料清单", 3, True, "centre"),
            SlipRule(),
            SlipFact("姓名", "测试𬱖㐂"),
            SlipText("小字", 1),
            SlipQr("KIOSK", "扫码查进度"),
        ),
    )
    sheet = compose(slip)
    assert read(sheet.pdf) == "材料清单姓名：测试𬱖㐂小字扫码查进度第1页，共1页"
    assert sheet.pages == 1
    assert len(sheet.pdf) < 60_000  # the whole font has 20 MB


def test_a_second_try_says_so_first() -> None:
    assert read(compose(Slip("j", (SlipText("清单"),)), True).pdf).startswith("重打清单")


def test_a_character_the_font_lacks_is_a_mark_and_never_an_empty_box() -> None:
    assert f"测试{MISSING}" in read(compose(Slip("j", (SlipText("测试𒀀"),))).pdf)


def test_a_long_list_turns_the_page_and_each_page_says_which_it_is() -> None:
    sheet = compose(Slip("j", tuple(SlipText(f"□ 第 {n} 样东西") for n in range(40))))
    text = read(sheet.pdf)
    assert sheet.pages == 2
    assert "第1页，共2页" in text
    assert "第39样东西" in text


@settings(max_examples=5, deadline=None)
@given(st.text("测试户口簿，。（）、 0123456789ABCxyz-", min_size=1, max_size=120), st.sampled_from([1, 2, 3]))
def test_any_line_wraps_within_the_paper_and_loses_nothing(text: str, size: int) -> None:
    sheet = compose(Slip("j", (SlipText(text, size),)))  # type: ignore[arg-type]
    assert "".join(text.split()) in read(sheet.pdf)
    page = picture(sheet.pdf)
    margin = page.crop((page.width - 40, 0, page.width, page.height))
    assert margin.getextrema()[0] > 250
