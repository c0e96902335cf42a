"""那个, 第二个, 刚才说的, 给我妈办: what was spoken of before is taken up, and nothing is handed in by it."""

from dataclasses import replace

import pytest

from kiosk.core.hearing import typed
from kiosk.dialogue import Answer, Ask, Context, Leave, Matters, Meaning, NotUnderstood, Offer, understand
from kiosk.dialogue.cli import HOME


@pytest.fixture
def spoken(context: Context) -> Context:
    """Three matters were named, 低保 is spoken of."""
    return replace(context, offered=("12", "13", "14"))


def hear(said: str, context: Context) -> Meaning:
    return understand(typed(said), HOME, context)


@pytest.mark.parametrize(
    ("said", "service"),
    [
        ("第一个", "12"),
        ("第二个", "13"),
        ("我要第二个", "13"),
        ("就办第三个吧", "14"),
        ("最后一个", "14"),
        ("最上面那个", "12"),
        ("那个", "12"),
        ("就办那个", "12"),
        ("上一个", "12"),
        ("刚才说的", "12"),
        ("刚才你说的那个", "12"),
        ("我想办刚才那件事", "12"),
        ("给我办了吧", "12"),
    ],
)
def test_what_was_named_is_chosen_by_its_place_or_by_pointing_to_it(said: str, service: str, spoken: Context) -> None:
    found = hear(said, spoken)
    assert isinstance(found, Offer)
    assert found.service == service
    assert set((found.service, *found.others)) == {"12", "13", "14"}


def test_a_place_that_nothing_has_is_asked_about(spoken: Context) -> None:
    found = hear("第八个", spoken)
    assert isinstance(found, Ask)
    assert [choice.service for choice in found.choices] == ["12", "13", "14"]


@pytest.mark.parametrize("said", ["那个", "第二个", "刚才说的那个"])
def test_pointing_to_nothing_is_asked_back(said: str, context: Context) -> None:
    assert isinstance(hear(said, context), Ask)


@pytest.mark.parametrize("said", ["不是这个", "不要这个", "不办那个"])
def test_whoever_does_not_want_the_first_hears_the_others(said: str, spoken: Context) -> None:
    found = hear(said, spoken)
    assert isinstance(found, Ask)
    assert [choice.service for choice in found.choices] == ["13", "14"]
    only = hear(said, replace(spoken, offered=("12",)))
    assert isinstance(only, NotUnderstood)
    assert only.say == "好，不办这个。您想办什么？"


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        ("给我妈办", "我妈"),
        ("替我老伴办", "老伴"),
        ("是我老伴", "老伴"),
        ("不是我，是我老伴儿", "老伴"),
        ("我妈的", "我妈"),
        ("帮邻居办一个", "邻居"),
    ],
)
def test_for_somebody_else_is_said_again_with_whom(said: str, whom: str, spoken: Context) -> None:
    found = hear(said, spoken)
    assert isinstance(found, Offer)
    assert (found.service, whom in found.say) == ("12", True)
    assert whom in found.behalf


@pytest.mark.parametrize("said", ["给我妈办", "不是我是我老伴儿"])
def test_for_somebody_else_but_of_nothing_yet_is_asked_back(said: str, context: Context) -> None:
    found = hear(said, context)
    assert isinstance(found, Ask)
    assert found.say.startswith("您要给")


@pytest.mark.parametrize(
    ("said", "service", "whom"),
    [
        ("我妈八十三了给她办高龄津贴", "01", "我妈"),
        ("替邻居王大爷办低保", "12", "邻居"),
        ("不是我，是我妈要办残疾证", "15", "我妈"),
        ("代我儿子交电费", "27", "儿子"),
    ],
)
def test_whom_a_wish_is_for_is_heard_wherever_it_is_said(said: str, service: str, whom: str, context: Context) -> None:
    found = hear(said, context)
    assert isinstance(found, Offer)
    assert found.service == service
    assert whom in found.behalf


@pytest.mark.parametrize(
    ("said", "service"),
    [
        ("别给我办低保，我要办临时救助", "13"),
        ("我不想交医保，想查养老金", "05"),
        ("不是交水费，是交电费", "27"),
        ("我不交电费，我交水费", "28"),
    ],
)
def test_of_what_is_ruled_out_and_what_is_wanted_the_wish_is_offered(said: str, service: str, context: Context) -> None:
    found = hear(said, context)
    assert isinstance(found, Offer)
    assert found.service == service


@pytest.mark.parametrize("said", ["不办低保", "别给我办低保", "我不交电费"])
def test_what_is_only_ruled_out_is_not_offered(said: str, context: Context) -> None:
    assert isinstance(hear(said, context), NotUnderstood)


@pytest.mark.parametrize("said", ["不办了", "我不要了", "先不整了", "今天不办了回吧"])
def test_leaving_is_leaving_though_a_matter_was_spoken_of(said: str, spoken: Context) -> None:
    assert isinstance(hear(said, spoken), Leave)


@pytest.mark.parametrize(
    "said",
    [
        "要带啥",
        "带几张照片",
        "几天能办下来",
        "多少钱",
        "我能不能办",
        "够不够条件",
        "在哪办",
        "能不能代办",
        "要不要本人来",
    ],
)
def test_each_question_is_answered_for_the_matter_in_hand_and_without_one_asks_which(
    said: str, context: Context, matters: Matters
) -> None:
    for service in matters.services.values():
        if service.id in ("01", "12", "15", "27"):
            found = hear(said, replace(context, service=service))
            assert isinstance(found, Answer), service.id
            assert found.service == service.id
            assert found.say
    assert isinstance(hear(said, context), Ask)


@pytest.mark.parametrize(("said", "decides"), [("我六十五能办高龄津贴不", "不够"), ("我八十一能领高龄津贴不", "够")])
def test_may_i_is_answered_by_the_rule_that_decides(said: str, decides: str, context: Context) -> None:
    found = hear(said, context)
    assert isinstance(found, Answer)
    assert found.service == "01"
    assert decides in found.say[0]
    assert any("八十周岁" in line for line in found.say)


def test_somebody_else_may_come_only_where_the_catalogue_says_so(context: Context, matters: Matters) -> None:
    told = {one: hear("孩子能替我办不", replace(context, service=matters.services[one])) for one in ("01", "27", "12")}
    said = {one: "".join(found.say) for one, found in told.items() if isinstance(found, Answer)}
    assert "家里人能替您办" in said["01"]
    assert "委托书" in said["01"]
    assert "谁都能替您交" in said["27"]
    assert "窗口会告诉您" in said["12"]
