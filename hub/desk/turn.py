"""Credentials for the city's coturn, made for one call and good for a few hours.

The REST scheme that coturn knows as use-auth-secret (draft-uberti-behave-turn-rest-00): the user name is the second it
expires and the call, the password is the HMAC-SHA1 of it under a secret that coturn and the hub share.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from hub.desk.notes import UNNUMBERED, Note
from hub.house import Hub, HubConfig
from kiosk.core.calls import Turn

LIVES = timedelta(hours=2)
"""coturn asks for valid credentials at every refresh, so they must outlive the call."""


def credentials(config: HubConfig, call_id: str, now: datetime) -> Turn | None:
    """Where media of this call may be relayed; None when the city has no coturn."""
    if not config.turn_urls:
        return None
    username = f"{int((now + LIVES).timestamp())}:{call_id}"
    digest = hmac.new(config.turn_secret.encode(), username.encode(), hashlib.sha1).digest()
    return Turn(
        call=call_id,
        seq=UNNUMBERED,
        urls=list(config.turn_urls),
        username=username,
        credential=base64.b64encode(digest).decode(),
        ttl=int(LIVES.total_seconds()),
    )


def relays(hub: Hub, call_id: str, *to: str) -> list[Note]:
    """Fresh credentials for each of these ends; nothing when the city has no coturn."""
    turn = credentials(hub.config, call_id, hub.clock.now())
    return [Note(address, turn) for address in to] if turn is not None else []
