"""The sealed body of a submission: what the terminal writes to its disk and only the hub can read.

Layout of a sealed item, bytes in order::

    0   4  magic "KSL1"
    4   1  suite: 1 = HPKE base mode (RFC 9180), DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM
    5   1  n, length of the key id
    6   n  key id, ASCII: which of the hub's keys opens it
    6+n    HPKE encapsulated key (32 bytes), then ciphertext and tag

The header, the kind and the item's id are bound as HPKE `info`: an item cannot be passed off as another. The suite
byte leaves room for the national algorithms (SM2, SM4) beside or instead of this one.

Inside is a ZIP: `submission.json` (kiosk.core.wire.Submission) and `attachments/<name>`, one per attachment.
"""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from pydantic import ValidationError

from kiosk.core.wire import Submission

MAGIC = b"KSL1"
SUITE_INTERNATIONAL = 1
SEALED_TYPE = "application/vnd.kiosk.sealed"
"""Content type of a sealed body on the wire."""
UNPACKED_LIMIT = 32 * 1024 * 1024
"""Bytes a packed submission may hold when unpacked; more is refused before it is read."""
HPKE_OVERHEAD = 32 + 16
"""Encapsulated X25519 key and AES-GCM tag."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP can carry; the same submission packs to the same bytes."""

_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""All that zipfile is known to raise on bytes that are not a whole, plain ZIP."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The seal was whole: the bytes that were sealed."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class SealRefused:
    """The bytes could not be opened; nothing was learned of their content."""

    why: Literal["not_sealed", "unknown_suite", "unknown_key", "damaged"]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A submission with its attachments, each checked against the hash the submission names."""

    submission: Submission
    attachments: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class PackRefused:
    """The packed bytes are not a submission; `field` names the place, without any value of it."""

    why: Literal["not_a_pack", "too_large", "bad_submission", "attachment_differs"]
    field: str = ""


def seal(public_key: bytes, key_id: str, kind: str, item_id: str, payload: bytes) -> bytes:
    """Seal `payload` to the hub's 32-byte X25519 `public_key`. Raises ValueError for a malformed key or key id."""
    header = _header(key_id)
    sealed = _suite().encrypt(payload, X25519PublicKey.from_public_bytes(public_key), _info(header, kind, item_id))
    return header + sealed


def open_sealed(
    private_keys: Mapping[str, X25519PrivateKey], kind: str, item_id: str, sealed: bytes
) -> Opened | SealRefused:
    """Open a sealed item with the hub's key it names. `private_keys` maps key id to key."""
    if len(sealed) < 6 or sealed[:4] != MAGIC:
        return SealRefused("not_sealed")
    if sealed[4] != SUITE_INTERNATIONAL:
        return SealRefused("unknown_suite")
    end = 6 + sealed[5]
    if len(sealed) < end + HPKE_OVERHEAD:
        return SealRefused("damaged")
    key = private_keys.get(sealed[6:end].decode("ascii", "replace"))
    if key is None:
        return SealRefused("unknown_key")
    try:
        return Opened(_suite().decrypt(sealed[end:], key, _info(sealed[:end], kind, item_id)))
    except (InvalidTag, ValueError):
        return SealRefused("damaged")


def pack(submission: Submission, attachments: Mapping[str, bytes]) -> bytes:
    """One ZIP of the submission and its attachments. Raises ValueError when they do not match what it declares."""
    declared = {item.name: item for item in submission.attachments}
    if declared.keys() != attachments.keys():
        raise ValueError("attachments differ from those the submission declares")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _add(archive, "submission.json", submission.model_dump_json().encode(), zipfile.ZIP_DEFLATED)
        for name, body in sorted(attachments.items()):
            if hashlib.sha256(body).hexdigest() != declared[name].sha256 or len(body) != declared[name].size:
                raise ValueError(f"attachment {name} is not the one the submission declares")
            _add(archive, f"attachments/{name}", body, zipfile.ZIP_STORED)
    return out.getvalue()


def unpack(packed: bytes) -> Unpacked | PackRefused:
    """The submission and attachments of `pack`; every expected kind of damage is a `PackRefused`."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_LIMIT:
                return PackRefused("too_large")
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except _ZIP_ERRORS:
        return PackRefused("not_a_pack")
    try:
        submission = Submission.model_validate_json(parts.pop("submission.json", b""))
    except ValidationError as error:
        return PackRefused("bad_submission", ".".join(str(part) for part in error.errors()[0]["loc"]))
    return _matched(submission, parts)


def _matched(submission: Submission, parts: Mapping[str, bytes]) -> Unpacked | PackRefused:
    attachments = {name.removeprefix("attachments/"): body for name, body in parts.items()}
    declared = {item.name: item for item in submission.attachments}
    if declared.keys() != attachments.keys() or len(declared) != len(submission.attachments):
        return PackRefused("attachment_differs")
    for name, body in attachments.items():
        if hashlib.sha256(body).hexdigest() != declared[name].sha256 or len(body) != declared[name].size:
            return PackRefused("attachment_differs", name)
    return Unpacked(submission, attachments)


def _add(archive: zipfile.ZipFile, name: str, body: bytes, method: int) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = method
    archive.writestr(entry, body)


def _header(key_id: str) -> bytes:
    name = key_id.encode("ascii")
    if not 1 <= len(name) <= 255:
        raise ValueError("key id must be 1 to 255 ASCII characters")
    return MAGIC + bytes((SUITE_INTERNATIONAL, len(name))) + name


def _info(header: bytes, kind: str, item_id: str) -> bytes:
    return b"\0".join((header, kind.encode(), item_id.encode()))


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
