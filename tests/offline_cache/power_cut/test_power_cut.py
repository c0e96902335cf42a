"""The power goes at any moment: everything promised is still there.

A real run is recorded at the level of system calls. For many crash points a disk is rebuilt as a power cut may leave
it: all that was flushed, and of the rest any subset of 4 KiB sectors and changes of names. Our own code then opens it.
"""

import hashlib
import os
import shutil
import struct
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

import pytest

from kiosk.core.clock import ManualClock
from offline_cache.errors import OfflineCacheError
from offline_cache.outbox import Outbox
from offline_cache.space import MIB, Limits

HERE = Path(__file__).parent
ENTRY = struct.Struct("<IIIIQQ")
NAME, WRITE, CUT, FLUSH, UNNAME, RENAME, FLUSH_NAMES = range(1, 8)
SECTOR = 4096
COUNT = 60
IMAGES = 250
LIMITS = Limits(ballast_bytes=8 * MIB, free_bytes=MIB)
Names = Literal["ordered", "strict"]
"""ordered: flushing any file also flushes earlier changes of names (ext4); strict: only the directory's flush does."""


@dataclass(frozen=True)
class Entry:
    what: int
    file: int
    name: str
    offset: int
    data: bytes


@pytest.fixture(scope="session")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler here: the recorder of system calls cannot be built")
    library = tmp_path_factory.mktemp("recorder") / "recorder.so"
    subprocess.run(
        [compiler, "-O1", "-shared", "-fPIC", "-o", library, HERE / "recorder.c", "-ldl", "-lpthread"], check=True
    )
    return library


def recorded(recorder: Path, base: Path, synchronous: str) -> list[Entry]:
    root, record = base / "disk", base / "record"
    root.mkdir()
    environment = {**os.environ, "LD_PRELOAD": str(recorder), "RECORD_ROOT": str(root), "RECORD_TO": str(record)}
    command = [sys.executable, str(HERE / "recorded_child.py"), str(root), synchronous, str(COUNT)]
    subprocess.run(command, env=environment, check=True)
    raw, at, entries = record.read_bytes(), 0, []
    while at < len(raw):
        what, file, name_size, _, offset, size = ENTRY.unpack_from(raw, at)
        at += ENTRY.size
        name = raw[at : at + name_size].decode()
        at += name_size
        data = raw[at : at + size] if what == WRITE else b""
        at += len(data)
        entries.append(Entry(what, file, name, offset, data))
    return entries


class Disk:
    """What is on the disk if the power goes right after entry `last`."""

    def __init__(self, entries: list[Entry], last: int, names: Names, random: Random) -> None:
        self._entries = entries[: last + 1]
        self._random = random
        self._fate = random.choice(("nothing", "everything", "some", "some", "some"))
        self._flushed: dict[int, int] = {}
        names_flushed = -1
        for at, entry in enumerate(self._entries):
            if entry.what == FLUSH:
                self._flushed[entry.file] = at
            if entry.what == FLUSH_NAMES or (entry.what == FLUSH and names == "ordered"):
                names_flushed = at
        # Names change in a journal's order: a prefix of the changes since the last flush survives.
        keep = {"nothing": names_flushed, "everything": last}.get(self._fate)
        self._names_until = random.randint(names_flushed, last) if keep is None else keep

    def contents(self) -> dict[str, bytes]:
        names: dict[str, int] = {}
        files: defaultdict[int, bytearray] = defaultdict(bytearray)
        for at, entry in enumerate(self._entries):
            if entry.what in (NAME, UNNAME, RENAME) and at <= self._names_until:
                self._rename(names, entry)
            elif entry.what == WRITE:
                self._write(files[entry.file], entry, at)
            elif entry.what == CUT and self._survives(entry.file, at):
                content = files[entry.file]
                del content[entry.offset :]
                content.extend(bytes(entry.offset - len(content)))
        return {name: bytes(files[file]) for name, file in names.items()}

    def _survives(self, file: int, at: int) -> bool:
        if at <= self._flushed.get(file, -1) or self._fate == "everything":
            return True
        return self._fate == "some" and self._random.random() < 0.5

    def _write(self, content: bytearray, entry: Entry, at: int) -> None:
        done = 0
        while done < len(entry.data):
            start = entry.offset + done
            size = min(len(entry.data) - done, SECTOR - start % SECTOR)
            if self._survives(entry.file, at):
                content.extend(bytes(max(0, start + size - len(content))))
                content[start : start + size] = entry.data[done : done + size]
            done += size

    @staticmethod
    def _rename(names: dict[str, int], entry: Entry) -> None:
        if entry.what == NAME:
            names[entry.name] = entry.file
        elif entry.what == UNNAME:
            names.pop(entry.name, None)
        else:
            old, new = entry.name.split("\n")
            if old in names:
                names[new] = names.pop(old)


