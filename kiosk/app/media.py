"""The media of a call as the settings want them; None where there are none, and then she and the guide type."""

from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from kiosk.assist import DeviceBack, DeviceGone
from kiosk.core.lanes import ThreadLane
from kiosk.core.settings import Call
from voice import Loopback

if TYPE_CHECKING:
    from aiortc.mediastreams import MediaStreamTrack

    from kiosk.media.peer import PeerMedia


def missing(settings: Call) -> bool:
    """Devices are wanted, but the optional part `call` is not installed."""
    return settings.wanted and find_spec("aiortc") is None


def untried(settings: Call) -> str:
    """What of the optional part is other than what was measured, "" for nothing: it is not used then."""
    if not settings.wanted or missing(settings):
        return ""
    from kiosk.media import cards, tuning

    return tuning.unlike_tried() or (cards.unlike_tried() if _listens(settings) else "")


def carries(settings: Call) -> bool:
    """A call has voice or picture here: wanted, installed, and as it was measured."""
    return settings.wanted and not missing(settings) and not untried(settings)


def overhears(settings: Call) -> bool:
    """In a call a real microphone stands before the loudspeaker that speaks with the terminal's own voice."""
    return _listens(settings) and carries(settings)


def _listens(settings: Call) -> bool:
    return settings.microphone not in ("none", "test")


def open_media(settings: Call, own_voice: Loopback | None = None) -> "PeerMedia | None":
    """Nothing is opened yet: a device opens when she agrees, and closes when she takes it back.

    own_voice: what the terminal itself says aloud, so that the guide does not hear it; stays the caller's.
    """
    if not carries(settings):
        return None
    # Importing it loads FFmpeg: only where it is wanted.
    from kiosk.media.cards import SoundCards
    from kiosk.media.echo import Echo
    from kiosk.media.peer import PeerMedia
    from kiosk.media.playback import Playback
    from kiosk.media.sources import BLOCK, RATE, camera, microphone
    from voice.reference import Reference

    echo = Echo(Reference(own_voice.heard, RATE, BLOCK) if own_voice is not None else None)
    # PortAudio opens and closes one stream at a time.
    sound = ThreadLane("sound")
    playback = Playback(settings.speaker, echo.played, sound.submit)
    cards = SoundCards()

    def listen() -> "MediaStreamTrack":
        # Looking anew ends the open output; it opens again with the guide's next word.
        cards.look(before=playback.renew)
        echo.begin()
        return microphone(settings.microphone, echo.clean)

    pretended = settings.microphone == "test"
    media = PeerMedia(
        (partial(microphone, "test") if pretended else listen) if settings.microphone != "none" else None,
        partial(camera, settings.camera) if settings.camera != "none" else None,
        on_sound=(lambda samples: None) if pretended else playback.take,
        sound=sound,
    )
    playback.on_works = lambda works: media.on_event(DeviceBack("speaker") if works else DeviceGone("speaker"))
    return media
