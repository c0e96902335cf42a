"""A technician at a terminal: each opening, closing and lock-out told by the terminal, once, into the audit chain."""

import hashlib

from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Tx, one
from hub.terminals import Terminal
from hub.times import stamp
from kiosk.core.wire import Repair

_HOW = {"staff": "工号", "code": "检修码", "": ""}


def tell(hub: Hub, terminal: Terminal, said: Repair) -> Refused | None:
    """Enter it once; None when it is in the chain. It may come days later: its own time stands in the detail."""
    digest = hashlib.sha256(said.model_dump_json().encode()).hexdigest()
    detail = " ".join(part for part in (_HOW[said.how], said.staff, stamp(said.at)) if part)

    def work(tx: Tx) -> Refused | None:
        known = one(tx, "select body_hash from repair_seen where id = ?", said.repair_id)
        if known is not None:
            return None if known[0] == digest else refused(409, "hash_differs", "同一个编号，内容却不同。")
        tx.run("insert into repair_seen (id, body_hash) values (?, ?)", said.repair_id, digest)
        hub.audit(tx, f"terminal:{terminal.id}", f"repair_{said.act}", f"terminal:{terminal.id}", detail)
        return None

    return hub.store.write(work)
