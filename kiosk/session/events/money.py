"""What the server says of bills and payments."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kiosk.core.faults import Fault
from kiosk.core.wire import Bill, Payment


@dataclass(frozen=True, slots=True)
class LeftPayment:
    """An order begun before the power failed: its number and how it stands; nothing of whose it is."""

    number: str
    begun_at: datetime
    state: Literal["asking", "processing", "paid", "failed", "reversed", "void"] = "asking"


@dataclass(frozen=True, slots=True)
class BillFetched:
    """What is owed."""

    bill: Bill


@dataclass(frozen=True, slots=True)
class BillFailed:
    """No bill: line down, or the biller does not know the account."""

    fault: Fault
    say: str = ""


@dataclass(frozen=True, slots=True)
class PaymentSaid:
    """What the server says of a payment."""

    payment: Payment


@dataclass(frozen=True, slots=True)
class PaymentUnknown:
    """Asked, but nobody answered; the payment may or may not exist."""

    payment_id: str


@dataclass(frozen=True, slots=True)
class PaymentRefused:
    """The server refused to take the payment; nothing was paid."""

    payment_id: str
    say: str = ""


@dataclass(frozen=True, slots=True)
class PaymentsLeft:
    """Orders a power cut interrupted, and what the server says of them by now."""

    payments: tuple[LeftPayment, ...]
