"""Numbers, amounts and days as people say them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.dialogue.dates import date_in
from kiosk.dialogue.numbers import ages_in, amount_in, cardinal, digits_in, number, ordinal_in

TODAY = date(2026, 11, 24)
_SPOKEN = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))


@given(st.integers(0, 999))
def test_a_number_written_in_characters_is_read_back_as_itself(n: int) -> None:
    assert number(cardinal(n)) == n


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.integers(1, 10))
def test_a_phone_number_said_digit_by_digit_with_breaths_is_heard_whole(phone: str, breath: int) -> None:
    said = "".join(_SPOKEN[c] for c in phone)
    assert digits_in(f"{said[:breath]}，嗯，{said[breath:]}") == phone


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("幺三八零零零零幺二三四", "13800001234"),
        ("一三八四个零一二三四", "13800001234"),
        ("尾巴是个叉", "X"),
        ("没有", ""),
    ],
)
def test_digits_are_taken_from_between_words(said: str, digits: str) -> None:
    assert digits_in(said) == digits


@pytest.mark.parametrize(
    ("said", "fen"),
    [("一百块", 10000), ("四十七块五", 4750), ("86.5元", 8650), ("三十", 3000), ("两百二", 22000), ("没说", None)],
)
def test_an_amount_is_heard_in_fen(said: str, fen: int | None) -> None:
    assert amount_in(said) == fen


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("二零二六年三月五号", date(2026, 3, 5)),
        ("2026年3月5日", date(2026, 3, 5)),
        ("去年十二月三十一号", date(2025, 12, 31)),
        ("四三年十月初一", date(1943, 10, 29)),
        ("今年正月初八", date(2026, 2, 24)),
        ("农历八月十五", date(2026, 9, 25)),
        ("昨天", date(2026, 11, 23)),
        ("上个月十五号", date(2026, 10, 15)),
        ("二月三十号", None),
        ("农历一月三十一", None),
        ("不记得了", None),
    ],
)
def test_a_day_is_heard_as_people_say_it(said: str, day: date | None) -> None:
    found = date_in(said, TODAY)
    assert (found.day if found else None) == day


def test_a_lunar_day_is_asked_back_by_the_calendar() -> None:
    found = date_in("正月初八", TODAY)
    assert found is not None
    assert found.say == "农历的话，是2026年2月24日，对吗？"


@given(st.text(alphabet="零一二三四五六七八九十百年月日号初正农历今去明上个", max_size=14))
def test_no_jumble_of_date_words_is_more_than_a_real_day_or_nothing(said: str) -> None:
    found = date_in(said, TODAY)
    assert found is None or isinstance(found.day, date)


@pytest.mark.parametrize(
    ("said", "ages"),
    [("我八十二了", (82,)), ("俺整九十", (90,)), ("过八十岁", (80,)), ("交一百块", ()), ("住三楼", ())],
)
def test_an_age_is_told_from_other_numbers(said: str, ages: tuple[int, ...]) -> None:
    assert ages_in(said) == ages


@pytest.mark.parametrize(("said", "nth"), [("第二个", 2), ("最后一个", -1), ("就第一个吧", 1), ("两个人", None)])
def test_one_of_a_list_is_named_by_its_place(said: str, nth: int | None) -> None:
    assert ordinal_in(said) == nth
