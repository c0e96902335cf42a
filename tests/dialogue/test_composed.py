"""Sentences composed to teach by: the same every time, and none of them nearly one the guide is measured by."""

import pytest
from rapidfuzz import fuzz, process

from benchmarks.understanding.composed import EACH, NEARLY_THE_SAME, composed, drawn
from benchmarks.understanding.labelled import Part, labelled
from kiosk.catalogue import load_shipped
from kiosk.dialogue.lexicon import ambiguities
from kiosk.dialogue.meaning import Danger


def test_a_pattern_is_every_way_it_can_be_said_and_no_more() -> None:
    content = "<who> = 我妈|我爸\n[offer 02]\n(给|替)<who>(办|)老年证\n"
    found = {one.text for one in drawn("one.txt", content)}
    assert found == {f"{a}{b}{c}老年证" for a in ("给", "替") for b in ("我妈", "我爸") for c in ("办", "")}
    assert list(drawn("one.txt", content)) == list(drawn("one.txt", content))


def test_of_a_rich_pattern_only_so_many_are_drawn() -> None:
    many = "|".join("甲乙丙丁戊己庚辛")
    assert len(list(drawn("many.txt", f"[none]\n({many})({many})({many})\n"))) == EACH


@pytest.mark.parametrize("content", ["[offer；02]\n", "办证\n", "[none]\n<whom>来了\n", "[none]\n(甲|乙\n"])
def test_a_line_that_cannot_be_read_is_named(content: str) -> None:
    with pytest.raises(ValueError, match=r"bad.txt:\d"):
        list(drawn("bad.txt", content))


def test_what_is_composed_means_something_there_is() -> None:
    known = {
        "doubt": {"", *(group.id for group in ambiguities())},
        "emergency": {danger.value for danger in Danger},
        "offer": set(load_shipped().services),
    }
    assert all(one.id in known.get(one.kind, {""}) for one in composed())


def test_nothing_that_is_composed_is_nearly_a_sentence_of_the_held_out_half_or_of_the_looks() -> None:
    measured = [one.text for one in labelled() if one.part not in (Part.TRAIN, Part.FIFTH)]
    assert len(measured) > 1400
    texts = [one.text for one in composed()]
    assert not process.cdist(texts, measured, scorer=fuzz.ratio, score_cutoff=NEARLY_THE_SAME).any()
