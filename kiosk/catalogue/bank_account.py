"""Where money is paid to: bank cards have a Luhn digit (ISO/IEC 7812-1), 存折 have none and are 8 to 22 digits."""

from kiosk.catalogue.answers import Accepted, Checked, Rejected
from kiosk.catalogue.digits import is_digits, spoken_digits, tidy
from kiosk.core.words import Private, PrivateKind, words

CARD = "bank_card"
PASSBOOK = "passbook"
KINDS = (CARD, PASSBOOK)
"""Ids of the answers to 「是卡还是存折」, which is always asked before the number."""

NOT_A_CARD = "卡号对不上，可能看错了一位。"


def luhn_ok(number: str) -> bool:
    """Whether the last digit agrees with the others."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def check_bank_account(raw: str, kind: str) -> Checked:
    """Check by kind: "bank_card" (13 to 19 digits, Luhn) or "passbook" (8 to 22 digits).

    kind "": not asked yet; then a number that is no card is taken as a 存折 and told so to the window.
    """
    number = tidy(spoken_digits(raw))
    if not number:
        return Rejected("还没有号码。", "请看卡上，或者存折第一页。")
    if not is_digits(number):
        return Rejected("账号里只有数字。", "请两位两位地，再念一遍。")
    if kind == CARD:
        return _card(number)
    if kind == PASSBOOK:
        return _passbook(number)
    card = _card(number)
    return card if isinstance(card, Accepted) else _passbook(number, ("没有问是卡还是存折，请窗口核对。",))


def _card(number: str) -> Checked:
    if not 13 <= len(number) <= 19:
        return Rejected(f"卡号是十三到十九位，现在 {len(number)} 位。", "请再看一遍。是存折，就选存折。")
    if not luhn_ok(number):
        return Rejected(NOT_A_CARD, "请再念一遍。是存折，就选存折。")
    return _accepted(number)


def _passbook(number: str, doubts: tuple[str, ...] = ()) -> Checked:
    if not 8 <= len(number) <= 22:
        return Rejected(f"账号是八到二十二位，现在 {len(number)} 位。", "请看存折第一页的账号。")
    return _accepted(number, doubts)


def _accepted(number: str, doubts: tuple[str, ...] = ()) -> Accepted:
    return Accepted(number, words(Private(number, PrivateKind.ACCOUNT)), doubts)
