"""Presence radar (HLK-LD2410): `open_presence(uri, clock).hear(callback)` tells who came and who left.

The terminal works without it; what it cannot tell is None and never ends a visit.
"""

from hardware.link import BadUri
from hardware.presence.cli import watch_presence
from hardware.presence.watcher import Presence, open_presence, parse_presence_uri

__all__ = ["BadUri", "Presence", "open_presence", "parse_presence_uri", "watch_presence"]
