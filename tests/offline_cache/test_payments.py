"""Open payments: durable before the order leaves, found again by account, silent about whose they are."""

from offline_cache import Outbox, PaymentBook
from offline_cache.space import MIB, Limits

ACCOUNT = "1303000001"
LIMITS = Limits(ballast_bytes=8 * MIB, free_bytes=MIB)


def name_of(account: str) -> str:
    return f"name-{len(account)}-{account[-1]}"


def test_an_open_payment_is_there_after_the_power_failed_until_the_server_has_said_its_last_word(
    tmp_path, clock
) -> None:
    outbox = Outbox(tmp_path, clock, LIMITS)
    book = PaymentBook(outbox.database, clock, name_of)
    assert book.begin("id-1", "electric", ACCOUNT)
    assert book.begin("id-1", "electric", ACCOUNT)
    assert book.begin("id-2", "water", "77")
    # No close: the process is gone from one moment to the next.
    later = Outbox(tmp_path, clock, LIMITS)
    again = PaymentBook(later.database, clock, name_of)
    assert [p.payment_id for p in again.all()] == ["id-1", "id-2"]
    assert [p.payment_id for p in again.of("electric", ACCOUNT)] == ["id-1"]
    again.end("id-1")
    assert again.of("electric", ACCOUNT) == ()
    assert all(ACCOUNT.encode() not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    later.close()
    outbox.close()


def test_a_disk_that_refuses_keeps_the_order_from_leaving(tmp_path, clock) -> None:
    outbox = Outbox(tmp_path, clock, LIMITS)
    book = PaymentBook(outbox.database, clock, name_of)
    outbox.database.connection.execute("pragma query_only=on")
    assert not book.begin("id-1", "electric", ACCOUNT)
    outbox.close()
