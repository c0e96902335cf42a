"""What she writes with a finger always fits a message, and keeps its shape."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import calls
from kiosk.core.calls import FRAME_BYTES, FROM_TERMINAL, INK_DOTS
from kiosk.core.signing import UNIT
from kiosk.session.ink import APART, ink_of, tall_of

CALL = "01900000-0000-7000-8000-000000000001"
dots = st.tuples(st.integers(0, UNIT), st.integers(0, UNIT))
strokes = st.lists(st.lists(dots, min_size=1, max_size=60).map(tuple), max_size=30).map(tuple)


@given(strokes)
def test_every_stroke_that_fits_begins_where_it_began_and_skips_only_near_points(drawn: tuple) -> None:
    ink = ink_of(drawn)
    assert sum(map(len, ink)) <= INK_DOTS
    for stroke, sent in zip(drawn, ink, strict=False):
        assert sent[0] == (stroke[0][0] * 1000 // UNIT, stroke[0][1] * 1000 // UNIT)
        for (x, y), (u, v) in pairwise(sent):
            assert max(abs(x - u), abs(y - v)) >= APART


def test_the_longest_line_fits_a_frame_and_is_taken() -> None:
    long = tuple(((n * 37) % UNIT, (n * 8111) % UNIT) for n in range(20_000))
    message = calls.Ink(call=CALL, seq=1, line=1, strokes=ink_of((long,)), tall=50, live=True)
    frame = calls.write(message)
    assert len(frame.encode()) < FRAME_BYTES
    assert calls.read(FROM_TERMINAL, frame) == message


@given(st.binary(max_size=40))
def test_any_picture_has_a_height(png: bytes) -> None:
    assert 5 <= tall_of(png) <= 400
