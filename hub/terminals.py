"""Terminals: enrolled by a one-time code, each with its own key; and how they are."""

import base64
import binascii
import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hub import paper
from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Row, Tx, one
from hub.times import stamp, unstamp
from kiosk.core.wire import EnrolReply, EnrolRequest, Heartbeat

CODE_LIVES = timedelta(hours=24)
SILENT_AFTER = timedelta(minutes=5)
"""A terminal not heard for longer is shown as silent."""
_MOST_DEVICES = 40
_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_COLUMNS = (
    "id, division, hall, public_key, state, enrolled_at, last_seen, version, devices, queued, oldest_queued_s,"
    " catalogue_version, simulated, refused, street, paper_left_mm, sheets_left, about"
)


@dataclass(frozen=True, slots=True)
class Terminal:
    """One enrolled terminal. Its name is unique on this hub: requests are signed with the name alone."""

    id: str
    division: str
    hall: str
    public_key: bytes
    active: bool
    enrolled_at: datetime
    last_seen: datetime | None
    version: str
    devices: dict[str, str]
    queued: int
    oldest_queued_s: int
    catalogue_version: str
    simulated: bool
    refused: int
    street: str
    """The 街道 or 乡镇 it belongs to, "" when nobody said."""
    paper_left_mm: int | None = None
    sheets_left: int | None = None
    about: dict[str, str] = field(default_factory=dict)
    """What each device says of itself: model, firmware, serial number."""

    def silent(self, now: datetime) -> bool:
        """Not heard for a while."""
        return self.last_seen is None or now - self.last_seen > SILENT_AFTER


def new_code(hub: Hub, terminal_id: str, division: str, hall: str, by: str, street: str = "") -> str | Refused:
    """A one-time code for a terminal, valid a day; only its hash is kept. Using it replaces the terminal's old key."""
    if not re.fullmatch(r"[A-Z]\d{2}", terminal_id):
        return refused(422, "bad_terminal", "终端号是一个大写字母加两位数字，如 K07。", "terminal_id")
    if not re.fullmatch(r"\d{6}", division):
        return refused(422, "bad_division", "区划代码是六位数字。", "division")
    if not 1 <= len(hall.strip()) <= 60:
        return refused(422, "bad_hall", "请写大厅名称，最多六十字。", "hall")
    if len(street.strip()) > 60:
        return refused(422, "bad_street", "街道名称最多六十字。", "street")
    code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    now = hub.clock.now()

    def work(tx: Tx) -> None:
        tx.run(
            "insert into enrol_codes (code_hash, terminal_id, division, hall, street, created_by, created_at,"
            " expires_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
            *(_hash(code), terminal_id, division, hall.strip(), street.strip(), by),
            *(stamp(now), stamp(now + CODE_LIVES)),
        )
        hub.audit(tx, by, "enrol_code_created", f"terminal:{terminal_id}")

    hub.store.write(work)
    return code


def enrol(hub: Hub, request: EnrolRequest) -> EnrolReply | Refused:
    """Trade a code and a public key for a place on this hub."""
    try:
        public = base64.b64decode(request.public_key, validate=True)
    except (binascii.Error, ValueError):
        public = b""
    if len(public) != 32:
        return refused(422, "bad_key", "公钥要是三十二字节。", "public_key")
    now = stamp(hub.clock.now())

    def work(tx: Tx) -> EnrolReply | Refused:
        row = one(
            tx,
            "update enrol_codes set used_at = ? where code_hash = ? and used_at is null and expires_at > ?"
            " returning terminal_id, division, hall, street",
            *(now, _hash(request.code), now),
        )
        if row is None:
            # One answer for wrong, used and expired: a guesser learns nothing.
            return refused(403, "bad_code", "登记码不对、用过了或过期了。", "code")
        terminal_id, division, hall, street = row
        tx.run(
            "insert into terminals (id, division, hall, street, public_key, state, enrolled_at)"
            " values (?, ?, ?, ?, ?, 'active', ?)"
            " on conflict (id) do update set division = excluded.division, hall = excluded.hall,"
            " street = excluded.street,"
            " public_key = excluded.public_key, state = 'active', enrolled_at = excluded.enrolled_at",
            *(terminal_id, division, hall, street, request.public_key, now),
        )
        hub.audit(tx, f"terminal:{terminal_id}", "terminal_enrolled", f"terminal:{terminal_id}")
        keys = hub.keys
        return EnrolReply(
            terminal_id=terminal_id,
            division=division,
            hall=hall,
            seal_key_id=keys.seal_key_id,
            seal_public_key=keys.seal_public_key,
            sign_public_key=keys.sign_public_key,
        )

    return hub.store.write(work)


