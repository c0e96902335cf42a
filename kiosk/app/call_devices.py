"""For `kiosk doctor`: whether what a call needs is installed, and whether its devices open."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.app.focusing import camera_focus
from kiosk.app.media import missing, untried
from kiosk.core.settings import Call
from kiosk.diagnostics import CallFacts, CallPart

PRETENDED = ("none", "test")


def examine_call(settings: Call) -> CallFacts:
    """Opens each device for a moment, unless the terminal could not use it anyway."""
    microphone, camera = settings.microphone, settings.camera
    wanted = CallFacts(microphone=CallPart(microphone), camera=CallPart(camera))
    if missing(settings):
        return replace(wanted, missing=True)
    if other := untried(settings):
        return replace(wanted, untried=other)
    from kiosk.media.trying import try_camera, try_microphone, try_speaker

    # Whoever is heard is also spoken to; the tone of a demonstration plays nothing.
    speaker = microphone if microphone in PRETENDED else settings.speaker
    return CallFacts(
        microphone=_tried(microphone, try_microphone),
        speaker=_tried(speaker, try_speaker),
        camera=_focused(_tried(camera, try_camera)),
    )


def _focused(part: CallPart) -> CallPart:
    return part if part.why else replace(part, focus=camera_focus(part.setting))


def _tried(setting: str, opens: Callable[[str], str]) -> CallPart:
    return CallPart(setting or "auto", "" if setting in PRETENDED else opens(setting))
