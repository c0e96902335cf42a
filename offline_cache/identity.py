"""Who this terminal is to its hub: its own key, and the hub's public ones. One file, mode 0600.

In production the file is a systemd credential, encrypted to the board's TPM and the installation
(`systemd-creds encrypt --with-key=host+tpm2`, `LoadCredentialEncrypted=`), and only its decrypted copy in memory is
read here. Without a TPM it is a plain file; stealing the disk then means the terminal must be revoked on the hub. The
queue stays closed to the thief in either case: it is sealed to a key that was never here.
"""

import base64
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core.ids import TerminalId
from kiosk.core.wire import EnrolReply
from offline_cache.counter import Sealer
from offline_cache.durable_files import write_durably

FILE_NAME = "identity.json"


@dataclass(frozen=True, slots=True)
class Identity:
    """What `kiosk enrol` leaves behind."""

    terminal_id: TerminalId
    division: str
    hall: str
    key: Ed25519PrivateKey
    sealer: Sealer
    hub_sign_key: bytes
    """32 bytes, Ed25519: signs acknowledgements, catalogue and notices."""


@dataclass(frozen=True, slots=True)
class NoIdentity:
    """There is no usable identity. unsafe: others on this machine may read the file."""

    why: Literal["missing", "unsafe", "damaged"]


def identity_from(reply: EnrolReply, key: Ed25519PrivateKey) -> Identity:
    """The identity an enrolment gives. Raises ValueError when the hub's keys are not 32 bytes in base64."""
    seal_key = base64.b64decode(reply.seal_public_key, validate=True)
    sign_key = base64.b64decode(reply.sign_public_key, validate=True)
    if len(seal_key) != 32 or len(sign_key) != 32:
        raise ValueError("a hub key is not 32 bytes")
    sealer = Sealer(seal_key, reply.seal_key_id)
    return Identity(TerminalId(reply.terminal_id), reply.division, reply.hall, key, sealer, sign_key)


def save_identity(path: Path, identity: Identity) -> None:
    """Write the identity durably, readable by its owner only."""
    text = {
        "terminal_id": identity.terminal_id,
        "division": identity.division,
        "hall": identity.hall,
        "key": _text(identity.key.private_bytes_raw()),
        "seal_public_key": _text(identity.sealer.public_key),
        "seal_key_id": identity.sealer.key_id,
        "hub_sign_key": _text(identity.hub_sign_key),
    }
    write_durably(path, json.dumps(text, ensure_ascii=False, indent=1).encode())


def load_identity(path: Path) -> Identity | NoIdentity:
    """Read it back."""
    try:
        if stat.S_IMODE(os.stat(path).st_mode) & 0o077:
            return NoIdentity("unsafe")
        text = json.loads(path.read_bytes())
        return Identity(
            TerminalId(text["terminal_id"]),
            text["division"],
            text["hall"],
            Ed25519PrivateKey.from_private_bytes(base64.b64decode(text["key"])),
            Sealer(base64.b64decode(text["seal_public_key"]), text["seal_key_id"]),
            base64.b64decode(text["hub_sign_key"]),
        )
    except FileNotFoundError:
        return NoIdentity("missing")
    except (ValueError, KeyError, TypeError):
        return NoIdentity("damaged")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
