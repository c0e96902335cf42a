"""The ear's line: what it does in words and a sign, in the same place on every page, and not there without an ear."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtQuick import QQuickItem

from kiosk.catalogue.plain_language import complaints
from kiosk.session import Ears
from kiosk.session.attend import EAR_SAYS
from ui.measure import settle, visible_items
from ui.sample_screens import SAMPLE_SCREENS


@pytest.fixture
def show(stage: Any) -> Iterator[Callable[[Ears], None]]:
    def ears(ears: Ears) -> None:
        stage.kiosk.ears(ears)
        settle()

    yield ears
    ears(Ears())


def told(stage: Any) -> list[QQuickItem]:
    return [item for item in visible_items(stage.window.contentItem()) if item.objectName() == "ear"]


def test_nothing_is_shown_where_the_terminal_cannot_hear(stage: Any) -> None:
    assert told(stage) == []


@pytest.mark.parametrize(
    ("ears", "words"),
    [
        (Ears("listening"), "正在听，请说"),
        (Ears("listening", "我要交"), "我听到的是「我要交」"),
        (Ears("thinking", "我要交电费"), "正在想：「我要交电费」"),
        (Ears("waiting"), "我说完，您再说"),
    ],
)
def test_what_the_ear_does_is_said_in_words(stage: Any, show: Callable[[Ears], None], ears: Ears, words: str) -> None:
    show(ears)
    assert [item.property("text") for item in told(stage)] == [words]


def test_its_words_are_as_plain_as_a_page_s(stage: Any) -> None:
    said = [words for phase in EAR_SAYS.values() for words in phase if words]
    assert len(said) > 5
    assert not [found for words in said for found in complaints(words)]


def test_of_a_long_sentence_the_newest_words_are_shown_whole(stage: Any, show: Callable[[Ears], None]) -> None:
    for phase in ("listening", "thinking"):
        show(Ears(phase, "我想给我老伴办那个坐车不要钱的卡" * 3 + "行不行"))
        [item] = told(stage)
        assert "「…" in item.property("text")
        assert item.property("text").endswith("行不行」")
        assert not item.property("truncated")


def test_it_stands_in_the_same_place_on_every_page_and_covers_nothing(stage: Any, show: Callable[[Ears], None]) -> None:
    show(Ears("listening", "", 0.5))
    places = set()
    for screen in SAMPLE_SCREENS:
        stage.show(screen, text_size=1)
        [item] = told(stage)
        line = item.parentItem()
        rect = line.mapRectToScene(QRectF(QPointF(), line.size()))
        places.add((rect.x(), rect.y(), rect.width(), rect.height()))
        for other in visible_items(stage.window.contentItem()):
            if other.property("stop"):
                assert not rect.intersects(other.mapRectToScene(QRectF(QPointF(), other.size()))), screen.key
    assert len(places) == 1


def test_the_bars_move_with_her_voice(stage: Any, show: Callable[[Ears], None]) -> None:
    def lit() -> int:
        return sum(
            bool(item.property("lit")) for item in visible_items(stage.window.contentItem()) if item.height() > 4
        )

    show(Ears("listening", "", 0.0))
    quiet = lit()
    show(Ears("listening", "", 0.9))
    assert lit() > quiet
