"""Durable enqueue against raw SQLite of the same bytes, persist-queue and litequeue, in one run.

Rounds are interleaved, so that a busy machine is busy for everybody; a row's figure is the median of its rounds.
The limit: storing ready bytes takes at most 1.3 x a raw SQLite transaction of the same bytes.
"""

import base64
import hashlib
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from litequeue import LiteQueue
from persistqueue import SQLiteAckQueue

from kiosk.core.clock import SystemClock
from kiosk.core.ids import CaseNumber, SubmissionId, TerminalId, uuid7
from kiosk.core.wire import Attachment, Submission
from offline_cache import Counter, Outbox, Sealer, Stored

LIMIT = 1.3
ROUNDS = 15
PUTS_A_ROUND = 25
RAW = "raw sqlite3, WAL, synchronous=FULL"
OURS = "our queue, ready bytes"
SIZES = {"form of 4 KB": 4_096, "form with a 200 KB picture": 204_800}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the result."""

    body: str
    name: str
    median_ms: float
    ratio: float
    """To raw SQLite of the same bytes in the same run."""
    note: str


@dataclass(frozen=True, slots=True)
class Peer:
    """Something that stores bytes."""

    name: str
    put: Callable[[bytes], object]
    note: str


def raw_sqlite(directory: Path, stack: ExitStack) -> Peer:
    """The least a durable queue can do: one row, one commit, one flush."""
    database = sqlite3.connect(directory / "raw.db", isolation_level=None)
    stack.callback(database.close)
    database.execute("pragma journal_mode=wal")
    database.execute("pragma synchronous=full")
    database.execute("create table items (id text primary key, body blob)")

    def put(body: bytes) -> None:
        database.execute("begin immediate")
        database.execute("insert into items values (?, ?)", (uuid7(), body))
        database.execute("commit")

    return Peer(RAW, put, "no hash, no states, no quota")


def our_queue(directory: Path, stack: ExitStack) -> Peer:
    """Everything but sealing: hash, counters, quota, state, index."""
    outbox = Outbox(directory / "ready", SystemClock())
    stack.callback(outbox.close)
    return Peer(OURS, lambda body: outbox.put_plain("rating", uuid7(), body), "hash, counters, quota, index")


def our_counter(directory: Path, stack: ExitStack) -> Peer:
    """The whole of what a resident waits for: number, check, pack, seal, store."""
    clock = SystemClock()
    outbox = Outbox(directory / "sealed", clock)
    stack.callback(outbox.close)
    sealer = Sealer(X25519PrivateKey.generate().public_key().public_bytes_raw(), "seal-1")
    numbers = iter(range(1, 10**9))
    # The day's 9999 numbers are not what is measured here.
    counter = Counter(outbox, sealer, "130302", TerminalId("K07"), lambda *_: f"bench-{next(numbers)}", clock)

    def put(body: bytes) -> None:
        submission_id = SubmissionId(uuid7())
        files = {"picture.png": body}
        outcome = counter.put_submission(submission_id, lambda number: _submission(submission_id, number, body), files)
        assert isinstance(outcome, Stored)

    return Peer("our counter, numbered, packed and sealed", put, "what a resident waits for")


def persist_queue(directory: Path, stack: ExitStack) -> Peer:
    """persist-queue's acknowledged queue with its own defaults."""
    peer = SQLiteAckQueue(str(directory / "persist"), auto_commit=True)
    stack.callback(peer.close)
    return Peer("persist-queue SQLiteAckQueue", peer.put, "pickles what it stores")


def lite_queue(directory: Path, stack: ExitStack) -> Peer:
    """litequeue stores text only, and flushes less."""
    peer = LiteQueue(str(directory / "lite.db"))
    stack.callback(peer.conn.close)
    return Peer("litequeue", lambda body: peer.put(base64.b64encode(body).decode()), "synchronous=NORMAL: loses acks")


def main(rounds: int = ROUNDS) -> list[Row]:
    """Run, print and return the rows."""
    rows = [row for name, size in SIZES.items() for row in _compare(name, size, rounds)]
    for row in rows:
        print(f"{row.body:28} {row.name:42} {row.median_ms:7.2f} ms {row.ratio:5.2f} x  {row.note}")
    for row in rows:
        if row.name == OURS:
            verdict = "within" if row.ratio <= LIMIT else "OVER"
            print(f"{row.body}: {row.ratio:.2f} x raw SQLite, {verdict} the limit of {LIMIT} x")
    return rows


def _compare(name: str, size: int, rounds: int) -> list[Row]:
    body = hashlib.shake_256(b"the same bytes for everybody").digest(size)
    with tempfile.TemporaryDirectory(prefix="bench-enqueue-") as place, ExitStack() as stack:
        makers = (raw_sqlite, our_queue, our_counter, persist_queue, lite_queue)
        peers = [make(Path(place), stack) for make in makers]
        times: dict[str, list[float]] = {peer.name: [] for peer in peers}
        for turn in range(rounds + 1):
            # Each round begins with another one, so that nobody always runs into the others' write-back.
            for peer in peers[turn % len(peers) :] + peers[: turn % len(peers)]:
                took = _round(peer, body)
                if turn > 0:
                    times[peer.name].append(took)
        medians = {peer.name: statistics.median(times[peer.name]) for peer in peers}
        return [Row(name, p.name, medians[p.name] * 1000, medians[p.name] / medians[RAW], p.note) for p in peers]


def _round(peer: Peer, body: bytes) -> float:
    begun = time.perf_counter()
    for _ in range(PUTS_A_ROUND):
        peer.put(body)
    return (time.perf_counter() - begun) / PUTS_A_ROUND


def _submission(submission_id: SubmissionId, number: CaseNumber, body: bytes) -> Submission:
    return Submission(
        submission_id=submission_id,
        case_number=number,
        service_id="01",
        service_version="1",
        terminal_id="K07",
        division="130302",
        created_at=SystemClock().now(),
        holder=None,
        operator=None,
        fields={},
        consents=[],
        attachments=[
            Attachment(
                name="picture.png", media_type="image/png", sha256=hashlib.sha256(body).hexdigest(), size=len(body)
            )
        ],
    )


if __name__ == "__main__":
    main()
