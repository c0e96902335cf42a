"""Phones, accounts, names, dates, money, choices, texts: what is accepted, and how a refusal helps."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.catalogue import (
    NONE_ANSWER,
    Accepted,
    AnswerContext,
    FieldSpec,
    FieldType,
    Rejected,
    capitals,
    check_value,
    group_digits,
    load_shipped,
    luhn_ok,
    still_valid,
    yuan,
)

TODAY = date(2026, 11, 24)


def check(kind: FieldType, raw: str, answers: dict[str, str] | None = None, **more: Any) -> Accepted | Rejected:
    spec = FieldSpec(id="it", type=kind, label="它", ask="是什么？", **more)
    biller = load_shipped().billers["electric"]
    return check_value(spec, raw, AnswerContext(TODAY, answers or {}, biller))


def accepted(kind: FieldType, raw: str, answers: dict[str, str] | None = None, **more: Any) -> Accepted:
    answer = check(kind, raw, answers, **more)
    assert isinstance(answer, Accepted), answer
    return answer


def refused(kind: FieldType, raw: str, answers: dict[str, str] | None = None, **more: Any) -> Rejected:
    answer = check(kind, raw, answers, **more)
    assert isinstance(answer, Rejected), answer
    return answer


# --- telephone -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", ["13800001234", "138 0000 1234", "+86 138-0000-1234", "幺三八零零零零幺二三四"])
def test_a_mobile_is_understood_however_it_is_written(raw: str) -> None:
    assert accepted(FieldType.PHONE, raw).value == "13800001234"


@pytest.mark.parametrize("raw", ["0335-3000000", "(0335)3000000", "3000000", "03353000000"])
def test_a_landline_is_a_phone_too(raw: str) -> None:
    assert accepted(FieldType.PHONE, raw).value.endswith("3000000")


@pytest.mark.parametrize("raw", ["4008001234", "95588", "955881", "12345", "110", "120", "10086", "96111"])
def test_a_service_line_is_nobodys_own_phone(raw: str) -> None:
    assert "服务电话" in refused(FieldType.PHONE, raw).problem


def test_a_mobile_one_digit_short_says_so() -> None:
    assert refused(FieldType.PHONE, "1380000123").problem == "手机号少了 1 位。"
    assert refused(FieldType.PHONE, "138000012345").problem == "手机号多了 1 位。"


def test_having_no_mobile_is_an_answer() -> None:
    answer = accepted(FieldType.PHONE, "没有手机", none_answer="没有手机")
    assert answer.value == NONE_ANSWER
    assert answer.shown.plain() == "没有手机"
    assert isinstance(check(FieldType.PHONE, "没有手机"), Rejected)


def test_phones_are_read_aloud_in_groups() -> None:
    assert group_digits(FieldType.PHONE, "13800001234") == ("138", "0000", "1234")
    assert group_digits(FieldType.PHONE, "03353000000") == ("0335", "300", "0000")


# --- bank account ----------------------------------------------------------------------------------------------


def with_luhn(body: str) -> str:
    return next(body + str(d) for d in range(10) if luhn_ok(body + str(d)))


@settings(deadline=None)
@given(st.from_regex(r"\A62[0-9]{13,16}\Z"), st.integers(0, 12), st.integers(1, 9))
def test_a_card_with_a_wrong_digit_is_found_and_passbook_is_offered(body: str, place: int, add: int) -> None:
    number = with_luhn(body)
    kind = {"pay_to": "bank_card"}
    assert accepted(FieldType.BANK_ACCOUNT, number, kind, kind_from="pay_to").value == number
    wrong = number[:place] + str((int(number[place]) + add) % 10) + number[place + 1 :]
    assert "存折" in refused(FieldType.BANK_ACCOUNT, wrong, kind, kind_from="pay_to").mend


@settings(deadline=None)
@given(st.from_regex(r"\A[0-9]{8,22}\Z"))
def test_a_passbook_of_8_to_22_digits_needs_no_luhn(number: str) -> None:
    assert accepted(FieldType.BANK_ACCOUNT, number, {"pay_to": "passbook"}, kind_from="pay_to").value == number


@pytest.mark.parametrize("number", ["1234567", "1" * 23])
def test_a_passbook_of_another_length_is_refused(number: str) -> None:
    assert "位" in refused(FieldType.BANK_ACCOUNT, number, {"pay_to": "passbook"}, kind_from="pay_to").problem


def test_an_account_is_read_two_by_two() -> None:
    assert group_digits(FieldType.BANK_ACCOUNT, "6200001") == ("62", "00", "00", "1")


def test_luhn_agrees_with_known_numbers() -> None:
    assert luhn_ok("79927398713")
    assert not luhn_ok("79927398710")


# --- names -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["测试甲", "阿依古丽·测试", "测𠮷", "测㛃", "测䶮", "虚构老人", "王〇", "𫖯𬀩"])
def test_every_real_chinese_name_is_accepted(name: str) -> None:
    assert accepted(FieldType.PERSON_NAME, name).value == name


@pytest.mark.parametrize("dot", ["•", "．", ".", "・"])
def test_any_dot_becomes_the_one_on_the_card(dot: str) -> None:
    assert accepted(FieldType.PERSON_NAME, f"阿依{dot}测试").value == "阿依·测试"


def test_a_private_use_character_is_kept_and_doubted() -> None:
    answer = accepted(FieldType.PERSON_NAME, "测\ue863甲")
    assert answer.value == "测\ue863甲"
    assert answer.doubts


def test_latin_names_of_foreigners_are_accepted() -> None:
    assert accepted(FieldType.PERSON_NAME, "TEST  PERSON").value == "TEST PERSON"


@pytest.mark.parametrize("name", ["", "甲", "测试1", "·测试", "测··试", "测" * 31, "测，试"])
def test_what_is_no_name_is_refused(name: str) -> None:
    refused(FieldType.PERSON_NAME, name)


# --- dates -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", ["2026-05-01", "20260501", "2026年5月1日", "2026/5/1"])
def test_a_date_is_understood_however_it_is_written(raw: str) -> None:
    assert accepted(FieldType.DATE, raw).value == "2026-05-01"


def test_leaving_before_moving_in_is_refused_with_the_earliest_day() -> None:
    answers = {"moved_in": "2026-05-01"}
    assert "2026年5月1日" in refused(FieldType.DATE, "2026-04-30", answers, not_before="moved_in").problem
    accepted(FieldType.DATE, "2026-05-01", answers, not_before="moved_in")
    accepted(FieldType.DATE, "2020-05-01", {}, not_before="moved_in")


def test_a_day_after_today_is_refused_where_it_must_have_been() -> None:
    accepted(FieldType.DATE, "2026-11-24", not_after="today")
    refused(FieldType.DATE, "2026-11-25", not_after="today")


@settings(deadline=None)
@given(st.dates())
def test_every_real_day_is_accepted_and_stored_as_iso(day: date) -> None:
    assert accepted(FieldType.DATE, day.isoformat()).value == day.isoformat()


def test_a_card_is_valid_for_ever_or_until_the_end_of_its_last_day() -> None:
    assert still_valid("长期", TODAY) is True
    assert still_valid(TODAY, TODAY) is True
    assert still_valid("2026-11-23", TODAY) is False
    assert still_valid(None, TODAY) is None


# --- money, counts, accounts of billers, choices, texts ----------------------------------------------------------


@settings(deadline=None)
@given(st.integers(0, 10**10))
def test_money_is_kept_in_fen_exactly(cents: int) -> None:
    assert accepted(FieldType.MONEY, f"{cents // 100}.{cents % 100:02d}").value == str(cents)


def test_money_obeys_the_fields_limits_and_steps() -> None:
    limits = {"minimum": 1000, "maximum": 100000, "step": 100}
    assert accepted(FieldType.MONEY, "50元", **limits).value == "5000"
    assert "最少 10 元" in refused(FieldType.MONEY, "9", **limits).problem
    assert "最多 1000 元" in refused(FieldType.MONEY, "1001", **limits).problem
    refused(FieldType.MONEY, "50.5", **limits)
    refused(FieldType.MONEY, "五十块", **limits)


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (12350, "壹佰贰拾叁元伍角整"),
        (10001, "壹佰元零壹分"),
        (100000, "壹仟元整"),
        (1000500, "壹万零伍元整"),
        (1001000000, "壹仟零壹万元整"),
        (10000000100, "壹亿零壹元整"),
        (12, "壹角贰分"),
        (10000100000, "壹亿零壹仟元整"),
    ],
)
def test_amounts_in_capital_numerals(cents: int, text: str) -> None:
    assert capitals(cents) == text


def test_amounts_in_figures() -> None:
    assert (yuan(12350), yuan(12300)) == ("123.50 元", "123 元")


def test_an_account_number_follows_its_billers_rule() -> None:
    assert accepted(FieldType.ACCOUNT_NUMBER, "13030 00001").value == "1303000001"
    assert "现在 9 位" in refused(FieldType.ACCOUNT_NUMBER, "130300000").problem


def test_an_account_number_without_a_biller_is_a_broken_promise() -> None:
    spec = FieldSpec(id="it", type=FieldType.ACCOUNT_NUMBER, label="户号", ask="多少？")
    with pytest.raises(ValueError, match="biller"):
        check_value(spec, "1303000001", AnswerContext(TODAY))


def test_a_count_has_limits() -> None:
    assert accepted(FieldType.COUNT, "０2").value == "2"
    refused(FieldType.COUNT, "31", maximum=30)
    refused(FieldType.COUNT, "²")


def test_choices_are_stored_by_id_in_the_order_offered() -> None:
    options = [{"id": "a", "label": "甲"}, {"id": "b", "label": "乙"}]
    assert accepted(FieldType.CHOICES, "b,a,b", options=options).value == "a,b"
    assert accepted(FieldType.CHOICE, "乙", options=options).value == "b"
    refused(FieldType.CHOICE, "c", options=options)
    refused(FieldType.CHOICES, "a,c", options=options)


def test_yes_no_without_options_offers_yes_and_no() -> None:
    assert accepted(FieldType.YES_NO, "yes").shown.plain() == "是"


def test_an_optional_answer_may_be_empty_and_a_wanted_one_may_not() -> None:
    assert accepted(FieldType.TEXT, "  ", required=False).value == ""
    refused(FieldType.TEXT, "  ")


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(list(FieldType)))
def test_no_answer_whatever_raises_and_every_refusal_helps(raw: str, kind: FieldType) -> None:
    match check(kind, raw):
        case Rejected(problem, mend):
            assert problem.endswith("。")
            assert mend.endswith("。")
        case Accepted(value, _, _):
            assert "\n" not in value


@settings(deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_a_kept_text_is_accepted_again_unchanged(raw: str) -> None:
    first = check(FieldType.TEXT, raw)
    if isinstance(first, Accepted):
        assert check(FieldType.TEXT, first.value) == first
