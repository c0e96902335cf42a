"""What leaves for review or for a city's model names nobody; what people ask for stays as they said it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue import load_shipped
from kiosk.dialogue.deidentify import ADDRESS, LONGEST, NAME, NUMBER, deidentify

KEEP = [word for s in load_shipped().services.values() for word in (s.plain_name, *s.aliases)]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我叫测桂兰，电话13800001234", "我叫〔人名〕，电话〔数〕"),
        ("我是王测试", "我是〔人名〕"),
        ("我姓曾", "我姓〔人名〕"),
        ("我妈李测兰的社保卡丢了", "我妈〔人名〕的社保卡丢了"),
        ("找王大夫", "找〔人名〕"),
        ("幺三零三零零幺九四四零三零七零零四零", "〔数〕"),
        ("身份证是130300 19440307 004X", "身份证是〔数〕"),
        ("住在虚构路一号楼二单元三零二", "〔地址〕〔数〕号楼〔数〕单元〔数〕"),
        ("我家住虚构区虚构大街88号", "我〔地址〕〔数〕号"),
        ("给孙子上户口", "给孙子上户口"),
        ("给高龄老人办津贴", "给高龄老人办津贴"),
        ("我是外地的", "我是外地的"),
        ("打一二三四五热线", "打一二三四五热线"),
        ("我今年八十二", "我今年八十二"),
    ],
)
def test_a_sentence_keeps_its_wish_and_loses_whose_it_is(said: str, kept: str) -> None:
    assert deidentify(said, keep=KEEP) == kept


def test_what_the_catalogue_itself_says_goes_through_unchanged() -> None:
    assert [alias for alias in KEEP if deidentify(alias, keep=KEEP) != alias] == []


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_no_digit_and_no_spelled_number_leaves_and_twice_is_once(text: str) -> None:
    kept = deidentify(text)
    assert not re.search(r"[0-9０-９]{4,}", kept)
    assert not re.search(r"\d{6}", kept)
    assert len(kept) <= LONGEST
    assert deidentify(kept) == kept


@given(
    st.text(alphabet="王李张刘桂兰秀英建国海港虚构", min_size=2, max_size=4),
    st.text(alphabet="办领取查问的了我要社保卡低保", max_size=10),
    st.text(alphabet="办领取查问的了我要社保卡低保", max_size=10),
)
def test_a_value_of_this_visit_never_leaves_wherever_it_stands(name: str, before: str, after: str) -> None:
    kept = deidentify(before + name + after, known=(name,))
    assert name not in kept
    assert NAME in kept


@given(
    st.from_regex("[1-9][0-9]{16}[0-9X]|1[3-9][0-9]{9}|6[0-9]{15,18}", fullmatch=True), st.sampled_from(["", " ", "-"])
)
def test_an_identity_number_a_telephone_or_a_card_never_leaves(number: str, between: str) -> None:
    written = between.join(re.findall(".{1,4}", number))
    kept = deidentify(f"号码是{written}，帮我查")
    assert not set(kept) & set("0123456789")
    assert NUMBER in kept


def test_the_last_group_of_a_telephone_is_no_hotline() -> None:
    assert deidentify("号码是1300 0000 110，帮我查") == "号码是〔数〕，帮我查"
    assert deidentify("打110报警") == "打110报警"


def test_an_address_of_this_visit_goes_whole() -> None:
    assert deidentify("虚构区虚构路一号那个房子", known=("虚构区虚构路一号",)) == f"{ADDRESS}那个房子"


@pytest.mark.parametrize(
    "said",
    [
        "我叫张测兰今年八十二了",
        "我妈张测兰八十了",
        "我老伴李测英住院了",
        "我爱人张测伟在医院",
        "我是欧阳测测，我要办",
        "我是覃测花，办老年证",
    ],
)
def test_a_name_goes_also_where_nothing_marks_its_end(said: str) -> None:
    assert "测" not in deidentify(said)
