"""What one hub is made of, and how it is opened."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hub import audit
from hub.bodies import Bodies
from hub.keys import HubKeys, open_keys
from hub.seat import Seat
from hub.shelf import Shelf
from hub.store import Store, Tx, open_store
from hub.telephone import Line
from kiosk.catalogue import Catalogue, load_shipped
from kiosk.core.clock import Clock, SystemClock


@dataclass(frozen=True, slots=True)
class HubConfig:
    """How a hub is run."""

    data_dir: Path
    database: str = ""
    """postgresql://… ; "" for SQLite in the data directory."""
    simulated_billers: bool = True
    """Never in production: no real money moves there."""
    secure_cookies: bool = False
    """Cookies only over TLS; always in production."""
    phone: str = ""
    """The hall's telephone, told when nobody is on duty; "" is told as 请到服务台."""
    recording: bool = False
    """Whether the city lets guides ask to record the sound; even then only who agrees is recorded."""
    keep_recordings: timedelta = timedelta(days=30)
    """At most thirty days: that is what residents are told."""
    turn_urls: tuple[str, ...] = ()
    """turn:… and turns:… of the city's coturn; none: media only where both ends reach each other."""
    turn_secret: str = ""
    """coturn's static-auth-secret."""
    telephone: Line | None = None
    """The city's telephone exchange; None: nobody joins a call by telephone."""


@dataclass(frozen=True, slots=True)
class Hub:
    """The parts that every act of the hub works on."""

    config: HubConfig
    store: Store
    keys: HubKeys
    bodies: Bodies
    shelf: Shelf
    clock: Clock
    seat: Seat

    def audit(self, tx: Tx, actor: str, act: str, object_: str, detail: str = "") -> None:
        """Append one act to the chain, inside its transaction."""
        audit.record(tx, self.keys, self.clock, actor, act, object_, detail)

    def close(self) -> None:
        """Let go of the database."""
        self.seat.close()
        self.store.close()


def open_hub(config: HubConfig, clock: Clock | None = None, catalogue: Catalogue | None = None) -> Hub:
    """Open a data directory, made at first start. Raises KeysUnreadable, StoreBroken.

    catalogue: what is published; the one shipped with the program when None.
    """
    config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = open_keys(config.data_dir)
    shelf = Shelf(config.data_dir / "catalogues", catalogue or load_shipped())
    bodies = Bodies(config.data_dir / "bodies")
    store = open_store(config.data_dir, config.database)
    return Hub(config, store, keys, bodies, shelf, clock or SystemClock(), Seat(store))
