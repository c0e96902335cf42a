"""Which numbers may be rung: ordinary telephones in the mainland, nothing that costs extra. Pure.

Mobile 1[3-9] with eleven digits; landline with its area code (0, then two or three digits), or without it where the
city has said which area it is in. No 110, 12345, 400, 95…, 96…, no other country, whatever the exchange would allow.
"""

import re
from collections.abc import Sequence

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}")
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_BETWEEN = re.compile(r"[\s()（）\-－—]")


def dialled(said: str, area: str = "", allowed: Sequence[str] = ()) -> str | None:
    """What the exchange is to dial, digits only; None: no number that may be rung.

    area: the area code of the city, "" for none known. allowed: regular expressions of which one must fit the whole
    number, to narrow it further; none: every ordinary one.
    """
    if len(said) > 40:
        return None
    digits = _BETWEEN.sub("", said)
    at_home = re.sub(r"^(?:\+|00)86", "", digits)
    if not digits.isascii():
        return None
    if at_home != digits and not (_MOBILE.fullmatch(at_home) or at_home.startswith("0")):
        # Written for abroad, an area code is without its 0.
        at_home = "0" + at_home
    digits = at_home
    if area and _LOCAL.fullmatch(digits):
        digits = area + digits
    if not (_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)):
        return None
    return digits if not allowed or any(re.fullmatch(one, digits) for one in allowed) else None


def ending(digits: str) -> str:
    """All of a number that is ever shown or written down."""
    return f"尾号{digits[-2:]}"
