"""Frames one after another from a program: the newest whole one is taken however the bytes are cut."""

import io
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware.link import LinkAbsent, LinkGone, LinkStuck
from hardware.scanner.film import LONGEST, Film, Frames
from hardware.scanner.frames import decode


def jpeg(grey: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (64, 48), grey).save(out, "JPEG")
    return out.getvalue()


FRAMES = [jpeg(grey) for grey in (10, 120, 240)]


@given(cuts=st.lists(st.integers(0, sum(map(len, FRAMES))), max_size=12))
def test_the_last_whole_frame_comes_out_whole_however_it_is_cut(cuts: list[int]) -> None:
    data, frames, found = b"".join(FRAMES), Frames(), b""
    edges = [0, *sorted(cuts), len(data)]
    for start, end in pairwise(edges):
        found = frames.feed(data[start:end]) or found
    assert found == FRAMES[-1]


def test_a_program_that_films_is_read_to_its_newest_frame_and_ended() -> None:
    says = f"sys.stdout.buffer.write({b''.join(FRAMES)!r}); sys.stdout.flush(); time.sleep(600)"
    film = Film([sys.executable, "-c", f"import sys, time; {says}"])
    frame = decode(film.newest(60), small=True)
    while frame.convert("L").getpixel((5, 5)) < 200:
        frame = decode(film.newest(60), small=True)
    with pytest.raises(LinkStuck):
        film.newest(0.01)
    film.close()


def test_a_program_that_ends_or_is_not_there_is_a_camera_that_is_gone() -> None:
    film = Film([sys.executable, "-c", ""])
    with pytest.raises(LinkGone):
        film.newest(60)
    film.close()
    with pytest.raises(LinkAbsent):
        Film(["/no/such/program"])


def test_what_never_ends_is_no_film() -> None:
    frames = Frames()
    frames.feed(b"\xff\xd8" + bytes(LONGEST - 2))
    with pytest.raises(LinkGone):
        frames.feed(b"\x00")
