"""A hub's backup while it runs, and its restoring into an empty directory: keys, SQLite, bodies, catalogues in one tar.

The database is copied first and the bodies after it: bodies are only ever added, so everything the copy speaks of is
there. Recordings of calls stay out. The file holds the private keys and residents' data: it is made readable by its
owner only, and belongs encrypted, away from the machine. With PostgreSQL the database is dumped by pg_dump beside it.
"""

import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hub import audit
from hub.house import Hub, HubConfig, open_hub
from hub.keys import FILE_NAME as KEYS_FILE
from hub.store import DATABASE_FILE, Tx
from hub.store.base import count
from kiosk.core.clock import Clock
from kiosk.core.system_words import system_says

MANIFEST = "manifest.json"
KIND = "kiosk-hub-backup-1"


class BackupRefused(Exception):
    """It cannot be made or restored; the message is for the technician, in Chinese."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a backup holds, or what a restored hub was found to be."""

    files: int
    cases: int
    audit_records: int
    audit_head: str


def back_up(hub: Hub, out: Path, clock: Clock) -> Rehearsed:
    """Write the backup of an open hub. Raises BackupRefused; an unfinished file does not stay."""
    if hub.store.kind != "sqlite":
        raise BackupRefused("数据库是 PostgreSQL：用 pg_dump -Fc 备份它，再把数据目录打包。")
    found = _look(hub)
    fresh = out.with_name(f".{out.name}.new")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as raw, tarfile.open(fileobj=raw, mode="w:gz") as tar:
            files, head = _pack(hub.config.data_dir, tar)
            about = {"kind": KIND, "at": clock.now().isoformat(), "files": files, "head": head}
            _add(tar, MANIFEST, json.dumps(about).encode())
            raw.flush()
        with fresh.open("rb") as written:
            os.fsync(written.fileno())
        fresh.replace(out)
    except OSError as error:
        raise BackupRefused(f"写不进 {out}：{system_says(error)}。") from None
    finally:
        fresh.unlink(missing_ok=True)
    return Rehearsed(len(files), found.cases, found.audit_records, head)


def restore(backup: Path, data_dir: Path) -> Rehearsed:
    """Unpack into a directory that is not there or is empty, check every file, open the hub and its audit chain.

    Raises BackupRefused.
    """
    if data_dir.exists() and any(data_dir.iterdir()):
        raise BackupRefused(f"{data_dir} 里有东西。请换一个空目录，别盖掉还在用的中枢。")
    try:
        with tarfile.open(backup, "r:gz") as tar:
            about = json.loads(_member(tar, MANIFEST))
            if about.get("kind") != KIND:
                raise BackupRefused(f"{backup} 不是中枢的备份。")
            for name, digest in about["files"].items():
                body = _member(tar, name)
                if hashlib.sha256(body).hexdigest() != digest:
                    raise BackupRefused(f"备份坏了：{name} 和清单对不上。")
                _put(data_dir, name, body)
    except (OSError, tarfile.TarError, KeyError, ValueError, EOFError, zlib.error) as error:
        raise BackupRefused(f"读不了 {backup}（{type(error).__name__}）。") from None
    with closing(open_hub(HubConfig(data_dir))) as hub:
        found = _look(hub)
    if found.audit_head != about["head"]:
        raise BackupRefused("恢复出来的留痕链，链尾和备份时记的不一样。")
    return Rehearsed(len(about["files"]), found.cases, found.audit_records, found.audit_head)


def _look(hub: Hub) -> Rehearsed:
    def read(tx: Tx) -> tuple[audit.Intact | audit.Broken, int]:
        return audit.verify(tx, hub.keys), count(tx, "select count(*) from cases")

    chain, cases = hub.store.read(read)
    if isinstance(chain, audit.Broken):
        raise BackupRefused(f"留痕链第 {chain.seq} 条出了问题：{chain.why}")
    return Rehearsed(0, cases, chain.records, chain.head)


def _pack(data_dir: Path, tar: tarfile.TarFile) -> tuple[dict[str, str], str]:
    """Name -> SHA-256 of everything put in; and the head of the audit chain in the copy."""
    files = {}
    with tempfile.TemporaryDirectory(dir=data_dir) as inside:
        copy = Path(inside) / DATABASE_FILE
        with closing(sqlite3.connect(data_dir / DATABASE_FILE)) as live, closing(sqlite3.connect(copy)) as still:
            live.backup(still)
            # What was said in calls must be gone after its days, and a backup is kept: neither files nor list.
            still.execute("delete from recordings")
            still.commit()
            row = still.execute("select hash from audit_head where id = 1").fetchone()
            head = str(row[0]) if row else audit.GENESIS
        files[DATABASE_FILE] = _add(tar, DATABASE_FILE, copy.read_bytes())
    files[KEYS_FILE] = _add(tar, KEYS_FILE, (data_dir / KEYS_FILE).read_bytes())
    for folder in ("bodies", "catalogues"):
        for path in sorted((data_dir / folder).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                name = path.relative_to(data_dir).as_posix()
                files[name] = _add(tar, name, path.read_bytes())
    return files, head


def _add(tar: tarfile.TarFile, name: str, body: bytes) -> str:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(body), 0o600
    tar.addfile(entry, io.BytesIO(body))
    return hashlib.sha256(body).hexdigest()


def _member(tar: tarfile.TarFile, name: str) -> bytes:
    found = tar.extractfile(name)
    if found is None:
        raise KeyError(name)
    return found.read()


def _put(data_dir: Path, name: str, body: bytes) -> None:
    path = (data_dir / name).resolve()
    if not path.is_relative_to(data_dir.resolve()):
        raise BackupRefused(f"备份里有一个不该有的名字：{name}")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(body)
