"""The online calls of a visit. Each returns a value and never raises; call them from a worker thread."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import quote

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from kiosk.core.clock import Clock
from kiosk.core.wire import (
    Bill,
    BillQuery,
    CaseList,
    CaseQuery,
    EnrolReply,
    EnrolRequest,
    Heartbeat,
    HelpReply,
    HelpRequest,
    Message,
    Orders,
    Payment,
    PaymentRequest,
    Problem,
    Received,
    SignedBundle,
    Ticket,
    TicketRequest,
)
from offline_cache.identity import Identity, identity_from
from offline_cache.line import Answer, Deadlines, HubLine, NoAnswer
from offline_cache.verdict import is_json, problem_of

Model = TypeVar("Model", bound=Message)
Value = TypeVar("Value")

IN_FRONT_OF_A_RESIDENT = Deadlines(connect=3.0, silence=8.0, whole=12.0)
"""Somebody stands there waiting."""
OF_A_PICTURE = Deadlines(connect=3.0, silence=8.0, whole=40.0)
"""Half a megabyte on a weak line; she is told that it is under way, and may go on."""
IN_THE_BACKGROUND = Deadlines()


@dataclass(frozen=True, slots=True)
class Ok(Generic[Value]):
    """The hub answered."""

    value: Value


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The version we have is still the hub's (HTTP 304)."""


@dataclass(frozen=True, slots=True)
class HubUnheard:
    """The hub was not heard, or what answered was not the hub. `why` is for the technician."""

    why: str


@dataclass(frozen=True, slots=True)
class HubRefused:
    """The hub answered no, in its own words for a technician."""

    status: int
    problem: Problem


class HubClient:
    """What a visit asks of the hub."""

    def __init__(self, line: HubLine) -> None:
        self._line = line

    def catalogue(self, have: str = "") -> Ok[SignedBundle] | Unchanged | HubUnheard | HubRefused:
        """The signed catalogue, unless `have` is its version. Its signature is checked by the reference cache."""
        return self._bundle("catalogue", have)

    def notices(self, have: str = "") -> Ok[SignedBundle] | Unchanged | HubUnheard | HubRefused:
        """The signed notices, unless `have` is their version."""
        return self._bundle("notices", have)

    def cases(self, query: CaseQuery) -> Ok[CaseList] | HubUnheard | HubRefused:
        """Cases by the number on the slip, or by a card."""
        return self._call("POST", "/v1/cases/query", query, CaseList)

    def ticket(self, request: TicketRequest) -> Ok[Ticket] | HubUnheard | HubRefused:
        """A number in the hall's queue; the same ticket id gives the same number."""
        return self._call("PUT", f"/v1/tickets/{request.ticket_id}", request, Ticket)

    def bill(self, biller: str, query: BillQuery) -> Ok[Bill] | HubUnheard | HubRefused:
        """What is owed."""
        return self._call("POST", f"/v1/bills/{quote(biller, safe='')}/query", query, Bill)

    def pay(self, request: PaymentRequest) -> Ok[Payment] | HubUnheard | HubRefused:
        """Begin a payment. After HubUnheard it may or may not have begun: ask `payment`, never start another."""
        return self._call("PUT", f"/v1/payments/{request.payment_id}", request, Payment)

    def payment(self, payment_id: str) -> Ok[Payment] | HubUnheard | HubRefused:
        """What the server says of a payment."""
        return self._call("GET", f"/v1/payments/{payment_id}", None, Payment)

    def close_payment(self, payment_id: str) -> Ok[Payment] | HubUnheard | HubRefused:
        """What became of a payment; one the server never got is void from now on, however late it may still come."""
        return self._call("POST", f"/v1/payments/{payment_id}/close", None, Payment)

    def help(self, request: HelpRequest) -> Ok[HelpReply] | HubUnheard | HubRefused:
        """Call for a human; the answer says what will really happen."""
        return self._call("PUT", f"/v1/help-requests/{request.help_id}", request, HelpReply)

    def photo(self, call: str, photo: str, jpeg: bytes) -> Ok[Received] | HubUnheard | HubRefused:
        """A picture of a paper for the guide of a call, who asked for it; the same id and bytes may be sent again."""
        return self._put(f"/v1/calls/{call}/photos/{photo}", jpeg, "image/jpeg", OF_A_PICTURE)

    def heartbeat(self, beat: Heartbeat) -> Ok[Received] | HubUnheard | HubRefused:
        """Tell the hub how the terminal is; also the probe that notices that the line is back."""
        outcome = self._call("POST", "/v1/heartbeat", beat, Received, IN_THE_BACKGROUND)
        if isinstance(outcome, Ok) and outcome.value.sha256 != hashlib.sha256(_body(beat)).hexdigest():
            return self._unheard("not_exact")
        return outcome

    def orders(self) -> Ok[Orders] | HubUnheard | HubRefused:
        """What the hub asks of this terminal; the caller checks the signature."""
        return self._call("GET", "/v1/orders", None, Orders, IN_THE_BACKGROUND)

    def log_bundle(self, bundle_id: str, body: bytes) -> Ok[Received] | HubUnheard | HubRefused:
        """Send the support bundle the orders asked for; the same id and bytes may be sent again."""
        return self._put(f"/v1/bundles/{bundle_id}", body, "application/zip", IN_THE_BACKGROUND)

    def _put(self, path: str, body: bytes, kind: str, deadlines: Deadlines) -> Ok[Received] | HubUnheard | HubRefused:
        outcome = self._read(self._line.send("PUT", path, body, kind, deadlines=deadlines), Received)
        if isinstance(outcome, Ok) and outcome.value.sha256 != hashlib.sha256(body).hexdigest():
            return self._unheard("not_exact")
        return outcome

    def _bundle(self, kind: str, have: str) -> Ok[SignedBundle] | Unchanged | HubUnheard | HubRefused:
        headers = {"If-None-Match": f'"{have}"'} if have else {}
        answer = self._line.send("GET", f"/v1/{kind}", headers=headers, deadlines=IN_THE_BACKGROUND)
        if isinstance(answer, Answer) and answer.status == 304 and have:
            return Unchanged()
        return self._read(answer, SignedBundle)

    def _call(
        self,
        method: str,
        path: str,
        message: Message | None,
        model: type[Model],
        deadlines: Deadlines = IN_FRONT_OF_A_RESIDENT,
    ) -> Ok[Model] | HubUnheard | HubRefused:
        body = b"" if message is None else _body(message)
        return self._read(self._line.send(method, path, body, deadlines=deadlines), model)

    def _read(self, answer: Answer | NoAnswer, model: type[Model]) -> Ok[Model] | HubUnheard | HubRefused:
        outcome = _outcome(answer, model)
        self._line.watch.heard(not isinstance(outcome, HubUnheard))
        return outcome

    def _unheard(self, why: str) -> HubUnheard:
        self._line.watch.heard(False)
        return HubUnheard(why)


