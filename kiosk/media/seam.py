"""What the terminal needs of whatever carries voice and picture."""

from collections.abc import Callable
from typing import Protocol

from kiosk.assist import DeviceBack, DeviceGone, Measured, MediaSaid, Tracks
from kiosk.core.calls import Candidate, Sdp, Turn


class Media(Protocol):
    """One peer. Never blocks its caller; what it has to say comes through `on_event`, on a thread of its own."""

    on_event: Callable[[MediaSaid | DeviceGone | DeviceBack | Measured], None]

    def open(self, tracks: Tracks) -> None:
        """Open exactly these devices and close the others; offer when the other end does not know them yet. One that
        does not open, or is pulled out, is told and tried again as long as it is wanted."""

    def heard(self, message: Sdp | Candidate | Turn) -> None:
        """From the other end, or where media may be relayed."""

    def close(self) -> None:
        """Close every device and forget everything."""
