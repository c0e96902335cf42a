"""The table of what was taught: made from the sentences that are here, the same each time, and never all there is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from benchmarks.understanding.composed import composed
from benchmarks.understanding.labelled import Part, labelled
from benchmarks.understanding.teach import digest, tables, teach
from kiosk.catalogue import load_shipped
from kiosk.dialogue import Matters
from kiosk.dialogue.taught import ASKING, ROWS, Taught, features, from_bytes, shipped, to_bytes

NEARLY_THE_SAME = 75.0


def test_each_table_is_of_the_sentences_that_are_here() -> None:
    for path, known in tables():
        assert from_bytes(path.read_bytes()).digest == digest(known, composed()), "run `make taught`"


def test_the_same_sentences_make_the_same_table() -> None:
    few = next(known for _, known in tables())[::40]
    assert to_bytes(teach(few, epochs=1)) == to_bytes(teach(few, epochs=1))


def test_a_table_comes_back_from_its_file_as_it_was() -> None:
    assert from_bytes(to_bytes(shipped())) == shipped()


@pytest.mark.parametrize(
    ("looks", "taught"), [((Part.SECOND, Part.THIRD), "taught_"), ((Part.FOURTH,), "taught_words")]
)
def test_nothing_that_is_taught_is_nearly_a_sentence_of_the_looks_that_were_there(
    looks: tuple[Part, ...], taught: str
) -> None:
    """The fourth was written after the other files to teach by: of these some are nearly its own (docs/adr/0031)."""
    blind = [one.text for one in labelled() if one.part in looks]
    learned = [one.text for one in labelled() if one.where.startswith(taught)]
    assert len(blind) > 300
    assert not process.cdist(learned, blind, scorer=fuzz.ratio, score_cutoff=NEARLY_THE_SAME).any()


@settings(deadline=None)  # the first sentence reads the dictionaries
@given(st.text(min_size=1, max_size=30))
def test_the_chances_of_whatever_is_said_add_up_to_one(text: str) -> None:
    chances = dict(shipped().chances(text))
    assert 0 < chances.pop(ASKING) < 1
    assert sum(chances.values()) == pytest.approx(1)
    assert all(0 <= row < ROWS for row in features(text))


def test_a_city_that_taught_nothing_still_finds_a_matter_by_its_own_phrasings() -> None:
    nothing = Taught(("", "01"), 1.0, bytes(ROWS * 2))
    matters = Matters(tuple(load_shipped().services.values()), nothing)
    assert matters.find("交电费")[0].service == "27"
    assert matters.find("我想把这月电费交一下")[0].service == "27"
    assert nothing.chances("") == {}
