"""A queue that cannot be read is kept aside, said aloud, and never gives a case number twice."""

import pytest
from click.testing import CliRunner

from kiosk.core.clock import BEIJING
from offline_cache import Outbox, number_on, put_aside, put_aside_if_broken
from offline_cache.cli import queue
from offline_cache.outbox import FILE_NAME, Made
from offline_cache.space import MIB, Limits

LIMITS = Limits(ballast_bytes=8 * MIB, free_bytes=MIB)


def stored(directory, clock, count: int) -> None:
    outbox = Outbox(directory, clock, LIMITS)
    for n in range(count):
        outbox.put_plain("rating", f"item-{n}", bytes(5000))
    outbox.close()


def torn(path) -> None:
    raw = bytearray(path.read_bytes())
    raw[4096 * 2 : 4096 * 4] = b"\xa5" * 4096 * 2
    path.write_bytes(raw)


@pytest.mark.parametrize("harm", [lambda p: p.write_bytes(b""), lambda p: p.write_bytes(b"not a database" * 99), torn])
def test_a_broken_queue_is_put_aside_whole_and_a_new_one_begun(tmp_path, clock, harm) -> None:
    stored(tmp_path, clock, 8)
    harm(tmp_path / FILE_NAME)
    before = (tmp_path / FILE_NAME).read_bytes()
    place = put_aside_if_broken(tmp_path, clock)
    assert put_aside(tmp_path) == [place]
    assert (place / FILE_NAME).read_bytes() == before
    outbox = Outbox(tmp_path, clock, LIMITS)
    assert outbox.counts().queued == 0
    outbox.close()
    said = CliRunner().invoke(queue, ["--dir", str(tmp_path), "list"]).output
    assert "读不出来的旧队列" in said
    assert str(place) in said


def test_a_whole_queue_and_none_at_all_are_left_alone(tmp_path, clock) -> None:
    assert put_aside_if_broken(tmp_path, clock) is None
    stored(tmp_path, clock, 3)
    assert put_aside_if_broken(tmp_path, clock) is None
    outbox = Outbox(tmp_path, clock, LIMITS)
    number_on(outbox, tmp_path, clock.now())
    assert outbox.counts().queued == 3
    assert number(outbox, clock) == "1"
    outbox.close()


def number(outbox: Outbox, clock) -> str:
    day = clock.now().astimezone(BEIJING).date()
    made = lambda: Made(str(outbox.next_case_sequence(day)), b"x")  # noqa: E731
    return outbox.put("submission", f"s-{clock.monotonic()}", made).case_number


def test_numbers_go_on_behind_those_the_lost_file_may_have_given(tmp_path, clock) -> None:
    given = []
    for _ in range(3):
        outbox = Outbox(tmp_path, clock, LIMITS)
        number_on(outbox, tmp_path, clock.now())
        for _ in range(2):
            clock.advance(1)
            given.append(int(number(outbox, clock)))
        outbox.close()
        (tmp_path / FILE_NAME).write_bytes(b"")
        assert put_aside_if_broken(tmp_path, clock)
    assert given == sorted(set(given))
    assert given == [1, 2, 5001, 5002, 7501, 7502]
