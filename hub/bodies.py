"""Sealed bodies as they came, one file each, named by their SHA-256. They stay sealed on the hub's disk."""

import hashlib
import os
import secrets
from pathlib import Path

from hub.keys import sync_directory


class Bodies:
    """A directory of content-addressed files."""

    def __init__(self, root: Path) -> None:
        self._root = root
        root.mkdir(parents=True, exist_ok=True, mode=0o700)

    def keep(self, body: bytes) -> str:
        """Store durably and return the SHA-256 in hex; the same bytes again cost nothing."""
        digest = hashlib.sha256(body).hexdigest()
        path = self._path(digest)
        if path.exists():
            return digest
        made_directory = not path.parent.exists()
        path.parent.mkdir(exist_ok=True, mode=0o700)
        temporary = path.with_name(f".{secrets.token_hex(8)}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(body)
            out.flush()
            os.fsync(out.fileno())
        temporary.rename(path)
        sync_directory(path.parent)
        if made_directory:
            sync_directory(self._root)
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes. Raises FileNotFoundError, or OSError when they no longer are what they were."""
        body = self._path(digest).read_bytes()
        if hashlib.sha256(body).hexdigest() != digest:
            raise OSError(f"body {digest[:12]} is damaged")
        return body

    def count(self) -> int:
        """How many bodies are kept."""
        return sum(1 for path in self._root.glob("??/*") if not path.name.startswith("."))

    def _path(self, digest: str) -> Path:
        return self._root / digest[:2] / digest
