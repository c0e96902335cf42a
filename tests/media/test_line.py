"""The simulated line keeps its word: rate, loss, delay, order, the same each time."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.line import Quality, Way

sizes = st.lists(st.integers(40, 1500), min_size=1, max_size=200)


def sent(quality: Quality, packets: list[int], every_s: float = 0.01, seed: int = 1) -> list[float | None]:
    way = Way(seed)
    way.quality = quality
    return [way.accept(size, n * every_s) for n, size in enumerate(packets)]


@given(sizes, st.floats(16, 2000), st.integers(0, 9))
def test_no_more_than_its_rate_gets_through_and_in_order(packets: list[int], kbit: float, seed: int) -> None:
    arrivals = sent(Quality(kbit=kbit, delay_ms=30, jitter_ms=50), packets, 0.001, seed)
    came = [at for at in arrivals if at is not None]
    assert all(a <= b for a, b in pairwise(came))
    bits = sum(size * 8 for size, at in zip(packets, arrivals, strict=True) if at is not None)
    assert max(came) >= bits / (kbit * 1000)
    assert all(at is None or at >= n * 0.001 + 0.03 for n, at in enumerate(arrivals))
    assert arrivals == sent(Quality(kbit=kbit, delay_ms=30, jitter_ms=50), packets, 0.001, seed)


def test_as_many_are_lost_as_said_and_a_cut_line_carries_nothing() -> None:
    arrivals = sent(Quality(loss=0.3), [100] * 5000)
    assert 0.27 < arrivals.count(None) / 5000 < 0.33
    assert sent(Quality(cut=True), [100] * 50) == [None] * 50
    assert None not in sent(Quality(), [100] * 50)


def test_what_would_wait_too_long_is_dropped() -> None:
    arrivals = sent(Quality(kbit=64, queue_ms=300), [1000] * 100, every_s=0.0)
    came = [at for at in arrivals if at is not None]
    assert 0.3 <= max(came) < 0.3 + 2 * 1000 * 8 / 64_000
