"""Slips on the printer's grid."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.receipt_printer.layout import (
    DrawnBand,
    TextBand,
    clean,
    columns,
    has,
    lay_out,
    span_columns,
    wrap,
)
from hardware.receipt_printer.types import Profile, TextMode
from kiosk.core.slip import Slip, SlipFact, SlipText

NARROW, WIDE = Profile(384), Profile(576)
texts = st.text(st.one_of(st.characters(), st.sampled_from("高龄津贴，。（）-—130302 \n𬱖㐂AaX")), max_size=80)


def lines_of(profile: Profile, *lines: SlipText | SlipFact) -> list[TextBand | DrawnBand]:
    return [band for band in lay_out(Slip("j", lines), profile) if isinstance(band, (TextBand, DrawnBand))]


def squeezed(text: str) -> str:
    return "".join(clean(text).replace("\n", "").split(" "))


@settings(deadline=None)
@given(texts, st.sampled_from([8, 10, 16, 24, 48]))
def test_wrapping_loses_no_character_and_no_line_is_too_wide(text: str, across: int) -> None:
    rows = wrap(text, across)
    assert all(span_columns(row) <= across for row in rows)
    assert squeezed("".join(rows)) == squeezed(text)


@settings(deadline=None)
@given(texts)
def test_clean_text_has_nothing_a_printer_could_obey(text: str) -> None:
    assert all(char == "\n" or char >= " " for char in clean(text))
    clean(text).encode("utf-8")


def test_a_case_number_breaks_after_its_hyphens() -> None:
    assert wrap("130302-20250701-K07-0042-5", 16) == ("130302-20250701-", "K07-0042-5")
    assert wrap("130302-20250701-K07-0042-5", 10) == ("130302-", "20250701-", "K07-0042-5")


def test_marks_that_close_do_not_begin_a_line_and_the_last_line_is_not_one_character() -> None:
    assert wrap("现在没有网络先存下，等网通", 18)[1][0] != "，"
    assert wrap("您的申请已经存好了", 16) == ("您的申请已经存", "好了")


def test_a_fact_stands_on_one_line_where_it_fits_and_on_two_where_not() -> None:
    fact = SlipFact("事项", "高龄津贴申领")
    assert [band.text for band in lines_of(WIDE, fact)] == ["事项：高龄津贴申领"]
    assert [band.text for band in lines_of(NARROW, fact)] == ["事项：", "高龄津贴申领"]


def test_only_the_line_with_a_character_the_printer_lacks_is_drawn() -> None:
    name, other = SlipFact("姓名", "测试𬱖"), SlipText("您好")
    assert [type(band) for band in lines_of(WIDE, name, other)] == [DrawnBand, TextBand]
    gbk_only = SlipText("镕")
    assert isinstance(lines_of(WIDE, gbk_only)[0], TextBand)
    assert isinstance(lines_of(Profile(576, TextMode.GB2312), gbk_only)[0], DrawnBand)
    assert isinstance(lines_of(Profile(576, TextMode.RASTER), other)[0], DrawnBand)


def test_four_byte_characters_are_never_trusted_to_the_printers_font() -> None:
    assert not has(TextMode.GBK, "㐂")
    assert not has(TextMode.GBK, "𬱖")
    assert not has(TextMode.GBK, "€")
    assert has(TextMode.GBK, "回执：测试·ABC")


def test_half_a_surrogate_pair_is_shown_as_missing_and_latin_accents_are_composed() -> None:
    assert clean("测\ud87e试") == "测〓试"
    assert clean("Jose\u0301") == "José"
    assert clean("\uf9d1") == "\uf9d1"


def test_body_text_is_eight_and_twelve_characters_across() -> None:
    assert (columns(NARROW, 2) // 2, columns(WIDE, 2) // 2) == (8, 12)


def test_a_reprint_says_so_before_anything_else() -> None:
    bands = lay_out(Slip("j", (SlipText("受理"),)), WIDE, reprint=True)
    assert [band.text for band in bands if isinstance(band, TextBand)] == ["重打", "与前一张内容相同", "受理"]
