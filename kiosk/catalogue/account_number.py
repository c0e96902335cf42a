"""A biller's 户号: its shape is the biller's rule in billers.yaml, never code."""

from kiosk.catalogue.answers import Accepted, Checked, Rejected
from kiosk.catalogue.billers import Biller
from kiosk.catalogue.digits import spoken_digits, tidy
from kiosk.core.words import Private, PrivateKind, words


def check_account_number(raw: str, biller: Biller | None) -> Checked:
    """Check a 户号 by its biller's rule.

    Raises ValueError when no biller is given: the service names none, which the loader refuses.
    """
    if biller is None:
        raise ValueError("an account number needs its biller's rule")
    number = tidy(spoken_digits(raw)).upper()
    mend = f"户号在{biller.where}，比如 {biller.example}。"
    if not number:
        return Rejected("还没有户号。", mend)
    if len(number) not in biller.lengths:
        allowed = " 或 ".join(str(n) for n in biller.lengths)
        if len(biller.lengths) > 2:
            allowed = f"{min(biller.lengths)} 到 {max(biller.lengths)}"
        return Rejected(f"户号是 {allowed} 位，现在 {len(number)} 位。", mend)
    if not biller.shape.fullmatch(number):
        return Rejected("户号对不上。", mend)
    return Accepted(number, words(Private(number, PrivateKind.ACCOUNT)))
