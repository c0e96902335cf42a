"""The last good catalogue and notices: signed by the hub, checked at every reading, replaced in one step.

A `Reference` is a value: a visit pins its version by holding on to it, whatever arrives meanwhile. Old versions stay
on the disk for a while, so that a visit resumed from its draft finds the version it began with.
"""

import base64
import binascii
import contextlib
import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError

from kiosk.core.clock import Clock
from kiosk.core.wire import Message, SignedBundle, bundle_text
from offline_cache.durable_files import sync_directory, write_durably
from offline_cache.hub_client import HubClient, HubRefused, HubUnheard, Ok, Unchanged

ReferenceKind = Literal["catalogue", "notices"]
KEPT_VERSIONS = 4
_STATE = "state.json"


@dataclass(frozen=True, slots=True)
class Reference:
    """One version, whole."""

    kind: ReferenceKind
    version: str
    issued_at: datetime
    files: Mapping[str, str]
    shipped: bool = False
    """True for the one that came with the program; nothing has been fetched yet."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The new version is stored and is now the current one."""

    reference: Reference


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The current version stays. older: someone offers a version we are already past."""

    why: Literal["bad_signature", "wrong_kind", "older", "unchanged", "disk"]


class _State(Message):
    """Which version is current, and when the hub last said that it is."""

    version: str
    issued_at: datetime
    confirmed_at: datetime


class ReferenceCache:
    """One kind's versions in one directory."""

    def __init__(self, directory: Path, hub_sign_key: bytes, shipped: Reference, clock: Clock) -> None:
        """shipped: what came with the program; used until something was fetched, and when nothing on disk is whole."""
        self._directory = directory / shipped.kind
        self._key = hub_sign_key
        self._shipped = shipped
        self._clock = clock
        self._lock = threading.Lock()
        self._state = self._read_state()
        self._current = self._read_current()

    def current(self) -> Reference:
        """The version to begin a visit with."""
        return self._current

    def find(self, version: str) -> Reference | None:
        """A version that is still here; for a visit resumed from its draft."""
        if version == self._current.version:
            return self._current
        if version == self._shipped.version:
            return self._shipped
        return self._read(self._file(version))

    def age(self) -> timedelta | None:
        """Since the hub last confirmed the current version; None when it never did."""
        if self._state is None or self._current.shipped:
            return None
        return max(timedelta(0), self._clock.now() - self._state.confirmed_at)

    def take(self, bundle: SignedBundle) -> Taken | NotTaken:
        """Store a fetched bundle if it is the hub's and newer."""
        if bundle.kind != self._shipped.kind:
            return NotTaken("wrong_kind")
        if not signed_by(bundle, self._key):
            return NotTaken("bad_signature")
        with self._lock:
            if not self._current.shipped:
                if bundle.version == self._current.version:
                    return NotTaken("unchanged")
                if bundle.issued_at < self._current.issued_at:
                    return NotTaken("older")
            try:
                write_durably(self._file(bundle.version), bundle.model_dump_json().encode())
                self._write_state(bundle.version, bundle.issued_at)
            except OSError:
                return NotTaken("disk")
            self._current = _reference(bundle)
            self._forget_old()
            return Taken(self._current)

    def confirm(self) -> None:
        """The hub said that the current version still is (304)."""
        # A disk that refuses only makes the age look older than it is.
        with self._lock, contextlib.suppress(OSError):
            if not self._current.shipped:
                self._write_state(self._current.version, self._current.issued_at)

    def _write_state(self, version: str, issued_at: datetime) -> None:
        state = _State(version=version, issued_at=issued_at, confirmed_at=self._clock.now())
        write_durably(self._directory / _STATE, state.model_dump_json().encode())
        self._state = state

    def _read_state(self) -> _State | None:
        try:
            return _State.model_validate_json((self._directory / _STATE).read_bytes())
        except (OSError, ValidationError):
            return None

    def _read_current(self) -> Reference:
        """The version the state names; else the newest whole one; else the shipped one."""
        if self._state is not None:
            named = self._read(self._file(self._state.version))
            if named is not None:
                return named
        whole = [found for path in self._versions() if (found := self._read(path)) is not None]
        return max(whole, key=lambda found: found.issued_at, default=self._shipped)

    def _read(self, path: Path) -> Reference | None:
        try:
            bundle = SignedBundle.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return None
        whole = bundle.kind == self._shipped.kind and signed_by(bundle, self._key)
        return _reference(bundle) if whole else None

    def _file(self, version: str) -> Path:
        # A version is the hub's text; hashing it keeps it from being a path.
        return self._directory / f"version-{hashlib.sha256(version.encode()).hexdigest()[:32]}.json"

    def _versions(self) -> list[Path]:
        return sorted(self._directory.glob("version-*.json"), key=lambda path: path.stat().st_mtime_ns)

    def _forget_old(self) -> None:
        keep = self._file(self._current.version)
        for path in self._versions()[:-KEPT_VERSIONS]:
            if path != keep:
                path.unlink(missing_ok=True)
        sync_directory(self._directory)


def refresh(cache: ReferenceCache, hub: HubClient) -> Taken | NotTaken | HubUnheard | HubRefused:
    """Ask the hub for a newer version and store it; every failure keeps the last good one."""
    current = cache.current()
    have = "" if current.shipped else current.version
    outcome = hub.catalogue(have) if current.kind == "catalogue" else hub.notices(have)
    match outcome:
        case Ok(value=bundle):
            return cache.take(bundle)
        case Unchanged():
            cache.confirm()
            return NotTaken("unchanged")
        case _:
            return outcome


def signed_by(bundle: SignedBundle, hub_sign_key: bytes) -> bool:
    """Whether the hub with this 32-byte Ed25519 key signed the bundle."""
    try:
        signature = base64.b64decode(bundle.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(hub_sign_key).verify(signature, bundle_text(bundle))
    except (InvalidSignature, binascii.Error):
        return False
    return True


def _reference(bundle: SignedBundle) -> Reference:
    return Reference(bundle.kind, bundle.version, bundle.issued_at, dict(bundle.files))
