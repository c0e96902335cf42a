"""Messages between a terminal and the hub. Both sides build and check them with these models.

Every model refuses unknown keys, so that a misspelt field is an error that names it and not a silent loss. Only what
tells of something and loses nothing (an answer of the hub, a heartbeat, a line of a call) is read `leniently`: the
other machine may be a version ahead.
Times are ISO 8601 with offset. Money is integer 分. The sealed body of a submission is a ZIP with
`submission.json` (a `Submission`) and one file per attachment under `attachments/`.
"""

import re
from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Uuid = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Source = Literal[
    "chip", "typed", "spoken", "handwritten", "certificate", "guide", "earlier_visit", "rule", "social_card"
]  # fmt: skip


class Message(BaseModel):
    """Base of all messages: immutable, exact."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def leniently(cls, body: str | bytes) -> Self:
        """What the other side said, without the keys that only a newer version knows. Raises ValidationError."""
        return cls.model_validate_json(body, extra="ignore")


class WirePerson(Message):
    """Whose matter it is, or who acts."""

    name: str = Field(min_length=1, max_length=60)
    id_number: str = Field(min_length=1, max_length=20)
    sex: str = ""
    nation: str = ""
    birth: str = ""
    """YYYY-MM-DD or ""."""
    address: str = Field("", max_length=200)
    authority: str = ""
    valid_to: str = ""
    how: Literal["chip", "typed", "social"]


class WireValue(Message):
    """One value of one field with where it came from."""

    value: str = Field(max_length=2000)
    source: Source
    at: datetime
    by: str = ""
    """Guide's or staff's id where one entered it, else ""."""


class Consent(Message):
    """What the resident was told and agreed to."""

    text_version: str
    at: datetime
    how: Literal["touch", "keypad", "voice"]


class Attachment(Message):
    """A file inside the sealed body."""

    name: str = Field(pattern=r"^[a-z0-9_]+\.[a-z0-9]+$")
    media_type: str
    sha256: Sha256
    size: int = Field(ge=0)
    material: str = ""
    """Which material a picture shows; "" for what is no picture of one."""
    taken_at: datetime | None = None
    """When the terminal's document camera took it; nobody else adds pictures."""
    asked_by: str = Field("", max_length=60)
    """The guide who asked for it in a call and saw it, as the hub knows the guide; "" when she took it alone."""


class Witness(Message):
    """A member of the hall's staff who vouched for something at the terminal."""

    staff_id: str
    name: str
    at: datetime


class Submission(Message):
    """Everything one finished matter sends to the hub."""

    submission_id: Uuid
    case_number: str
    service_id: str = Field(pattern=r"^\d{2}$")
    service_version: str
    terminal_id: str
    division: str = Field(pattern=r"^\d{6}$")
    created_at: datetime
    holder: WirePerson | None
    """办事人, whose matter it is; None for an anonymous report."""
    operator: WirePerson | None
    """操作人, who acted; the same person as holder unless acting for someone."""
    relation: str = ""
    """Operator's relation to the holder, "" when they are the same."""
    fields: dict[str, list[WireValue]]
    """Per field every source's value, the chosen one last."""
    materials: dict[str, str] = {}
    """Material id -> brought | missing | electronic."""
    consents: list[Consent]
    witness: Witness | None = None
    attachments: list[Attachment] = []
    signature_sha256: str = ""
    """SHA-256 of the exact text that was read back and signed; kiosk.core.signing binds mark and strokes to it."""


class SubmissionAck(Message):
    """The hub's receipt; a submission counts as sent only when this is exact and its signature verifies."""

    receipt: Uuid
    """Equals the submission id."""
    sha256: Sha256
    """Of the sealed bytes as received."""
    case_number: str
    status: str
    """Case status in Chinese, e.g. 待受理."""
    accepted_at: datetime
    due: str = ""
    """Promised date YYYY-MM-DD, "" when none is confirmed."""
    signature: str
    """Base64 Ed25519 by the hub's signing key over `signed_text(self)`."""


def signed_text(ack: SubmissionAck) -> bytes:
    """The exact bytes the hub signs in an acknowledgement."""
    return f"ack\n{ack.receipt}\n{ack.sha256}\n{ack.case_number}\n{ack.accepted_at.isoformat()}\n".encode()


