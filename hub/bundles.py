"""What every terminal fetches: the catalogue and the notices, versioned and signed."""

import hashlib
import json
from datetime import datetime
from typing import Literal

from hub import notices, unclear
from hub.house import Hub
from kiosk.core.wire import SignedBundle, bundle_text

NOTICES_FILE = "notices.json"


def catalogue_bundle(hub: Hub) -> SignedBundle:
    """The current catalogue, with what the hub's people have taught it."""
    current = unclear.up_to_date(hub)
    return _signed(hub, "catalogue", current.version, dict(current.files), hub.clock.now())


def notices_bundle(hub: Hub) -> SignedBundle:
    """The notices in force. The version is a hash of them: it changes when one is published, withdrawn or expires."""
    now = hub.clock.now()
    valid = hub.store.read(lambda tx: notices.in_force(tx, now))
    text = json.dumps([notice.model_dump(mode="json") for notice in valid], ensure_ascii=False, indent=1)
    return _signed(hub, "notices", hashlib.sha256(text.encode()).hexdigest()[:16], {NOTICES_FILE: text}, now)


def _signed(
    hub: Hub, kind: Literal["catalogue", "notices"], version: str, files: dict[str, str], at: datetime
) -> SignedBundle:
    bundle = SignedBundle(kind=kind, version=version, issued_at=at, files=files, signature="")
    return bundle.model_copy(update={"signature": hub.keys.signature(bundle_text(bundle))})
