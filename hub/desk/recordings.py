"""What was said in a call, kept when the city has turned it on and she has agreed: sound alone, no picture, no page.

The guide's browser records what everybody says and sends it in parts while she lets it; each part is locked by the
hub's key file before it reaches the disk (AES-256-GCM). A supervisor may listen, each time on record; after the days
the city has set, thirty at most, files are deleted, and earlier at a supervisor's hand.

    data_dir/recordings/CALL/TAKE-PART     a take is one run of the recorder; a reloaded page begins another
"""

import base64
import logging
import re
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hub.desk import calls
from hub.desk.calls import Call
from hub.desk.guides import profile
from hub.errors import KeysUnreadable
from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Tx, count, one
from hub.times import stamp, unstamp
from kiosk.core.calls import Capability

log = logging.getLogger("hub")
PART_LIMIT = 256 * 1024
PARTS = 4096
"""Of one call: two hours and a quarter at two seconds each."""
BYTES = 64 * 1024 * 1024
"""Of one call: more than twice what those take at 24 kbit/s."""
NEEDED: frozenset[Capability] = frozenset({"recording", "voice"})
LATE = timedelta(seconds=15)
"""The last part comes when the call is over already; it counts if she still let it be kept at the end."""
_KIND = "recording"
_NOT_NOW = refused(409, "not_now", "现在不能录。")


@dataclass(frozen=True, slots=True)
class Recording:
    """One that is still there."""

    call: str
    begun_at: datetime
    lasted: timedelta
    hall: str
    matter: str
    guide: str
    delete_at: datetime


def keep(hub: Hub, call_id: str, user: str, take: int, number: int, body: bytes) -> Refused | None:
    """One part from the guide's page. The same one again changes nothing.

    On the list first, then on the disk: what is there without being on the list is swept away.
    """
    directory = _directory(hub, call_id)
    path = directory / f"{take:015d}-{number:05d}"
    known = (directory / f"{take:015d}-00000").exists()

    def work(tx: Tx) -> bool | None:
        """Whether the part is to be written; None: it may not be kept."""
        call = calls.find(tx, call_id)
        row = one(tx, "select parts, bytes, delete_wanted, stopped_at from recordings where call_id = ?", call_id)
        parts, size, deleted, stopped = row or (0, 0, None, None)
        if call is None or call.guide != user or deleted or not _may(hub, call, known and not stopped) or not body:
            return None
        if path.exists():
            return False
        if parts >= PARTS or size + len(body) > BYTES:
            return None
        if row is None:
            hub.audit(tx, f"user:{user}", "call_recorded", f"call:{call_id}")
        now = stamp(hub.clock.now())
        tx.run(
            "insert into recordings (call_id, begun_at, last_at, parts, bytes) values (?, ?, ?, 1, ?)"
            " on conflict (call_id) do update set last_at = excluded.last_at, parts = recordings.parts + 1,"
            " bytes = recordings.bytes + excluded.bytes, stopped_at = null",
            *(call_id, now, now, len(body)),
        )
        return True

    fresh = hub.store.write(work)
    if fresh is None:
        return _NOT_NOW
    if fresh:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = path.with_name(f".{path.name}")
        made.write_bytes(base64.b64decode(hub.keys.lock(_KIND, f"{call_id}/{path.name}", body)))
        made.chmod(0o600)
        made.rename(path)
    return None


def stop(hub: Hub, tx: Tx, call_id: str) -> None:
    """She took it back, or another guide came, who must ask anew: no part is late from here on."""
    tx.run("update recordings set stopped_at = ? where call_id = ?", stamp(hub.clock.now()), call_id)


def _may(hub: Hub, call: Call, begun: bool) -> bool:
    if not hub.config.recording:
        return False
    if call.state == "joined":
        return call.granted >= NEEDED
    return begun and call.state in ("wrap_up", "ended") and hub.clock.now() - call.state_at <= LATE


