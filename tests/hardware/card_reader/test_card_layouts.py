"""Text on the chip: written and read by one declaration, and never a crash over odd content."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.card_reader.doubts import check_digit, number_doubts
from hardware.card_reader.layouts import LAYOUTS, MARKER_AT, decode, encode
from hardware.card_reader.nations import NATIONS
from hardware.simulated.people import EXPIRED, FUNING, GUILAN, PEOPLE, RARE_NAME
from kiosk.core.person import CardType, IdCard

CHARACTERS = st.characters(codec="utf-16-le", exclude_categories=("Cc", "Cs", "Zs"), exclude_characters="\ufffd")


def text(units: int) -> st.SearchStrategy[str]:
    """Texts that fit into so many UTF-16 units."""
    return st.text(CHARACTERS, max_size=units).filter(lambda t: len(t.encode("utf-16-le")) <= units * 2)


days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def cards(draw: st.DrawFn) -> IdCard:
    kind = draw(st.sampled_from(CardType))
    resident, hmt = kind is CardType.RESIDENT, kind is CardType.HMT
    english = "" if resident or hmt else draw(st.text("ABCDEFGHIJ", max_size=46))
    return IdCard(
        type=kind,
        name=draw(text(15)) or english,
        sex=draw(st.sampled_from(["男", "女", "未知", "未说明"])),
        nation=draw(st.sampled_from(sorted(NATIONS.values()))) if resident else "",
        birth=draw(days),
        address=draw(text(35)) if resident or hmt else "",
        id_number=draw(st.text("0123456789X", max_size=15)),
        authority=draw(text(15)) if resident or hmt else "",
        valid_from=draw(days),
        valid_to=draw(days | st.just("长期")),
        english_name=english,
        permit_number=draw(text(9)) if hmt else "",
        nationality="" if resident or hmt else draw(st.text("ABC", min_size=3, max_size=3)),
    )


@settings(deadline=None)
@given(cards())
def test_what_is_written_to_a_chip_is_read_back(card: IdCard) -> None:
    assert replace(decode(encode(card)), doubts=()) == card


@settings(deadline=None)
@given(st.binary(min_size=256, max_size=256), st.sampled_from(" JIY?"))
def test_no_content_makes_reading_fail_and_all_text_can_be_shown(block: bytes, marker: str) -> None:
    card = decode(block[:MARKER_AT] + marker.encode("utf-16-le") + block[MARKER_AT + 2 :])
    for shown in (card.name, card.address, card.id_number, card.english_name, card.authority):
        shown.encode()


def test_a_block_of_another_length_is_a_broken_promise() -> None:
    with pytest.raises(ValueError, match="256"):
        decode(b"\0" * 255)


def test_fields_of_a_layout_never_overlap() -> None:
    for layout in LAYOUTS.values():
        taken = [at for f in layout.fields for at in range(f.offset, f.offset + f.size)]
        assert len(taken) == len(set(taken))
        assert MARKER_AT not in taken


def test_half_a_surrogate_pair_is_shown_as_a_gap_and_doubted() -> None:
    block = bytearray(encode(GUILAN))
    block[8:10] = b"\x00\xd8"
    card = decode(bytes(block))
    assert card.name == "测试桂兰\ufffd"
    assert any("读不出" in doubt for doubt in card.doubts)


def test_a_name_outside_the_basic_plane_is_read_whole() -> None:
    assert decode(encode(RARE_NAME)).name == "测试𬱖㐂"


def test_an_unknown_nation_and_blank_fields_are_tolerated() -> None:
    block = bytearray(" ".encode("utf-16-le") * 128)
    block[32:36] = "99".encode("utf-16-le")
    card = decode(bytes(block))
    assert (card.name, card.nation, card.birth, card.valid_to) == ("", "", None, None)
    assert card.doubts


@pytest.mark.parametrize(
    "number", ["110101199003070011", "11010519491231002X", "810000198701020029", "820000198701020012",
               "830000198701020022", "911124198701020011", "440524188001010014"],
)  # fmt: skip
def test_published_numbers_have_their_check_digit(number: str) -> None:
    assert check_digit(number[:17]) == number[17]


def test_a_number_that_disagrees_with_sex_birth_or_itself_is_doubted_and_still_delivered() -> None:
    assert number_doubts("110101199003070011", "男", date(1990, 3, 7)) == ()
    assert "性别" in number_doubts("110101199003070011", "女", date(1990, 3, 7))[0]
    assert "出生" in number_doubts("110101199003070011", "男", date(1990, 3, 8))[0]
    assert "校验" in number_doubts("110101199003070012", "男", date(1990, 3, 7))[0]
    assert "18位" in number_doubts("１１0101199003070011", "男", None)[0]


def test_the_people_of_the_demonstration_are_fictional_and_free_of_doubts() -> None:
    for card in PEOPLE.values():
        again = decode(encode(card), card.photo)
        assert replace(again, new_address=card.new_address) == card
        assert card.name.startswith(("测试", "測試"))
    assert GUILAN.birth == date(1944, 3, 12)
    assert GUILAN.valid_to == "长期"
    assert FUNING.id_number.startswith("130323")
    assert isinstance(EXPIRED.valid_to, date)
