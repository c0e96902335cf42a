"""The queue's own promises."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.core.clock import ManualClock
from kiosk.core.faults import Fault
from kiosk.core.ids import SubmissionId, TerminalId, uuid7
from kiosk.core.sealing import Opened, Unpacked, open_sealed, unpack
from offline_cache import (
    Counter,
    Kept,
    Limits,
    NotDurable,
    Outbox,
    Refused,
    Stored,
    StoreFromNewerProgram,
    StoreUnreadable,
)
from offline_cache import database as database_module
from offline_cache.migrations import MIGRATIONS
from offline_cache.space import MIB

Put = Callable[[], SubmissionId]


def test_a_stored_matter_opens_only_with_the_hubs_key_and_is_complete(outbox, counter, build, keys) -> None:
    submission_id = SubmissionId(uuid7())
    pictures = {"signature.png": b"\x89PNG fictional"}
    stored = counter.put_submission(submission_id, build(submission_id, pictures), pictures)
    assert stored == Stored("130302-20261124-K07-0001-0", submission_id)
    item = outbox.next_due()
    opened = open_sealed({"seal-1": keys.seal}, "submission", submission_id, item.body)
    assert isinstance(opened, Opened)
    inside = unpack(opened.payload)
    assert isinstance(inside, Unpacked)
    assert inside.submission.case_number == stored.case_number
    assert inside.attachments == pictures


def test_the_same_submission_again_opens_no_second_case_and_answers_the_same(outbox, counter, build) -> None:
    submission_id = SubmissionId(uuid7())
    first = counter.put_submission(submission_id, build(submission_id, {}), {})
    assert counter.put_submission(submission_id, build(submission_id, {}), {}) == first
    found = counter.look_up(submission_id)
    assert (found.state, found.case_number) == ("queued", first.case_number)
    assert outbox.counts().queued == 1


def test_case_numbers_count_on_within_a_day_and_from_one_the_next(outbox, put, clock) -> None:
    put()
    put()
    clock.advance(86400)
    put()
    assert [item.case_number[7:24] for item in outbox.listing()] == [
        "20261124-K07-0001",
        "20261124-K07-0002",
        "20261125-K07-0001",
    ]


def test_a_matter_that_cannot_be_built_uses_up_no_number(outbox, counter, build, put) -> None:
    with pytest.raises(ValueError, match="id and case number"):
        counter.put_submission(SubmissionId(uuid7()), build(SubmissionId(uuid7()), {}), {})
    put()
    assert outbox.listing()[0].case_number.endswith("K07-0001-0")


def test_the_ten_thousandth_case_of_a_day_is_refused_and_not_numbered(outbox, counter, build) -> None:
    with outbox.database.transaction() as connection:
        connection.execute("insert into case_sequence values ('2026-11-24', 9999)")
    submission_id = SubmissionId(uuid7())
    assert counter.put_submission(submission_id, build(submission_id, {}), {}) == Refused(Fault.STORE_FULL)
    assert counter.look_up(submission_id) is None


def test_a_clock_before_the_programs_birth_is_refused(outbox, sealer, build) -> None:
    from datetime import datetime

    from kiosk.core.clock import BEIJING

    old = ManualClock(datetime(2000, 1, 1, tzinfo=BEIJING))
    counter = Counter(outbox, sealer, "130302", TerminalId("K07"), lambda *_: "x", old)
    submission_id = SubmissionId(uuid7())
    assert counter.put_submission(submission_id, build(submission_id, {}), {}) == Refused(Fault.CLOCK_WRONG)


def test_sent_wipes_the_body_and_keeps_the_receipt(outbox, put) -> None:
    submission_id = put()
    outbox.mark_sent(submission_id, '{"receipt":1}')
    assert outbox.find(submission_id).receipt == '{"receipt":1}'
    assert outbox.database.rows("select body from items") == [(None,)]
    assert outbox.next_due() is None
    assert outbox.counts().waiting_bytes == 0


def test_a_refused_item_waits_its_turn_while_others_go_first(outbox, put, clock) -> None:
    poison, good = put(), put()
    outbox.mark_refused(poison, "unknown_service", 60.0)
    assert outbox.next_due().id == good
    outbox.mark_sent(good, "{}")
    assert outbox.next_due() is None
    assert outbox.next_due_in_s() == pytest.approx(60)
    clock.advance(61)
    assert outbox.next_due().id == poison


def test_a_dead_item_keeps_its_bytes_shows_its_reason_and_can_be_retried(outbox, put) -> None:
    poison = put()
    body = outbox.next_due().body
    outbox.mark_refused(poison, "unknown_service：没有这个事项", None)
    assert outbox.next_due() is None
    assert outbox.listing()[0].reason == "unknown_service：没有这个事项"
    assert outbox.counts().waiting_bytes == len(body)
    assert outbox.retry(poison) == 1
    assert outbox.next_due().body == body


def test_a_clock_set_back_does_not_strand_an_item_in_the_future(outbox, put, clock) -> None:
    clock.advance(30 * 86400)
    late = put()
    outbox.mark_refused(late, "x", 600.0)
    clock.advance(-30 * 86400)
    assert outbox.next_due().id == late


def test_calls_for_help_go_before_older_matters(outbox, put) -> None:
    put()
    help_id = uuid7()
    assert outbox.put_plain("help", help_id, b"{}") == Kept(help_id)
    assert outbox.next_due().id == help_id


def test_the_byte_cap_refuses_honestly_and_takes_again_once_something_was_sent(tmp_path, clock) -> None:
    box = Outbox(tmp_path, clock, Limits(cap_bytes=1000, ballast_bytes=8 * MIB, free_bytes=MIB))
    first = uuid7()
    assert box.put_plain("rating", first, bytes(800)) == Kept(first)
    assert box.put_plain("rating", uuid7(), bytes(300)) == Refused(Fault.STORE_FULL)
    box.mark_sent(first, "{}")
    second = uuid7()
    assert box.put_plain("rating", second, bytes(300)) == Kept(second)
    box.close()


def test_an_item_larger_than_allowed_is_refused(tmp_path, clock) -> None:
    box = Outbox(tmp_path, clock, Limits(item_bytes=100, ballast_bytes=8 * MIB, free_bytes=MIB))
    assert box.put_plain("rating", uuid7(), bytes(101)) == Refused(Fault.STORE_FULL)
    box.close()


def test_every_open_insists_on_wal_and_full_flushes(tmp_path, clock, outbox) -> None:
    assert outbox.database.rows("pragma journal_mode") == [("wal",)]
    assert outbox.database.rows("pragma synchronous") == [(2,)]


def test_a_database_that_cannot_do_wal_is_not_opened(tmp_path, clock, monkeypatch) -> None:
    real = sqlite3.connect
    # An in-memory database answers "memory" to journal_mode=wal, as some network file systems answer "delete".
    monkeypatch.setattr(database_module.sqlite3, "connect", lambda path, **how: real(":memory:", **how))
    (tmp_path / "outbox.db").touch()
    with pytest.raises(NotDurable, match="memory"):
        Outbox(tmp_path, clock)


def test_a_missing_a_foreign_and_a_newer_file_are_told_apart(tmp_path, clock) -> None:
    with pytest.raises(StoreUnreadable):
        Outbox(tmp_path / "nowhere", clock, create=False)
    (tmp_path / "outbox.db").write_bytes(b"this is not a database, and it is long enough to be looked at" * 20)
    with pytest.raises(StoreUnreadable):
        Outbox(tmp_path, clock)
    box = Outbox(tmp_path / "newer", clock)
    box.database.tables.table("migrations").insert({"number": 99, "why": "from the future"})
    box.close()
    with pytest.raises(StoreFromNewerProgram):
        Outbox(tmp_path / "newer", clock)


def test_opening_twice_migrates_once(tmp_path, clock) -> None:
    Outbox(tmp_path, clock).close()
    box = Outbox(tmp_path, clock)
    assert box.database.rows("select count(*) from migrations") == [(len(MIGRATIONS),)]
    box.close()


def test_a_queue_of_an_older_program_takes_unclear_words_and_keeps_what_it_held(tmp_path, clock, monkeypatch) -> None:
    with monkeypatch.context() as older:
        older.setattr("offline_cache.migrations.MIGRATIONS", MIGRATIONS[:1])
        box = Outbox(tmp_path, clock)
        kept = uuid7()
        box.put_plain("rating", kept, b"{}")
        with pytest.raises(sqlite3.IntegrityError):
            box.database.tables.execute("update items set kind = 'unclear'")
        box.database.connection.rollback()
        box.close()
    box = Outbox(tmp_path, clock)
    assert box.put_plain("unclear", uuid7(), b"{}") != Refused(Fault.STORE_BROKEN)
    assert box.counts().queued == 2
    assert box.find(kept) is not None
    with pytest.raises(sqlite3.IntegrityError):
        box.database.tables.execute("update items set kind = 'another'")
    box.database.connection.rollback()
    assert box.database.rows("pragma integrity_check") == [("ok",)]
    box.close()


def test_claiming_among_a_hundred_thousand_uses_the_index_and_no_sorting(outbox) -> None:
    plan = outbox.database.rows(
        "explain query plan select seq from items where state = 'queued' and due_s <= ? order by due_s, seq limit 1", 0
    )
    text = " ".join(row[3] for row in plan)
    assert "items_by_due" in text
    assert "TEMP B-TREE" not in text


def test_old_receipts_go_and_nothing_else(outbox, put, clock) -> None:
    sent, dead, queued = put(), put(), put()
    outbox.mark_sent(sent, "{}")
    outbox.mark_refused(dead, "x", None)
    clock.advance(100 * 86400)
    assert outbox.forget_sent(timedelta(days=90)) == 1
    assert {item.id for item in outbox.listing(sent=True)} == {dead, queued}


def test_nothing_personal_is_readable_in_any_file_of_the_queue(outbox, put, tmp_path: Path) -> None:
    put()
    for path in (tmp_path / "data").iterdir():
        raw = path.read_bytes()
        assert "虚构老人".encode() not in raw
        assert b"13030019400101001X" not in raw
        assert path.stat().st_mode & 0o077 == 0 or path.suffix != ".db"


def test_a_second_process_sees_a_commit_and_does_not_lock_the_first_out(outbox, put, clock, tmp_path) -> None:
    other = Outbox(tmp_path / "data", clock, create=False)
    submission_id = put()
    assert other.find(submission_id) is not None
    other.retry(None)
    put()
    other.close()


OPERATIONS = st.lists(
    st.tuples(st.sampled_from(["put", "again", "sent", "refused", "dead", "retry", "wait"]), st.integers(0, 5)),
    max_size=40,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations=OPERATIONS)
def test_whatever_happens_the_counters_equal_the_rows_and_only_sent_items_lose_their_body(
    tmp_path_factory, operations
) -> None:
    clock = ManualClock()
    box = Outbox(tmp_path_factory.mktemp("any"), clock, Limits(ballast_bytes=8 * MIB, free_bytes=MIB))
    ids: list[str] = []
    for what, n in operations:
        chosen = ids[n % len(ids)] if ids else ""
        match what:
            case "put":
                ids.append(uuid7())
                box.put_plain("rating", ids[-1], bytes(n + 1))
            case "again" if chosen:
                box.put_plain("rating", chosen, b"other bytes")
            case "sent":
                box.mark_sent(chosen, "{}")
            case "refused":
                box.mark_refused(chosen, "x", float(n * 100))
            case "dead":
                box.mark_refused(chosen, "x", None)
            case "retry":
                box.retry(chosen or None)
            case "wait":
                clock.advance(n * 50)
    rows = dict(box.database.rows("select state, count(*) from items group by state"))
    counts = box.counts()
    assert (counts.queued, counts.sent, counts.dead) == tuple(rows.get(s, 0) for s in ("queued", "sent", "dead"))
    assert box.database.rows("select count(*) from items where (state = 'sent') <> (body is null)") == [(0,)]
    assert counts.waiting_bytes == box.database.rows("select coalesce(sum(length(body)), 0) from items")[0][0]
    assert len(box.listing(sent=True)) == len(set(ids))
    box.close()
