"""What a scanned code is, by rule: a case number of ours, somebody's payment code, or nothing of ours.

Payment codes by the merchants' published rules: WeChat 18 digits from 10 to 15, Alipay 16 to 24 digits from 25 to 30,
UnionPay 19 digits from 62, e-CNY 19 digits from 01. They are money for a minute: never shown, kept or logged.
"""

import re
from dataclasses import dataclass, field

from kiosk.catalogue.case_number import CaseNumberParts, parse_case_number
from kiosk.core.ids import CaseNumber


@dataclass(frozen=True, slots=True)
class CaseCode:
    """The code on our slips, with a right check digit."""

    number: CaseNumber


@dataclass(frozen=True, slots=True)
class PaymentCode:
    """A code that lets its reader take money."""

    wallet: str
    """微信, 支付宝, 云闪付 or 数字人民币."""
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OtherCode:
    """Not ours: a web address, a shop's barcode, half a code."""


Code = CaseCode | PaymentCode | OtherCode

_PAYMENT = (
    ("微信", re.compile(r"1[0-5][0-9]{16}")),
    ("支付宝", re.compile(r"(2[5-9]|30)[0-9]{14,22}")),
    ("云闪付", re.compile(r"62[0-9]{17}")),
    ("数字人民币", re.compile(r"01[0-9]{17}")),
)
_CASE = re.compile(r"[0-9]{6}-[0-9]{8}-[A-Z][0-9]{2}-[0-9]{4}-[0-9]")


def recognise(text: str) -> Code:
    """Which of the three a scanned text is. A case number must stand there as printed, dashes and all."""
    if _CASE.fullmatch(text):
        parts = parse_case_number(text)
        return CaseCode(parts.text()) if isinstance(parts, CaseNumberParts) else OtherCode()
    wallet = next((name for name, shape in _PAYMENT if shape.fullmatch(text)), None)
    return PaymentCode(wallet, text) if wallet else OtherCode()
