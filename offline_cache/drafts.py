"""An unfinished visit, kept so that the same card can go on after a power cut.

Name and key of a draft come from the card's ID number and a secret of this terminal, through scrypt. The disk alone
tells nothing: not whose draft it is, not even whether one person has two. With the terminal's secret as well a thief
would have to guess ID numbers at the price of one scrypt each; that is why name and key share the slow step, and why
drafts live for a day. In production the secret is a systemd credential held by the TPM (offline_cache.identity).

Layout of a draft file: "KDR1", 8 bytes big-endian Unix seconds of saving, 12 bytes nonce, AES-256-GCM ciphertext and
tag; header and file name are bound as associated data. Pictures are files of their own, laid out the same.
"""

import hmac
import os
import secrets
import struct
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from kiosk.core.clock import Clock
from offline_cache.durable_files import sync_directory, write_durably

MAGIC = b"KDR1"
SECRET_NAME = "device.key"
LIFETIME = timedelta(hours=24)
MOST_PARTS = 12
"""Pictures of one draft."""
SCRYPT_COST = 2**15
"""scrypt N, with r=8 and p=1: 32 MiB and about 0.1 s (OWASP Password Storage lists 2^15 with p=3, 2^17 with p=1;
lower here because a slow terminal computes it while somebody waits)."""
_HEADER = struct.Struct(">4sQ")
_NONCE = 12


@dataclass(frozen=True, slots=True)
class DraftKey:
    """One card's drafts; computed once a visit, because it is slow on purpose. Never stored."""

    name: str
    secret: bytes

    def part(self, number: int) -> "DraftKey":
        """Of a picture of the same draft: without this key nobody can tell that they belong together."""
        name, secret = (hmac.new(self.secret, f"{use} {number}".encode(), "sha256") for use in ("name", "key"))
        return DraftKey(name.hexdigest(), secret.digest())

    def __repr__(self) -> str:
        return "DraftKey(…)"


class Drafts:
    """The drafts of one terminal."""

    def __init__(
        self, directory: Path, clock: Clock, *, lifetime: timedelta = LIFETIME, scrypt_cost: int = SCRYPT_COST
    ) -> None:
        """Makes the terminal's secret when there is none. Raises OSError when the disk cannot be written."""
        self._directory = directory / "drafts"
        self._clock = clock
        self._lifetime = lifetime
        self._cost = scrypt_cost
        self._salt = _terminal_secret(directory / SECRET_NAME)
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)

    def key_of(self, id_number: str) -> DraftKey:
        """The slow step; call it on a worker thread when the card has been read."""
        raw = Scrypt(salt=self._salt, length=64, n=self._cost, r=8, p=1).derive(id_number.encode())
        return DraftKey(raw[:32].hex(), raw[32:])

    def save(self, key: DraftKey, content: bytes) -> bool:
        """Replace this card's draft durably; False when the disk refused, and nothing was lost but the draft."""
        header = _HEADER.pack(MAGIC, int(self._clock.now().timestamp()))
        nonce = secrets.token_bytes(_NONCE)
        sealed = AESGCM(key.secret).encrypt(nonce, content, header + key.name.encode())
        try:
            write_durably(self._directory / key.name, header + nonce + sealed)
        except OSError:
            return False
        return True

    def find(self, key: DraftKey) -> bytes | None:
        """This card's draft; None when there is none, it is too old, or it is damaged."""
        try:
            raw = (self._directory / key.name).read_bytes()
        except FileNotFoundError:
            return None
        header, nonce, sealed = raw[: _HEADER.size], raw[_HEADER.size :][:_NONCE], raw[_HEADER.size + _NONCE :]
        if self._expired(header):
            self.drop(key)
            return None
        try:
            return AESGCM(key.secret).decrypt(nonce, sealed, header + key.name.encode())
        except (InvalidTag, ValueError):
            return None

    def drop(self, key: DraftKey) -> None:
        """The visit is finished or given up: nothing of it stays."""
        for one in (key, *(key.part(number) for number in range(MOST_PARTS))):
            (self._directory / one.name).unlink(missing_ok=True)
        sync_directory(self._directory)

    def sweep(self) -> int:
        """Remove what is too old, damaged or half written; how many. Call it at start and now and then."""
        stale = [path for path in self._directory.iterdir() if path.name.startswith(".") or self._stale(path)]
        for path in stale:
            path.unlink(missing_ok=True)
        if stale:
            sync_directory(self._directory)
        return len(stale)

    def _stale(self, path: Path) -> bool:
        with path.open("rb") as draft:
            return self._expired(draft.read(_HEADER.size))

    def _expired(self, header: bytes) -> bool:
        if len(header) != _HEADER.size:
            return True
        magic, saved = _HEADER.unpack(header)
        age = self._clock.now().timestamp() - saved
        # A draft from the future means the clock was set; a minute is forgiven.
        return bool(magic != MAGIC or age > self._lifetime.total_seconds() or age < -60)


def _terminal_secret(path: Path) -> bytes:
    if not path.exists():
        write_durably(path, secrets.token_bytes(32))
    os.chmod(path, 0o600)
    return path.read_bytes()