def promised(entries: list[Entry], last: int) -> tuple[set[str], set[str]]:
    """What the process had said by then: (stored, sent)."""
    file = next(entry.file for entry in entries if entry.what == NAME and entry.name.endswith("/promises"))
    lines = b"".join(entry.data for entry in entries[: last + 1] if entry.what == WRITE and entry.file == file)
    said = [line.split() for line in lines.decode().splitlines()]
    return {what[1] for what in said if what[0] == "stored"}, {what[1] for what in said if what[0] == "sent"}


def after_the_cut(contents: dict[str, bytes], place: Path, stored: set[str], sent: set[str]) -> str:
    """Start again on this disk: "kept", or what went wrong."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, content in contents.items():
        if Path(name).name.startswith("outbox.db"):
            (place / Path(name).name).write_bytes(content)
    try:
        outbox = Outbox(place, ManualClock(), LIMITS, create=False)
    except OfflineCacheError:
        return "unreadable"
    try:
        if outbox.database.rows("pragma integrity_check") != [("ok",)]:
            return "corrupt"
        rows = {row[0]: row[1:] for row in outbox.database.rows("select id, state, sha256, body from items")}
        if any(body is not None and hashlib.sha256(body).hexdigest() != sha for _, sha, body in rows.values()):
            return "half a body"
        if not stored <= rows.keys():
            return "lost"
        if any(rows[item][0] != "sent" for item in sent):
            return "sent again"
        counts = outbox.counts()
        if (counts.queued, counts.sent) != tuple(
            sum(row[0] == state for row in rows.values()) for state in ("queued", "sent")
        ):
            return "miscounted"
        return "kept"
    finally:
        outbox.close()


def outcomes(entries: list[Entry], base: Path, names: Names) -> Counter[str]:
    random = Random(1)
    first = next(at for at, entry in enumerate(entries) if entry.data.startswith(b"stored"))
    found: Counter[str] = Counter()
    for _ in range(IMAGES):
        last = random.randrange(first, len(entries))
        disk = Disk(entries, last, names, random)
        found[after_the_cut(disk.contents(), base / "image", *promised(entries, last))] += 1
    return found


@pytest.fixture(scope="session")
def full_run(recorder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Entry], Path]:
    base = tmp_path_factory.mktemp("full")
    return recorded(recorder, base, "FULL"), base


@pytest.mark.parametrize("names", ["ordered", "strict"])
def test_no_power_cut_takes_back_a_promise(full_run: tuple[list[Entry], Path], names: Names) -> None:
    assert outcomes(*full_run, names) == {"kept": IMAGES}


def test_the_same_harness_finds_the_loss_when_flushes_are_left_out(
    recorder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    base = tmp_path_factory.mktemp("normal")
    found = outcomes(recorded(recorder, base, "NORMAL"), base, "ordered")
    assert found["lost"] + found["sent again"] > IMAGES // 10, f"the harness proves nothing: {found}"
