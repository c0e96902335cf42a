"""People who work at the hub: their passwords, lock-out, sessions and roles."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Tx, count, one
from hub.times import stamp, unstamp

MAX_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
IDLE = timedelta(minutes=15)
MIN_PASSWORD = 10


class Role(StrEnum):
    """What somebody may do; one each (separation of duties)."""

    OPERATOR = "operator"
    """Works on cases, may open forms (audited)."""
    AUDITOR = "auditor"
    """Reads lists and the audit chain, changes nothing, opens no form."""
    ADMIN = "admin"
    """Terminals and enrolment codes; cannot open forms or act on cases."""
    GUIDE = "guide"
    """Answers calls at the desk; logs in with a second factor; opens no form."""
    SUPERVISOR = "supervisor"
    """Listens in (told to the resident), keeps the guides' skills, reads the desk's figures; second factor."""


ROLE_NAMES = {
    Role.OPERATOR: "办事员",
    Role.AUDITOR: "审计员",
    Role.ADMIN: "管理员",
    Role.GUIDE: "导办员",
    Role.SUPERVISOR: "督导",
}
NEEDS_CODE = frozenset({Role.GUIDE, Role.SUPERVISOR})
"""Who sees residents' pages logs in with a code of their telephone beside the password."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is logged in."""

    user: str
    role: Role
    csrf: str


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Right name and password; `token` goes into the cookie, only its hash is kept."""

    token: str
    role: Role


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Right name and password of somebody who must also give a code; see hub.second_factor."""

    token: str


_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_hex(16))
"""Checked when the name does not exist, so that both cases take the same time."""


def add_user(hub: Hub, name: str, password: str, role: Role, by: str, *, demo: bool = False) -> Refused | None:
    """Add somebody. demo: made by the demonstration, and refused in production."""
    if not (1 <= len(name) <= 32 and name.isprintable() and not name.isspace()):
        return refused(422, "bad_name", "用户名一到三十二个字。", "name")
    if len(password) < MIN_PASSWORD or password.lower() in (name.lower(), name.lower() * 2):
        return refused(422, "weak_password", f"密码至少 {MIN_PASSWORD} 位，且不能和用户名一样。", "password")
    digest = _hasher.hash(password)

    def work(tx: Tx) -> Refused | None:
        if one(tx, "select 1 from users where name = ?", name):
            return refused(409, "user_exists", "已经有这个用户。", "name")
        tx.run(
            "insert into users (name, password_hash, role, demo, created_at) values (?, ?, ?, ?, ?)",
            *(name, digest, role, int(demo), stamp(hub.clock.now())),
        )
        hub.audit(tx, by, "user_added", f"user:{name}", role)
        return None

    return hub.store.write(work)


def remove_demo_users(hub: Hub) -> None:
    """Take away whoever an earlier demonstration made."""

    def work(tx: Tx) -> None:
        tx.run("delete from sessions where user_name in (select name from users where demo = 1)")
        for table in ("duty", "second_steps", "guides", "call_guests", "call_guests_refused"):
            tx.run(f"delete from {table} where user_name in (select name from users where demo = 1)")
        tx.run("delete from users where demo = 1")

    hub.store.write(work)


def demo_users(hub: Hub) -> int:
    """How many users the demonstration made."""
    return hub.store.read(lambda tx: count(tx, "select count(*) from users where demo = 1"))


def log_in(hub: Hub, name: str, password: str) -> LoggedIn | HalfWay | Refused:
    """Check a password. Five failures in a row lock the name for fifteen minutes; each try is audited.

    HalfWay for a role of NEEDS_CODE: the failures are forgotten only when the code was right too.
    """
    now = hub.clock.now()
    found = hub.store.read(
        lambda tx: one(tx, "select password_hash, role, locked_until from users where name = ?", name)
    )
    if found is not None and found[2] is not None and unstamp(found[2]) > now:
        return refused(429, "locked", "输错太多次，请十五分钟后再试。")
    right = _verify(found[0] if found else _NOBODY, password) and found is not None
    token = secrets.token_urlsafe(32)

    def work(tx: Tx) -> LoggedIn | HalfWay | Refused:
        if found is None:
            hub.audit(tx, "nobody", "login_failed", "user:?")
            return refused(401, "wrong_login", "用户名或密码不对。")
        failures, locked = tx.rows("select failures, locked_until from users where name = ?", name)[0]
        if locked is not None and unstamp(locked) > now:
            return refused(429, "locked", "输错太多次，请十五分钟后再试。")
        if not right:
            return failed(tx, hub, name, 0 if locked is not None else int(failures))
        if Role(found[1]) in NEEDS_CODE:
            tx.run(
                "insert into second_steps (token_hash, user_name, made_at) values (?, ?, ?)",
                *(token_hash(token), name, stamp(now)),
            )
            return HalfWay(token)
        return begin_session(tx, hub, name, Role(found[1]), token)

    return hub.store.write(work)


def begin_session(tx: Tx, hub: Hub, name: str, role: Role, token: str) -> LoggedIn:
    """Somebody has proven who they are: `token` is their cookie from now on."""
    now = hub.clock.now()
    tx.run("update users set failures = 0, locked_until = null where name = ?", name)
    tx.run("delete from sessions where seen_at < ?", stamp(now - IDLE))
    tx.run(
        "insert into sessions (token_hash, user_name, csrf, seen_at) values (?, ?, ?, ?)",
        *(token_hash(token), name, secrets.token_urlsafe(24), stamp(now)),
    )
    hub.audit(tx, f"user:{name}", "login", f"user:{name}")
    return LoggedIn(token, role)


def failed(tx: Tx, hub: Hub, name: str, before: int, say: str = "用户名或密码不对。") -> Refused:
    """Count a wrong try; the fifth in a row locks the name."""
    failures = before + 1
    until = stamp(hub.clock.now() + LOCKED_FOR) if failures >= MAX_FAILURES else None
    tx.run("update users set failures = ?, locked_until = ? where name = ?", failures, until, name)
    hub.audit(tx, f"user:{name}", "login_locked" if until else "login_failed", f"user:{name}")
    if until:
        return refused(429, "locked", "输错太多次，请十五分钟后再试。")
    return refused(401, "wrong_login", say)


def session_of(hub: Hub, token: str) -> Session | None:
    """Who this cookie is, None when unknown or idle too long. Looking counts as activity."""
    digest, now = token_hash(token), hub.clock.now()
    row = hub.store.read(
        lambda tx: one(
            tx,
            "select users.name, users.role, sessions.csrf, sessions.seen_at from sessions"
            " join users on users.name = sessions.user_name where token_hash = ?",
            digest,
        )
    )
    if row is None or now - unstamp(row[3]) > IDLE:
        return None
    if now - unstamp(row[3]) > timedelta(seconds=10):
        hub.store.write(lambda tx: tx.run("update sessions set seen_at = ? where token_hash = ?", stamp(now), digest))
    return Session(row[0], Role(row[1]), row[2])


def log_out(hub: Hub, token: str, user: str) -> None:
    """End a session; somebody who leaves is not on duty."""

    def work(tx: Tx) -> None:
        tx.run("delete from sessions where token_hash = ?", token_hash(token))
        tx.run("delete from duty where user_name = ?", user)
        tx.run("update guides set presence = 'break', seen_at = null where user_name = ?", user)
        hub.audit(tx, f"user:{user}", "logout", f"user:{user}")

    hub.store.write(work)


def _verify(digest: str, password: str) -> bool:
    try:
        return _hasher.verify(digest, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def token_hash(token: str) -> str:
    """Under which a cookie is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
