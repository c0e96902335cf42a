"""What is told of a line is what is known of it: nothing stale, nothing of what is no longer sent."""

from types import SimpleNamespace
from typing import Any

from kiosk.assist import Sample
from kiosk.media.meter import SILENT_S, Meter

BOTH = frozenset({"audio", "video"})


def report(at: float, kind: str = "audio", loss: float = 0.0, rtt_s: float | None = 0.05) -> Any:
    return SimpleNamespace(
        type="remote-inbound-rtp", timestamp=at, kind=kind, roundTripTime=rtt_s, fractionLost=round(loss * 256)
    )


def inbound(came: int, lost: int) -> Any:
    return SimpleNamespace(type="inbound-rtp", packetsReceived=came, packetsLost=lost)


def test_the_worst_of_what_is_sent_and_what_comes_is_the_lines() -> None:
    meter = Meter()
    stats = [report(1, loss=0.0), report(1.1, "video", loss=0.25, rtt_s=0.08), inbound(100, 0)]
    assert meter.sample(stats, BOTH, 1) == Sample(80.0, 0.25)
    assert meter.sample([report(2), report(2.1, "video"), inbound(150, 50)], BOTH, 2) == Sample(50.0, 0.5)
    assert meter.sample([report(3), report(3.1, "video"), inbound(151, 60)], BOTH, 3) == Sample(50.0, 0.0)


def test_nothing_is_told_before_anything_is_known() -> None:
    assert Meter().sample([], BOTH, 1) is None


def test_a_line_from_which_no_word_comes_back_is_cut() -> None:
    meter = Meter()
    assert meter.sample([report(1)], BOTH, 10) == Sample(50.0, 0.0)
    assert meter.sample([report(1)], BOTH, 10 + SILENT_S) == Sample(50.0, 0.0)
    assert meter.sample([report(1)], BOTH, 10.1 + SILENT_S) == Sample(50.0, 1.0)
    assert meter.sample([report(20)], BOTH, 11 + SILENT_S) == Sample(50.0, 0.0)


def test_the_last_word_on_a_picture_that_was_given_up_counts_neither_then_nor_when_it_begins_again() -> None:
    meter = Meter()
    voice, bad = frozenset({"audio"}), report(1, "video", loss=0.9)
    assert meter.sample([report(1.1), bad], BOTH, 1) == Sample(50.0, 230 / 256)
    assert meter.sample([report(2), bad], voice, 2) == Sample(50.0, 0.0)
    assert meter.sample([report(3), bad], BOTH, 3) == Sample(50.0, 0.0)
    assert meter.sample([report(4), report(4.1, "video", loss=0.5)], BOTH, 4) == Sample(50.0, 0.5)


def test_while_nothing_is_sent_only_what_comes_says_anything_and_that_is_no_cut() -> None:
    meter = Meter()
    assert meter.sample([report(1, rtt_s=-0.1)], frozenset(), 100) == Sample(0.0, 0.0)
    assert meter.sample([report(1), inbound(70, 30)], frozenset(), 200) == Sample(0.0, 0.3)
    assert meter.sample([report(300, rtt_s=-0.1)], BOTH, 201) == Sample(0.0, 0.0)
