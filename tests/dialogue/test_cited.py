"""Nothing a city's model says is said unless every sentence of it stands in the catalogue passages it names."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue import load_shipped
from kiosk.dialogue.cited import Cited, NotCited, Passage, checked, figures, messages, passages_of

PASSAGES = (
    Passage("01.guide.1", "一般八十岁往上可以申请。"),
    Passage("01.figure.0", "八十到八十九岁每月：50 元", "虚构规定，2026-01-01"),
    Passage("01.fee", "不收费"),
    Passage("01.material.0", "要带身份证。"),
    Passage("01.rule.0", "不满八十岁的，不能申请。"),
    Passage("01.rule.1", "没有河北户口的不能领。"),
    Passage("01.rule.2", "非本地户口的，另外问。"),
    Passage("01.next.0", "无须本人来，家里人来也行。"),
)
REAL = passages_of(load_shipped().services["01"])


def answered(*sentences: tuple[str, list[str]]) -> str:
    return json.dumps({"sentences": [{"text": text, "cites": cites} for text, cites in sentences]}, ensure_ascii=False)


def test_a_sentence_that_stands_in_its_passage_is_said_with_the_source() -> None:
    found = checked(answered(("八十岁往上可以申请。", ["01.guide.1"]), ("每月 50 元。", ["01.figure.0"])), PASSAGES)
    assert isinstance(found, Cited)
    assert found.say == ("八十岁往上可以申请。", "每月 50 元。")
    assert found.answer("01").source == "虚构规定，2026-01-01"


@pytest.mark.parametrize(
    ("sentence", "cites", "why"),
    [
        ("每月 500 元。", ["01.figure.0"], "figure"),
        ("每月五百元。", ["01.figure.0"], "figure"),
        ("每月 50 元。", ["01.fee"], "figure"),
        ("要带身份证。", [], "no_passage"),
        ("要带身份证。", ["01.material.9"], "no_passage"),
        ("要带身份证和户口簿，还有照片。", ["01.material.0"], "words"),
        ("一定能批八十岁往上申请。", ["01.guide.1"], "claim"),
        ("八十岁往上不可以申请。", ["01.guide.1"], "negation"),
        ("八十岁往上申请，不用等。", ["01.guide.1"], "negation"),
        ("收费。", ["01.fee"], "negation"),
        ("不收钱。", ["01.fee"], "negation"),
        ("满八十岁的，能申请。", ["01.rule.0"], "negation"),
        ("不满八十岁的，能申请。", ["01.rule.0"], "negation"),
        ("有河北户口的能领。", ["01.rule.1"], "negation"),
        ("没有河北户口的能领。", ["01.rule.1"], "negation"),
        ("本地户口的，另外问。", ["01.rule.2"], "negation"),
        ("须本人来，家里人来也行。", ["01.next.0"], "negation"),
        ("一般八十岁往上的老人家都可以来这里申请这个津贴。", ["01.guide.1"], "plain"),
        ("Please 要带身份证。", ["01.material.0"], "plain"),
    ],
)
def test_one_unsupported_sentence_takes_the_whole_answer_with_it(sentence: str, cites: list[str], why: str) -> None:
    good = ("要带身份证。", ["01.material.0"])
    assert checked(answered(good, (sentence, cites)), PASSAGES) == NotCited(why)


def test_a_denial_that_is_kept_is_said() -> None:
    kept = (("不满八十岁的，不能申请。", ["01.rule.0"]), ("不收费。", ["01.fee"]))
    assert isinstance(checked(answered(*kept), PASSAGES), Cited)


@pytest.mark.parametrize(
    "content", ["", "您好", "[]", "{}", '{"sentences": 3}', '{"sentences": [{"text": "x"}]}', "[" * 5000]
)
def test_an_answer_of_another_shape_is_no_answer(content: str) -> None:
    assert checked(content, PASSAGES) == NotCited("not_json")


def test_saying_that_the_passages_do_not_suffice_is_no_answer() -> None:
    assert checked('{"sentences": []}', PASSAGES) == NotCited("nothing")


def test_more_than_four_sentences_are_too_many_to_hear() -> None:
    assert checked(answered(*[("要带身份证。", ["01.material.0"])] * 5), PASSAGES) == NotCited("too_many")


@pytest.mark.parametrize("passage", REAL, ids=lambda passage: passage.id)
def test_every_passage_of_the_catalogue_supports_its_own_words(passage: Passage) -> None:
    sentence = passage.text.split("。")[0].split("；")[0]
    if len(sentence) <= 20:
        assert isinstance(checked(answered((sentence, [passage.id])), REAL), Cited)


@given(st.integers(2, 9999), st.integers(2, 9999))
def test_no_figure_that_is_not_in_the_passages_is_ever_said(said: int, known: int) -> None:
    ground = (Passage("p", f"每月发给您{known}元。"),)
    found = checked(answered((f"每月发给您{said}元。", ["p"])), ground)
    assert isinstance(found, Cited) == (said == known)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=9),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["sentences", "text", "cites"]), inner),
    )
)
def test_whatever_json_comes_the_check_ends_in_a_value(answer: Any) -> None:
    assert isinstance(checked(json.dumps(answer), PASSAGES), Cited | NotCited)


def test_a_figure_is_one_in_whatever_characters() -> None:
    assert figures("八十岁") == figures("80岁")
    assert figures("1,200元") == figures("1200元")
    assert figures("3.5%") == {"3.5"}


def test_the_model_is_shown_the_passages_and_a_question_that_names_nobody() -> None:
    shown = json.dumps(messages("我叫测桂兰，13800001234，能办吗", PASSAGES), ensure_ascii=False)
    assert "测桂兰" not in shown
    assert "13800001234" not in shown
    assert all(passage.id in shown and passage.text in shown for passage in PASSAGES)
