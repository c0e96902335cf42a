"""Who did what to which object, and when: an append-only chain of hashes that a stranger can check.

Each record's hash covers its own values and the hash of the record before. The head (how many, last hash) is signed
by the hub's key, so that cutting off the tail shows too. Somebody with the key and the database could still rewrite
everything: whoever must exclude that writes down the head printed by `kiosk hub audit verify` elsewhere every day.
Records hold ids and codes, nothing personal.
"""

import base64
import hashlib
import json
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature

from hub.keys import HubKeys
from hub.store.base import Row, Tx, one
from hub.times import stamp
from kiosk.core.clock import Clock

GENESIS = "0" * 64
_COLUMNS = "seq, at, actor, act, object, detail, previous, hash"


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One act."""

    seq: int
    at: str
    actor: str
    """"terminal:K07", "user:name", "hub" or "cli"."""
    act: str
    object: str
    detail: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Intact:
    """Every record follows from the one before, and the head is signed."""

    records: int
    head: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first record that is not what was written."""

    seq: int
    why: str
    """Chinese sentence."""


def record(tx: Tx, keys: HubKeys, clock: Clock, actor: str, act: str, object_: str, detail: str = "") -> None:
    """Append one act, in the same transaction as what it tells of."""
    last = one(tx, "select seq, hash from audit order by seq desc limit 1")
    seq, previous = (int(last[0]) + 1, str(last[1])) if last else (1, GENESIS)
    at = stamp(clock.now())
    digest = link(seq, at, actor, act, object_, detail, previous)
    tx.run(
        f"insert into audit ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?)",
        *(seq, at, actor, act, object_, detail, previous, digest),
    )
    tx.run(
        "insert into audit_head (id, seq, hash, signature) values (1, ?, ?, ?) on conflict (id) do update set"
        " seq = excluded.seq, hash = excluded.hash, signature = excluded.signature",
        *(seq, digest, keys.signature(head_text(seq, digest))),
    )


def link(seq: int, at: str, actor: str, act: str, object_: str, detail: str, previous: str) -> str:
    """SHA-256 in hex over the JSON array of the values, UTF-8, no spaces: reproducible in any language."""
    values = [seq, at, actor, act, object_, detail, previous]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def head_text(seq: int, digest: str) -> bytes:
    """The exact bytes of a head that are signed."""
    return f"audit-head\n{seq}\n{digest}\n".encode()


def verify(tx: Tx, keys: HubKeys) -> Intact | Broken:
    """Check the whole chain and its head."""
    previous, seq = GENESIS, 0
    while True:
        rows = tx.rows(f"select {_COLUMNS} from audit where seq > ? order by seq limit 1000", seq)
        if not rows:
            return _head(tx, keys, seq, previous)
        for row in rows:
            wrong = _wrong(row, seq + 1, previous)
            if wrong:
                return Broken(min(int(row[0]), seq + 1) if int(row[0]) != seq + 1 else seq + 1, wrong)
            seq, previous = int(row[0]), str(row[7])


def _wrong(row: Row, expected: int, previous: str) -> str:
    if int(row[0]) != expected:
        return "这一条不见了。"
    if row[6] != previous:
        return "和前一条接不上。"
    if link(expected, *(str(value) for value in row[1:7])) != row[7]:
        return "内容被改过。"
    return ""


def _head(tx: Tx, keys: HubKeys, seq: int, digest: str) -> Intact | Broken:
    head = one(tx, "select seq, hash, signature from audit_head where id = 1")
    if head is None:
        return Intact(0, GENESIS) if seq == 0 else Broken(seq, "没有链尾的签名。")
    if int(head[0]) > seq:
        return Broken(seq + 1, "这一条和后面的不见了。")
    if int(head[0]) < seq or head[1] != digest:
        return Broken(seq, "和链尾记的不一样。")
    try:
        keys.sign.public_key().verify(base64.b64decode(head[2]), head_text(seq, digest))
    except (InvalidSignature, ValueError):
        return Broken(seq, "链尾的签名不对。")
    return Intact(seq, digest)


def latest(tx: Tx, count: int, before: int | None = None) -> list[AuditRecord]:
    """The newest records first."""
    limit = before if before is not None else 2**62
    rows = tx.rows(f"select {_COLUMNS} from audit where seq < ? order by seq desc limit ?", limit, count)
    return [AuditRecord(*row) for row in rows]