def enrol(
    hub_url: str, code: str, clock: Clock, *, ca_file: str | None = None
) -> Ok[Identity] | HubUnheard | HubRefused:
    """Trade a one-time code for an identity. The private key is made here and never leaves; save it at once
    (`save_identity`): the code does not work twice."""
    key = Ed25519PrivateKey.generate()
    request = EnrolRequest(code=code, public_key=base64.b64encode(key.public_key().public_bytes_raw()).decode())
    line = HubLine(hub_url, clock, ca_file=ca_file)
    try:
        outcome = _outcome(line.send("POST", "/v1/enrol", _body(request)), EnrolReply)
    finally:
        line.close()
    if not isinstance(outcome, Ok):
        return outcome
    try:
        return Ok(identity_from(outcome.value, key))
    except ValueError:
        return HubUnheard("bad_keys")


def line_of(identity: Identity, hub_url: str, clock: Clock, *, ca_file: str | None = None) -> HubLine:
    """The signed line of an enrolled terminal."""
    return HubLine(hub_url, clock, identity.terminal_id, identity.key, ca_file=ca_file)


def _outcome(answer: Answer | NoAnswer, model: type[Model]) -> Ok[Model] | HubUnheard | HubRefused:
    if isinstance(answer, NoAnswer):
        return HubUnheard(answer.why)
    problem = problem_of(answer)
    if problem is not None and 400 <= answer.status < 500:
        return HubRefused(answer.status, problem)
    if answer.status not in (200, 201) or not is_json(answer):
        return HubUnheard(f"{answer.status} {problem.problem}" if problem else str(answer.status))
    try:
        return Ok(model.leniently(answer.body))
    except ValidationError:
        return HubUnheard("not_the_hub")


def _body(message: Message) -> bytes:
    return message.model_dump_json().encode()
