"""Case numbers: issued offline, checked everywhere."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.catalogue import CaseNumberParts, FieldType, Rejected, SequenceUsedUp, group_digits, issue, verify
from kiosk.catalogue.case_number import check_digit_11_10, parse_case_number
from kiosk.core.ids import TerminalId

TERMINALS = st.from_regex(r"\A[A-Z][0-9]{2}\Z").map(TerminalId)
DAYS = st.dates(date(2025, 1, 1), date(2099, 12, 31))


def test_the_documented_example_carries_its_own_check_digit() -> None:
    assert issue("130302", date(2025, 7, 1), TerminalId("K07"), 42) == "130302-20250701-K07-0042-5"


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert check_digit_11_10("0794") == "5"  # ISO 7064 MOD 11,10: the standard's own worked example.


@settings(deadline=None)
@given(DAYS, TERMINALS, st.integers(1, 9999))
def test_what_is_issued_is_read_back_with_or_without_dashes(day: date, terminal: TerminalId, n: int) -> None:
    number = issue("130302", day, terminal, n)
    assert parse_case_number(number.replace("-", "").lower()) == CaseNumberParts("130302", day, terminal, n)


@settings(deadline=None)
@given(DAYS, TERMINALS, st.integers(1, 9999), st.integers(0, 25), st.integers(1, 9))
def test_any_single_wrong_digit_of_a_case_number_is_found(
    day: date, terminal: TerminalId, n: int, place: int, add: int
) -> None:
    number = issue("130302", day, terminal, n)
    if number[place].isdigit():
        wrong = number[:place] + str((int(number[place]) + add) % 10) + number[place + 1 :]
        assert not verify(wrong)


@settings(deadline=None)
@given(DAYS, st.lists(st.tuples(TERMINALS, st.integers(1, 9999)), unique=True, max_size=30))
def test_different_terminals_and_sequences_never_collide(day: date, issued: list[tuple[TerminalId, int]]) -> None:
    assert len({issue("130302", day, terminal, n) for terminal, n in issued}) == len(issued)


def test_the_ten_thousandth_case_of_a_day_is_an_honest_error() -> None:
    with pytest.raises(SequenceUsedUp):
        issue("130302", date(2026, 1, 5), TerminalId("K07"), 10000)


@pytest.mark.parametrize(
    ("division", "terminal", "n"), [("1303", "K07", 1), ("130302", "7K0", 1), ("130302", "K07", 0)]
)
def test_a_number_cannot_be_issued_from_nonsense(division: str, terminal: str, n: int) -> None:
    with pytest.raises(ValueError, match="not a division"):
        issue(division, date(2026, 1, 5), TerminalId(terminal), n)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_breaks_the_reader_of_case_numbers(raw: str) -> None:
    answer = parse_case_number(raw)
    assert isinstance(answer, CaseNumberParts) or answer.mend


def test_an_incomplete_number_says_so() -> None:
    answer = parse_case_number("130302-2025")
    assert isinstance(answer, Rejected)
    assert answer.problem == "编号不完整。"


def test_it_is_read_aloud_part_by_part() -> None:
    assert group_digits(FieldType.CASE_NUMBER, "130302-20250701-K07-0042-5") == (
        "130302",
        "20250701",
        "K07",
        "0042",
        "5",
    )
