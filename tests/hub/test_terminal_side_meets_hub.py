"""The terminal's own client against the real hub process: both sides of the wire agree."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub import RunningHub, start_hub
from kiosk.core.clock import SystemClock
from kiosk.core.ids import uuid7
from kiosk.core.wire import (
    Bill,
    BillQuery,
    CaseList,
    CaseQuery,
    Heartbeat,
    HelpReply,
    HelpRequest,
    PaymentRequest,
    SignedBundle,
    Ticket,
    TicketRequest,
)
from offline_cache.hub_client import HubClient, HubRefused, Ok, Unchanged, enrol, line_of


@pytest.fixture
def running(tmp_path: Path) -> Iterator[RunningHub]:
    hub = start_hub(tmp_path / "hub", phone="0335-0000000")
    yield hub
    hub.stop()


def test_every_call_of_a_visit_is_understood(running: RunningHub) -> None:
    clock = SystemClock()
    identity = enrol(running.url, running.enrol_code, clock)
    assert isinstance(identity, Ok), identity
    line = line_of(identity.value, running.url, clock)
    client = HubClient(line)
    try:
        bundle = client.catalogue()
        assert isinstance(bundle, Ok)
        assert isinstance(bundle.value, SignedBundle)
        assert isinstance(client.catalogue(bundle.value.version), Unchanged)
        assert isinstance(client.notices(), Ok)
        beat = Heartbeat(
            at=clock.now(), version="0", devices={}, queued=0, oldest_queued_s=0, catalogue_version="", simulated=True
        )
        assert isinstance(client.heartbeat(beat), Ok)
        cases = client.cases(CaseQuery(id_number="11010119400307001X"))
        assert cases == Ok(CaseList(cases=[]))
        ticket = client.ticket(TicketRequest(ticket_id=uuid7(), service_id="33", matter="elder"))
        assert isinstance(ticket, Ok)
        assert isinstance(ticket.value, Ticket)
        bill = client.bill("electric", BillQuery(account="1303000001"))
        assert isinstance(bill, Ok)
        assert isinstance(bill.value, Bill)
        request = PaymentRequest(
            payment_id=uuid7(),
            biller="electric",
            account="1303000001",
            period=bill.value.period,
            amount_cents=bill.value.due_cents,
            method="scan_me",
        )
        assert isinstance(client.pay(request), Ok)
        assert isinstance(client.payment(request.payment_id), Ok)
        second = client.pay(request.model_copy(update={"payment_id": uuid7()}))
        assert isinstance(second, HubRefused)
        assert (second.status, second.problem.problem) == (409, "payment_in_progress")
        reply = client.help(HelpRequest(help_id=uuid7()))
        assert isinstance(reply, Ok)
        assert isinstance(reply.value, HelpReply)
        assert (reply.value.on_duty, reply.value.phone) == (False, "0335-0000000")
    finally:
        line.close()
