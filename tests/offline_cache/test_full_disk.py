"""A disk that is really full: refused honestly, drained all the same, and taken into use again afterwards."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from kiosk.core.clock import ManualClock
from kiosk.core.faults import Fault
from kiosk.core.ids import uuid7
from offline_cache import Kept, Limits, Outbox, Refused, make_room_to_open
from offline_cache.space import MIB


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("mounting a small disk is not allowed here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(outbox: Outbox, random: Random) -> tuple[list[str], Refused]:
    ids: list[str] = []
    while True:
        item = uuid7()
        outcome = outbox.put_plain("rating", item, random.randbytes(100_000))
        if isinstance(outcome, Refused):
            return ids, outcome
        ids.append(item)


def test_the_margin_refuses_before_the_disk_is_full_and_sending_makes_room_again(small_disk) -> None:
    outbox = Outbox(small_disk, ManualClock(), Limits(ballast_bytes=8 * MIB, free_bytes=4 * MIB))
    ids, refused = fill(outbox, Random(1))
    assert len(ids) > 50
    assert refused == Refused(Fault.STORE_FULL)
    for item in ids:
        outbox.mark_sent(item, "{}")
        outbox.tend_space()
    assert isinstance(outbox.put_plain("rating", uuid7(), bytes(100_000)), Kept)
    assert outbox.database.intact()
    outbox.close()


def test_a_disk_filled_by_somebody_else_still_lets_everything_be_sent_and_then_comes_back(small_disk) -> None:
    outbox = Outbox(small_disk, ManualClock(), Limits(ballast_bytes=8 * MIB, free_bytes=0))
    ids, _ = fill(outbox, Random(1))
    flood(small_disk)
    assert isinstance(outbox.put_plain("rating", uuid7(), bytes(100_000)), Refused)
    for item in ids:
        outbox.mark_sent(item, "{}")
    assert outbox.counts().queued == 0
    assert outbox.database.intact()
    (small_disk / "flood").unlink()
    assert outbox.tend_space()
    assert isinstance(outbox.put_plain("rating", uuid7(), bytes(100_000)), Kept)
    outbox.close()


def flood(disk: Path) -> None:
    """Fill it to the last byte."""
    with (disk / "flood").open("ab", buffering=0) as other:
        try:
            while other.write(bytes(4096)) == 4096:
                pass
        except OSError:
            pass


def test_a_terminal_that_starts_on_a_full_disk_gives_up_its_reserve_and_sends_what_it_has(small_disk) -> None:
    limits = Limits(ballast_bytes=8 * MIB, free_bytes=0)
    before = Outbox(small_disk, ManualClock(), limits)
    assert isinstance(before.put_plain("rating", uuid7(), bytes(100_000)), Kept)
    before.close()
    flood(small_disk)
    assert make_room_to_open(small_disk)
    outbox = Outbox(small_disk, ManualClock(), limits)
    item = outbox.next_due()
    assert item is not None
    outbox.mark_sent(item.id, "{}")
    assert outbox.counts().queued == 0
    outbox.close()


def test_without_a_reserve_there_is_no_room_until_somebody_makes_some(small_disk) -> None:
    flood(small_disk)
    assert not make_room_to_open(small_disk)
    (small_disk / "flood").unlink()
    assert make_room_to_open(small_disk)


def test_a_ballast_too_small_to_drain_with_is_not_accepted() -> None:
    with pytest.raises(ValueError, match="8 MiB"):
        Limits(ballast_bytes=MIB)
