"""Public notices (35): published by an operator with a level and an expiry, withdrawn but never erased."""

from datetime import datetime
from typing import Literal, get_args

from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Row, Tx
from hub.times import stamp, unstamp
from kiosk.core.ids import uuid7
from kiosk.core.wire import Notice

Level = Literal["一般", "重要", "紧急"]
LEVELS: tuple[Level, ...] = get_args(Level)
_ORDER = "case level when '紧急' then 0 when '重要' then 1 else 2 end, published desc"
_COLUMNS = "id, title, text, level, source, published, expires"


def in_force(tx: Tx, now: datetime) -> list[Notice]:
    """Published, not withdrawn, not expired; the urgent first, then the newest."""
    at = stamp(now)
    rows = tx.rows(
        f"select {_COLUMNS} from notices where withdrawn_at is null and published <= ?"
        f" and (expires is null or expires > ?) order by {_ORDER}",
        *(at, at),
    )
    return [_notice(row) for row in rows]


def recent(tx: Tx) -> list[tuple[Notice, bool]]:
    """The last hundred, the newest first, each with whether it was withdrawn."""
    rows = tx.rows(f"select {_COLUMNS}, withdrawn_at from notices order by published desc limit 100")
    return [(_notice(row[:7]), row[7] is not None) for row in rows]


def publish(
    hub: Hub, by: str, title: str, text: str, level: str, source: str, expires: datetime | None
) -> Notice | Refused:
    """Publish from now on."""
    title, text, source, now = title.strip(), text.strip(), source.strip(), hub.clock.now()
    if not 1 <= len(title) <= 40:
        return refused(422, "bad_title", "请写标题，最多四十字。", "title")
    if not 1 <= len(text) <= 2000:
        return refused(422, "bad_text", "请写正文，最多两千字。", "text")
    if level not in LEVELS:
        return refused(422, "bad_level", "级别是一般、重要或紧急。", "level")
    if not 1 <= len(source) <= 60:
        return refused(422, "bad_source", "请写是谁发布的。", "source")
    if expires is not None and expires <= now:
        return refused(422, "bad_expiry", "有效期要在现在以后。", "expires")
    notice = Notice(id=uuid7(), title=title, text=text, level=level, source=source, published=now, expires=expires)

    def work(tx: Tx) -> None:
        tx.run(
            f"insert into notices ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?)",
            *(notice.id, title, text, level, source, stamp(now), stamp(expires) if expires else None),
        )
        hub.audit(tx, by, "notice_published", f"notice:{notice.id}", level)

    hub.store.write(work)
    return notice


def withdraw(hub: Hub, by: str, notice_id: str) -> Refused | None:
    """Take a notice down."""

    def work(tx: Tx) -> Refused | None:
        at = stamp(hub.clock.now())
        if not tx.run("update notices set withdrawn_at = ? where id = ? and withdrawn_at is null", at, notice_id):
            return refused(404, "no_notice", "没有这条公告，或已经撤下。")
        hub.audit(tx, by, "notice_withdrawn", f"notice:{notice_id}")
        return None

    return hub.store.write(work)


def _notice(row: Row) -> Notice:
    notice_id, title, text, level, source, published, expires = row
    return Notice(
        id=notice_id,
        title=title,
        text=text,
        level=level,
        source=source,
        published=unstamp(published),
        expires=unstamp(expires) if expires else None,
    )
