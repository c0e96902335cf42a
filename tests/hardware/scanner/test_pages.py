"""Papers that are found, straightened and judged: synthetic frames from plainly good to plainly bad."""

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hardware.scanner.driver import read_frame
from hardware.scanner.jpeg import encode
from hardware.scanner.page import find_page, straighten
from hardware.scanner.types import Corners, Doubt, NotClear, Photographed
from hardware.simulated.sheets import Scene, corners_of, draw

HALF = (800, 600)


def farthest(found: Corners, true: Corners) -> float:
    """Pixels between a found corner and the true one nearest to it, at worst."""
    return max(min(float(np.hypot(x - u, y - v)) for u, v in true) for x, y in found)


@settings(max_examples=10, deadline=None)
@given(
    st.builds(
        Scene,
        seed=st.integers(0, 10_000),
        turn=st.floats(-44, 44),
        askew=st.floats(0, 0.12),
        share=st.floats(0.45, 0.68),
        card=st.booleans(),
        light=st.floats(0.5, 1.1),
    )
)
def test_a_paper_is_found_however_it_lies(scene: Scene) -> None:
    found = find_page(draw(scene, HALF))
    assert found is not None
    assert farthest(found, corners_of(scene, HALF)) < 0.012 * HALF[0]


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.randoms(use_true_random=False))
def test_any_picture_at_all_is_a_page_or_none(width: int, height: int, chance: object) -> None:
    noise = np.random.default_rng(chance.randint(0, 10**6)).integers(0, 256, (height, width, 3))  # type: ignore[attr-defined]
    read_frame(Image.fromarray(noise.astype(np.uint8)), "page")


@pytest.mark.parametrize(
    ("scene", "doubt"),
    [
        (Scene(), None),
        (Scene(turn=20), None),
        (Scene(card=True), None),
        (Scene(light=0.6), None),
        (Scene(blur=0.8), None),
        (Scene(blur=3), Doubt.BLURRED),
        (Scene(card=True, blur=2), Doubt.BLURRED),
        (Scene(glare=0.2), Doubt.GLARE),
        (Scene(light=0.3), Doubt.DARK),
        (Scene(text=False), Doubt.BLANK),
        (Scene(page=False), Doubt.NO_PAGE),
        (Scene(shift=(0.3, 0.0)), Doubt.CUT_OFF),
        (Scene(shift=(0.0, 0.25)), Doubt.CUT_OFF),
    ],
)
def test_what_is_wrong_is_said_and_what_is_right_is_kept(scene: Scene, doubt: Doubt | None) -> None:
    outcome = read_frame(draw(scene), "card" if scene.card else "page")
    if doubt is None:
        assert isinstance(outcome, Photographed)
    else:
        assert outcome == NotClear(doubt)


def test_a_straightened_page_is_the_page_again() -> None:
    """Against the same page laid down straight: the two agree where ink is, dot by dot."""
    true = draw(Scene(turn=0, askew=0, share=0.8))
    crooked = draw(Scene(turn=17, askew=0, share=0.8, shift=(0.01, 0.0)))
    pages = []
    for frame in (true, crooked):
        corners = find_page(frame)
        assert corners is not None
        pages.append(np.asarray(straighten(frame, corners, "page").convert("L").resize((100, 141)), dtype=float))
    agreement = float(np.corrcoef(pages[0][3:-3, 3:-3].ravel(), pages[1][3:-3, 3:-3].ravel())[0, 1])
    assert agreement > 0.8


def test_a_card_comes_out_in_the_proportions_of_a_card() -> None:
    frame = draw(Scene(card=True, askew=0.1, seed=8))
    outcome = read_frame(frame, "card")
    assert isinstance(outcome, Photographed)
    assert outcome.photo.width / outcome.photo.height == pytest.approx(85.6 / 54, rel=0.01)


@settings(max_examples=10, deadline=None)
@given(st.integers(20_000, 200_000), st.integers(50, 900))
def test_a_page_never_takes_more_than_it_may(cap: int, side: int) -> None:
    noise = Image.fromarray(np.random.default_rng(side).integers(0, 256, (side, side, 3)).astype(np.uint8))
    data, shown = encode(noise, cap)
    assert len(data) <= cap
    assert Image.open(io.BytesIO(data)).size == shown.size
    assert b"Exif" not in data


def test_the_same_scene_is_the_same_frame() -> None:
    assert draw(replace(Scene(), seed=4)).tobytes() == draw(Scene(seed=4)).tobytes()
