"""What the loudspeaker plays, told to an ear so that it can take that voice out of what its microphone hears.

A pair of sockets for each ear, inherited by the child that speaks; nobody waits for anybody. Full means that nobody
listens: what comes then is lost.
"""

import contextlib
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the terminal makes the pair; sound is the children's
    from voice.sinks import Sink


class Loopback:
    """The pair. `played` goes to the child that speaks, `heard` to the ear; both live as long as this."""

    def __init__(self) -> None:
        self.played, self.heard = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)

    def close(self) -> None:
        self.played.close()
        self.heard.close()


class Overheard:
    """A sink whose sound is told on."""

    def __init__(self, sink: "Sink", played: socket.socket) -> None:
        self._sink = sink
        self._played = played
        self._rest = b""

    @property
    def heard(self) -> bool:
        return self._sink.heard

    def begin(self) -> None:
        self._sink.begin()

    def write(self, pcm: bytes) -> bool:
        with contextlib.suppress(BlockingIOError):
            sound = self._rest + pcm
            self._rest = b""
            sent = self._played.send(sound, socket.MSG_DONTWAIT)
            # Never half a sample.
            self._rest = sound[sent:][: len(sound[sent:]) % 2]
        return self._sink.write(pcm)

    def cut(self) -> None:
        self._sink.cut()

    def end(self) -> bool:
        return self._sink.end()
