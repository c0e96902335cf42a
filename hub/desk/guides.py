"""People at the desk: what each can do, where from, and whether they are there."""

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from hub.accounts import NEEDS_CODE, Role
from hub.help_desk import Reach, places
from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Row, Tx, one
from hub.times import stamp

Presence = Literal["ready", "busy", "break"]
AWAY_AFTER = timedelta(seconds=30)
"""A guide whose page was not heard this long is not on duty, whatever she said last."""
_COLUMNS = "user_name, shown_name, number, reach, place, sign, dialects, matters, presence"


@dataclass(frozen=True, slots=True)
class Profile:
    """A guide as the city set her up."""

    user: str
    shown_name: str
    """What residents are told: 「小王」."""
    number: str
    """Her staff number, told to residents too."""
    reach: Reach = "city"
    place: str = ""
    sign: bool = False
    dialects: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    """Service ids; none: any matter."""
    presence: Presence = "break"


def set_profile(hub: Hub, wanted: Profile, by: str) -> Refused | None:
    """Set up or change a guide; her presence stays as it is."""
    profile = replace(
        wanted,
        shown_name=wanted.shown_name.strip(),
        number=wanted.number.strip(),
        dialects=tuple(dict.fromkeys(word.strip() for word in wanted.dialects if word.strip())),
    )
    wrong = _wrong(hub, profile)
    if wrong is not None:
        return wrong

    def work(tx: Tx) -> Refused | None:
        role = one(tx, "select role from users where name = ?", profile.user)
        if role is None or Role(role[0]) not in NEEDS_CODE:
            return refused(404, "no_user", "没有这个导办员或督导。", "user")
        if (profile.reach, profile.place) not in places(tx):
            return refused(422, "unknown_place", "没有这个大厅或街道。", "place")
        if one(tx, "select 1 from guides where number = ? and user_name <> ?", profile.number, profile.user):
            return refused(409, "number_taken", "这个工号别人在用。", "number")
        now = stamp(hub.clock.now())
        tx.run(
            "insert into guides (user_name, shown_name, number, reach, place, sign, dialects, matters, presence_since,"
            " idle_since) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (user_name) do update set shown_name ="
            " excluded.shown_name, number = excluded.number, reach = excluded.reach, place = excluded.place,"
            " sign = excluded.sign, dialects = excluded.dialects, matters = excluded.matters",
            *(profile.user, profile.shown_name, profile.number, profile.reach, profile.place, int(profile.sign)),
            *(json.dumps(profile.dialects, ensure_ascii=False), json.dumps(profile.matters), now, now),
        )
        hub.audit(tx, by, "guide_set", f"user:{profile.user}")
        return None

    return hub.store.write(work)


def _wrong(hub: Hub, profile: Profile) -> Refused | None:
    if not 1 <= len(profile.shown_name) <= 8 or not profile.shown_name.isprintable():
        return refused(422, "bad_shown_name", "给居民看的名字一到八个字。", "shown_name")
    if not (1 <= len(profile.number) <= 8 and profile.number.isascii() and profile.number.isalnum()):
        return refused(422, "bad_number", "工号一到八位，只用数字和字母。", "number")
    unknown = [matter for matter in profile.matters if not hub.shelf.knows(matter)]
    if unknown:
        return refused(422, "unknown_matter", f"没有这个事项：{unknown[0][:10]}。", "matters")
    if any(len(word) > 12 for word in profile.dialects):
        return refused(422, "bad_dialect", "方言的名字最多十二个字。", "dialects")
    return None


def set_presence(hub: Hub, user: str, presence: Presence) -> Refused | None:
    """A guide says whether she takes calls; only one whom the city set up can."""

    def work(tx: Tx) -> Refused | None:
        now = stamp(hub.clock.now())
        if not tx.run(
            "update guides set presence = ?, presence_since = ?, seen_at = ? where user_name = ?",
            *(presence, now, now, user),
        ):
            return refused(409, "not_set_up", "您的工号还没有设好，请找督导。")
        hub.audit(tx, f"user:{user}", "guide_presence", f"user:{user}", presence)
        return None

    return hub.store.write(work)


def seen(hub: Hub, tx: Tx, user: str) -> None:
    """Her page is alive; that counts as activity of her session too."""
    now = stamp(hub.clock.now())
    tx.run("update guides set seen_at = ? where user_name = ?", now, user)
    tx.run("update sessions set seen_at = ? where user_name = ?", now, user)


def idle(hub: Hub, tx: Tx, user: str) -> None:
    """From now on she has nothing in hand."""
    tx.run("update guides set idle_since = ? where user_name = ?", stamp(hub.clock.now()), user)


def profile(tx: Tx, user: str) -> Profile | None:
    """One guide, None when the city has not set her up."""
    row = one(tx, f"select {_COLUMNS} from guides where user_name = ?", user)
    return _profile(row) if row else None


def profiles(tx: Tx) -> list[Profile]:
    """Every guide by number."""
    return [_profile(row) for row in tx.rows(f"select {_COLUMNS} from guides order by number")]


def present(hub: Hub, tx: Tx) -> list[tuple[Profile, str]]:
    """Guides who are there and take calls, even if busy just now, each with since when she is idle."""
    since = stamp(hub.clock.now() - AWAY_AFTER)
    rows = tx.rows(
        f"select {_COLUMNS}, idle_since from guides where presence <> 'break' and seen_at >= ? order by user_name",
        since,
    )
    return [(_profile(row[:-1]), str(row[-1])) for row in rows]


def _profile(row: Row) -> Profile:
    user, shown, number, reach, place, sign, dialects, matters, presence = row
    return Profile(
        *(user, shown, number, reach, place, bool(sign)),
        *(tuple(json.loads(dialects)), tuple(json.loads(matters)), presence),
    )
