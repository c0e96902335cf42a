"""What the hub asks of one terminal: leave a device or a matter alone, send its log bundle. The terminal fetches it."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Tx, one
from hub.terminals import Terminal, find_terminal
from hub.times import stamp, unstamp
from kiosk.core.ids import uuid7
from kiosk.core.unlock import unlock_code
from kiosk.core.wire import Orders, orders_text

Kind = Literal["device", "service"]
DEVICE_IDS = (
    "card_reader", "receipt_printer", "document_printer", "social_card", "scanner", "code_reader", "keypad", "jack",
    "presence", "power", "cabinet", "microphone", "speaker",
)  # fmt: skip
"""What a terminal can leave alone at the hub's word."""
BUNDLE_LIMIT = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stopped:
    """One device or matter that a terminal leaves alone."""

    kind: Kind
    target: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LogBundle:
    """A bundle that was asked for; arrived_at None: not here yet."""

    id: str
    asked_by: str
    asked_at: datetime
    arrived_at: datetime | None
    sha256: str


def stop(hub: Hub, terminal_id: str, kind: str, target: str, by: str) -> Refused | None:
    """Have a terminal leave a device or a matter alone."""
    known = {"device": DEVICE_IDS, "service": hub.shelf.current.services}.get(kind, ())
    if target not in known:
        return refused(422, "no_target", "没有这个设备或事项。", "what")

    def work(tx: Tx) -> Refused | None:
        if find_terminal(tx, terminal_id) is None:
            return refused(404, "no_terminal", "没有这台终端。")
        tx.run(
            "insert into stopped (terminal_id, kind, target, stopped_by, stopped_at) values (?, ?, ?, ?, ?)"
            " on conflict (terminal_id, kind, target) do nothing",
            *(terminal_id, kind, target, by, stamp(hub.clock.now())),
        )
        hub.audit(tx, by, f"{kind}_stopped", f"terminal:{terminal_id}", target)
        return None

    return hub.store.write(work)


def resume(hub: Hub, terminal_id: str, kind: str, target: str, by: str) -> Refused | None:
    """Take an order back."""

    def work(tx: Tx) -> Refused | None:
        sql = "delete from stopped where terminal_id = ? and kind = ? and target = ?"
        if not tx.run(sql, terminal_id, kind, target):
            return refused(404, "not_stopped", "本来就没有停。")
        hub.audit(tx, by, f"{kind}_resumed", f"terminal:{terminal_id}", target)
        return None

    return hub.store.write(work)


def stopped_of(tx: Tx, terminal_id: str) -> list[Stopped]:
    """What a terminal leaves alone."""
    sql = "select kind, target, stopped_by, stopped_at from stopped where terminal_id = ? order by kind, target"
    return [Stopped(kind, target, by, unstamp(at)) for kind, target, by, at in tx.rows(sql, terminal_id)]


def issue_unlock_code(hub: Hub, terminal_id: str, by: str) -> str | Refused:
    """This hour's code for a technician at that terminal."""

    def work(tx: Tx) -> str | Refused:
        terminal = find_terminal(tx, terminal_id)
        if terminal is None or not terminal.active:
            return refused(404, "no_terminal", "没有这台终端，或已经停用。")
        hub.audit(tx, by, "unlock_code_issued", f"terminal:{terminal_id}")
        return unlock_code(_unlock_key(hub, terminal), terminal_id, hub.clock.now())

    return hub.store.write(work)


def ask_bundle(hub: Hub, terminal_id: str, by: str) -> Refused | None:
    """Ask a terminal for its support bundle; asked twice, it is sent once."""

    def work(tx: Tx) -> Refused | None:
        if find_terminal(tx, terminal_id) is None:
            return refused(404, "no_terminal", "没有这台终端。")
        if one(tx, "select id from log_bundles where terminal_id = ? and arrived_at is null", terminal_id) is None:
            tx.run(
                "insert into log_bundles (id, terminal_id, asked_by, asked_at) values (?, ?, ?, ?)",
                *(uuid7(), terminal_id, by, stamp(hub.clock.now())),
            )
            hub.audit(tx, by, "bundle_asked", f"terminal:{terminal_id}")
        return None

    return hub.store.write(work)


def take_bundle(hub: Hub, terminal: Terminal, bundle_id: str, body: bytes) -> Refused | None:
    """The terminal sends what it was asked for; the same again is taken again, another is not."""
    digest = hub.bodies.keep(body) if len(body) <= BUNDLE_LIMIT else ""
    if not digest:
        return refused(413, "too_large", "维护包太大。")

    def work(tx: Tx) -> Refused | None:
        row = one(tx, "select terminal_id, body_sha256 from log_bundles where id = ?", bundle_id)
        if row is None or row[0] != terminal.id:
            return refused(404, "not_asked", "没有要过这个维护包。")
        if row[1] and row[1] != digest:
            return refused(409, "hash_differs", "同一个编号，内容却不同。")
        tx.run(
            "update log_bundles set arrived_at = ?, body_sha256 = ? where id = ?",
            *(stamp(hub.clock.now()), digest, bundle_id),
        )
        if not row[1]:
            hub.audit(tx, f"terminal:{terminal.id}", "bundle_taken", f"terminal:{terminal.id}")
        return None

    return hub.store.write(work)


def bundles_of(tx: Tx, terminal_id: str) -> list[LogBundle]:
    """The last ten bundles, the newest first."""
    sql = "select id, asked_by, asked_at, arrived_at, body_sha256 from log_bundles where terminal_id = ?"
    rows = tx.rows(f"{sql} order by asked_at desc limit 10", terminal_id)
    return [LogBundle(i, by, unstamp(at), unstamp(here) if here else None, sha) for i, by, at, here, sha in rows]


def orders_for(hub: Hub, terminal: Terminal) -> Orders:
    """What is asked of a terminal now, signed."""

    def work(tx: Tx) -> tuple[list[Stopped], str]:
        wanted = one(tx, "select id from log_bundles where terminal_id = ? and arrived_at is null", terminal.id)
        return stopped_of(tx, terminal.id), str(wanted[0]) if wanted else ""

    stopped, bundle = hub.store.read(work)
    orders = Orders(
        terminal_id=terminal.id,
        issued_at=hub.clock.now(),
        devices_off=[s.target for s in stopped if s.kind == "device"],
        services_off=[s.target for s in stopped if s.kind == "service"],
        bundle=bundle,
        unlock_key=base64.b64encode(_unlock_key(hub, terminal)).decode(),
        signature="",
    )
    return orders.model_copy(update={"signature": hub.keys.signature(orders_text(orders))})


def _unlock_key(hub: Hub, terminal: Terminal) -> bytes:
    """Of one enrolment: a terminal enrolled anew has another."""
    seed = b"\0".join((b"unlock", terminal.id.encode(), terminal.public_key))
    return hmac.new(hub.keys.secret, seed, hashlib.sha256).digest()
