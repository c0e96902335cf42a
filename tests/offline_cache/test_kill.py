"""kill -9 at any point: nothing lost, nothing doubled.

This checks transaction boundaries and recovery, not flushes: the page cache survives a process (test_power_cut).
"""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter as Tally
from collections.abc import Callable
from pathlib import Path
from random import Random

from kiosk.core.clock import ManualClock
from kiosk.core.sealing import Opened, open_sealed
from kiosk.core.wire import SubmissionAck
from offline_cache import Limits, Outbox
from offline_cache.space import MIB

CHILD = Path(__file__).with_name("kill_child.py")
PUT_KILLS = 220
DRAIN_KILLS = 60
LIMITS = Limits(ballast_bytes=8 * MIB, free_bytes=MIB)


def kill_often(
    arguments: list[str], kills: int, longest_s: float, random: Random, enough: Callable[[], bool] = lambda: True
) -> int:
    """Start a worker and kill it after a random while, again and again; how many were killed while alive.

    On a busy machine a worker does little in its life: past `kills` it goes on until enough was done, at most tenfold.
    """
    killed = 0
    with subprocess.Popen(
        [sys.executable, str(CHILD), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        for n in range(10 * kills):
            if n >= kills and enough():
                break
            parent.stdin.write("go\n")
            parent.stdin.flush()
            worker = int(parent.stdout.readline())
            # The point of the kill is random on purpose; nothing is being waited for.
            threading.Event().wait(random.uniform(0.0, longest_s))
            try:
                os.kill(worker, signal.SIGKILL)
                killed += 1
            except ProcessLookupError:
                pass
            assert parent.stdout.readline() == "gone\n"
        parent.stdin.close()
    return killed


def test_two_hundred_kills_while_storing_lose_and_double_nothing(tmp_path, keys) -> None:
    data, acks = tmp_path / "data", tmp_path / "acks"
    acks.touch()
    seal_public = keys.seal.public_key().public_bytes_raw().hex()

    def worked() -> bool:
        return acks.read_text().count("ack ") > PUT_KILLS + 1

    assert kill_often(["put", str(data), str(acks), seal_public], PUT_KILLS, 0.12, Random(1), worked) >= 200
    lines = [line.split() for line in acks.read_text().splitlines()]
    tried = {line[1] for line in lines if line[0] == "try"}
    acked = {line[1]: line[2] for line in lines if line[0] == "ack"}
    assert len(acked) > PUT_KILLS, "the workers hardly got to work"

    outbox = Outbox(data, ManualClock(), LIMITS)
    assert outbox.database.rows("pragma integrity_check") == [("ok",)]
    rows = {row[0]: row[1:] for row in outbox.database.rows("select id, case_number, body from items")}
    assert {item: rows[item][0] for item in acked} == acked, "an acknowledged matter is lost or renumbered"
    assert rows.keys() <= tried
    assert len(tried - rows.keys()) <= 1, "only the very last may never have been stored"
    numbers = sorted(row[0] for row in rows.values())
    assert numbers == [f"130302-20261124-K07-{n:04d}-0" for n in range(1, len(rows) + 1)], "a number is lost or doubled"
    for item, (_, body) in rows.items():
        assert isinstance(open_sealed({"seal-1": keys.seal}, "submission", item, body), Opened)
    outbox.close()


def test_kills_while_sending_to_a_hub_that_misbehaves_deliver_each_item_once_in_effect(
    tmp_path, keys, hub, counter_at, lying_answers
) -> None:
    data = tmp_path / "data"
    ids = counter_at(data, 150)
    hub.answer = lying_answers(hub, Random(2))
    sign_public = keys.sign_public.hex()
    kill_often(["drain", str(data), hub.url, sign_public], DRAIN_KILLS, 0.15, Random(3))
    hub.answer = hub.honest
    # The last worker is left alone until nothing is queued.
    subprocess.run(
        [sys.executable, str(CHILD), "drain", str(data), hub.url, sign_public], input="go\n", text=True, check=True
    )
    outbox = Outbox(data, ManualClock(), LIMITS)
    assert outbox.counts().queued == 0
    assert outbox.counts().sent == len(ids)
    assert hub.stored.keys() == ids
    bodies: Tally[tuple[str, bytes]] = Tally((request.item_id, request.body) for request in hub.heard)
    assert len(bodies) == len(ids), "an item was sent with other bytes the second time"
    for row in outbox.database.rows("select id, receipt, body from items"):
        assert SubmissionAck.model_validate_json(row[1]).receipt == row[0]
        assert row[2] is None
    outbox.close()
