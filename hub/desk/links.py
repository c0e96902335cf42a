"""One open socket of a terminal's or a guide's page, as the switchboard writes to it."""

import asyncio

from hub.desk.limits import Bucket
from kiosk.core.calls import CallMessage
from kiosk.core.calls.parts import LinkMessage

REPLACED, TOO_SLOW, NOT_ALLOWED, TOO_MUCH, NOT_HERE = 4001, 1013, 1008, 4008, 4010
"""Close codes: another link of the same terminal or guide took its place; it could not keep up and may come back; it is
no longer allowed; it said too much; calls are at another hub."""
QUEUED = 512
"""Messages that may wait for one slow link before it is let go."""


class Link:
    """One open socket: messages for it wait in order until its own task sends them."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.bucket = Bucket()
        self.outbox: asyncio.Queue[CallMessage | LinkMessage | None] = asyncio.Queue(QUEUED)
        self.over = False
        self.code = TOO_SLOW
        self.greeted = False
        """Until its hello is answered a link hears nothing of any call: what it missed must come first."""

    def send(self, message: CallMessage | LinkMessage) -> None:
        """Hand over; a link that cannot keep up is let go, and comes back by itself."""
        try:
            if not self.over:
                self.outbox.put_nowait(message)
        except asyncio.QueueFull:
            self.close()

    def close(self, code: int = TOO_SLOW) -> None:
        """Nothing more goes out; its task hangs up and says why."""
        if not self.over:
            self.over, self.code = True, code
        while self.outbox.full():
            self.outbox.get_nowait()
        self.outbox.put_nowait(None)
