"""Doing what the hub asks of this terminal: leave a device or a matter alone, open to a code, send the bundle.

The last orders are kept, so that a terminal that starts without a line still leaves alone what it was told to.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError

from kiosk.app.tended import OutOfUse
from kiosk.core.clock import Clock
from kiosk.core.journal import Journal
from kiosk.core.unlock import unlocks
from kiosk.core.wire import Orders, orders_text
from kiosk.session.events import MattersStopped
from offline_cache import HubClient, Identity, Ok

FILE_NAME = "orders.json"


class Obeying:
    """The orders in force at one terminal."""

    def __init__(
        self,
        directory: Path,
        identity: Identity,
        clock: Clock,
        journal: Journal,
        devices: Mapping[str, OutOfUse],
        tell: Callable[[MattersStopped], object],
        bundle: Callable[[], bytes],
    ) -> None:
        """devices: by the name the heartbeat gives them. tell: says to the session what may not be begun. bundle:
        makes the support bundle; slow."""
        self._path = directory / FILE_NAME
        self._identity = identity
        self._clock = clock
        self._journal = journal
        self._devices = devices
        self._tell = tell
        self._bundle = bundle
        self._orders: Orders | None = None
        self._sent = ""

    def begin(self) -> None:
        """What was ordered before the terminal was switched off still holds."""
        try:
            orders = Orders.leniently(self._path.read_bytes())
        except (OSError, ValidationError):
            return
        if self._signed(orders):
            self._take(orders)

    def once(self, hub: HubClient) -> None:
        """Ask for orders and do them; without an answer the last ones hold."""
        outcome = hub.orders()
        if not isinstance(outcome, Ok) or not self._signed(outcome.value):
            return
        before, self._orders = self._orders, outcome.value
        if before is None or _what(before) != _what(self._orders):
            self._keep(self._orders)
            self._take(self._orders)
        wanted = self._orders.bundle
        if wanted and wanted != self._sent and isinstance(hub.log_bundle(wanted, self._bundle()), Ok):
            self._sent = wanted

    def unlocks(self, code: str) -> bool:
        """Whether a code is the technician's of this hour; never before the first orders."""
        if self._orders is None:
            return False
        try:
            key = base64.b64decode(self._orders.unlock_key, validate=True)
        except (binascii.Error, ValueError):
            return False
        return len(key) == 32 and unlocks(key, self._identity.terminal_id, code, self._clock.now())

    def _take(self, orders: Orders) -> None:
        self._orders = orders
        for name, use in self._devices.items():
            use.put(name in orders.devices_off)
        self._tell(MattersStopped(frozenset(orders.services_off)))
        self._journal.write("orders", devices=len(orders.devices_off), services=len(orders.services_off))

    def _keep(self, orders: Orders) -> None:
        fresh = self._path.with_name(f".{FILE_NAME}")
        fresh.touch(mode=0o600)
        fresh.write_text(orders.model_dump_json(), encoding="utf-8")
        fresh.replace(self._path)

    def _signed(self, orders: Orders) -> bool:
        if orders.terminal_id != self._identity.terminal_id:
            return False
        try:
            key = Ed25519PublicKey.from_public_bytes(self._identity.hub_sign_key)
            key.verify(base64.b64decode(orders.signature, validate=True), orders_text(orders))
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True


def _what(orders: Orders) -> str:
    """Everything but when it was said."""
    return json.dumps(orders.model_dump(mode="json", exclude={"issued_at", "signature", "bundle"}), sort_keys=True)
