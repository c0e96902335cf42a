"""The hub's keys, made at first start: one to open seals, one to sign, one secret for keyed hashes.

`keys.json` (mode 0600) holds several seal keys by id, so that a new one can be brought in while terminals still hold
items sealed to the old one. In production the file belongs on an encrypted disk and in the backup: without it no
stored form can ever be opened again.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hub.errors import KeysUnreadable

FILE_NAME = "keys.json"


@dataclass(frozen=True, slots=True)
class HubKeys:
    """Key material in memory."""

    seal: Mapping[str, X25519PrivateKey]
    """By key id; the last is the one given to newly enrolled terminals."""
    sign: Ed25519PrivateKey
    secret: bytes
    """32 bytes for keyed hashes: an id number is looked up by its HMAC and never stored in the database."""

    @property
    def seal_key_id(self) -> str:
        """The id of the newest seal key."""
        return list(self.seal)[-1]

    @property
    def seal_public_key(self) -> str:
        """Base64 of the newest 32-byte X25519 public key."""
        return _b64(self.seal[self.seal_key_id].public_key().public_bytes_raw())

    @property
    def sign_public_key(self) -> str:
        """Base64 of the 32-byte Ed25519 public key."""
        return _b64(self.sign.public_key().public_bytes_raw())

    def signature(self, text: bytes) -> str:
        """Base64 Ed25519."""
        return _b64(self.sign.sign(text))

    def lookup(self, kind: str, value: str) -> str:
        """Hex HMAC-SHA256 under which a personal value can be found again but not read."""
        return hmac.new(self.secret, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()

    def lock(self, kind: str, whose: str, value: bytes) -> str:
        """Base64 of a value that only this hub's key file opens again, for this owner (AES-256-GCM)."""
        nonce = secrets.token_bytes(12)
        return _b64(nonce + AESGCM(self._locker(kind)).encrypt(nonce, value, whose.encode()))

    def unlock(self, kind: str, whose: str, locked: str) -> bytes:
        """Back from `lock`. Raises KeysUnreadable when it was locked for another owner or by another key file."""
        raw = _raw(locked)
        try:
            return AESGCM(self._locker(kind)).decrypt(raw[:12], raw[12:], whose.encode())
        except InvalidTag:
            raise KeysUnreadable(f"{kind}: 不是用这个密钥文件锁的") from None

    def _locker(self, kind: str) -> bytes:
        return HKDF(SHA256(), 32, None, f"lock {kind}".encode()).derive(self.secret)


def open_keys(data_dir: Path) -> HubKeys:
    """The keys of a data directory, made when it has none. Raises KeysUnreadable."""
    path = data_dir / FILE_NAME
    if not path.exists():
        _make(path)
    return _read(path)


def _read(path: Path) -> HubKeys:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeysUnreadable(f"{path}: 别人也能读这个文件，请执行 chmod 600")
    try:
        raw = json.loads(path.read_text("ascii"))
        seal = {str(k): X25519PrivateKey.from_private_bytes(_raw(v)) for k, v in raw["seal"].items()}
        keys = HubKeys(seal, Ed25519PrivateKey.from_private_bytes(_raw(raw["sign"])), _raw(raw["secret"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeysUnreadable(f"{path}: 内容损坏，请从备份恢复") from None
    if not keys.seal or len(keys.secret) != 32:
        raise KeysUnreadable(f"{path}: 内容不全，请从备份恢复")
    return keys


def _make(path: Path) -> None:
    body = {
        "seal": {f"s{secrets.token_hex(4)}": _b64(X25519PrivateKey.generate().private_bytes_raw())},
        "sign": _b64(Ed25519PrivateKey.generate().private_bytes_raw()),
        "secret": _b64(secrets.token_bytes(32)),
    }
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = path.with_name(f".{FILE_NAME}.{secrets.token_hex(4)}")
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(json.dumps(body))
        out.flush()
        os.fsync(out.fileno())
    try:
        # A link fails where a file already is: two hubs starting at once agree on one set of keys.
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink()
    sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Make the names in a directory survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