def kept(hub: Hub) -> list[Recording]:
    """Everything that may be listened to, the newest first."""

    def look(tx: Tx) -> list[Recording]:
        rows = tx.rows(
            "select call_id, begun_at, last_at, hall, matter, guide from recordings join calls on calls.id = call_id"
            " where deleted_at is null order by begun_at desc"
        )
        found = []
        for call_id, begun, last, hall, matter, guide in rows:
            who = profile(tx, guide)
            began = unstamp(begun)
            times = (began, unstamp(last) - began)
            name = who.shown_name if who is not None else guide
            found.append(Recording(call_id, *times, hall, matter, name, began + hub.config.keep_recordings))
        return found

    return hub.store.read(look)


def hear(hub: Hub, call_id: str, by: str) -> list[bytes] | Refused:
    """The takes of one recording, each a sound file of its own; on record before a byte is read."""
    paths = sorted(_directory(hub, call_id).glob("[0-9]*"))

    def note(tx: Tx) -> bool:
        there = one(tx, "select 1 from recordings where call_id = ? and delete_wanted is null", call_id) is not None
        if there and paths:
            hub.audit(tx, by, "recording_heard", f"call:{call_id}")
        return there

    if not hub.store.write(note):
        return refused(404, "no_recording", "没有这段录音，或者已经删了。")
    if not paths:
        return refused(404, "no_recording", "这段录音不在了。")
    takes: dict[str, list[bytes]] = {}
    try:
        for path in paths:
            locked = base64.b64encode(path.read_bytes()).decode()
            part = hub.keys.unlock(_KIND, f"{call_id}/{path.name}", locked)
            takes.setdefault(path.name.partition("-")[0], []).append(part)
    except (OSError, KeysUnreadable):
        return refused(500, "recording_damaged", "这段录音打不开，请找技术人员。")
    return [b"".join(parts) for parts in takes.values()]


def delete(hub: Hub, call_id: str, by: str) -> Refused | None:
    """Gone from the disk first, then from the list: after a power cut in between it is deleted again.

    That it is to go is written down before: what cannot go now is tried again at every sweep until it has gone.
    """
    wanted = stamp(hub.clock.now())
    sql = "update recordings set delete_wanted = ? where call_id = ? and deleted_at is null and delete_wanted is null"
    hub.store.write(lambda tx: tx.run(sql, wanted, call_id))
    if not _removed(_directory(hub, call_id)):
        return refused(500, "not_deleted", "现在删不掉，中枢每十分钟再试，请告诉技术人员。")

    def work(tx: Tx) -> None:
        now = stamp(hub.clock.now())
        if tx.run("update recordings set deleted_at = ? where call_id = ? and deleted_at is null", now, call_id):
            hub.audit(tx, by, "recording_deleted", f"call:{call_id}")

    hub.store.write(work)
    return None


def kept_too_long(tx: Tx, terminal_id: str) -> int:
    """How many of one terminal's calls were to be deleted and are still there."""
    sql = (
        "select count(*) from recordings join calls on calls.id = call_id"
        " where deleted_at is null and delete_wanted is not null and terminal_id = ?"
    )
    return count(tx, sql, terminal_id)


def sweep(hub: Hub) -> None:
    """Delete what has been kept long enough, and what no list knows. What cannot go is tried again next time."""
    # The disk before the list: a part that comes meanwhile is on the list before it is here.
    folder = hub.config.data_dir / "recordings"
    there = list(folder.iterdir()) if folder.is_dir() else []
    sql = "select call_id, begun_at, delete_wanted from recordings where deleted_at is null"
    rows = hub.store.read(lambda tx: tx.rows(sql))
    before = hub.clock.now() - hub.config.keep_recordings
    for call_id, begun, wanted in rows:
        if wanted or unstamp(begun) <= before:
            delete(hub, call_id, "hub")
    live = {call_id for call_id, _, _ in rows}
    for directory in there:
        if directory.name not in live:
            _removed(directory)


def _removed(directory: Path) -> bool:
    try:
        shutil.rmtree(directory)
    except FileNotFoundError:
        # Never there, or somebody else is deleting it.
        return not directory.exists()
    except OSError as error:
        log.error("a recording could not be deleted: %s", error.strerror)
        return False
    return True


def _directory(hub: Hub, call_id: str) -> Path:
    # The id comes from outside and becomes a name on the disk.
    if re.fullmatch(r"[0-9a-f-]{36}", call_id) is None:
        raise ValueError("no call id")
    return hub.config.data_dir / "recordings" / call_id
