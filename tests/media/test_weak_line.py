"""The ladder over lines that really are bad: two network namespaces, and a process that loses and delays packets.

The whole range is benchmarks/bench_line.py. Nothing here asserts how long anything took.
"""

from collections.abc import Iterator

import pytest

pytest.importorskip("aiortc", reason="没有装 aiortc（可选的 call 部分），跳过。")

from benchmarks.line import Line, Quality, Refused
from benchmarks.talk import Talk
from kiosk.core.calls import RUNGS, Rung

GOOD = Quality(delay_ms=20, kbit=4000)
HURRY = 12.0
"""How much faster the ladder's clock runs while a test waits for better times."""


@pytest.fixture(scope="module")
def laid() -> Iterator[tuple[Line, Talk]]:
    """One line and one connection for all of it."""
    line = Line()
    try:
        line.__enter__()
    except Refused as why:
        pytest.skip(f"{why}，弱网跳过。")
    try:
        line.be(GOOD)
        talk = Talk(line)
        yield line, talk
        talk.close()
    finally:
        line.__exit__()


@pytest.fixture
def line(laid: tuple[Line, Talk]) -> Line:
    return laid[0]


@pytest.fixture
def talk(laid: tuple[Line, Talk]) -> Talk:
    """A call in good health; the connection may have been through a lot."""
    line, made = laid
    line.be(GOOD)
    made.anew()
    made.sees(3)
    made.wait(lambda: made.measured and made.measured[-1].loss < 0.05, "a good line")
    return made


def at_most(talk: Talk, rung: Rung) -> bool:
    return RUNGS.index(talk.rung) >= RUNGS.index(rung)


def test_a_line_that_grows_narrow_keeps_the_voice_and_the_picture_comes_back_with_it(talk: Talk, line: Line) -> None:
    line.be(Quality(delay_ms=20, kbit=64))
    talk.wait(lambda: at_most(talk, "voice_stills"), "the picture given up")
    talk.hears(25)
    talk.sees(1)
    line.be(GOOD)
    talk.faster = HURRY
    talk.wait(lambda: not at_most(talk, "voice_stills"), "the picture again")
    talk.sees(3)
    assert talk.offers == 1


def test_a_line_that_loses_a_hundredth_is_nothing_and_one_that_loses_a_third_is_spoken_over(
    talk: Talk, line: Line
) -> None:
    line.be(Quality(loss=0.01, delay_ms=20))
    talk.goes_on(2)
    assert talk.rung == "video", talk.measured
    line.be(Quality(loss=0.3, delay_ms=20))
    talk.wait(lambda: at_most(talk, "voice_stills"), "the picture given up")


def test_a_cut_line_is_gone_on_from_in_place(talk: Talk, line: Line) -> None:
    talk.faster = HURRY
    line.be(Quality(cut=True))
    talk.wait(lambda: talk.rung == "text_pointer", "the cut noticed")
    talk.wait(lambda: not talk.media.devices, "closed devices")
    line.be(GOOD)
    talk.hears(25)
    assert (talk.offers, talk.connected) == (1, True)
