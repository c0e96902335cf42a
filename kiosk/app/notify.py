"""systemd's notification protocol: one datagram a message to the socket the service manager names (sd_notify(3))."""

import os
import socket
from collections.abc import Mapping

PATIENCE_S = 1.0
"""A busy manager's queue of datagrams may be full for a moment."""


def notify(message: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Tell the service manager, such as READY=1 or WATCHDOG=1. False when there is none, or it does not listen:
    the terminal serves residents all the same."""
    address = environment.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        try:
            out.settimeout(PATIENCE_S)
            out.sendto(message.encode(), "\0" + address[1:] if address.startswith("@") else address)
        except OSError:
            return False
    return True
