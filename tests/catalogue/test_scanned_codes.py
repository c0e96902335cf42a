"""A scanned code is ours by its check digit, money by its shape, or nothing of ours."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue import CaseCode, OtherCode, PaymentCode, issue, recognise
from kiosk.core.ids import TerminalId


@given(st.integers(1, 9999), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_every_number_we_print_is_recognised(sequence: int, day: date) -> None:
    number = issue("130302", day, TerminalId("K07"), sequence)
    assert recognise(number) == CaseCode(number)


@given(st.integers(0, 25), st.integers(1, 9))
def test_one_wrong_figure_makes_it_nobodys(place: int, by: int) -> None:
    number = issue("130302", date(2025, 7, 1), TerminalId("K07"), 42)
    if number[place].isdigit():
        wrong = str((int(number[place]) + by) % 10)
        assert recognise(number[:place] + wrong + number[place + 1 :]) == OtherCode()


@pytest.mark.parametrize(
    ("text", "wallet"),
    [
        ("134000000000000001", "微信"),
        ("280000000000000000000001", "支付宝"),
        ("3000000000000001", "支付宝"),
        ("6200000000000000001", "云闪付"),
        ("0100000000000000001", "数字人民币"),
    ],
)
def test_a_payment_code_is_known_by_its_shape_and_never_shown(text: str, wallet: str) -> None:
    code = recognise(text)
    assert code == PaymentCode(wallet, text)
    assert text not in repr(code)


@given(st.text(max_size=80))
def test_any_text_is_one_of_the_three(text: str) -> None:
    assert isinstance(recognise(text), CaseCode | PaymentCode | OtherCode)


@pytest.mark.parametrize(
    "text", ["", "130302202507 01K0700425", "https://example.com/130302-20250701-K07-0042-5", "6901234567892"]
)
def test_other_codes_are_nobodys(text: str) -> None:
    assert recognise(text) == OtherCode()