class Problem(Message):
    """The hub's own error format; an answer of any other shape is an outage, not a verdict on the item."""

    problem: str
    """Stable code, e.g. "hash_differs", "unknown_service", "not_enrolled"."""
    say: str
    """Chinese sentence for the technician."""
    field: str = ""


class EnrolRequest(Message):
    """One-time enrolment of a terminal: POST /v1/enrol."""

    code: str = Field(min_length=8, max_length=64)
    public_key: str
    """Base64 of the terminal's 32-byte Ed25519 public key."""


class EnrolReply(Message):
    """What a terminal needs to know of its hub."""

    terminal_id: str
    division: str
    hall: str
    seal_key_id: str
    seal_public_key: str
    """Base64 of the 32-byte X25519 public key submissions are sealed to."""
    sign_public_key: str
    """Base64 of the 32-byte Ed25519 key that signs acks, catalogue and notices."""


class Notice(Message):
    """A public notice (35)."""

    id: str
    title: str
    text: str
    level: Literal["一般", "重要", "紧急"]
    source: str
    published: datetime
    expires: datetime | None = None


class SignedBundle(Message):
    """GET /v1/catalogue and GET /v1/notices: versioned, signed, cached by ETag = version."""

    kind: Literal["catalogue", "notices"]
    version: str
    issued_at: datetime
    files: dict[str, str]
    """File name -> text (YAML of services, or notices.json)."""
    signature: str
    """Base64 Ed25519 over `bundle_text(self)`."""


def bundle_text(bundle: SignedBundle) -> bytes:
    """The exact bytes the hub signs in a bundle."""
    body = "".join(f"{name}\n{len(text.encode())}\n{text}\n" for name, text in sorted(bundle.files.items()))
    return f"{bundle.kind}\n{bundle.version}\n{bundle.issued_at.isoformat()}\n{body}".encode()


class CaseQuery(Message):
    """POST /v1/cases/query: by the number on the slip, or by a card."""

    case_number: str = ""
    id_number: str = ""


class CaseStage(Message):
    """One step a case has been through."""

    status: str
    at: datetime
    note: str = ""


class CaseView(Message):
    """What a resident may see of a case."""

    case_number: str
    service_name: str
    status: str
    stages: list[CaseStage]
    due: str = ""
    working_days_left: int | None = None
    light: Literal["green", "yellow", "red", "none"] = "none"
    missing: list[str] = []
    next_step: str = ""
    who: str = ""
    """Whom to ask, and the window's phone."""


class CaseList(Message):
    """Answer of a query."""

    cases: list[CaseView]


class TicketRequest(Message):
    """PUT /v1/tickets/{uuid}: a number in the hall's queue."""

    ticket_id: Uuid
    service_id: str = ""
    matter: str = ""
    priority: Literal["ordinary", "priority"] = "ordinary"


class Ticket(Message):
    """A number given by the hub."""

    ticket_id: Uuid
    number: str
    ahead: int
    minutes: int | None
    """Estimate, None when there is no data to estimate from."""
    window: str


class BillQuery(Message):
    """POST /v1/bills/{biller}/query."""

    account: str


class Bill(Message):
    """What is owed; holder's name comes masked from the biller."""

    biller: str
    account_tail: str
    holder_masked: str
    period: str
    due_cents: int = Field(ge=0)
    late_cents: int = Field(ge=0)
    simulated: bool
    """True for the sandbox biller; every page and slip then says 模拟."""
    state: Literal["unpaid", "processing", "paid"]


class PaymentRequest(Message):
    """PUT /v1/payments/{uuid}: idempotent; a second payment for the same account and period is refused while
    one is being processed."""

    payment_id: Uuid
    biller: str
    account: str
    period: str
    amount_cents: int = Field(gt=0)
    method: Literal["scan_me", "show_code", "cash_at_window"]


class Payment(Message):
    """GET /v1/payments/{uuid}: what the server, and only the server, says of a payment."""

    payment_id: Uuid
    state: Literal["processing", "paid", "failed", "reversed", "void"]
    """void: the order had not come when the terminal gave it up; if it comes now it is refused."""
    amount_cents: int
    simulated: bool
    reference: str = ""
    say: str = ""


