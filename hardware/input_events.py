"""Linux input devices by their bytes (linux/input.h): keyboard-like scanners, keypads, the headphone jack.

Read directly and not through a library: a record is 24 bytes and two ioctls are wanted, so the same code reads a real
/dev/input/event* and the bytes of a simulator, and nothing has to be compiled on a terminal (docs/adr/0020).
"""

import contextlib
import errno
import os
import select
import stat
import struct
from collections.abc import Iterator
from fcntl import ioctl
from pathlib import Path

from hardware.link import LinkAbsent, LinkAddress, LinkBusy, LinkGone

EVENT = struct.Struct("@llHHi")
"""struct input_event: seconds, microseconds, type, code, value."""
EV_SYN, EV_KEY, EV_SW = 0x00, 0x01, 0x05
RELEASED, PRESSED, REPEATED = 0, 1, 2
"""Values of an EV_KEY event."""
_EVIOCGRAB = 0x40044590
_INPUT_MAJOR = 13
_RECORDS = 64


class InputLink:
    """An input device taken for this program alone, so that its keys reach no window. `baud` means nothing here."""

    baud = 0

    def __init__(self, address: LinkAddress) -> None:
        try:
            self._fd = os.open(address.port, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
        except OSError as error:
            raise LinkAbsent("input device cannot be opened") from error
        try:
            self._grab(Path(address.port))
        except BaseException:
            os.close(self._fd)
            raise

    def fileno(self) -> int:
        return self._fd

    def read(self, timeout_s: float) -> bytes:
        try:
            ready, _, _ = select.select([self._fd], [], [], max(0.0, timeout_s))
            data = os.read(self._fd, EVENT.size * _RECORDS) if ready else None
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LinkGone("input device went away") from error
        if data == b"":
            raise LinkGone("input device ended")
        return data or b""

    def write(self, data: bytes) -> None:
        """Input devices are only listened to."""

    def set_baud(self, baud: int) -> bool:
        return False

    def close(self) -> None:
        with contextlib.suppress(OSError):  # already gone is as closed as it gets
            os.close(self._fd)

    def _grab(self, path: Path) -> None:
        """Exclusive grab. A simulator's pseudo-terminal has no grab; a real input device must grant it."""
        try:
            ioctl(self._fd, _EVIOCGRAB, 1)
        except OSError as error:
            about = os.fstat(self._fd)
            real = stat.S_ISCHR(about.st_mode) and os.major(about.st_rdev) == _INPUT_MAJOR
            if not real:
                return
            if error.errno == errno.EBUSY:
                raise LinkBusy("another program has grabbed it") from error
            raise LinkAbsent("input device cannot be grabbed") from error


class KeyEvents:
    """Cuts a run of bytes into key events; half a record waits for its other half."""

    def __init__(self) -> None:
        self._left = b""

    def feed(self, data: bytes) -> Iterator[tuple[int, int]]:
        """(key code, RELEASED | PRESSED | REPEATED) of each EV_KEY record."""
        data = self._left + data
        whole = len(data) // EVENT.size * EVENT.size
        self._left = data[whole:]
        for _, _, kind, code, value in EVENT.iter_unpack(data[:whole]):
            if kind == EV_KEY:
                yield code, value
