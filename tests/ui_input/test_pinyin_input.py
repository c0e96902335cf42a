"""Typing pinyin: what is offered, what is committed, and that nothing of one resident reaches the next."""

import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from ui.input import DecoderMissing, PinyinDecoder, PinyinInput, open_decoder
from ui.input.decoder import Guess
from ui.input.phrases import phrases_for, shipped_phrases
from ui.input.pinyin_input import DEBOUNCE_S
from ui.input.told import called


class Typist:
    """An input and what it committed; every key a second after the last."""

    def __init__(self, decoder: object = open_decoder) -> None:
        self.now = 0.0
        self.input = PinyinInput(decoder, seconds=lambda: self.now)  # type: ignore[arg-type]
        self.text = ""
        self.input.committed.connect(self._commit)

    def _commit(self, text: str) -> None:
        self.text += text

    def type(self, keys: str) -> None:
        for char in keys:
            self.now += 1
            self.input.key(char)

    @property
    def offered(self) -> list[str]:
        return list(self.input.property("candidates"))

    def pick(self, text: str) -> None:
        while text not in self.offered:
            before = self.input.property("page")
            self.input.turn(1)
            assert self.input.property("page") > before, f"{text} is not offered"
        self.input.pick(self.offered.index(text))


@pytest.fixture
def typist(qtbot: QtBot) -> Iterator[Typist]:
    try:
        open_decoder()
    except DecoderMissing:
        pytest.skip("libgooglepinyin0 is not installed here")
    return Typist()


def test_candidates_of_one_sound_are_told_apart_by_ear(typist: Typist) -> None:
    """What is heard of each is hers alone: 伟大的伟 can be no other wei."""
    typist.type("wei")
    heard: dict[str, str] = {}
    for page in range(typist.input.property("pages")):
        typist.input.turn(page - typist.input.property("page"))
        heard |= dict(zip(typist.offered, typist.input.property("calls"), strict=True))
    assert heard["伟"] == "选 伟，伟大的伟"
    typist.input.clear()
    typist.type("zhang")
    heard = dict(zip(typist.offered, typist.input.property("calls"), strict=True))
    assert (heard["张"], heard["章"]) == ("选 张，弓长张", "选 章，立早章")


@pytest.mark.parametrize(("keys", "word", "said"), [("hang", "行", "银行的行"), ("xing", "行", "行走的行")])
def test_a_character_of_two_sounds_is_told_by_a_word_in_which_it_sounds_as_typed(
    typist: Typist, keys: str, word: str, said: str
) -> None:
    typist.type(keys)
    while word not in typist.offered:
        typist.input.turn(1)
    assert typist.input.property("calls")[typist.offered.index(word)] == f"选 {word}，{said}"


@pytest.mark.parametrize(
    ("guesses", "index", "said"),
    [
        ((Guess("权利", 6), Guess("权力", 6)), 0, "选 权利，利用的利"),
        ((Guess("权利", 6), Guess("权力", 6)), 1, "选 权力，力量的力"),
        ((Guess("海港区", 9), Guess("海", 3)), 0, "选 海港区"),
    ],
)
def test_only_what_differs_from_others_of_the_same_sound_is_told(
    guesses: tuple[Guess, ...], index: int, said: str
) -> None:
    assert called(guesses, index, ("quan", "li")) == said


def no_library() -> PinyinDecoder:
    return PinyinDecoder("libnobodyhasthis.so.0")


@pytest.mark.parametrize(
    ("keys", "first"),
    [("zhangsan", "张三"), ("yanglaobaoxian", "养老保险"), ("shenfenzheng", "身份证"), ("haigangqu", "海港区"),
     ("qinhuangdaoshi", "秦皇岛市"), ("loudaodenghuaile", "楼道灯坏了"), ("jianshedajiejiedao", "建设大街街道"),
     ("hgq", "海港区"), ("nvshi", "女士")],
)  # fmt: skip
def test_the_first_candidate_is_the_word_meant(typist: Typist, keys: str, first: str) -> None:
    typist.type(keys)
    assert typist.offered[0] == first


def test_a_picked_part_is_committed_and_the_rest_of_the_letters_stays(typist: Typist) -> None:
    typist.type("loushanglaodong")
    typist.pick("楼")
    assert typist.text == "楼"
    assert typist.input.property("composing") == "shang lao dong"
    typist.input.accept()
    assert len(typist.text) == 4
    assert typist.input.property("composing") == ""


def test_digits_and_marks_go_into_the_text_after_the_word_being_typed(typist: Typist) -> None:
    typist.type("lou3，")
    assert typist.text[1:] == "3，"


def test_letters_themselves_can_be_taken(typist: Typist) -> None:
    typist.type("b")
    typist.pick("B")
    assert typist.text == "B"


def test_erase_takes_a_letter_and_says_when_there_is_none(typist: Typist) -> None:
    typist.type("lo")
    assert [typist.input.erase() for _ in range(3)] == [True, True, False]


def test_a_trembling_finger_types_one_letter(typist: Typist) -> None:
    typist.input.key("m")
    typist.now += DEBOUNCE_S / 2
    typist.input.key("m")
    assert typist.input.property("composing") == "m"


def test_candidates_are_paged_within_the_room_there_is(typist: Typist) -> None:
    typist.input.fit(10.0, 2.0, 1.0)
    typist.type("yi")
    seen: list[str] = []
    for _ in range(typist.input.property("pages")):
        assert sum(max(2.0, len(text) + 1.0) for text in typist.offered) <= 10.0
        seen += typist.offered
        typist.input.turn(1)
    assert len(seen) == len(set(seen))
    assert seen[-1] == "YI"


def test_what_one_resident_picks_is_not_offered_sooner_to_the_next(typist: Typist) -> None:
    typist.type("zhangsan")
    before = typist.offered
    for _ in range(5):
        typist.pick("长")
        typist.input.accept()
        typist.type("zhangsan")
    typist.input.clear()
    after = Typist()
    after.type("zhangsan")
    assert after.offered == before


def test_no_dictionary_of_learnt_words_is_left_on_any_disk(typist: Typist) -> None:
    typist.type("zhangsan")
    typist.input.accept()
    for folder in (Path("/dev/shm"), Path("/tmp")):
        assert list(folder.glob("kiosk-input-*")) == []


def test_clearing_forgets_everything(typist: Typist) -> None:
    typist.type("zhangsan")
    typist.input.clear()
    assert typist.offered == []
    assert typist.input.property("composing") == ""


def test_without_the_library_it_says_so_and_phrases_and_letters_still_work(qtbot: QtBot) -> None:
    typist = Typist(no_library)
    assert typist.input.property("ready") is False
    assert typist.input.property("note")
    typist.type("haig")
    assert typist.offered[0] == "海港区"
    typist.pick("海港区")
    typist.type("a")
    typist.pick("A")
    typist.type("3")
    assert typist.text == "海港区A3"


def test_every_shipped_phrase_is_found_by_its_letters() -> None:
    for phrase in shipped_phrases():
        assert set(phrase.letters) <= set(string.ascii_lowercase), phrase
        assert phrase.text in phrases_for(phrase.letters) or len(phrases_for(phrase.letters)) == 3, phrase


@given(st.text(alphabet=string.ascii_lowercase, max_size=45))
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_letters_can_be_accepted_and_nothing_is_left_over(typist: Typist, keys: str) -> None:
    typist.type(keys)
    typist.input.accept()
    assert typist.input.property("composing") == ""
    assert typist.offered == []
