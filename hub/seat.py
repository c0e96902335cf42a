"""Which hub the calls are at: the links of a call and what passes between them live in one process (docs/adr/0030)."""

import threading

from hub.errors import StoreBroken
from hub.store.base import Hold, Store


class Seat:
    """The switchboard's place among all hubs of one database: whoever is asked first has it until it dies."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._hold: Hold | None = None
        self._guard = threading.Lock()

    def ours(self) -> bool:
        """Whether the calls are here; takes the seat when it is free. Asks the database: not for the event loop.

        One that was lost is told as lost once before it is taken again, so that nobody misses it. A database that does
        not answer leaves nobody the seat.
        """
        with self._guard:
            if self._hold is None:
                try:
                    self._hold = self._store.hold()
                except StoreBroken:
                    return False
            elif not self._hold.still():
                self._hold.close()
                self._hold = None
            return self._hold is not None

    def close(self) -> None:
        """Leave it to the next."""
        with self._guard:
            if self._hold is not None:
                self._hold.close()
                self._hold = None
