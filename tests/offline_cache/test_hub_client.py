"""Online calls, enrolment and the reference cache, over a real socket."""

import base64
import hashlib
import json
import threading
from datetime import timedelta

import pytest

from kiosk.core.ids import uuid7
from kiosk.core.wire import (
    CaseList,
    CaseQuery,
    EnrolReply,
    Heartbeat,
    Payment,
    PaymentRequest,
    Problem,
    Received,
    SignedBundle,
    bundle_text,
)
from offline_cache import (
    HubClient,
    HubRefused,
    HubUnheard,
    NoIdentity,
    NotTaken,
    Ok,
    Reference,
    ReferenceCache,
    Taken,
    enrol,
    line_of,
    load_identity,
    refresh,
    save_identity,
)
from offline_cache.line import Deadlines, HubLine, NoAnswer


@pytest.fixture
def client(hub, identity, clock):
    line = line_of(identity, hub.url, clock)
    yield HubClient(line)
    line.close()


def test_a_call_answers_with_the_model_and_the_line_is_up(client, hub, reply) -> None:
    hub.answer = lambda request: reply(200, CaseList(cases=[]).model_dump_json().encode())
    assert client.cases(CaseQuery(case_number="x")) == Ok(CaseList(cases=[]))
    assert json.loads(hub.heard[0].body) == {"case_number": "x", "id_number": ""}


def test_an_answer_of_a_later_hub_is_still_an_answer(client, hub, reply) -> None:
    hub.answer = lambda request: reply(200, b'{"cases":[],"said_by_a_later_version":1}')
    assert client.cases(CaseQuery(case_number="x")) == Ok(CaseList(cases=[]))


def test_a_refusal_in_the_hubs_words_is_a_refusal_and_anything_else_is_not_the_hub(client, hub, reply) -> None:
    problem = Problem(problem="not_found", say="没有这个编号")
    hub.answer = lambda request: reply(404, problem.model_dump_json().encode())
    assert client.cases(CaseQuery(case_number="x")) == HubRefused(404, problem)
    hub.answer = lambda request: reply(200, b"<html>", "text/html")
    assert client.cases(CaseQuery(case_number="x")) == HubUnheard("200")
    hub.answer = lambda request: reply(200, b'{"ok":true}')
    assert client.cases(CaseQuery(case_number="x")) == HubUnheard("not_the_hub")
    hub.answer = lambda request: reply(drop=True)
    assert client.cases(CaseQuery(case_number="x")) == HubUnheard("unreachable")


def test_a_payment_is_put_under_its_own_id_and_asked_for_under_the_same(client, hub, reply) -> None:
    payment_id = uuid7()
    state = Payment(payment_id=payment_id, state="processing", amount_cents=1200, simulated=True)
    hub.answer = lambda request: reply(200, state.model_dump_json().encode())
    request = PaymentRequest(
        payment_id=payment_id, biller="electric", account="000", period="2026-11", amount_cents=1200, method="scan_me"
    )
    assert client.pay(request) == client.payment(payment_id) == Ok(state)
    assert [(r.method, r.path) for r in hub.heard] == [
        ("PUT", f"/v1/payments/{payment_id}"),
        ("GET", f"/v1/payments/{payment_id}"),
    ]


def test_a_heartbeat_believes_only_an_echo_of_its_own_hash(client, hub, clock, reply) -> None:
    beat = Heartbeat(
        at=clock.now(), version="0", devices={}, queued=0, oldest_queued_s=0, catalogue_version="", simulated=True
    )

    def echo(request):
        sha256 = hashlib.sha256(request.body).hexdigest()
        return reply(200, Received(receipt="K07", sha256=sha256).model_dump_json().encode())

    hub.answer = echo
    assert isinstance(client.heartbeat(beat), Ok)
    hub.answer = lambda request: reply(200, Received(receipt="K07", sha256="0" * 64).model_dump_json().encode())
    assert client.heartbeat(beat) == HubUnheard("not_exact")


def test_a_hub_that_says_nothing_is_given_up_at_the_deadline(hub, clock, reply) -> None:
    released = threading.Event()

    def silent(request):
        released.wait(30)
        return reply(drop=True)

    hub.answer = silent
    line = HubLine(hub.url, clock)
    assert line.send("GET", "/v1/x", deadlines=Deadlines(connect=1, silence=0.05, whole=1)) == NoAnswer("too_slow")
    released.set()
    line.close()


def test_an_endless_answer_is_cut_off(hub, clock, reply) -> None:
    hub.answer = lambda request: reply(200, bytes(9 * 1024 * 1024))
    line = HubLine(hub.url, clock)
    assert line.send("GET", "/v1/x") == NoAnswer("too_large")
    line.close()


def test_a_proxy_in_the_environment_is_not_used(hub, clock, monkeypatch, unused_port) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_port}")
    line = HubLine(hub.url, clock)
    assert not isinstance(line.send("PUT", f"/v1/ratings/{uuid7()}", b"{}"), NoAnswer)
    line.close()


