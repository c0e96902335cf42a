"""PortAudio lists the sound cards once, when it starts: one plugged in since is seen only after a fresh start of it."""

from collections.abc import Callable
from pathlib import Path

LISTED = Path("/proc/asound/cards")


class SoundCards:
    """Notices that cards came or went. For the one thread that opens microphones."""

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
