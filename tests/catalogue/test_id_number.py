"""Citizen numbers: check digit, real dates, old and special ones. All numbers are invented."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.catalogue import AnswerContext, FieldSpec, FieldType, Rejected, check_value, group_digits, read_id_number
from kiosk.catalogue.id_number import FOREIGN_RESIDENT, OLD_NUMBER, IdFacts, check_digit

TODAY = date(2026, 11, 24)
CONTEXT = AnswerContext(TODAY)
SPEC = FieldSpec(id="number", type=FieldType.ID_NUMBER, label="号码", ask="号码是多少？")


def read(raw: str) -> IdFacts:
    facts = read_id_number(raw, TODAY)
    assert isinstance(facts, IdFacts), facts
    return facts


@pytest.mark.parametrize(
    ("number", "male", "birth"),
    [
        ("110101199003070011", True, date(1990, 3, 7)),
        ("11010519491231002X", False, date(1949, 12, 31)),
        ("810000198701020029", False, date(1987, 1, 2)),
        ("820000198701020012", True, date(1987, 1, 2)),
        ("830000198701020022", False, date(1987, 1, 2)),
        ("911124198701020011", True, date(1987, 1, 2)),
        ("440524188001010014", True, date(1880, 1, 1)),
    ],
)
def test_published_vectors_are_accepted_with_sex_and_birth(number: str, male: bool, birth: date) -> None:
    facts = read(number)
    assert (facts.number, facts.male, facts.birth, facts.old) == (number, male, birth, False)


def test_a_day_that_does_not_exist_is_refused_in_plain_words() -> None:
    first17 = "11010119900230001"
    answer = read_id_number(first17 + check_digit(first17), TODAY)
    assert isinstance(answer, Rejected)
    assert "日历上没有" in answer.problem
    assert isinstance(read_id_number("110101199002300017", TODAY), Rejected)


def test_a_small_x_and_spaces_and_full_width_become_the_card_form() -> None:
    assert read("110105 19491231 002x").number == "11010519491231002X"
    assert read("１１０１０５１９４９１２３１００２ｘ").number == "11010519491231002X"


def test_the_old_county_code_of_funing_is_never_an_error() -> None:
    first17 = "13032319410101001"
    answer = check_value(SPEC, first17 + check_digit(first17), CONTEXT)
    assert not isinstance(answer, Rejected)
    assert answer.doubts == ()


def test_a_fifteen_digit_number_is_converted_and_flagged() -> None:
    answer = check_value(SPEC, "130300410101001", CONTEXT)
    assert not isinstance(answer, Rejected)
    assert answer.value.startswith("13030019410101001")
    assert len(answer.value) == 18
    assert answer.doubts == (OLD_NUMBER,)


def test_a_foreign_residents_number_is_accepted_and_flagged() -> None:
    answer = check_value(SPEC, "911124198701020011", CONTEXT)
    assert not isinstance(answer, Rejected)
    assert answer.doubts == (FOREIGN_RESIDENT,)


@settings(deadline=None)
@given(st.integers(0, 16), st.integers(1, 9), st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999))
def test_any_single_wrong_digit_is_found(place: int, add: int, birth: date, order: int) -> None:
    first17 = f"130300{birth:%Y%m%d}{order:03d}"
    number = first17 + check_digit(first17)
    assert read(number).number == number
    wrong = number[:place] + str((int(number[place]) + add) % 10) + number[place + 1 :]
    assert isinstance(read_id_number(wrong, TODAY), Rejected)


@settings(deadline=None)
@given(st.text(max_size=25))
def test_no_text_whatever_breaks_the_rule(raw: str) -> None:
    answer = read_id_number(raw, TODAY)
    if isinstance(answer, Rejected):
        assert answer.problem.endswith("。")
        assert answer.mend.endswith("。")


def test_a_birthday_in_the_future_is_refused() -> None:
    first17 = "13030020300101001"
    assert isinstance(read_id_number(first17 + check_digit(first17), TODAY), Rejected)


def test_it_is_read_aloud_six_eight_four() -> None:
    assert group_digits(FieldType.ID_NUMBER, "11010519491231002X") == ("110105", "19491231", "002X")


def test_the_shown_number_is_private() -> None:
    answer = check_value(SPEC, "110101199003070011", CONTEXT)
    assert not isinstance(answer, Rejected)
    assert answer.shown.masked() == "110***********0011"
