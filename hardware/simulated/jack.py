"""A jack that says what the kernel would say, byte for byte, through a FIFO."""

import os
import tempfile
import time
from pathlib import Path

from hardware.input_events import EV_SW, EV_SYN, EVENT
from hardware.jack import SW_HEADPHONE_INSERT


class SimulatedJack:
    """Something to plug headphones into. path: where the FIFO is made; a new temporary one when None."""

    def __init__(self, path: Path | None = None) -> None:
        self._directory = None if path else tempfile.TemporaryDirectory(prefix="kiosk-jack-")
        self.path = path or Path(self._directory.name if self._directory else "") / "jack"
        os.mkfifo(self.path, 0o600)
        # Both ends, so that the watcher never sees an end of file.
        self._line = os.open(self.path, os.O_RDWR | os.O_NONBLOCK)
        self.plugged = False

    def plug(self, plugged: bool) -> None:
        """Headphones in or out."""
        self.plugged = plugged
        now = time.time()
        stamp = int(now), int(now % 1 * 1_000_000)
        switch = EVENT.pack(*stamp, EV_SW, SW_HEADPHONE_INSERT, int(plugged))
        os.write(self._line, switch + EVENT.pack(*stamp, EV_SYN, 0, 0))

    def close(self) -> None:
        """Take the jack away."""
        os.close(self._line)
        self.path.unlink(missing_ok=True)
        if self._directory is not None:
            self._directory.cleanup()
