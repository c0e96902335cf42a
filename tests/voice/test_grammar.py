"""Phrases are written with the model's words, none is lost without a word, and only whole ones are believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.hearing import Expect
from voice.belief import alike, believe
from voice.grammar import Grammar
from voice.recogniser import Decoded, Reading
from voice.spelling import Speller

WORDS = set(
    [
        "返回",
        "下一步",
        "下",
        "一步",
        "老年",
        "证",
        "优待",
        "确认",
        "提交",
        "交",
        "电费",
        "水费",
        "打印",
        "不",
        "灯",
        "那个",
        "嗯",
        "一",
        "三",
        "八",
        "零",
        "幺",
        "十二",
        "月",
    ]
)


@pytest.fixture
def speller() -> Speller:
    return Speller(WORDS.__contains__)


def test_phrases_are_cut_into_the_fewest_words_the_model_has(speller: Speller) -> None:
    spelling = speller.spell("老年优待证")
    assert spelling is not None
    assert spelling.words == ("老年", "优待", "证")
    assert speller.spell("下一步") == speller.spell("下一步")


def test_a_character_the_model_lacks_is_written_with_one_that_sounds_the_same(speller: Speller) -> None:
    spelling = speller.spell("镫")
    assert spelling is not None
    assert spelling.words == ("灯",)
    assert spelling.respelled


def test_what_cannot_be_written_is_named_and_the_rest_goes_on(speller: Speller) -> None:
    grammar = Grammar(Expect(("返回", "哇哇")), speller)
    assert grammar.lost == ("哇哇",)
    assert "返回" in grammar.sentences()


def test_a_respelled_word_never_takes_the_place_of_the_one_that_is_truly_written_so() -> None:
    for loop in (("年", "廿", "一"), ("廿", "年", "一")):
        grammar = Grammar(Expect((), (loop,)), Speller({"年", "一"}.__contains__))
        whole = grammar.whole(("一", "年"))
        assert whole is not None
        assert whole.text == "一年"
        assert grammar.lost == ("廿",)


def test_a_hum_is_written_by_the_nearest_syllable() -> None:
    spelling = Speller({"恩", "那"}.__contains__).spell("嗯呐")
    assert spelling is not None
    assert spelling.words == ("恩", "那")


def test_numbers_in_a_label_are_expected_as_they_are_said(speller: Speller) -> None:
    spelling = speller.spell("12月")
    assert spelling is not None
    assert spelling.words == ("十二", "月")
    grammar = Grammar(Expect(("12月",)), speller)
    whole = grammar.whole(("十二", "月"))
    assert whole is not None
    assert whole.text == "12月"


@pytest.mark.parametrize(
    ("words", "believed"),
    [
        (("返回",), "返回"),
        (("嗯", "返回"), "返回"),
        (("那个", "返回", "嗯"), "返回"),
        (("返回", "返回"), "返回"),
        (("[unk]", "返回"), None),
        (("返回", "打印"), None),
        (("不", "打印"), "不打印"),
        (("打印", "不"), None),
        (("嗯",), None),
        (("证",), None),
        ((), None),
    ],
)
def test_only_a_whole_phrase_is_believed(speller: Speller, words: tuple[str, ...], believed: str | None) -> None:
    grammar = Grammar(Expect(("返回", "打印", "不打印", "证")), speller)
    whole = grammar.whole(words)
    assert (whole.text if whole else None) == believed


def test_a_run_of_digits_is_whole_in_any_order_but_a_single_one_is_not(speller: Speller) -> None:
    grammar = Grammar(Expect((), (("幺", "三", "八", "零", "十二"),)), speller)
    whole = grammar.whole(("幺", "三", "零", "十二"))
    assert whole is not None
    assert whole.text == "幺三零十二"
    assert whole.may_go_on
    assert grammar.whole(("三",)) is None
    assert grammar.whole(("三", "返回")) is None


def test_a_phrase_that_begins_another_may_go_on(speller: Speller) -> None:
    grammar = Grammar(Expect(("确认", "确认提交")), speller)
    first, second = grammar.whole(("确认",)), grammar.whole(("确认", "提交"))
    assert first
    assert first.may_go_on
    assert second
    assert not second.may_go_on


@given(st.lists(st.sampled_from(sorted(WORDS)), max_size=5))
def test_nothing_is_whole_that_was_not_expected(words: list[str]) -> None:
    grammar = Grammar(Expect(("返回", "不打印", "交电费")), Speller(WORDS.__contains__))
    whole = grammar.whole(tuple(words))
    if whole:
        assert whole.text in ("返回", "不打印", "交电费")
        assert whole.text in "".join(words)


# --- belief -------------------------------------------------------------------------------------------------------


def decoded(closed: tuple[str, ...], free: str) -> Decoded:
    return Decoded((Reading(closed, 1.0),) if closed else (), (Reading((free,), 0.9),) if free else ())


@pytest.fixture
def page(speller: Speller) -> Grammar:
    return Grammar(Expect(("返回", "交电费"), (("幺", "三", "八", "零"),)), speller)


def test_a_phrase_both_readings_agree_on_is_whole(page: Grammar) -> None:
    utterance = believe(page, decoded(("返回",), "反悔"), is_open=False, clearness_db=30)
    assert utterance is not None
    assert utterance.whole
    assert utterance.text == "返回"


def test_a_phrase_only_the_closed_side_heard_is_offered_but_never_whole(page: Grammar) -> None:
    utterance = believe(page, decoded(("返回",), "今天下雨"), is_open=False, clearness_db=30)
    assert utterance is not None
    assert not utterance.whole
    assert [h.text for h in utterance.hypotheses] == ["今天下雨", "返回"]


def test_on_an_open_page_more_than_the_phrase_is_her_own_sentence(page: Grammar) -> None:
    utterance = believe(page, decoded(("交", "电费"), "我要交电费"), is_open=True, clearness_db=30)
    assert utterance is not None
    assert not utterance.whole
    assert utterance.text == "我要交电费"


def test_a_digit_one_side_missed_makes_the_run_doubtful(page: Grammar) -> None:
    utterance = believe(page, decoded(("幺", "三", "零"), "幺三八零"), is_open=False, clearness_db=30)
    assert utterance is not None
    assert not utterance.whole


def test_in_a_loud_hall_nothing_is_whole_but_it_may_be_asked_about(page: Grammar) -> None:
    utterance = believe(page, decoded(("返回",), "返回"), is_open=False, clearness_db=8)
    assert utterance is not None
    assert utterance.text == "返回"
    assert not utterance.whole


def test_not_one_word_is_nothing(page: Grammar) -> None:
    assert believe(page, decoded((), ""), is_open=True, clearness_db=30) is None
    assert believe(page, decoded(("[unk]",), ""), is_open=False, clearness_db=30) is None


@given(st.text("水电费煤气钱", min_size=1, max_size=6), st.text("水电费煤气钱", min_size=1, max_size=6))
def test_likeness_is_symmetric_and_whole_for_the_same_sound(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)
    assert alike(one, one) == 1
    assert 0 <= alike(one, other) <= 1
