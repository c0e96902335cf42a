"""Everything that waits, written to a USB stick for a terminal that may never see the network again.

The format is kiosk.core.export_format. Items stay queued: the hub takes an item once, however it arrives.
"""

import base64
import hashlib
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kiosk.core.clock import Clock
from kiosk.core.export_format import (
    MANIFEST,
    ExportedBody,
    ExportItem,
    ExportManifest,
    manifest_text,
    read_items,
    read_manifest,
)
from offline_cache.durable_files import sync_directory
from offline_cache.identity import Identity
from offline_cache.outbox import Outbox


@dataclass(frozen=True, slots=True)
class Exported:
    """The file is on the stick and reads back whole."""

    path: Path
    items: int
    size: int


@dataclass(frozen=True, slots=True)
class NotExported:
    """No file was left behind. nothing: the queue is empty; no_folder: the directory is not there; no_place: the stick
    is missing, full or read-only; unfaithful: what was read back is not what was written."""

    why: Literal["nothing", "no_folder", "no_place", "unfaithful"]


def export_queue(outbox: Outbox, identity: Identity, place: Path, clock: Clock) -> Exported | NotExported:
    """Write all waiting items into one new file in the directory `place`, read it back, then mark them exported."""
    now = clock.now()
    target = place / f"kiosk-{identity.division}-{identity.terminal_id}-{now:%Y%m%d-%H%M%S}.zip"
    temporary = target.with_suffix(".part")
    if not place.is_dir():
        return NotExported("no_folder")
    try:
        manifest = _write(outbox, identity, temporary, clock)
        if not manifest.items:
            temporary.unlink()
            return NotExported("nothing")
        if not _reads_back(temporary, manifest):
            temporary.unlink()
            return NotExported("unfaithful")
        os.replace(temporary, target)
        sync_directory(place)
        size = target.stat().st_size
    except OSError:
        _remove(temporary)
        return NotExported("no_place")
    outbox.mark_exported([item.id for item in manifest.items], now)
    return Exported(target, len(manifest.items), size)


def _write(outbox: Outbox, identity: Identity, path: Path, clock: Clock) -> ExportManifest:
    items: list[ExportItem] = []
    with path.open("xb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            item = outbox.waiting()
            while item is not None:
                archive.writestr(f"items/{item.id}", item.body)
                items.append(
                    ExportItem(
                        id=item.id,
                        kind=item.kind,
                        sha256=hashlib.sha256(item.body).hexdigest(),
                        size=len(item.body),
                        created_at=item.created_at,
                    )
                )
                item = outbox.waiting(item.seq)
            plain = ExportManifest(terminal_id=identity.terminal_id, exported_at=clock.now(), items=items)
            signature = base64.b64encode(identity.key.sign(manifest_text(plain))).decode()
            manifest = plain.model_copy(update={"signature": signature})
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        out.flush()
        os.fsync(out.fileno())
        # Read back from the stick, not from memory.
        os.posix_fadvise(out.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return manifest


def _reads_back(path: Path, manifest: ExportManifest) -> bool:
    if read_manifest(path) != manifest:
        return False
    return all(isinstance(found, ExportedBody) for found in read_items(path, manifest))


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        # The stick is gone or read-only: there is nothing of ours left that we could remove.
        return
