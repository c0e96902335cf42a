"""One way in to all field rules: what a resident answered, judged by the kind of field."""

from typing import assert_never

from kiosk.catalogue.account_number import check_account_number
from kiosk.catalogue.answers import Accepted, AnswerContext, Checked, Rejected
from kiosk.catalogue.bank_account import check_bank_account
from kiosk.catalogue.case_number import check_case_number
from kiosk.catalogue.choices import check_choice, check_choices
from kiosk.catalogue.dates import check_date
from kiosk.catalogue.digits import is_digits, split_at, tidy, two_by_two
from kiosk.catalogue.id_number import check_id_number
from kiosk.catalogue.money import check_money
from kiosk.catalogue.names import check_person_name
from kiosk.catalogue.phone import check_phone, phone_groups
from kiosk.catalogue.texts import check_text
from kiosk.catalogue.types import NONE_ANSWER, FieldSpec, FieldType
from kiosk.core.words import PrivateKind, words


def check_value(spec: FieldSpec, raw: str, context: AnswerContext) -> Checked:
    """Accept an answer or say what is wrong and how to mend it.

    An empty answer to an optional field is accepted as "". The field's none answer, said or as "none", is accepted
    as NONE_ANSWER where the field has one.
    """
    said = raw.strip()
    if spec.none_answer and said in (NONE_ANSWER, spec.none_answer):
        return Accepted(NONE_ANSWER, words(spec.none_answer))
    if not said and not spec.required:
        return Accepted("", words())
    return _by_type(spec, raw, context)


def _by_type(spec: FieldSpec, raw: str, context: AnswerContext) -> Checked:
    match spec.type:
        case FieldType.ID_NUMBER:
            return check_id_number(raw, context)
        case FieldType.PERSON_NAME:
            return check_person_name(raw)
        case FieldType.PHONE:
            return check_phone(raw)
        case FieldType.CHOICE | FieldType.YES_NO:
            return check_choice(spec, raw)
        case FieldType.CHOICES:
            return check_choices(spec, raw)
        case FieldType.DATE:
            return check_date(spec, raw, context)
        case FieldType.ADDRESS:
            return check_text(spec, raw, PrivateKind.ADDRESS)
        case FieldType.TEXT:
            return check_text(spec, raw)
        case FieldType.BANK_ACCOUNT:
            return check_bank_account(raw, context.answers.get(spec.kind_from, ""))
        case FieldType.ACCOUNT_NUMBER:
            return check_account_number(raw, context.biller)
        case FieldType.CASE_NUMBER:
            return check_case_number(raw)
        case FieldType.COUNT:
            return _check_count(spec, raw)
        case FieldType.MONEY:
            return check_money(spec, raw)
        case _ as never:
            assert_never(never)


def _check_count(spec: FieldSpec, raw: str) -> Checked:
    text = tidy(raw)
    if not is_digits(text) or len(text) > 6:
        return Rejected("没看懂是几个。", "请只写数字，比如 2。")
    count = int(text)
    if spec.minimum is not None and count < spec.minimum:
        return Rejected(f"最少是 {spec.minimum}。", "请写大一点的数。")
    if spec.maximum is not None and count > spec.maximum:
        return Rejected(f"最多是 {spec.maximum}。", "请写小一点的数。")
    return Accepted(str(count), words(str(count)))


def group_digits(kind: FieldType, value: str) -> tuple[str, ...]:
    """A number in groups for showing and reading aloud.

    ID number 6-8-4, mobile 3-4-4, accounts two by two, case number by its parts; other kinds as one group.
    """
    match kind:
        case FieldType.ID_NUMBER:
            return split_at(value, (6, 8, 4))
        case FieldType.PHONE:
            return phone_groups(value)
        case FieldType.BANK_ACCOUNT | FieldType.ACCOUNT_NUMBER:
            return two_by_two(value)
        case FieldType.CASE_NUMBER:
            return split_at(tidy(value).upper(), (6, 8, 3, 4, 1))
        case _:
            return (value,) if value else ()


__all__ = ["Accepted", "AnswerContext", "Checked", "Rejected", "check_value", "group_digits"]
