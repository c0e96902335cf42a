"""The file a terminal without a network hands over on a USB stick, and how the hub reads it.

A ZIP, nothing compressed: `manifest.json` (`ExportManifest`) and `items/<id>` with each item's bytes exactly as they
would have gone over the wire. The manifest is signed by the terminal's key, so the hub knows whose items they are.
"""

import base64
import binascii
import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError

from kiosk.core.wire import Message, Sha256, Uuid

FORMAT: Literal["kiosk-export-1"] = "kiosk-export-1"
MANIFEST = "manifest.json"
MANIFEST_LIMIT = 64 * 1024 * 1024
ITEM_LIMIT = 64 * 1024 * 1024


class ExportItem(Message):
    """One item's line in the manifest."""

    id: Uuid
    kind: Literal["submission", "rating", "help", "unclear", "repair"]
    sha256: Sha256
    size: int
    created_at: datetime


class ExportManifest(Message):
    """What is on the stick."""

    format: Literal["kiosk-export-1"] = FORMAT
    terminal_id: str
    exported_at: datetime
    items: list[ExportItem]
    signature: str = ""
    """Base64 Ed25519 by the terminal's key over `manifest_text`."""


@dataclass(frozen=True, slots=True)
class ExportUnreadable:
    """The file is not a whole export; `item` names the item that is damaged, "" when it is the file itself."""

    why: Literal["missing", "not_an_export", "item_missing", "item_damaged"]
    item: str = ""


@dataclass(frozen=True, slots=True)
class ExportedBody:
    """One item whose bytes equal what the manifest says."""

    item: ExportItem
    body: bytes


def manifest_text(manifest: ExportManifest) -> bytes:
    """The exact bytes the terminal signs."""
    lines = "".join(f"{item.id} {item.kind} {item.sha256} {item.size}\n" for item in manifest.items)
    return f"{manifest.format}\n{manifest.terminal_id}\n{manifest.exported_at.isoformat()}\n{lines}".encode()


def manifest_signed_by(manifest: ExportManifest, public_key: bytes) -> bool:
    """Whether the terminal with this 32-byte Ed25519 key signed the manifest."""
    try:
        signature = base64.b64decode(manifest.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, manifest_text(manifest))
    except (InvalidSignature, binascii.Error):
        return False
    return True


def read_manifest(path: Path) -> ExportManifest | ExportUnreadable:
    """The manifest of an export file."""
    if not path.is_file():
        return ExportUnreadable("missing")
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(MANIFEST).file_size > MANIFEST_LIMIT:
                return ExportUnreadable("not_an_export")
            return ExportManifest.model_validate_json(archive.read(MANIFEST))
    except (zipfile.BadZipFile, KeyError, ValidationError, OSError):
        return ExportUnreadable("not_an_export")


def read_items(path: Path, manifest: ExportManifest) -> Iterator[ExportedBody | ExportUnreadable]:
    """Each item of the manifest in order, one in memory at a time; a damaged one does not hide the rest."""
    with zipfile.ZipFile(path) as archive:
        for item in manifest.items:
            yield _read_item(archive, item)


def _read_item(archive: zipfile.ZipFile, item: ExportItem) -> ExportedBody | ExportUnreadable:
    try:
        entry = archive.getinfo(f"items/{item.id}")
        body = archive.read(entry) if entry.file_size == item.size <= ITEM_LIMIT else b""
    except KeyError:
        return ExportUnreadable("item_missing", item.id)
    except (zipfile.BadZipFile, OSError, EOFError):
        return ExportUnreadable("item_damaged", item.id)
    if len(body) != item.size or hashlib.sha256(body).hexdigest() != item.sha256:
        return ExportUnreadable("item_damaged", item.id)
    return ExportedBody(item, body)
