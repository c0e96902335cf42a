"""What is written becomes what is said, character for character."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.normalise import is_han, read_aloud, said
from voice.numerals import cardinal
from voice.pronounce import pronounce


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("请交86.50元。", "请交八十六元五角。"),
        ("余额86.05元", "余额八十六元零五分"),
        ("1,234.05元", "一千二百三十四元零五分"),
        ("¥0.30", "三角"),
        ("每月100元，每天120元", "每月一百元，每天一百二十元"),
        ("0元", "零元"),
        ("2026年7月1日前办", "二零二六年七月一日前办"),
        ("2025-07-01", "二零二五年七月一日"),
        ("2026年", "二零二六年"),
        ("9:00到17:05", "九点到十七点零五分"),
        ("身份证号11010119900307002X", "身份证号幺幺零幺零幺，幺九九零零三零七，零零二叉"),
        ("电话13800001234", "电话幺三八，零零零零，幺二三四"),
        ("0335-3650000", "零三三五，三六五零零零零"),
        ("拨打12345", "拨打幺二三四五"),
        ("120急救", "幺二零急救"),
        ("130302-20250701-K07-0042-5", "幺三零三零二，二零二五零七零幺，剋零七，零零四二，五"),
        ("您的号是A012，前面还有2个人", "您的号是诶零幺二，前面还有两个人"),
        ("第2步，共5步", "第二步，共五步"),
        ("80-89岁", "八十到八十九岁"),
        ("完成50%", "完成百分之五十"),
        ("重3.5斤", "重三点五斤"),
        ("130***********001X", "幺三零某零零幺叉"),
        ("张*芳", "张某芳"),
        ("卡号6222021234567890", "卡号六二二二，零二幺二，三四五六，七八九零"),
        ("“您好”", "您好"),
    ],
)
def test_a_sentence_is_said_as_people_say_it(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize(
    ("number", "spoken"),
    [(0, "零"), (10, "十"), (11, "十一"), (105, "一百零五"), (110, "一百一十"), (1010, "一千零一十"),
     (20_000, "二万"), (10_500, "一万零五百"), (110_010, "十一万零一十"), (100_000_000, "一亿"),
     (100_010_000, "一亿零一万"), (12_000_345, "一千二百万零三百四十五")],
)  # fmt: skip
def test_a_number_has_its_zeros_where_they_are_said(number: int, spoken: str) -> None:
    assert cardinal(number) == spoken


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
@settings(deadline=None)
def test_any_text_becomes_only_characters_and_pauses_in_order(sentence: str) -> None:
    readings = read_aloud(sentence)
    assert all(is_han(char) or char in "，。" for reading in readings for char in reading.say)
    assert all(0 <= one.start < one.end <= len(sentence) for one in readings)
    assert all(one.end <= other.start for one, other in itertools.pairwise(readings))


@given(st.integers(0, 10**12 - 1))
@settings(deadline=None)
def test_different_numbers_are_never_said_alike(number: int) -> None:
    spoken = cardinal(number)
    assert spoken != cardinal((number + 1) % 10**12)
    assert "零零" not in spoken
    assert not spoken.endswith("零") or number == 0


def pinyin(sentence: str) -> str:
    return " ".join(one.pinyin for one in pronounce(read_aloud(sentence)))


@pytest.mark.parametrize(
    ("sentence", "sound"),
    [("银行", "yin2 hang2"), ("长者", "zhang2 zhe3"), ("重新", "chong2 xin1"), ("抚宁", "fu3 ning2"),
     ("不是", "bu2 shi4"), ("一共", "yi2 gong4"), ("大夫", "dai4 fu5"), ("㐂", "mou3 zi4"), ("您好", "nin2 hao3")],
)  # fmt: skip
def test_words_with_several_readings_get_the_right_one(sentence: str, sound: str) -> None:
    assert pinyin(sentence) == sound


@given(st.text(alphabet=st.characters(min_codepoint=0x3400, max_codepoint=0x2FFFF, codec="utf-8"), max_size=20))
@settings(deadline=None, max_examples=60)
def test_every_character_sounds_somehow_within_the_sentence(sentence: str) -> None:
    syllables = pronounce(read_aloud(sentence))
    assert all(one.pinyin.isascii() and one.end <= len(sentence) for one in syllables)
    heard = {at for one in syllables for at in range(one.start, one.end)}
    assert {at for at, char in enumerate(sentence) if is_han(char)} <= heard
