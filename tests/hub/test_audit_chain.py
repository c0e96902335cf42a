"""The chain of acts: whatever is changed, taken out or cut off is found by its number."""

from typing import Any

import pytest

from hub import audit
from hub.audit import Broken, Intact
from hub.errors import StoreBroken


@pytest.fixture
def chain(place: Any) -> Any:
    for n in range(10):
        place.hub.store.write(lambda tx, n=n: place.hub.audit(tx, "cli", "test", f"object:{n}"))
    return place


def check(place: Any) -> Intact | Broken:
    found: Intact | Broken = place.hub.store.read(lambda tx: audit.verify(tx, place.hub.keys))
    return found


def tamper(place: Any, *statements: str) -> None:
    """As somebody with the database's own rights would: guards off, change, guards on."""
    if place.hub.store.kind == "sqlite":
        off = ["drop trigger audit_no_update", "drop trigger audit_no_delete"]
    else:
        off = ["alter table audit disable trigger all"]

    def work(tx: Any) -> None:
        for statement in (*off, *statements):
            tx.run(statement)

    place.hub.store.write(work)


def test_an_untouched_chain_is_intact_and_its_head_is_told(chain: Any) -> None:
    found = check(chain)
    assert isinstance(found, Intact)
    assert (found.records, len(found.head)) == (10, 64)


def test_the_database_itself_refuses_to_change_or_delete_records(chain: Any) -> None:
    for statement in ("update audit set actor = 'x' where seq = 3", "delete from audit where seq = 3"):
        with pytest.raises(StoreBroken):
            chain.hub.store.write(lambda tx, s=statement: tx.run(s))
    assert isinstance(check(chain), Intact)


@pytest.mark.parametrize("column", ["at", "actor", "act", "object", "detail", "previous", "hash"])
def test_a_changed_record_is_found_by_its_number(chain: Any, column: str) -> None:
    tamper(chain, f"update audit set {column} = 'x' where seq = 4")
    found = check(chain)
    assert isinstance(found, Broken)
    assert found.seq == 4


def test_a_record_taken_out_is_found_by_its_number(chain: Any) -> None:
    tamper(chain, "delete from audit where seq = 6")
    assert check(chain) == Broken(6, "这一条不见了。")


def test_a_tail_cut_off_is_found(chain: Any) -> None:
    tamper(chain, "delete from audit where seq > 7")
    assert check(chain) == Broken(8, "这一条和后面的不见了。")


def test_a_forged_head_is_found(chain: Any) -> None:
    rows = chain.hub.store.read(lambda tx: tx.rows("select hash from audit where seq = 7"))
    tamper(chain, "delete from audit where seq > 7", f"update audit_head set seq = 7, hash = '{rows[0][0]}'")
    assert check(chain) == Broken(7, "链尾的签名不对。")


def test_acts_of_many_threads_stay_one_chain(place: Any) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def act(n: int) -> None:
        place.hub.store.write(lambda tx: place.hub.audit(tx, "cli", "test", f"object:{n}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(80)))
    found = check(place)
    assert isinstance(found, Intact)
    assert found.records == 80
