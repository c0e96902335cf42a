"""A call's line and media as the session's port: what the visit wants goes out, what comes is posted as events."""

from collections.abc import Callable

from kiosk import assist
from kiosk.core.calls import CallMessage, Candidate, Sdp, Turn
from kiosk.media import Media
from kiosk.session.events import Event, HubSaid, InCall, LinkChanged
from offline_cache import Link


class Calling:
    """kiosk.session.ports.CallPort over the terminal's link, with media where there are any."""

    def __init__(self, link: Link, media: Media | None = None) -> None:
        self.link, self._media = link, media

    def start(self, post: Callable[[Event], None]) -> None:
        """Connect; from now on what comes is posted."""
        self.link.on_message = lambda message: post(HubSaid(message))
        self.link.on_change = lambda welcome: post(LinkChanged(welcome))
        if self._media is not None:
            self._media.on_event = lambda event: post(InCall(event))
        self.link.start()

    def send(self, message: CallMessage) -> None:
        self.link.send(message)

    def tracks(self, tracks: assist.Tracks) -> None:
        if self._media is not None:
            self._media.open(tracks)

    def relay(self, message: Sdp | Candidate | Turn) -> None:
        if self._media is not None:
            self._media.heard(message)

    def forget(self, call: str) -> None:
        self.link.forget(call)

    def close(self) -> None:
        """Hang up, close every device."""
        self.link.close()
        if self._media is not None:
            self._media.close()
