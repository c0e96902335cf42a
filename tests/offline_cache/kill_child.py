"""A process that is there to be killed. It imports once, then forks a fresh worker for every line on its input.

    kill_child.py put   DIR ACKS SEAL_PUBLIC_HEX
    kill_child.py drain DIR HUB_URL SIGN_PUBLIC_HEX

A putting worker first stores again what its predecessor had begun, as a terminal does when a visit is resumed.
"""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from random import Random

from kiosk.core.clock import BEIJING, ManualClock
from kiosk.core.ids import SubmissionId, TerminalId, uuid7
from kiosk.core.wire import Submission
from offline_cache.counter import CASES_A_DAY, Counter, Sealer
from offline_cache.drain import Drain, DrainLock
from offline_cache.items import Stored
from offline_cache.line import HubLine
from offline_cache.outbox import Outbox
from offline_cache.space import MIB, Limits

LIMITS = Limits(ballast_bytes=8 * MIB, free_bytes=MIB)
NUMBERED = CASES_A_DAY - 500
"""How many are begun at most; the rest of the day's numbers is for the kills themselves."""


def put_for_ever(directory: Path, acks: Path, seal_public: bytes) -> None:
    clock = ManualClock()
    log = os.open(acks, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    begun = [line.split()[1] for line in acks.read_text().splitlines() if line.startswith("try ")]
    outbox = Outbox(directory, clock, LIMITS)
    counter = Counter(
        outbox,
        Sealer(seal_public, "seal-1"),
        "130302",
        TerminalId("K07"),
        lambda division, day, terminal, n: f"{division}-{day:%Y%m%d}-{terminal}-{n:04d}-0",
        clock,
    )
    ids = begun[-1:]
    for _ in range(NUMBERED - len(begun)):
        submission_id = SubmissionId(ids.pop() if ids else uuid7())
        os.write(log, f"try {submission_id}\n".encode())
        stored = counter.put_submission(submission_id, lambda number, i=submission_id: submission(i, number), {})
        assert isinstance(stored, Stored), stored
        os.write(log, f"ack {submission_id} {stored.case_number}\n".encode())
    signal.pause()  # A fast machine has given every number of the day; it may be killed all the same.


def submission(submission_id: str, number: str) -> Submission:
    return Submission(
        submission_id=submission_id,
        case_number=number,
        service_id="01",
        service_version="1" * 3000,
        terminal_id="K07",
        division="130302",
        created_at=datetime(2026, 11, 24, 9, tzinfo=BEIJING),
        holder=None,
        operator=None,
        fields={},
        consents=[],
    )


def drain_for_ever(directory: Path, url: str, sign_public: bytes) -> None:
    clock = ManualClock()
    lock = DrainLock(directory)
    assert lock.take()
    outbox = Outbox(directory, clock, LIMITS)
    drain = Drain(outbox, HubLine(url, clock), sign_public, clock, Random())
    while outbox.counts().queued:
        drain.try_now()
        drain.once()


def main() -> None:
    mode, directory, where, key = sys.argv[1:]
    for _ in sys.stdin:
        worker = os.fork()
        if worker == 0:
            if mode == "put":
                put_for_ever(Path(directory), Path(where), bytes.fromhex(key))
            else:
                drain_for_ever(Path(directory), where, bytes.fromhex(key))
            os._exit(0)
        print(worker, flush=True)
        os.waitpid(worker, 0)
        print("gone", flush=True)


if __name__ == "__main__":
    main()
