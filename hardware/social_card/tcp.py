"""A card reader at the other end of a TCP connection, framed as vpcd frames it: two bytes of length, then an order.

01 powers the card, 04 asks for its ATR (empty: no card), anything longer is an APDU and answered by data and status.
The simulator speaks it; so a demonstration needs neither pcscd nor pyscard, and the driver above is the same.
"""

import contextlib
import socket
from urllib.parse import urlsplit

from hardware.about import About
from hardware.link import BadUri
from hardware.social_card.reading import CardPulled, NoCardThere, NoReader

POWER, ATR = b"\x01", b"\x04"
ANSWER_S = 5.0


def parse_tcp_uri(uri: str) -> tuple[str, int]:
    """Host and port of `tcp://HOST:PORT`. Raises BadUri."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        parts, port = urlsplit("tcp:"), None
    if parts.scheme != "tcp" or not parts.hostname or not port or parts.path:
        raise BadUri(f"社保卡读卡器的地址“{uri}”不对，要像 tcp://127.0.0.1:35964。")
    return parts.hostname, port


class TcpPort:
    """hardware.social_card.reading.CardPort."""

    def __init__(self, host: str, port: int) -> None:
        self._at = (host, port)
        self._line: socket.socket | None = None

    def connect(self) -> None:
        try:
            self._line = socket.create_connection(self._at, ANSWER_S)
            send(self._line, POWER)
            send(self._line, ATR)
            if not receive(self._line):
                raise NoCardThere
        except OSError as error:
            raise NoReader("reader cannot be reached") from error

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        assert self._line is not None
        try:
            send(self._line, command)
            answer = receive(self._line)
        except OSError as error:
            raise CardPulled from error
        if len(answer) < 2:
            raise CardPulled
        return answer[:-2], int.from_bytes(answer[-2:], "big")

    def about(self) -> About:
        """The frames have no word for it."""
        return About()

    def disconnect(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(OSError):  # gone already
                line.close()


def send(line: socket.socket, data: bytes) -> None:
    """One frame."""
    line.sendall(len(data).to_bytes(2, "big") + data)


def receive(line: socket.socket) -> bytes:
    """One frame. Raises OSError when the other end hangs up before its end."""
    return _exactly(line, int.from_bytes(_exactly(line, 2), "big"))


def _exactly(line: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = line.recv(size - len(data))
        if not piece:
            raise ConnectionError("the other end hung up")
        data += piece
    return data