def find_terminal(tx: Tx, terminal_id: str) -> Terminal | None:
    """One terminal, revoked or not."""
    row = one(tx, f"select {_COLUMNS} from terminals where id = ?", terminal_id)
    return _terminal(row) if row else None


def all_terminals(tx: Tx) -> list[Terminal]:
    """Every terminal by name."""
    return [_terminal(row) for row in tx.rows(f"select {_COLUMNS} from terminals order by id")]


def heartbeat(hub: Hub, terminal: Terminal, beat: Heartbeat) -> None:
    """Remember how a terminal is, what of it is down since when, and how much paper it used."""
    now = hub.clock.now()
    devices = dict(list(beat.devices.items())[:_MOST_DEVICES])

    def work(tx: Tx) -> None:
        before = find_terminal(tx, terminal.id)
        left = None if beat.paper_left_mm is None else _bounded(beat.paper_left_mm)
        sheets = None if beat.sheets_left is None else _bounded(beat.sheets_left)
        about = {name[:60]: said[:200] for name, said in list(beat.about.items())[:_MOST_DEVICES]}
        tx.run(
            "update terminals set last_seen = ?, version = ?, devices = ?, queued = ?, oldest_queued_s = ?,"
            " catalogue_version = ?, simulated = ?, refused = ?, paper_left_mm = ?, sheets_left = ?, about = ?"
            " where id = ?",
            *(stamp(now), beat.version[:60], json.dumps(devices, ensure_ascii=False)),
            *(_bounded(beat.queued), _bounded(beat.oldest_queued_s), beat.catalogue_version[:60]),
            *(int(beat.simulated), _bounded(beat.refused), left, sheets),
            *(json.dumps(about, ensure_ascii=False), terminal.id),
        )
        _note_downs(tx, terminal.id, devices, now)
        spent = paper.used(before.paper_left_mm if before else None, left)
        if left is not None:
            tx.run(
                "insert into paper_days (terminal_id, day, used_mm) values (?, ?, ?) on conflict (terminal_id, day)"
                " do update set used_mm = paper_days.used_mm + excluded.used_mm",
                *(terminal.id, now.date().isoformat(), spent),
            )

    hub.store.write(work)


def _note_downs(tx: Tx, terminal_id: str, devices: dict[str, str], now: datetime) -> None:
    """Since when each device is as it is; one that is well is not down."""
    rows = tx.rows("select device, state from downs where terminal_id = ?", terminal_id)
    known: dict[str, str] = {device: state for device, state in rows}
    down = {name[:60]: how[:80] for name, how in devices.items() if how != "online"}
    for device in known.keys() - down.keys():
        tx.run("delete from downs where terminal_id = ? and device = ?", terminal_id, device)
    for device, state in down.items():
        if known.get(device) != state:
            tx.run(
                "insert into downs (terminal_id, device, state, since) values (?, ?, ?, ?)"
                " on conflict (terminal_id, device) do update set state = excluded.state, since = excluded.since",
                *(terminal_id, device, state, stamp(now)),
            )


def revoke(hub: Hub, terminal_id: str, by: str) -> Refused | None:
    """Refuse everything from a terminal from now on (stolen, scrapped); a new code brings it back."""

    def work(tx: Tx) -> Refused | None:
        if not tx.run("update terminals set state = 'revoked' where id = ? and state = 'active'", terminal_id):
            return refused(404, "no_terminal", "没有这台终端，或已经停用。")
        hub.audit(tx, by, "terminal_revoked", f"terminal:{terminal_id}")
        return None

    return hub.store.write(work)


def _bounded(number: int) -> int:
    return max(0, min(number, 2**31 - 1))


def _hash(code: str) -> str:
    plain = code.replace("-", "").replace(" ", "").upper()
    return hashlib.sha256(b"enrol\0" + plain.encode()).hexdigest()


def _terminal(row: Row) -> Terminal:
    terminal_id, division, hall, key, state, enrolled, seen, version, devices, queued, *rest = row
    oldest, catalogue, simulated, refused_items, street, paper, sheets, about = rest
    return Terminal(
        terminal_id,
        division,
        hall,
        base64.b64decode(key),
        state == "active",
        unstamp(enrolled),
        unstamp(seen) if seen else None,
        version,
        json.loads(devices),
        queued,
        oldest,
        catalogue,
        bool(simulated),
        refused_items,
        street,
        paper,
        sheets,
        json.loads(about),
    )
