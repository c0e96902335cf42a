"""What an identity number itself says of its owner, for people who typed it."""

from datetime import date

from kiosk.catalogue import birth_of
from kiosk.core.person import Person


def born(number: str) -> date | None:
    """Day of birth in an 18-character number; None when it holds no real date."""
    return birth_of(Person("", number))


def sex_of(number: str) -> str:
    """男 or 女 by the 17th digit; "" when the number is not 18 long."""
    return ("女", "男")[int(number[16]) % 2] if len(number) == 18 and number[16].isdigit() else ""
