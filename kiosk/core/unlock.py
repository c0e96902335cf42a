"""The code that lets a technician into one terminal's own pages for one hour, without a line.

Hub and terminal hold the same key of 32 bytes; the code is taken from it for the hour, as one-time passwords are
(RFC 4226, section 5.3, with SHA-256 and the hour as the moving factor).
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from kiosk.core.clock import BEIJING

DIGITS = 8
GRACE = timedelta(minutes=10)
"""A code asked for at five to ten must still open at five past."""


def unlock_code(key: bytes, terminal_id: str, at: datetime) -> str:
    """Eight digits, good for this terminal in this hour."""
    hour = at.astimezone(BEIJING).strftime("%Y-%m-%dT%H")
    digest = hmac.new(key, f"unlock\n{terminal_id}\n{hour}\n".encode(), hashlib.sha256).digest()
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def unlocks(key: bytes, terminal_id: str, code: str, now: datetime) -> bool:
    """Whether a code is this hour's, or, within the grace, the last hour's."""
    good = {unlock_code(key, terminal_id, now), unlock_code(key, terminal_id, now - GRACE)}
    # Every comparison takes place, each in constant time.
    return sum(hmac.compare_digest(code.encode(), one.encode()) for one in good) > 0
