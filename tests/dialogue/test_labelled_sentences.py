"""The set the guide is measured by: whole, split the same way every time, and misheard the same way every time."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from benchmarks.understanding.labelled import Labelled, Part, labelled
from benchmarks.understanding.mishear import mishear
from benchmarks.understanding.sayings import Kind, read
from kiosk.catalogue import load_shipped
from kiosk.dialogue.meaning import Danger

SENTENCES = labelled()


def test_every_matter_has_sentences_in_both_halves() -> None:
    matters = set(load_shipped().services)
    for part in (Part.TRAIN, Part.HELD_OUT):
        counts = Counter(one.ids[0] for one in SENTENCES if one.part is part and one.kind is Kind.OFFER)
        assert set(counts) == matters
        assert min(counts.values()) >= 5


def test_labels_name_matters_and_dangers_that_exist() -> None:
    matters = set(load_shipped().services)
    for one in SENTENCES:
        known = {danger.value for danger in Danger} if one.kind is Kind.EMERGENCY else matters
        assert known.issuperset(one.ids), one.where


def test_no_sentence_counts_twice() -> None:
    assert max(Counter(one.text for one in SENTENCES).values()) == 1


def test_the_halves_stay_the_same_from_run_to_run() -> None:
    assert [one.part for one in labelled()] == [one.part for one in SENTENCES]


def test_a_line_that_is_no_head_is_named() -> None:
    with pytest.raises(ValueError, match=r"bad.txt:3"):
        list(read("bad.txt", "[offer 01]\n交电费\n[offer；02]\n"))


@settings(deadline=None)  # the first call reads the dictionaries
@given(st.sampled_from(SENTENCES), st.text("abc", min_size=1, max_size=2))
def test_a_misheard_sentence_keeps_its_syllables_and_its_seed(one: Labelled, seed: str) -> None:
    heard = mishear(one.text, seed)
    assert heard == mishear(one.text, seed)
    assert len(heard) == len(one.text)


def test_most_misheard_syllables_still_sound_the_same() -> None:
    pairs = [(one.text, mishear(one.text, "一")) for one in SENTENCES]
    changed = [(a, b) for text, heard in pairs for a, b in zip(text, heard, strict=True) if a != b]
    syllables = sum(len(text) for text, _ in pairs)
    assert 0.1 < len(changed) / syllables < 0.35
    same = sum(lazy_pinyin(a, style=0) == lazy_pinyin(b, style=0) for a, b in changed)
    assert 0.5 < same / len(changed) < 0.97
