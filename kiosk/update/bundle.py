"""The file an update comes in: a tar of manifest.json, manifest.sig and payload.tar.gz.

The Ed25519 signature is over the manifest's exact bytes; the manifest names the payload's SHA-256. Nothing of the
payload is unpacked before both hold.
"""

import hashlib
import io
import json
import re
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

CONTEXT = b"kiosk-update-1\n"
"""Before the manifest when signing, so that no signature made for anything else fits."""
MANIFEST, SIGNATURE, PAYLOAD = "manifest.json", "manifest.sig", "payload.tar.gz"
_VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){1,3}")
_SMALL = 64 * 1024
_CHUNK = 1024 * 1024


class BundleRefused(ValueError):
    """The file may not be used; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the signature vouches for."""

    version: str
    """Digits and points, 0.1.1."""
    sha256: str
    """Of the payload, hex."""
    unpacked: int
    """Bytes the tree takes."""

    @property
    def order(self) -> tuple[int, ...]:
        """Versions compare by this."""
        return version_order(self.version)


def version_order(version: str) -> tuple[int, ...]:
    """0.1.10 is later than 0.1.9. Raises BundleRefused for what is no version."""
    if not _VERSION.fullmatch(version):
        raise BundleRefused(f"版本号 {version!r} 不对，要像 0.1.1。")
    return tuple(int(part) for part in version.split("."))


def make_bundle(tree: Path, version: str, key: Ed25519PrivateKey, out: Path) -> Manifest:
    """Pack and sign a program's directory. out: the file to write."""
    version_order(version)
    with tempfile.TemporaryFile() as packed:
        with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=6) as tar:
            for path in sorted(tree.iterdir()):
                tar.add(path, path.name)
        size = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir())
        manifest = Manifest(version, _sha256(packed), size)
        said = json.dumps(asdict(manifest), sort_keys=True).encode()
        with tarfile.open(out, "w") as bundle:
            _add(bundle, MANIFEST, said)
            _add(bundle, SIGNATURE, key.sign(CONTEXT + said))
            info = tarfile.TarInfo(PAYLOAD)
            info.size = packed.seek(0, io.SEEK_END)
            packed.seek(0)
            bundle.addfile(info, packed)
    return manifest


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose signature and payload were found right."""

    manifest: Manifest
    payload: IO[bytes]

    def unpack(self, directory: Path) -> None:
        """Into an empty directory. Raises BundleRefused for a member that would leave it."""
        self.payload.seek(0)
        with tarfile.open(fileobj=self.payload, mode="r:gz") as tar:
            if hasattr(tarfile, "fully_trusted_filter"):  # Debian 12's Python has no filters yet
                tar.extraction_filter = staticmethod(tarfile.fully_trusted_filter)
            for member in tar:
                _check(member)
                tar.extract(member, directory)


def open_bundle(file: IO[bytes], key: Ed25519PublicKey) -> Bundle:
    """Check a bundle. Raises BundleRefused; OSError when the file cannot be read."""
    try:
        with tarfile.open(fileobj=file, mode="r:") as bundle:
            said, signature = (_small(bundle, name) for name in (MANIFEST, SIGNATURE))
            key.verify(signature, CONTEXT + said)
            manifest = Manifest(**json.loads(said))
            packed = bundle.extractfile(PAYLOAD)
            assert packed is not None
    except InvalidSignature:
        raise BundleRefused("签名不对：这个更新包不是发布者做的，或者坏了。") from None
    except (tarfile.TarError, KeyError, AssertionError, TypeError, json.JSONDecodeError):
        raise BundleRefused("这个文件不是更新包。") from None
    if _sha256(packed) != manifest.sha256:
        raise BundleRefused("更新包在路上坏了，请重新拷贝。")
    version_order(manifest.version)
    return Bundle(manifest, packed)


def _check(member: tarfile.TarInfo) -> None:
    """A signed payload is trusted to run, but a slip of its maker must not write outside its directory."""
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts or not (member.isreg() or member.isdir() or member.issym()):
        raise BundleRefused(f"更新包里有不该有的东西：{member.name!r}。")


def _small(bundle: tarfile.TarFile, name: str) -> bytes:
    member = bundle.extractfile(name)
    assert member is not None
    return member.read(_SMALL)


def _add(bundle: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    bundle.addfile(info, io.BytesIO(data))


def _sha256(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
