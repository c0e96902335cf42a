"""What was said at terminals and not understood: reviewed by people, and taught to every terminal or thrown away.

Words only, grouped by what was said: how often, between which days, and what came nearest; never who, where or at what
time. A taught saying becomes an alias of a matter in the next version of the catalogue.
"""

import hashlib
from dataclasses import dataclass

from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Tx, one
from hub.times import stamp
from kiosk.catalogue import Catalogue
from kiosk.catalogue.learned import with_saying
from kiosk.core.wire import Unclear

PAGE = 100


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing people say."""

    text: str
    times: int
    candidates: tuple[str, ...]
    """Ids of the matters that came nearest, the oftenest first."""
    first_day: str
    last_day: str
    state: str
    """waiting, taught or discarded."""
    service_id: str
    """What it was taught to mean."""


def keep(hub: Hub, said: Unclear) -> Refused | None:
    """Count a saying once; None when it is counted. The id is kept only as a keyed hash, apart from the words."""
    key = hub.keys.lookup("unclear", said.unclear_id)
    digest = hub.keys.lookup("unclear_body", hashlib.sha256(said.model_dump_json().encode()).hexdigest())
    day = said.day.isoformat()

    def work(tx: Tx) -> Refused | None:
        known = one(tx, "select body_hash from unclear_seen where key = ?", key)
        if known is not None:
            return None if known[0] == digest else refused(409, "hash_differs", "同一个编号，内容却不同。")
        tx.run("insert into unclear_seen (key, body_hash) values (?, ?)", key, digest)
        before = one(tx, "select candidates, first_day, last_day from unclear where text = ?", said.text)
        if before is None:
            tx.run(
                "insert into unclear (text, times, candidates, first_day, last_day, state)"
                " values (?, 1, ?, ?, ?, 'waiting')",
                *(said.text, " ".join(said.candidates), day, day),
            )
            return None
        tx.run(
            "update unclear set times = times + 1, candidates = ?, first_day = ?, last_day = ? where text = ?",
            *(_more(str(before[0]), said.candidates), min(str(before[1]), day), max(str(before[2]), day), said.text),
        )
        return None

    return hub.store.write(work)


def _more(known: str, candidates: list[str]) -> str:
    """At most five, those known first."""
    return " ".join(list(dict.fromkeys([*known.split(), *candidates]))[:5])


def sayings(tx: Tx) -> list[Saying]:
    """Those that wait first, the oftenest at the top."""
    rows = tx.rows(
        "select text, times, candidates, first_day, last_day, state, service_id from unclear"
        f" order by case state when 'waiting' then 0 else 1 end, times desc, text limit {PAGE}"
    )
    return [Saying(r[0], int(r[1]), tuple(str(r[2]).split()), *(str(part) for part in r[3:])) for r in rows]


def teach(hub: Hub, by: str, text: str, service_id: str) -> Refused | None:
    """From now on it means that matter, at every terminal that fetches the catalogue."""
    current = up_to_date(hub)
    try:
        made = with_saying(current, service_id, text)
    except KeyError:
        return refused(422, "unknown_service", "没有这个事项。", "service")
    except ValueError as mistakes:
        return refused(422, "bad_saying", f"这句话不能当说法：{mistakes}", "text")

    def work(tx: Tx) -> Refused | int:
        if not _decide(tx, text, "taught", service_id):
            return refused(409, "not_now", "这一句已经处理过。")
        row = one(tx, "select coalesce(max(n), 0) from sayings")
        number = int(row[0]) + 1 if row else 1
        tx.run(
            "insert into sayings (n, saying, service_id, taught_by, taught_at) values (?, ?, ?, ?, ?)",
            *(number, text, service_id, by, stamp(hub.clock.now())),
        )
        # The words are in `sayings`; the chain holds codes only.
        hub.audit(tx, by, "unclear_taught", f"unclear:{_code(text)}", service_id)
        return number

    outcome = hub.store.write(work)
    if isinstance(outcome, Refused):
        return outcome
    if outcome == hub.shelf.learned + 1:
        hub.shelf.publish(made, outcome)
    return None


def discard(hub: Hub, by: str, text: str) -> Refused | None:
    """It is nothing to be learned; the words are not shown again as waiting."""

    def work(tx: Tx) -> Refused | None:
        if not _decide(tx, text, "discarded", ""):
            return refused(409, "not_now", "这一句已经处理过。")
        hub.audit(tx, by, "unclear_discarded", f"unclear:{_code(text)}")
        return None

    return hub.store.write(work)


def up_to_date(hub: Hub) -> Catalogue:
    """The current catalogue with every saying taught so far, also at another instance on the same database.

    A saying that the program's own newer catalogue has meanwhile, or gives to another matter, is passed over.
    """
    shelf = hub.shelf
    taught = hub.store.read(
        lambda tx: tx.rows("select n, saying, service_id from sayings where n > ? order by n", shelf.learned)
    )
    catalogue, learned = shelf.current, shelf.learned
    for number, saying, service_id in taught:
        learned = int(number)
        try:
            catalogue = with_saying(catalogue, str(service_id), str(saying))
        except (KeyError, ValueError):
            continue
    if taught:
        shelf.publish(catalogue, learned)
    return catalogue


def _decide(tx: Tx, text: str, state: str, service_id: str) -> bool:
    sql = "update unclear set state = ?, service_id = ? where text = ? and state = 'waiting'"
    return bool(tx.run(sql, state, service_id, text))


def _code(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
