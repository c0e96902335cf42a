"""JPEG frames one after another on a program's output (v4l2-ctl --stream-to=-): the newest whole one."""

import os
import select
import subprocess
import time
from collections.abc import Sequence

from hardware.link import LinkAbsent, LinkGone, LinkStuck

BEGIN, END = b"\xff\xd8", b"\xff\xd9"
LONGEST = 8 * 1024 * 1024
"""Bytes without the end of a frame; more is no film."""


class Frames:
    """Cuts a run of bytes into frames. A frame ends where its end mark is followed by the next one's beginning, or by
    nothing yet: end marks of a picture within a picture are passed over."""

    def __init__(self) -> None:
        self._left = b""

    def feed(self, data: bytes) -> bytes:
        """The newest whole frame, b"" while there is none. Raises LinkGone for what is no film."""
        self._left += data
        if len(self._left) > LONGEST:
            raise LinkGone("frames without an end")
        newest = b""
        while (cut := self._left.find(END + BEGIN)) >= 0:
            newest, self._left = self._left[: cut + 2], self._left[cut + 2 :]
        if self._left.endswith(END):
            newest, self._left = self._left, b""
        return newest[max(0, newest.find(BEGIN)) :]


class Film:
    """A program that films until it is closed. Raises LinkAbsent when it cannot be started."""

    def __init__(self, command: Sequence[str]) -> None:
        self._frames = Frames()
        try:
            self._program = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
            )
        except OSError as error:
            raise LinkAbsent("the camera's program cannot be run") from error

    def newest(self, timeout_s: float) -> bytes:
        """Everything that has come, down to its last whole frame. Raises LinkGone, LinkStuck."""
        assert self._program.stdout is not None
        out = self._program.stdout.fileno()
        until = time.monotonic() + timeout_s
        found = b""
        while True:
            wait = 0.0 if found else max(0.0, until - time.monotonic())
            if not select.select([out], [], [], wait)[0]:
                if found:
                    return found
                raise LinkStuck("no frame in time")
            data = os.read(out, 1 << 20)
            if not data:
                raise LinkGone("the film ended")
            found = self._frames.feed(data) or found

    def close(self) -> None:
        """End the program."""
        self._program.kill()
        self._program.wait()
        assert self._program.stdout is not None
        self._program.stdout.close()