def test_enrolment_gives_an_identity_that_is_saved_for_its_owner_only(hub, clock, keys, tmp_path, reply) -> None:
    def hub_enrols(request):
        answer = EnrolReply(
            terminal_id="K07",
            division="130302",
            hall="虚构社区",
            seal_key_id="seal-1",
            seal_public_key=base64.b64encode(keys.seal.public_key().public_bytes_raw()).decode(),
            sign_public_key=base64.b64encode(keys.sign_public).decode(),
        )
        return reply(200, answer.model_dump_json().encode())

    hub.answer = hub_enrols
    outcome = enrol(hub.url, "ABCD-EFGH", clock)
    assert isinstance(outcome, Ok)
    sent = json.loads(hub.heard[0].body)
    assert base64.b64decode(sent["public_key"]) == outcome.value.key.public_key().public_bytes_raw()
    path = tmp_path / "identity.json"
    assert load_identity(path) == NoIdentity("missing")
    save_identity(path, outcome.value)
    again = load_identity(path)
    assert not isinstance(again, NoIdentity)
    assert again.sealer == outcome.value.sealer
    assert again.key.private_bytes_raw() == outcome.value.key.private_bytes_raw()
    path.chmod(0o644)
    assert load_identity(path) == NoIdentity("unsafe")
    path.chmod(0o600)
    path.write_text("{")
    assert load_identity(path) == NoIdentity("damaged")


# --- the reference cache ---------------------------------------------------------------------------------------


@pytest.fixture
def shipped(clock) -> Reference:
    return Reference("catalogue", "shipped", clock.now() - timedelta(days=100), {"01.yaml": "old"}, shipped=True)


@pytest.fixture
def bundle(keys, clock):
    def make(version: str, age_days: float = 0.0, kind: str = "catalogue", text: str = "new") -> SignedBundle:
        issued = clock.now() - timedelta(days=age_days)
        plain = SignedBundle(kind=kind, version=version, issued_at=issued, files={"01.yaml": text}, signature="")
        signature = base64.b64encode(keys.sign.sign(bundle_text(plain))).decode()
        return plain.model_copy(update={"signature": signature})

    return make


@pytest.fixture
def cache(tmp_path, keys, shipped, clock) -> ReferenceCache:
    return ReferenceCache(tmp_path, keys.sign_public, shipped, clock)


def test_the_program_starts_with_the_catalogue_it_came_with_and_keeps_what_it_fetched(
    cache, bundle, tmp_path, keys, shipped, clock
) -> None:
    assert cache.current() == shipped
    assert cache.age() is None
    assert isinstance(cache.take(bundle("v1", 3)), Taken)
    clock.advance(60)
    again = ReferenceCache(tmp_path, keys.sign_public, shipped, clock)
    assert again.current().version == "v1"
    assert again.age() == timedelta(seconds=60)


def test_a_visit_keeps_the_version_it_began_with_even_after_a_restart(
    cache, bundle, tmp_path, keys, shipped, clock
) -> None:
    cache.take(bundle("v1", 3, text="one"))
    pinned = cache.current()
    cache.take(bundle("v2", 2, text="two"))
    assert pinned.files["01.yaml"] == "one"
    again = ReferenceCache(tmp_path, keys.sign_public, shipped, clock)
    assert again.current().version == "v2"
    assert again.find("v1") == pinned
    assert again.find("shipped") == shipped
    assert again.find("never") is None


def test_unsigned_older_and_foreign_bundles_are_not_taken(cache, bundle) -> None:
    assert isinstance(cache.take(bundle("v2", 2)), Taken)
    changed = bundle("v3").model_copy(update={"files": {"01.yaml": "changed"}})
    assert cache.take(changed) == NotTaken("bad_signature")
    assert cache.take(bundle("v1", 5)) == NotTaken("older")
    assert cache.take(bundle("v2", 2)) == NotTaken("unchanged")
    assert cache.take(bundle("n1", kind="notices")) == NotTaken("wrong_kind")
    assert cache.current().version == "v2"


def test_a_damaged_current_version_falls_back_to_the_last_good_one(
    cache, bundle, tmp_path, keys, shipped, clock
) -> None:
    cache.take(bundle("v1", 3))
    cache.take(bundle("v2", 2))
    damaged = next(path for path in (tmp_path / "catalogue").glob("version-*") if '"v2"' in path.read_text())
    damaged.write_text(damaged.read_text().replace("new", "bad"))
    again = ReferenceCache(tmp_path, keys.sign_public, shipped, clock)
    assert again.current().version == "v1"
    for path in (tmp_path / "catalogue").glob("version-*"):
        path.write_text("{")
    assert ReferenceCache(tmp_path, keys.sign_public, shipped, clock).current() == shipped


def test_only_a_few_old_versions_are_kept(cache, bundle, tmp_path) -> None:
    for day in range(10):
        cache.take(bundle(f"v{day}", 20 - day))
    assert len(list((tmp_path / "catalogue").glob("version-*"))) == 4
    assert cache.current().version == "v9"


def test_refreshing_asks_with_the_version_at_hand_and_survives_a_dead_line(
    cache, bundle, client, hub, clock, reply
) -> None:
    new = bundle("v1", 1)
    hub.answer = lambda request: reply(200, new.model_dump_json().encode())
    assert isinstance(refresh(cache, client), Taken)
    assert "if-none-match" not in hub.heard[-1].headers
    clock.advance(500)
    hub.answer = lambda request: reply(304, b"")
    assert refresh(cache, client) == NotTaken("unchanged")
    assert hub.heard[-1].headers["if-none-match"] == '"v1"'
    assert cache.age() == timedelta(0)
    hub.answer = lambda request: reply(drop=True)
    assert refresh(cache, client) == HubUnheard("unreachable")
    assert cache.current().version == "v1"
