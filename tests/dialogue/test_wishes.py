"""What is wanted: one matter though something is asked of it, two at once, or something that nobody can tell."""

import pytest

from kiosk.core.hearing import typed
from kiosk.dialogue import Answer, Ask, Context, Matters, Meaning, NotUnderstood, Offer, understand
from kiosk.dialogue.cli import HOME
from kiosk.dialogue.wishes import both


def hear(text: str, context: Context) -> Meaning:
    return understand(typed(text), HOME, context)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("交完水费再把电费交了", "28", "27"),
        ("残疾证和残疾补贴一块办", "15", "14"),
        ("办居住登记还是居住证我也闹不清", "17", "18"),
    ],
)
def test_who_wants_two_matters_is_asked_which_comes_first(text: str, first: str, second: str, context: Context) -> None:
    found = hear(text, context)
    assert isinstance(found, Ask)
    assert [choice.service for choice in found.choices] == [first, second]


@pytest.mark.parametrize("text", ["我和老伴的合作医疗一起交了", "下岗再就业社保补贴", "给我妈再配一个门禁卡"])
def test_a_joining_word_in_one_wish_makes_no_two_of_it(text: str, matters: Matters) -> None:
    assert both(text, matters) == ()


@pytest.mark.parametrize(
    ("text", "service"), [("盲人每月补多少钱帮我报上", "14"), ("有残疾证国家给发的钱在哪儿领", "14")]
)
def test_who_asks_in_passing_is_offered_what_she_wants(text: str, service: str, context: Context) -> None:
    found = hear(text, context)
    assert isinstance(found, Offer)
    assert found.service == service


@pytest.mark.parametrize("text", ["低保要带啥", "居住证去哪办", "高龄津贴我能不能办"])
def test_who_only_asks_is_answered(text: str, context: Context) -> None:
    assert isinstance(hear(text, context), Answer)


@pytest.mark.parametrize("text", ["我要打印", "我想查查钱", "给我儿子办一个"])
def test_a_wish_that_names_nothing_is_asked_back(text: str, context: Context) -> None:
    assert isinstance(hear(text, context), Ask)


def test_talk_is_not_asked_back(context: Context) -> None:
    assert isinstance(hear("昨儿晚上没睡好", context), NotUnderstood)


@pytest.mark.parametrize(
    ("text", "service"),
    [("外地户口的在这儿办老年证行不", "02"), ("住院单子隔年的还能报不", "10"), ("体检得空着肚子不", "11")],
)
def test_a_question_of_no_known_form_is_answered_and_left_to_the_window(
    text: str, service: str, context: Context
) -> None:
    found = hear(text, context)
    assert isinstance(found, Answer)
    assert found.service == service
    assert found.source == "以窗口答复为准"


@pytest.mark.parametrize("text", ["能不能给我办低保", "帮我看看低保行不"])
def test_a_wish_in_the_clothes_of_a_question_is_offered(text: str, context: Context) -> None:
    found = hear(text, context)
    assert isinstance(found, Offer)
    assert found.service == "12"


def test_what_sentences_like_it_leave_open_is_asked_about_with_the_likeliest_first(context: Context) -> None:
    found = hear("工资卡里没进钱", context)
    assert isinstance(found, Ask)
    assert found.choices[0].service == "05"
