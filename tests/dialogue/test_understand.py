"""What the guide makes of what is said: danger first, the page next, and never an act out of doubt."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.hearing import Hypothesis, Utterance, typed
from kiosk.core.screen import Action, AskChoice, AskDate, AskDigits, AskText, Role, Screen
from kiosk.core.words import words
from kiosk.dialogue import (
    Act,
    Answer,
    Ask,
    Context,
    Danger,
    Emergency,
    Fill,
    Human,
    Leave,
    Matters,
    Meaning,
    Miss,
    NotUnderstood,
    Offer,
    understand,
)

TODAY = date(2026, 11, 24)
HELP = Action("help", "叫人帮忙", "help", None, Role.ALWAYS)
BACK = Action("back", "上一步", "back", None, Role.ALWAYS)
REPEAT = Action("repeat", "再说一遍", "repeat", None, Role.ALWAYS)
HOME = Screen("home", words("您想办什么事？"), (), always=(HELP, BACK, REPEAT))
PAY = Action("pay", "交钱", "money", None, Role.PRIMARY, aliases=("确认交钱",), grave=True)
PHONE = replace(HOME, key="question", ask=AskDigits("phone", words("电话？"), words(), groups=(3, 4, 4), length=11))


def choices(*labels: str, **more: object) -> Screen:
    listed = tuple(Action(f"choice:{n}", text, "dot", None, Role.CHOICE) for n, text in enumerate(labels))
    return replace(HOME, ask=AskChoice("f", words("哪个？")), actions=listed, **more)  # type: ignore[arg-type]


def hear(said: str, context: Context, screen: Screen = HOME) -> Meaning:
    return understand(typed(said), screen, context)


@pytest.mark.parametrize(
    ("said", "danger"),
    [
        ("屋里一股煤气味儿", Danger.GAS),
        ("暖气片旁边有煤气味", Danger.GAS),
        ("我胸口疼得厉害", Danger.HEALTH),
        ("有人打我", Danger.VIOLENCE),
        ("打电话的说让我把钱转到安全账户", Danger.FRAUD),
        ("家里着火了", Danger.FIRE),
        ("胸口腾", Danger.HEALTH),
    ],
)
def test_danger_comes_before_anything_the_page_asks(said: str, danger: Danger, context: Context) -> None:
    for screen in (HOME, PHONE, choices("是", "不是"), replace(HOME, ask=AskText("t", words("说说"), words()))):
        found = hear(said, context, screen)
        assert isinstance(found, Emergency)
        assert found.danger is danger


@pytest.mark.parametrize(
    "said", ["交煤气费", "我打电话交话费", "煤气没了要买气", "防诈骗讲座啥时候", "暖气不热了", "暖气漏水", "生气了"]
)
def test_everyday_words_raise_no_alarm(said: str, context: Context) -> None:
    assert not isinstance(hear(said, context), Emergency)


def test_danger_in_a_lesser_hypothesis_is_heeded(context: Context) -> None:
    heard = Utterance((Hypothesis("熊口藤"), Hypothesis("胸口疼")))
    assert isinstance(understand(heard, HOME, context), Emergency)


@pytest.mark.parametrize("said", ["好", "好的", "行", "可以", "嗯呐", "中", "交电费", "钱", "第一个"])
def test_money_is_never_taken_by_a_word_that_only_agrees(said: str, context: Context) -> None:
    screen = replace(HOME, key="confirm_pay", actions=(PAY,))
    assert hear(said, context, screen) != Act("pay")


def test_money_is_taken_by_its_own_label_as_a_whole(context: Context) -> None:
    assert hear("交钱", context, replace(HOME, actions=(PAY,))) == Act("pay")


@settings(deadline=None)  # the first sentence reads the dictionaries
@given(said=st.text(alphabet="我要交钱费电不是的了吗好行给妈办那个嗯", min_size=1, max_size=12))
def test_only_the_whole_label_or_a_long_alias_ever_pays(said: str, matters: Matters) -> None:
    found = hear(said, Context(matters, TODAY), replace(HOME, actions=(PAY,)))
    if found == Act("pay"):
        assert any(name in said for name in ("交钱", "确认交钱"))


def test_one_of_a_list_is_chosen_by_name_by_place_and_by_likeness_of_sound(context: Context) -> None:
    screen = choices("第一次领", "停了想接着领", "户口刚迁来")
    assert hear("第二个", context, screen) == Act("choice:1")
    assert hear("户口刚牵来", context, screen) == Act("choice:2")
    assert hear("嗯，第一次领", context, screen) == Act("choice:0")


def test_a_phone_number_is_read_back_before_it_counts(context: Context) -> None:
    found = hear("幺三八零零零零一二三四", context, PHONE)
    assert isinstance(found, Fill)
    assert (found.field, found.value) == ("phone", "13800001234")
    assert found.say == "幺三八，零零零零，幺二三四。对吗？"


def test_a_date_is_filled_whole_or_by_its_part(context: Context) -> None:
    whole = replace(HOME, ask=AskDate("day", words("哪天？")))
    found = hear("明年正月初八", context, whole)
    assert isinstance(found, Fill)
    assert found.value == "2027-02-13"
    month = replace(HOME, ask=AskDate("day", words("哪天？"), 2026, None, None, "month"))
    assert hear("三月", context, month) == Act("choice:month:3")


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("卡丢了", {"10", "02", "37"}),
        ("我要认证", {"03", "38"}),
        ("给我开个证明", {"20", "21", "22"}),
        ("我岁数大了国家给不给钱", {"01", "05", "12"}),
        ("一保", {"09", "10", "11"}),
    ],
)
def test_what_means_more_than_one_matter_is_asked_back(said: str, ids: set[str], context: Context) -> None:
    found = hear(said, context)
    assert isinstance(found, Ask)
    assert {c.service for c in found.choices} == ids


@pytest.mark.parametrize(
    ("said", "service"),
    [("低保要带啥", "12"), ("老年证几天能办下来", "02"), ("我八十二了能不能领高龄津贴", "01"), ("残疾证去哪办", "15")],
)
def test_a_question_is_answered_from_the_catalogue_for_the_matter_it_names(
    said: str, service: str, context: Context
) -> None:
    found = hear(said, context)
    assert isinstance(found, Answer)
    assert found.service == service


def test_a_figure_no_source_confirms_is_left_to_the_window(context: Context) -> None:
    found = hear("高龄津贴能领多少钱", context)
    assert isinstance(found, Answer)
    assert found.source == "以窗口答复为准"
    assert "窗口会告诉您" in "".join(found.say)
    assert not any(c.isdigit() for c in "".join(found.say))


def test_a_question_without_a_name_is_about_the_matter_in_hand(context: Context, matters: Matters) -> None:
    found = hear("要带啥", replace(context, service=matters.services["12"]))
    assert isinstance(found, Answer)
    assert found.service == "12"
    assert isinstance(hear("要带啥", context), Ask)


@pytest.mark.parametrize(("said", "whom"), [("给我妈办个老年证", "我妈"), ("替我老伴儿交电费", "老伴"), ("交电费", "")])
def test_for_whom_it_is_meant_is_heard(said: str, whom: str, context: Context) -> None:
    found = hear(said, context)
    assert isinstance(found, Offer)
    assert whom in found.behalf
    assert bool(whom) == bool(found.behalf)


def test_the_one_just_spoken_of_is_offered_again_and_nothing_is_handed_in(context: Context) -> None:
    for said in ("那个", "刚才说的那个", "给我办了吧"):
        assert hear(said, replace(context, offered=("12", "13"))) == Offer("12", "您要办低保，对吗？", "", ("13",))


@pytest.mark.parametrize("said", ["不办了", "算了", "等我儿子来再说", "先不整了"])
def test_giving_up_is_leaving_and_asks_nothing_more(said: str, context: Context) -> None:
    assert isinstance(hear(said, context), Leave)


@pytest.mark.parametrize("said", ["来个人", "我不会用", "看不清", "我想跟真人说"])
def test_whoever_wants_a_person_gets_one(said: str, context: Context) -> None:
    for screen in (HOME, PHONE, choices("领着", "没领")):
        assert isinstance(hear(said, context, screen), Human)


def test_what_is_ruled_out_is_not_offered(context: Context) -> None:
    found = hear("我不是交电费，我是要交水费", context)
    assert isinstance(found, Offer)
    assert found.service == "28"


def test_misses_lead_down_to_a_human_without_a_word_of_blame(context: Context) -> None:
    ladder = [hear("股票涨了没", replace(context, misses=n)) for n in range(3)]
    assert [m.ladder for m in ladder if isinstance(m, NotUnderstood)] == [Miss.REPHRASE, Miss.CHOICES, Miss.HUMAN]
    for miss in ladder:
        assert isinstance(miss, NotUnderstood)
        assert not any(word in miss.say for word in ("错", "无效", "失败"))


@settings(deadline=None)
@given(said=st.text(max_size=60))
def test_anything_at_all_has_exactly_one_meaning(said: str, matters: Matters) -> None:
    found = hear(said or "嗯", Context(matters, TODAY))
    assert isinstance(found, Meaning)


def test_the_lexicon_names_only_matters_that_exist(matters: Matters) -> None:
    from kiosk.dialogue.lexicon import ambiguities, evidence

    named = set(evidence()) | {c.service for group in ambiguities() for c in group.choices if c.service}
    assert named <= set(matters.services)
    assert set(matters.services) - set(evidence()) == {"38"}


@pytest.mark.parametrize("said", ["别给我办低保", "我不办低保", "不要给我取号", "我没说要交电费"])
def test_what_she_does_not_want_is_never_offered_to_her(said: str, context: Context) -> None:
    assert isinstance(hear(said, context), NotUnderstood)


def test_of_two_matters_the_one_she_does_not_rule_out_is_meant(context: Context) -> None:
    found = hear("我不交水费，我交电费", context)
    assert isinstance(found, Offer)
    assert found.service == "27"


@pytest.mark.parametrize(("said", "call"), [("我不想活了", "110"), ("我妈喝了农药", "120"), ("我摔倒了", "120")])
def test_despair_poison_and_falls_have_words_of_their_own(said: str, call: str, context: Context) -> None:
    found = hear(said, context)
    assert isinstance(found, Emergency)
    assert found.call == call
    assert not any("按医生说的吃" in sentence for sentence in found.say) or said == "我摔倒了"


def test_no_emergency_promises_that_somebody_was_called(context: Context) -> None:
    from kiosk.dialogue.lexicon import dangers

    assert not any("我帮您叫" in sentence for danger in dangers() for sentence in danger.say)


@pytest.mark.parametrize("said", ["唧唧复唧唧", "不闻机杼声", "疑是地上霜", "青灯古佛半轮秋"])
def test_what_nobody_ever_said_here_is_offered_and_asked_about_as_nothing(said: str, context: Context) -> None:
    assert isinstance(hear(said, context), NotUnderstood)


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("我那个喀丢了", {"10", "02", "37"}),
        ("给我开疙证明", {"20", "21", "22"}),
        ("认怔", {"03", "38"}),
        ("养老保鲜", {"05", "03", "04"}),
    ],
)
def test_what_is_open_is_asked_back_though_it_was_misheard(said: str, ids: set[str], context: Context) -> None:
    found = hear(said, context)
    assert isinstance(found, Ask)
    assert {c.service for c in found.choices} == ids


@pytest.mark.parametrize(
    ("said", "service"), [("交电费", "27"), ("我要交电费", "27"), ("交水费", "28"), ("取号", "33")]
)
def test_what_is_plain_is_not_taken_for_what_sounds_open(said: str, service: str, context: Context) -> None:
    found = hear(said, context)
    assert isinstance(found, Offer)
    assert found.service == service


def test_a_command_inside_a_wish_is_no_command(context: Context) -> None:
    found = hear("残疾人的那个证磨得看不清字了换一个", context)
    assert isinstance(found, Offer | Ask)


@pytest.mark.parametrize(
    ("said", "service"),
    [("够敌保得啥挑拣", "12"), ("办涝年证得待机张爪片", "02"), ("居住等记都要啥手吁", "17")],
)
def test_a_question_is_heard_by_its_sound_too(said: str, service: str, context: Context) -> None:
    found = hear(said, context)
    assert isinstance(found, Answer)
    assert found.service == service
