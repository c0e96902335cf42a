"""Names of things, each a type of its own, so that mypy tells a case number from a submission id."""

import secrets
import time
from typing import NewType
from uuid import UUID

ServiceId = NewType("ServiceId", str)
"""Two digits, the number of the matter in the catalogue, e.g. "01"."""

FieldId = NewType("FieldId", str)
"""Snake-case name of a form field, unique within a service, e.g. "phone"."""

VisitId = NewType("VisitId", str)
"""UUIDv7 text of one resident's visit; never printed, never linked to a person."""

SubmissionId = NewType("SubmissionId", str)
"""UUIDv7 text; the key that makes a submission count once however often it is sent."""

CaseNumber = NewType("CaseNumber", str)
"""What a resident keeps, e.g. "130302-20250701-K07-0042-5" (kiosk.catalogue.case_number)."""

TerminalId = NewType("TerminalId", str)
"""The terminal's short name in its division, e.g. "K07"."""


def payment_number(payment_id: str) -> str:
    """Eight digits in two groups by which people find a payment: on the page, on the slip, at the hub."""
    digits = f"{UUID(payment_id).int % 10**8:08d}"
    return f"{digits[:4]} {digits[4:]}"


def uuid7(unix_ms: int | None = None) -> str:
    """A UUIDv7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, then random bits.

    unix_ms: milliseconds since 1970, the machine's clock when None.
    """
    ms = time.time_ns() // 1_000_000 if unix_ms is None else unix_ms
    value = (ms & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(UUID(int=value))
