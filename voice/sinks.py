"""Where sound goes: the sound card, nowhere at the same pace, or a file."""

import contextlib
import fcntl
import shutil
import subprocess
import threading
import time
import wave
from pathlib import Path
from typing import Protocol

from voice.rendering import BYTES_PER_SAMPLE, SAMPLE_RATE

F_SETPIPE_SZ = 1031
"""fcntl command of Linux (fcntl.h); the standard library names it only on some builds."""

LEAD_S = 0.06
"""How far ahead of the ear sound is written; with the card's 40 ms buffer a stop is heard well within 100 ms."""


class Sink(Protocol):
    """Takes PCM of voice.rendering and lets the ear keep up. `cut` may come from another thread at any time."""

    @property
    def heard(self) -> bool:
        """Whether what was last written went to something that keeps or plays it."""
        ...

    def begin(self) -> None:
        """A new speech starts."""
        ...

    def write(self, pcm: bytes) -> bool:
        """Take a short piece; returns when it is time for the next. False when the speech was cut."""
        ...

    def cut(self) -> None:
        """Silence, now; a `write` in progress returns False."""
        ...

    def end(self) -> bool:
        """Everything is written: wait until it has sounded. False when it was cut."""
        ...


class NullSink:
    """Nobody hears it, at the pace of somebody who would."""

    def __init__(self) -> None:
        self.heard = False
        self._cut = threading.Event()
        self._due = 0.0

    def begin(self) -> None:
        self._cut.clear()
        self._due = time.monotonic()

    def write(self, pcm: bytes) -> bool:
        self._due = max(self._due, time.monotonic() - LEAD_S) + len(pcm) / BYTES_PER_SAMPLE / SAMPLE_RATE
        return not self._cut.wait(max(0.0, self._due - LEAD_S - time.monotonic()))

    def cut(self) -> None:
        self._cut.set()

    def end(self) -> bool:
        return not self._cut.wait(max(0.0, self._due - time.monotonic()))


class AlsaSink(NullSink):
    """The sound card through `aplay`, one process a speech; killing it is the quickest silence there is.

    device: ALSA's name of the output, "" for the default one (loudspeaker or headphones).
    """

    def __init__(self, device: str = "") -> None:
        super().__init__()
        self.device = device
        self._player: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        super().begin()
        self.heard = True
        command = ["aplay", "-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(SAMPLE_RATE), "--buffer-time=40000"]
        command += ["-D", self.device] if self.device else []
        self._player = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, bufsize=0
        )
        assert self._player.stdin
        # The usual 64 KiB pipe would hold a second and a half that nobody can call back.
        fcntl.fcntl(self._player.stdin, F_SETPIPE_SZ, 4096)

    def write(self, pcm: bytes) -> bool:
        if self._player and self._player.stdin:
            try:
                self._player.stdin.write(pcm)
            except OSError:
                # The player was cut, or the card has gone; captions go on at the same pace.
                self.heard = self._cut.is_set()
        return super().write(pcm)

    def cut(self) -> None:
        super().cut()
        player = self._player
        if player:
            player.kill()

    def end(self) -> bool:
        uncut = super().end()
        if self._player:
            if self._player.stdin:
                self._player.stdin.close()
            if not uncut:
                self._player.kill()
            self.heard = self._player.wait() == 0 or not uncut
            self._player = None
        return uncut


class FileSink:
    """A WAV file, as fast as the disk; for tests and for listening to a wording without a terminal."""

    def __init__(self, path: Path) -> None:
        self._file = wave.open(str(path), "wb")  # noqa: SIM115 (open as long as the speaker is)
        self._file.setparams((1, BYTES_PER_SAMPLE, SAMPLE_RATE, 0, "NONE", "not compressed"))
        self._cut = False
        self.heard = True

    def begin(self) -> None:
        self._cut = False

    def write(self, pcm: bytes) -> bool:
        try:
            self._file.writeframes(pcm)
        except OSError:
            # A full disk or stick: nobody will hear this.
            self.heard, self._cut = False, True
        return not self._cut

    def cut(self) -> None:
        self._cut = True

    def end(self) -> bool:
        return not self._cut

    def close(self) -> None:
        """Complete the file's header, where the disk still takes it."""
        with contextlib.suppress(OSError):
            self._file.close()


def sound_card_present() -> bool:
    """Whether there is something to play on and `aplay` to do it."""
    cards = Path("/proc/asound/cards")
    return bool(shutil.which("aplay")) and cards.exists() and "no soundcards" not in cards.read_text()
