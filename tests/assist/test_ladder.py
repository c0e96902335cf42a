"""The ladder: at once down, slowly up, never to and fro, and always to what the line carries."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kiosk.assist import Ladder, Sample, carries, measured
from kiosk.assist.ladder import LONGEST_UP_S, MARGIN, UP_AFTER_S
from kiosk.core.calls import RUNGS

samples = st.builds(Sample, st.floats(0, 4000), st.floats(0, 1), st.just(0.0) | st.floats(1, 2000))


def run(ladder: Ladder, seen: list[Sample], since: float = 0.0) -> list[Ladder]:
    """The ladder after each measurement, one a second."""
    met = []
    for second, sample in enumerate(seen):
        ladder = measured(ladder, sample, since + second)
        met.append(ladder)
    return met


@given(samples, st.sampled_from(RUNGS[:-1]))
def test_a_line_that_stays_as_it_is_ends_on_what_it_carries_and_stays_there(sample: Sample, start: str) -> None:
    met = run(Ladder(start), [sample] * 150)  # type: ignore[arg-type]
    rungs = [one.rung for one in met]
    last = rungs[-1]
    assert RUNGS.index(carries(sample)) <= RUNGS.index(last) <= RUNGS.index(carries(sample, MARGIN))
    changes = [a for a, b in itertools.pairwise(rungs) if a != b]
    assert len(changes) <= len(RUNGS)
    assert rungs[-40:] == [last] * 40


@given(st.lists(samples, max_size=80), samples)
def test_it_climbs_one_rung_at_a_time_and_only_on_a_line_that_carries_it(seen: list[Sample], last: Sample) -> None:
    before = run(Ladder(), seen)[-1] if seen else Ladder()
    after = measured(before, last, float(len(seen)))
    climbed = RUNGS.index(before.rung) - RUNGS.index(after.rung)
    assert climbed <= 1
    if climbed == 1:
        assert RUNGS.index(carries(last, MARGIN)) <= RUNGS.index(after.rung)


@given(st.integers(1, 8), st.integers(1, 12))
def test_a_line_that_comes_and_goes_does_not_flap(good: int, bad: int) -> None:
    clear, poor = Sample(30, 0.0), Sample(900, 0.15)
    rungs = [one.rung for one in run(Ladder(), ([clear] * good + [poor] * bad) * (240 // (good + bad)))]
    changes = sum(a != b for a, b in itertools.pairwise(rungs))
    assert changes <= 12, "at most one change in twenty seconds"


def test_one_lost_burst_is_not_a_bad_line() -> None:
    clear, poor = Sample(30, 0.0), Sample(30, 0.5)
    assert {one.rung for one in run(Ladder(), [clear, poor, clear, poor, clear])} == {"video"}


def test_a_bad_line_loses_the_picture_within_three_seconds_and_the_voice_only_when_that_did_not_help() -> None:
    assert run(Ladder(), [Sample(30, 0.6)] * 3)[-1].rung == "voice_stills"
    assert run(Ladder(), [Sample(30, 0.6)] * 6)[-1].rung == "text_pointer"


def test_the_next_try_waits_longer_each_time_the_better_rung_did_not_hold() -> None:
    clear, poor = Sample(30, 0.0), Sample(900, 0.15)
    ladder, patience = Ladder(), []
    for turn in range(4):
        ladder = run(ladder, [poor] * 4, since=turn * 4.0)[-1]
        patience.append(ladder.patience_s)
        ladder = Ladder("video", changed_at=turn * 4.0, patience_s=ladder.patience_s)
    assert patience == [UP_AFTER_S * 2, UP_AFTER_S * 4, LONGEST_UP_S, LONGEST_UP_S]
    assert run(Ladder("voice_stills", patience_s=LONGEST_UP_S), [clear] * 60)[-1].rung == "voice_stills"
