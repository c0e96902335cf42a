"""The media of a call as the settings want them; None where there are none, and then she and the guide type."""

from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from kiosk.core.settings import Call

if TYPE_CHECKING:
    from aiortc.mediastreams import MediaStreamTrack

    from kiosk.media.peer import PeerMedia


def missing(settings: Call) -> bool:
    """Devices are wanted, but the optional part `call` is not installed."""
    return settings.wanted and find_spec("aiortc") is None


def open_media(settings: Call) -> "PeerMedia | None":
    """Nothing is opened yet: a device opens when she agrees, and closes when she takes it back."""
    if not settings.wanted or missing(settings):
        return None
    # Importing it loads FFmpeg: only where it is wanted.
    from kiosk.media.echo import Echo
    from kiosk.media.peer import PeerMedia
    from kiosk.media.playback import Playback
    from kiosk.media.sources import camera, microphone

    echo = Echo()

    def listen() -> "MediaStreamTrack":
        echo.begin()
        return microphone(settings.microphone, echo.clean)

    return PeerMedia(
        listen if settings.microphone != "none" else None,
        partial(camera, settings.camera) if settings.camera != "none" else None,
        on_sound=Playback(settings.speaker, echo.played).take
        if settings.microphone != "test"
        else lambda samples: None,
    )
