"""A name is spelt aloud as people do it, and the machine says back which surname it has understood."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from kiosk.core.screen import AskText, Screen
from kiosk.core.words import words
from kiosk.dialogue import Fill
from kiosk.dialogue.here import fill_here
from kiosk.dialogue.spelled import SURNAMES, _words, told_apart, which, written


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("弓长张国家的国强大的强", "张国强"), ("章建国，弓长张", "张建国"), ("张建国立早章", "章建国"),
        ("我叫陈小花，耳东陈", "陈小花"), ("我姓木子李", "李"), ("吴秀英口天吴英雄的英", "吴秀英"),
        ("林大海双木林海洋的海", "林大海"), ("王兰花兰花的兰", "王兰花"), ("测试丙", "测试丙"), ("欧阳测", "欧阳测"),
    ],
)  # fmt: skip
def test_a_name_is_written_as_it_is_spelt(said: str, name: str) -> None:
    assert written(said) == name


def test_a_spelling_that_fits_nothing_in_the_name_changes_nothing() -> None:
    assert written("测试丙弓长张") == "测试丙弓长张"


@given(st.sampled_from(sorted(SURNAMES)), st.sampled_from(["测", "测试", "试测"]))
def test_every_surname_comes_back_from_the_way_the_machine_says_it(surname: str, given_name: str) -> None:
    for way in SURNAMES[surname]:
        assert written(f"{surname}{given_name}{way}") == f"{surname}{given_name}"
        assert way.endswith(surname)
    assert told_apart(surname + given_name) == SURNAMES[surname][0]


@given(st.text("弓长张耳东陈的国家那个我叫", max_size=14))
def test_whatever_is_said_something_of_it_is_written(said: str) -> None:
    assert set(written(said)) <= set(said)


@pytest.mark.parametrize(("field", "value"), [("landlord_name", "陈测试"), ("place", "陈测试耳东陈")])
def test_only_a_name_is_spelt(field: str, value: str) -> None:
    screen = Screen("q", words("问"), (), ask=AskText(field, words("问"), words()))
    meaning: Any = fill_here("陈测试耳东陈", screen, None)  # type: ignore[arg-type]
    assert isinstance(meaning, Fill)
    assert meaning.value == value


def test_every_everyday_word_sounds_as_it_is_listed_and_contains_its_character() -> None:
    for char, ways in _words().items():
        for sound, word in ways.items():
            assert char in word
            assert sound in lazy_pinyin(word), word


@pytest.mark.parametrize("sound", ["wei", "zhang", "li", "ming", "jie", "jing", "hua", "yu", "hong", "fang"])
def test_no_two_characters_of_one_sound_are_told_by_the_same_words(sound: str) -> None:
    said = [which(char, sound) for char, ways in _words().items() if sound in ways]
    assert len(said) == len(set(said)) > 1


def test_what_the_machine_says_of_a_character_it_also_understands() -> None:
    assert written(which("伟")) == "伟"
    assert written(f"张建国，{which('张')}{which('建')}{which('国')}") == "张建国"
