"""What an answer means for an item. The whole table; pure, so that every row of it is a test.

    answer                                                            meaning
    200/201, JSON, receipt = id, hash equal, signature verifies       accepted
    400 409 410 413 415 422 in the hub's own error format             this item is refused
    everything else: no answer, 3xx, portal pages, 401 403 404 408    outage: nobody's fault but the line's,
      425 429 5xx, a 200 that is not exact                            the item's tries do not count

A 200 that is not exact is an outage, not a success: a captive portal answers 200 to everything.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError

from kiosk.core.wire import HelpReply, Problem, Received, SubmissionAck, signed_text
from offline_cache.items import QueuedItem
from offline_cache.line import Answer, NoAnswer

ITEM_ERRORS = frozenset({400, 409, 410, 413, 415, 422})
REASON_LENGTH = 200
RETRY_AFTER_CEILING_S = 3600.0


@dataclass(frozen=True, slots=True)
class Accepted:
    """The hub has the item. `ack` is its signed acknowledgement for a submission, None for plain items."""

    receipt: str
    ack: SubmissionAck | None


@dataclass(frozen=True, slots=True)
class ItemRefused:
    """The hub itself says this item cannot be taken as it is."""

    reason: str


@dataclass(frozen=True, slots=True)
class Outage:
    """The hub was not heard, or it cannot take anything now. `retry_after_s` is its own wish."""

    why: str
    retry_after_s: float | None = None


Verdict = Accepted | ItemRefused | Outage


def judge(item: QueuedItem, answer: Answer | NoAnswer, hub_sign_key: bytes, now: datetime) -> Verdict:
    """What this answer to the PUT of this item means."""
    if isinstance(answer, NoAnswer):
        return Outage(answer.why)
    if answer.status in (200, 201):
        return _accepted(item, answer.body, hub_sign_key)
    problem = problem_of(answer)
    if problem is not None and answer.status in ITEM_ERRORS:
        place = f"（{problem.field}）" if problem.field else ""
        return ItemRefused(f"{problem.problem}：{problem.say}{place}"[:REASON_LENGTH])
    why = f"{answer.status} {problem.problem}" if problem else str(answer.status)
    return Outage(why, retry_after_s(answer.headers.get("retry-after", ""), now))


def problem_of(answer: Answer) -> Problem | None:
    """The hub's own error, or None when the body is anything else."""
    if not is_json(answer):
        return None
    try:
        return Problem.leniently(answer.body)
    except ValidationError:
        return None


def is_json(answer: Answer) -> bool:
    """Whether the answer says it is JSON (RFC 6839 suffixes count)."""
    media = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    return media == "application/json" or media.endswith("+json")


def retry_after_s(header: str, now: datetime) -> float | None:
    """Seconds of a Retry-After header (RFC 9110 10.2.3: seconds or a date), at most an hour; None when unreadable."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text), RETRY_AFTER_CEILING_S) if len(text) < 10 else RETRY_AFTER_CEILING_S
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if until.tzinfo is None:
        return None
    return min(max(0.0, (until - now).total_seconds()), RETRY_AFTER_CEILING_S)


def _accepted(item: QueuedItem, body: bytes, hub_sign_key: bytes) -> Accepted | Outage:
    try:
        if item.kind == "submission":
            ack = SubmissionAck.leniently(body)
            exact = ack.receipt == item.id and ack.sha256 == item.sha256 and _signed(ack, hub_sign_key)
            return Accepted(ack.model_dump_json(), ack) if exact else Outage("not_exact")
        if item.kind == "help":
            return Accepted("", None) if HelpReply.leniently(body).help_id == item.id else Outage("not_exact")
        received = Received.leniently(body)
        exact = received.receipt == item.id and received.sha256 == item.sha256
        return Accepted(received.model_dump_json(), None) if exact else Outage("not_exact")
    except ValidationError:
        return Outage("not_the_hub")


def _signed(ack: SubmissionAck, hub_sign_key: bytes) -> bool:
    try:
        signature = base64.b64decode(ack.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(hub_sign_key).verify(signature, signed_text(ack))
    except (InvalidSignature, binascii.Error):
        return False
    return True
