"""Somebody who is not at a screen joins a call by telephone: the hub's side of the city's own exchange.

SIP over WebSocket (RFC 3261, RFC 7118): the hub only signals. Sound goes by WebRTC between the guide's page and the
exchange, which has the telephone network behind it (docs/adr/0034). Off until the city configures it.
"""

from hub.telephone.leg import Leg, reachable
from hub.telephone.line import Line, LineUnusable, read_line
from hub.telephone.numbers import dialled, ending
from hub.telephone.sip.dialogue import Ended, Outcome, Rings, Said, Up

__all__ = [
    "Ended", "Leg", "Line", "LineUnusable", "Outcome", "Rings", "Said", "Up", "dialled", "ending", "reachable",
    "read_line",
]  # fmt: skip
