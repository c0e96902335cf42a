"""The second thing somebody at the desk must have: a telephone that counts codes (TOTP, RFC 6238).

Six digits, SHA-1, thirty seconds: what every authenticator program understands. A code is good once, within half a
minute of its own; the secret is kept locked by the hub's key file, so the database alone opens nothing.
"""

import base64
import io
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import qrcode
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from hub.accounts import NEEDS_CODE, LoggedIn, Role, begin_session, failed, token_hash
from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Row, Tx, one
from hub.times import stamp, unstamp

STEP_S = 30
DIGITS = 6
HALF_WAY = timedelta(minutes=5)
"""How long a right password waits for its code."""
_KIND = "totp"
_LATE = refused(401, "too_late", "请重新输入用户名和密码。")
_COLUMNS = (
    "users.name, users.role, users.failures, users.locked_until, users.code_secret, users.code_proven, users.code_used"
)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a telephone must learn, shown once: before the first code was right."""

    name: str
    secret: str
    """Base32, to type where there is no camera."""
    address: str
    """otpauth://… as in the QR code."""

    def qr(self) -> str:
        """The address as a PNG in a data: URI."""
        out = io.BytesIO()
        qrcode.make(self.address, box_size=6).save(out)
        return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def enrolment(hub: Hub, token: str) -> Enrolment | Refused | None:
    """What to show somebody who is half-way in; None when their telephone knows already."""

    def work(tx: Tx) -> Enrolment | Refused | None:
        row = _half_way(tx, hub, token)
        if row is None:
            return _LATE
        name, proven = str(row[0]), bool(row[5])
        if proven:
            return None
        secret = _secret(hub, name, row[4]) if row[4] else _new_secret(tx, hub, name)
        shown = base64.b32encode(secret).decode()
        return Enrolment(name, shown, _totp(secret).get_provisioning_uri(name, "社区终端中枢"))

    return hub.store.write(work)


def give_code(hub: Hub, token: str, code: str) -> LoggedIn | Refused:
    """The second step. A wrong code counts like a wrong password; a code is never good twice."""
    fresh = secrets.token_urlsafe(32)

    def work(tx: Tx) -> LoggedIn | Refused:
        row = _half_way(tx, hub, token)
        if row is None or not row[4]:
            return _LATE
        name, role, failures, locked, secret, _, used = row
        now = hub.clock.now()
        if locked is not None and unstamp(locked) > now:
            return refused(429, "locked", "输错太多次，请十五分钟后再试。")
        counter = matching(_secret(hub, name, secret), code, now)
        if counter is None or counter <= int(used):
            return failed(tx, hub, name, 0 if locked is not None else int(failures), "动态码不对。")
        tx.run("delete from second_steps where token_hash = ?", token_hash(token))
        tx.run("update users set code_proven = 1, code_used = ? where name = ?", counter, name)
        return begin_session(tx, hub, name, Role(role), fresh)

    return hub.store.write(work)


def demo_code(hub: Hub, name: str) -> str | None:
    """What the telephone of somebody whom the demonstration made would show now; None for everybody else.

    It is told to whoever has the data directory and its keys, and stands in for a telephone nobody has to have.
    """

    def work(tx: Tx) -> str | None:
        row = one(tx, "select code_secret, code_used from users where name = ? and demo = 1", name)
        if row is None:
            return None
        secret = _secret(hub, name, row[0]) if row[0] else _new_secret(tx, hub, name)
        tx.run("update users set code_proven = 1 where name = ?", name)
        counter = int(hub.clock.now().timestamp()) // STEP_S
        # A code is good once: whoever logs in twice in one half minute needs the next one, which is good already.
        return _totp(secret).generate((counter + (int(row[1]) >= counter)) * STEP_S).decode()

    return hub.store.write(work)


def reset_code(hub: Hub, name: str, by: str) -> Refused | None:
    """Forget somebody's telephone (lost, replaced): the next log-in shows a new QR code."""

    def work(tx: Tx) -> Refused | None:
        row = one(tx, "select role from users where name = ?", name)
        if row is None or Role(row[0]) not in NEEDS_CODE:
            return refused(404, "no_user", "没有这个导办员或督导。", "name")
        tx.run("update users set code_secret = '', code_proven = 0, code_used = 0 where name = ?", name)
        tx.run("delete from sessions where user_name = ?", name)
        hub.audit(tx, by, "code_reset", f"user:{name}")
        return None

    return hub.store.write(work)


def matching(secret: bytes, code: str, now: datetime) -> int | None:
    """Which thirty seconds this code belongs to, None when it is of none near now (RFC 6238 section 5.2)."""
    counter = int(now.timestamp()) // STEP_S
    given = code.replace(" ", "").encode()
    totp = _totp(secret)
    near = (counter, counter - 1, counter + 1)
    return next((n for n in near if secrets.compare_digest(totp.generate(n * STEP_S), given)), None)


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP_S)


def _half_way(tx: Tx, hub: Hub, token: str) -> Row | None:
    since = stamp(hub.clock.now() - HALF_WAY)
    tx.run("delete from second_steps where made_at < ?", since)
    return one(
        tx,
        f"select {_COLUMNS} from second_steps join users on users.name = second_steps.user_name where token_hash = ?",
        token_hash(token),
    )


def _new_secret(tx: Tx, hub: Hub, name: str) -> bytes:
    secret = secrets.token_bytes(20)
    tx.run("update users set code_secret = ? where name = ?", hub.keys.lock(_KIND, name, secret), name)
    return secret


def _secret(hub: Hub, name: str, locked: str) -> bytes:
    return hub.keys.unlock(_KIND, name, locked)
