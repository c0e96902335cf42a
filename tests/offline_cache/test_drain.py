"""Sending over a real socket: only the hub's exact word counts."""

import base64
import hashlib
import threading
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.clock import BEIJING
from kiosk.core.ids import SubmissionId, uuid7
from kiosk.core.terminal_auth import Verified, verify_request
from kiosk.core.wire import HelpReply, Problem
from offline_cache import Drain, Drainer, DrainLock, Failed, LineDown, Sent, Waiting, line_of
from offline_cache.backoff import OUTAGE_CEILING_S, item_wait_s, outage_wait_s
from offline_cache.items import QueuedItem
from offline_cache.line import Answer, HubLine
from offline_cache.verdict import Accepted, Outage, judge, retry_after_s

PROBLEM = Problem(problem="unknown_service", say="没有这个事项", field="service_id").model_dump_json().encode()


@pytest.fixture
def line(hub, identity, clock):
    made = line_of(identity, hub.url, clock)
    yield made
    made.close()


@pytest.fixture
def drain(outbox, line, identity, clock) -> Drain:
    return Drain(outbox, line, identity.hub_sign_key, clock, Random(0))


def test_a_stored_matter_arrives_as_the_bytes_that_were_stored_and_is_then_wiped(
    drain, outbox, put, hub, identity, clock
) -> None:
    submission_id = put()
    body = outbox.next_due().body
    step = drain.once()
    assert isinstance(step, Sent)
    assert step.ack.receipt == submission_id
    request = hub.heard[0]
    assert (request.method, request.path, request.body) == ("PUT", f"/v1/submissions/{submission_id}", body)
    digest = hashlib.sha256(body)
    assert request.headers["content-digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert request.headers["content-type"] == "application/vnd.kiosk.sealed"
    public = identity.key.public_key().public_bytes_raw()
    verified = verify_request(
        request.headers["authorization"], {"K07": public}.get, "PUT", request.path, digest.hexdigest(), clock.now()
    )
    assert isinstance(verified, Verified)
    assert outbox.find(submission_id).state == "sent"
    assert drain.once() == Waiting(None)


def _lies(hub_module_reply, hub, request):
    """Every answer that must not count, by name."""
    reply = hub_module_reply
    ack = hub.keys.ack(request.item_id, request.body, hub.clock)
    return {
        "drop": reply(drop=True),
        "portal": reply(200, b"<html>login</html>", "text/html"),
        "portal that speaks json": reply(200, b'{"status":"ok"}'),
        "redirect": reply(302, b"", headers=(("Location", "http://127.0.0.1:9/"),)),
        "unauthorised in the hub's words": reply(401, PROBLEM),
        "forbidden": reply(403, b"", "text/plain"),
        "not found": reply(404, b"nope", "text/plain"),
        "bad request but not in the hub's words": reply(400, b"<html>proxy</html>", "text/html"),
        "too many": reply(429, b"", "text/plain"),
        "busy": reply(503, b"", "text/plain"),
        "hub broken in its own words": reply(500, PROBLEM),
        "wrong hash": reply(200, ack.model_copy(update={"sha256": "0" * 64}).model_dump_json().encode()),
        "other receipt": reply(200, ack.model_copy(update={"receipt": uuid7()}).model_dump_json().encode()),
        "changed after signing": reply(200, ack.model_copy(update={"case_number": "x"}).model_dump_json().encode()),
        "not signed": reply(200, ack.model_copy(update={"signature": ""}).model_dump_json().encode()),
        "accepted later": reply(202, ack.model_dump_json().encode()),
    }


@pytest.mark.parametrize(
    "lie",
    [
        "drop",
        "portal",
        "portal that speaks json",
        "redirect",
        "unauthorised in the hub's words",
        "forbidden",
        "not found",
        "bad request but not in the hub's words",
        "too many",
        "busy",
        "hub broken in its own words",
        "wrong hash",
        "other receipt",
        "changed after signing",
        "not signed",
        "accepted later",
    ],
)
def test_an_answer_that_is_not_the_hubs_exact_word_is_an_outage_and_costs_the_item_nothing(
    drain, outbox, put, hub, line, reply, lie
) -> None:
    submission_id = put()
    hub.answer = lambda request: _lies(reply, hub, request)[lie]
    assert isinstance(drain.once(), LineDown)
    item = outbox.listing()[0]
    assert (item.id, item.state, item.tries) == (submission_id, "queued", 0)
    assert line.watch.state == "down"
    assert isinstance(drain.once(), Waiting), "the hub is left alone for a while"
    drain.try_now()
    hub.answer = hub.honest
    assert isinstance(drain.once(), Sent)
    assert line.watch.state == "up"


def test_a_commit_whose_answer_was_lost_is_sent_again_and_counted_once(drain, put, hub, reply) -> None:
    put()

    def commit_then_drop(request):
        hub.honest(request)
        return reply(drop=True)

    hub.answer = commit_then_drop
    assert isinstance(drain.once(), LineDown)
    hub.answer = hub.honest
    drain.try_now()
    assert isinstance(drain.once(), Sent)
    assert len(hub.stored) == 1
    assert len({request.body for request in hub.heard}) == 1


def test_nobody_listening_is_an_outage_with_growing_waits_that_stop_growing(
    outbox, put, identity, clock, unused_port
) -> None:
    put()
    line = HubLine(f"http://127.0.0.1:{unused_port}", clock)
    drain = Drain(outbox, line, identity.hub_sign_key, clock, Random(5))
    waits = []
    for _ in range(14):
        step = drain.once()
        assert isinstance(step, LineDown)
        assert step.why == "unreachable"
        waits.append(step.wait_s)
        clock.advance(step.wait_s)
    assert waits[0] <= 1.0
    assert waits[6] > waits[1]
    assert all(wait <= OUTAGE_CEILING_S for wait in waits)
    line.close()


def test_the_hubs_wish_to_be_left_alone_is_kept(drain, put, hub, clock, reply) -> None:
    put()
    hub.answer = lambda request: reply(503, b"", "text/plain", (("Retry-After", "120"),))
    step = drain.once()
    assert isinstance(step, LineDown)
    assert step.wait_s == 120.0
    clock.advance(119)
    drain.once()
    assert len(hub.heard) == 1


def test_a_poison_item_is_set_aside_after_three_refusals_and_blocks_nobody(
    drain, outbox, put, hub, clock, reply
) -> None:
    poison = put()
    good = {put() for _ in range(5)}
    hub.answer = lambda request: reply(422, PROBLEM) if request.item_id == poison else hub.honest(request)
    steps = []
    while outbox.counts().queued:
        step = drain.once()
        steps.append(step)
        if isinstance(step, Waiting):
            clock.advance(step.seconds + 1)
    assert {step.item_id for step in steps if isinstance(step, Sent)} == good
    assert [step.dead for step in steps if isinstance(step, Failed)] == [False, False, True]
    item = outbox.listing()[0]
    assert (item.id, item.state, item.tries) == (poison, "dead", 3)
    assert item.reason == "unknown_service：没有这个事项（service_id）"
    hub.answer = hub.honest
    outbox.retry(poison)
    assert isinstance(drain.once(), Sent)


def test_ratings_and_calls_for_help_need_an_exact_answer_too(drain, outbox, hub, reply) -> None:
    rating, call = uuid7(), uuid7()
    outbox.put_plain("rating", rating, b'{"level":"x"}')
    assert isinstance(drain.once(), Sent)
    outbox.put_plain("help", call, b"{}")
    no = HelpReply(help_id=uuid7(), on_duty=False, waiting=0, phone="", ticket="")
    hub.answer = lambda request: reply(200, no.model_dump_json().encode())
    assert isinstance(drain.once(), LineDown)
    drain.try_now()
    yes = no.model_copy(update={"help_id": call})
    hub.answer = lambda request: reply(200, yes.model_dump_json().encode())
    assert isinstance(drain.once(), Sent)
    assert [request.path for request in hub.heard][-1] == f"/v1/help-requests/{call}"


def test_only_one_drainer_at_a_time(tmp_path) -> None:
    first, second = DrainLock(tmp_path), DrainLock(tmp_path)
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


def test_the_drainer_sends_what_arrives_later_tells_its_listeners_and_stops(
    drain, line, put, hub, tmp_path, identity
) -> None:
    drainer = Drainer(drain, line, DrainLock(tmp_path))
    arrived, states, done = [], [], threading.Event()

    def heard(submission_id: SubmissionId, ack: object) -> None:
        arrived.append(submission_id)
        if len(arrived) == 3:
            done.set()

    drainer.on_sent.append(heard)
    line.watch.listeners.append(states.append)
    drainer.start()
    ids = []
    for _ in range(3):
        ids.append(put())
        drainer.wake()
    assert done.wait(30)
    assert drainer.stop(30)
    assert set(arrived) == set(ids)
    assert states == ["up"]


def test_waking_the_drainer_ends_its_wait_when_the_line_is_back(drain, line, put, hub, tmp_path, reply) -> None:
    drainer = Drainer(drain, line, DrainLock(tmp_path))
    down, sent = threading.Event(), threading.Event()
    hub.answer = lambda request: reply(503, b"", "text/plain", (("Retry-After", "3000"),))
    drainer.on_step.append(lambda step: down.set() if isinstance(step, LineDown) else None)
    drainer.on_sent.append(lambda *_: sent.set())
    put()
    drainer.start()
    assert down.wait(30)
    hub.answer = hub.honest
    drainer.wake()
    assert sent.wait(30)
    assert drainer.stop(30)


@settings(deadline=None)
@given(
    status=st.one_of(st.sampled_from([200, 201]), st.integers(100, 599)),
    body=st.one_of(st.binary(max_size=80), st.just(PROBLEM), st.just(b"{}"), st.just(b'{"receipt":"x"}')),
    media=st.sampled_from(["application/json", "text/html", "", "application/problem+json"]),
    kind=st.sampled_from(["submission", "rating", "help"]),
)
def test_no_answer_made_without_the_hubs_key_is_ever_an_acceptance(status, body, media, kind) -> None:
    item = QueuedItem(1, uuid7(), kind, b"sealed", "0" * 64, "", 0, datetime(2026, 11, 24, tzinfo=BEIJING))
    verdict = judge(item, Answer(status, {"content-type": media}, body), bytes(32), item.created_at)
    assert not isinstance(verdict, Accepted)
    if body != PROBLEM:
        assert isinstance(verdict, Outage)


@settings(deadline=None)
@given(failures=st.integers(1, 1000), wish=st.none() | st.floats(0, 3600), seed=st.integers())
def test_waits_are_never_zero_never_shorter_than_wished_and_never_endless(failures, wish, seed) -> None:
    wait = outage_wait_s(failures, wish, Random(seed))
    assert 0.5 <= wait <= max(OUTAGE_CEILING_S, wish or 0.0)
    assert wait >= (wish or 0.0)


def test_an_item_is_given_two_more_tries() -> None:
    assert [item_wait_s(tries) for tries in range(4)] == [60.0, 600.0, None, None]


@settings(deadline=None)
@given(text=st.text(max_size=40))
def test_any_retry_after_is_read_or_ignored(text) -> None:
    wait = retry_after_s(text, datetime(2026, 11, 24, tzinfo=UTC))
    assert wait is None or 0 <= wait <= 3600


def test_retry_after_as_a_date_counts_from_now() -> None:
    now = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert retry_after_s("Tue, 24 Nov 2026 08:02:00 GMT", now) == 120
    assert retry_after_s("Tue, 24 Nov 2026 08:02:00 GMT", now + timedelta(hours=1)) == 0
