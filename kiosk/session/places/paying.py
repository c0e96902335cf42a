"""Bills and payments."""

from dataclasses import dataclass, field
from typing import Literal

from kiosk.core.faults import Fault
from kiosk.core.wire import Bill, Payment


@dataclass(frozen=True, slots=True)
class FetchingBill:
    """Asking the biller."""


@dataclass(frozen=True, slots=True)
class NoBill:
    """No bill, and why."""

    fault: Fault
    say: str = ""


@dataclass(frozen=True, slots=True)
class BillPlace:
    """What is owed, and how to pay it."""

    bill: Bill = field(repr=False)


@dataclass(frozen=True, slots=True)
class ConfirmPayPlace:
    """This amount, this way, really?"""

    bill: Bill = field(repr=False)
    method: Literal["scan_me", "show_code"] = "show_code"


@dataclass(frozen=True, slots=True)
class Paying:
    """The server has not said yet."""

    bill: Bill = field(repr=False)
    payment_id: str = ""
    method: Literal["scan_me", "show_code"] = "show_code"
    since: float = 0.0
    asked: float = 0.0
    said: Payment | None = field(default=None, repr=False)
    """The server's last word, when it has spoken."""
    outstanding: bool = True
    """A question is under way; the next one waits for its answer."""


@dataclass(frozen=True, slots=True)
class PaymentPlace:
    """What the server said; payment None: nobody knows yet. cash: to be paid at the window."""

    bill: Bill = field(repr=False)
    payment_id: str = ""
    payment: Payment | None = field(default=None, repr=False)
    refused: str = ""
    cash: bool = False
    asked: float = 0.0
    outstanding: bool = False

    @property
    def open(self) -> bool:
        """The server's last word is still to come."""
        unsaid = self.payment is None or self.payment.state == "processing"
        return unsaid and not self.cash and not self.refused


@dataclass(frozen=True, slots=True)
class LeftPaymentsPlace:
    """What became of the payments a power cut interrupted."""