class HelpRequest(Message):
    """PUT /v1/help-requests/{uuid}: somebody at a terminal asks for a human."""

    help_id: Uuid
    service_id: str = ""
    step: str = ""
    why: Literal["asked", "stuck", "fault", "emergency"] = "asked"


class HelpReply(Message):
    """What is really going to happen; nobody on duty is said plainly."""

    help_id: Uuid
    on_duty: bool
    where: Literal["hall", "street", "city", ""] = ""
    """The nearest people on duty: in the terminal's own hall, else of its street, else of the city."""
    waiting: int
    phone: str
    ticket: str


class Rating(Message):
    """PUT /v1/ratings/{uuid}: 好差评; voluntary, five levels, kept apart from identity."""

    rating_id: Uuid
    case_number: str = ""
    service_id: str = ""
    level: Literal["非常满意", "满意", "基本满意", "不满意", "非常不满意"]
    at: datetime


class Unclear(Message):
    """PUT /v1/unclear/{uuid}: what somebody said that was not understood, kept because she agreed, naming nobody.

    The day without its hour and no terminal: it is the words that are reviewed, not who said them.
    """

    unclear_id: Uuid
    text: Annotated[str, Field(min_length=2, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")]
    """Through kiosk.dialogue.deidentify."""
    candidates: Annotated[list[Annotated[str, Field(pattern=r"^\d{2}$")]], Field(max_length=5)] = []
    """Ids of the matters that came nearest."""
    day: date

    @field_validator("text")
    @classmethod
    def _nobody(cls, text: str) -> str:
        if any(len(run) >= 6 for run in re.findall(r"\d+", text)):
            raise ValueError("a long number may be somebody's")
        return text


class Repair(Message):
    """PUT /v1/repairs/{uuid}: a technician began or ended work at the terminal, or too many tries locked its door."""

    repair_id: Uuid
    at: datetime
    act: Literal["opened", "closed", "locked"]
    how: Literal["staff", "code", ""] = ""
    staff: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{0,12}$")] = ""
    """Number of the member of staff who opened it; "" for a code of the hub's, which the chain has already."""


class Received(Message):
    """Answer of PUT for ratings, unclear words and repairs, and of POST /v1/heartbeat: exact, or it is not believed."""

    receipt: str
    """The rating's id; the terminal's id for a heartbeat."""
    sha256: Sha256
    """Of the request's body as received; a captive portal cannot know it."""


class Heartbeat(Message):
    """POST /v1/heartbeat: how a terminal is."""

    at: datetime
    version: str
    devices: dict[str, str]
    """Device name -> XFS state, or "state/fault"."""
    queued: int
    oldest_queued_s: int
    refused: int = 0
    """Items the hub took none of its three chances to accept; each waits at the terminal for a technician."""
    catalogue_version: str
    simulated: bool = False
    paper_left_mm: int | None = Field(default=None, ge=0)
    """Estimate for the receipt printer; None when it has no paper to estimate."""
    sheets_left: int | None = Field(default=None, ge=0)
    """Estimate for the A4 printer; None where there is none."""
    about: dict[str, str] = Field(default_factory=dict)
    """Device name -> what it says of itself: model, firmware, serial number."""


class Orders(Message):
    """GET /v1/orders: what the hub asks of this terminal now; signed, for it can take things away."""

    terminal_id: str
    issued_at: datetime
    devices_off: Annotated[list[str], Field(max_length=20)]
    """Devices to be left alone, as the heartbeat names them."""
    services_off: Annotated[list[str], Field(max_length=100)]
    """Matters not to be begun here."""
    bundle: str = ""
    """Id under which the support bundle is to be sent; "" when none is wanted."""
    unlock_key: str = Field(repr=False)
    """Base64 of 32 bytes for kiosk.core.unlock."""
    signature: str
    """Base64 Ed25519 over `orders_text(self)`."""


def orders_text(orders: Orders) -> bytes:
    """The exact bytes the hub signs in its orders."""
    lines = (
        orders.terminal_id,
        orders.issued_at.isoformat(),
        " ".join(orders.devices_off),
        " ".join(orders.services_off),
    )
    return "\n".join(("kiosk-orders-1", *lines, orders.bundle, orders.unlock_key, "")).encode()
