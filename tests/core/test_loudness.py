"""Levels of sound as the standards want them, and the samples that make them."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.loudness import DEFAULT, FULL_SCALE, LEVELS, Output, gain

OUTPUTS: tuple[Output, ...] = ("speaker", "headphones")


def test_the_loudspeaker_starts_at_65_and_has_eighteen_decibels_more_with_a_step_at_twelve() -> None:
    levels = LEVELS["speaker"]
    first = levels[DEFAULT["speaker"]]
    assert first == 65
    assert levels[0] is None
    assert max(level for level in levels if level) - first >= 18
    assert first + 12 in levels


def test_headphones_start_between_60_and_70_and_reach_from_20_to_100_in_steps_of_at_most_ten() -> None:
    levels = [level for level in LEVELS["headphones"] if level is not None]
    assert 60 <= levels[DEFAULT["headphones"]] <= 70
    assert (levels[0], levels[-1]) == (20, 100)
    assert all(0 < louder - softer <= 10 for softer, louder in itertools.pairwise(levels))


@pytest.mark.parametrize("output", OUTPUTS)
@given(full=st.floats(70, 120))
def test_louder_is_never_softer_and_never_beyond_full_scale(output: Output, full: float) -> None:
    gains = [gain(output, level, full) for level in range(len(LEVELS[output]))]
    assert gains == sorted(gains)
    assert 0 <= gains[0] <= gains[-1] <= 1


def test_the_gain_makes_the_decibels_where_full_scale_reaches_them() -> None:
    assert gain("speaker", 5) == 1.0
    made = FULL_SCALE["speaker"] + 20 * math.log10(gain("speaker", 2))
    assert made == pytest.approx(65)


@pytest.mark.parametrize("level", [-1, 6])
def test_a_level_the_output_does_not_have_is_refused(level: int) -> None:
    with pytest.raises(ValueError, match="volume"):
        gain("speaker", level)
