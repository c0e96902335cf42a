"""PortAudio lists the sound cards once, when it starts: one plugged in since is seen only after a fresh start of it."""

import inspect
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

LISTED = Path("/proc/asound/cards")
_LOOKED_UP = ("_terminate", "_initialize")
"""Of sounddevice, which has no public way to start PortAudio afresh."""


class SoundCards:
    """Notices that cards came or went. For the one thread that opens streams."""

    def __init__(self, listed: Path = LISTED) -> None:
        """listed: the kernel's list of the cards, as text; where there is none nothing is ever looked at anew."""
        self._listed = listed
        self._seen = self._now()

    def look(self, before: Callable[[], None]) -> None:
        """If so, start PortAudio afresh, which ends every open stream; before: closes those first.

        Raises OSError without libportaudio.
        """
        now = self._now()
        if now == self._seen:
            return
        import sounddevice  # type: ignore[import-untyped]  # loads libportaudio: may fail

        before()
        sounddevice._terminate()
        sounddevice._initialize()
        self._seen = now

    def _now(self) -> str:
        try:
            return self._listed.read_text()
        except OSError:
            return ""


def unlike_tried() -> str:
    """What is looked up in sounddevice and is not there, or takes something, "" for nothing."""
    try:
        import sounddevice
    except OSError:
        # Without libportaudio no microphone opens, and that is told as such.
        return ""
    for name in _LOOKED_UP:
        found = getattr(sounddevice, name, None)
        if found is None or inspect.signature(found).parameters:
            return f"sounddevice {version('sounddevice')}: {name}"
    return ""
