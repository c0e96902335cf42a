"""A technician's coming and going at a terminal is in the audit chain, once, whoever sends it again."""

from datetime import UTC, datetime
from typing import Any

from hub.audit import Intact, latest, verify
from kiosk.core.ids import uuid7
from kiosk.core.wire import Received, Repair

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def tell(kiosk: Any, one: Repair) -> Any:
    return kiosk.tell("PUT", f"/v1/repairs/{one.repair_id}", one)


def test_an_opening_and_a_lock_out_are_in_the_chain_once_with_their_own_time(place: Any, kiosk: Any) -> None:
    opened = Repair(repair_id=uuid7(), at=AT, act="opened", how="staff", staff="0001")
    for _ in range(3):
        assert Received.model_validate_json(tell(kiosk, opened).content).receipt == opened.repair_id
    assert tell(kiosk, Repair(repair_id=uuid7(), at=AT, act="locked")).status_code == 200
    assert tell(kiosk, opened.model_copy(update={"staff": "0002"})).status_code == 409
    told = [r for r in place.hub.store.read(lambda tx: latest(tx, 20)) if r.act.startswith("repair_")]
    assert [r.act for r in told] == ["repair_locked", "repair_opened"]
    assert told[1].actor == told[1].object == "terminal:K07"
    assert told[1].detail.startswith("工号 0001 2026-11-24T")
    assert isinstance(place.hub.store.read(lambda tx: verify(tx, place.hub.keys)), Intact)
