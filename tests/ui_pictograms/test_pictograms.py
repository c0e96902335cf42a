"""Every pictogram name renders, is told from every other by shape alone, and survives any page colours."""

from importlib.resources import files
from itertools import combinations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from ui.pictograms import (
    GENERIC,
    INK,
    PictogramProvider,
    UnknownPictogram,
    pictogram_names,
    pictogram_svg,
    render,
)

SMALL = 43
"""16 mm at the 2.71 px/mm of a 1080-pixel portrait screen: the smallest a page draws."""

PAGE_NAMES = [
    "help",
    "back",
    "home",
    "repeat",
    "next",
    "text_size",
    "contrast",
    "volume_up",
    "volume_down",
    "wheelchair",
    "settings",
    "card_place",
    "card_reading",
    "card_lift",
    "printer",
    "paper",
    "sign_pen",
    "tick",
    "cross",
    "attention",
    "question",
    "wait",
    "phone_call",
    "upload",
    "saved",
    "star5",
    "star4",
    "star3",
    "star2",
    "star1",
    "face_very_good",
    "face_good",
    "face_ok",
    "face_bad",
    "face_very_bad",
    "no_rating",
    "self",
    "other_person",
    "keyboard",
    "erase",
    "clear",
    "speaker",
    "mute",
    "exit",
    "key",
    "restart",
    "eye_off",
    "network_off",
    "staff",
    "camera",
    "microphone",
    "plus",
    "minus",
    "page_up",
    "page_down",
]


def shape(name: str) -> list[bool]:
    """Where there is ink, with the tint taken away: what somebody who sees no colour sees."""
    image = render(name, SMALL, INK, "none")
    return [image.pixelColor(x, y).alpha() > 127 for y in range(SMALL) for x in range(SMALL)]


def catalogue_names() -> list[str]:
    lines = files("kiosk.catalogue").joinpath("pictograms.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def test_every_name_the_catalogue_may_use_is_drawn() -> None:
    assert set(catalogue_names()) <= pictogram_names()


def test_every_name_the_pages_use_is_drawn() -> None:
    assert set(PAGE_NAMES) <= pictogram_names()


@pytest.mark.parametrize("name", sorted(pictogram_names()))
def test_a_master_is_small_and_uses_only_ink_and_tint(name: str, qtbot: QtBot) -> None:
    svg = pictogram_svg(name, "#ff0000", "#00ff00").decode()
    assert len(svg) < 1600
    colours = {word for word in svg.replace('"', " ").split() if word.startswith("#")}
    assert colours <= {"#ff0000", "#00ff00", "#ffffff"}
    share = sum(shape(name)) / SMALL**2
    assert 0.02 < share < 0.6, "too faint or too black to read at 16 mm"


def test_no_two_pictograms_share_a_shape(qtbot: QtBot) -> None:
    shapes = {name: shape(name) for name in pictogram_names()}
    too_close = [
        (a, b)
        for a, b in combinations(sorted(shapes), 2)
        if sum(p != q for p, q in zip(shapes[a], shapes[b], strict=True)) < 0.008 * SMALL**2
    ]
    assert too_close == []


def test_nothing_is_drawn_outside_the_grid(qtbot: QtBot) -> None:
    for name in pictogram_names():
        image = render(name, 96)
        edge = [image.pixelColor(x, y).alpha() for i in range(96) for x, y in ((i, 0), (i, 95), (0, i), (95, i))]
        assert max(edge) < 128, name


def test_an_unknown_name_is_an_error_to_the_programmer() -> None:
    with pytest.raises(UnknownPictogram):
        pictogram_svg("nobody_drew_this")


def test_a_colour_that_is_none_is_an_error_to_the_programmer() -> None:
    with pytest.raises(ValueError, match="not a colour"):
        pictogram_svg("tick", 'red"/><script')


def ask(provider: PictogramProvider, address: str, side: int) -> QImage:
    return provider.requestImage(address, QSize(), QSize(side, side))


def test_an_unknown_name_shows_the_generic_shape_and_is_reported_once(qtbot: QtBot) -> None:
    heard: list[str] = []
    provider = PictogramProvider(heard.append)
    shown = [ask(provider, "nobody_drew_this/1a1a1a/c9dcff", 60) for _ in range(2)]
    assert heard == ["nobody_drew_this"]
    assert shown[0] == shown[1] == render(GENERIC, 60)


@pytest.mark.parametrize("side", [16, 43, 160, 600])
def test_the_provider_draws_exactly_the_size_asked(side: int, qtbot: QtBot) -> None:
    provider = PictogramProvider(pytest.fail)
    assert ask(provider, "home/1a1a1a/none", side).size() == QSize(side, side)


def test_page_colours_arrive_in_the_picture(qtbot: QtBot) -> None:
    provider = PictogramProvider(pytest.fail)
    image = ask(provider, "dot/ffff0000/none", 48)
    assert image.pixelColor(24, 24) == QColor("#ff0000")
    assert image.pixelColor(2, 2).alpha() == 0
