"""Bytes to and from a device: a serial port (pyserial) or raw TCP through a serial server, named by URI.

`serial:///dev/ttyUSB0?baud=115200` and `tcp://192.168.1.20:4001`. Opening and using a link raises the small tree of
`LinkError`; drivers turn those into outcome values at their door.
"""

import errno
import select
import socket
import termios
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

import serial

BAUDS = (2400, 9600, 19200, 38400, 57600, 115200, 256000)
WRITE_TIMEOUT_S = 2.0
"""A device that never reads blocks a write for ever after some kilobytes; so no write is without a limit."""
CONNECT_TIMEOUT_S = 2.0


class BadUri(ValueError):
    """A device URI nobody can open; the message is Chinese, for a technician, and names the mend."""


class LinkError(Exception):
    """Base of what can go wrong between the program and a device's port."""


class LinkAbsent(LinkError):
    """The port is not there, refuses, or cannot be opened."""


class LinkBusy(LinkError):
    """Another program has the port for itself."""


class LinkGone(LinkError):
    """The port went away while it was in use."""


class LinkStuck(LinkError):
    """The device takes no more bytes."""


class Link(Protocol):
    """An open port."""

    @property
    def baud(self) -> int:
        """Pace of the wire in bit/s, for scaling time-outs."""
        ...

    def read(self, timeout_s: float) -> bytes:
        """What has arrived, waiting up to timeout_s for the first byte; b"" when nothing came. Raises LinkGone."""
        ...

    def write(self, data: bytes) -> None:
        """Hand over all bytes. Raises LinkGone, LinkStuck."""
        ...

    def set_baud(self, baud: int) -> bool:
        """Change this end's pace; False where this end has none (TCP)."""
        ...

    def close(self) -> None:
        """Give the port free; never raises."""
        ...


class ListeningLink(Link, Protocol):
    """A port one can wait for together with other things."""

    def fileno(self) -> int:
        """For select."""
        ...


@dataclass(frozen=True, slots=True)
class LinkAddress:
    """A parsed device URI."""

    uri: str
    port: str
    """Device path, or host."""
    tcp_port: int
    """0 for serial."""
    baud: int
    options: Mapping[str, str] = field(default_factory=dict)
    """Query options the caller allowed, besides baud."""
    is_input: bool = False
    """A Linux input device (hardware.input_events)."""


def parse_uri(
    uri: str,
    allowed: frozenset[str] = frozenset(),
    *,
    also_input: bool = False,
    also: tuple[str, ...] = (),
    default_baud: int = 115200,
) -> LinkAddress:
    """Read `serial://PATH?baud=N` or `tcp://HOST:PORT`. Raises BadUri with a Chinese sentence.

    allowed: names of further query options this kind of device understands. also_input: `input:///dev/input/...` too.
    also: what else the caller takes, for the advice.
    """
    try:
        parts = urlsplit(uri)
        tcp_port = parts.port
    except ValueError as error:
        raise BadUri(f"设备地址“{uri}”写得不对，端口号应是 1 到 65535 的数字。") from error
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    baud = _baud(options.pop("baud", str(default_baud)))
    if unknown := sorted(set(options) - allowed):
        raise BadUri(f"设备地址里的选项“{unknown[0]}”不认识。可用：{'、'.join(sorted(allowed | {'baud'}))}。")
    match parts.scheme:
        case "serial" if parts.path and not parts.netloc:
            return LinkAddress(uri, parts.path, 0, baud, options)
        case "input" if also_input and parts.path and not parts.netloc:
            return LinkAddress(uri, parts.path, 0, baud, options, is_input=True)
        case "serial":
            raise BadUri(f"串口地址“{uri}”缺少设备路径，应像 serial:///dev/ttyUSB0?baud=115200。")
        case "tcp" if parts.hostname and tcp_port and parts.path in ("", "/"):
            return LinkAddress(uri, parts.hostname, tcp_port, baud, options)
        case "tcp":
            raise BadUri(f"网络地址“{uri}”缺少主机或端口，应像 tcp://192.168.1.20:4001。")
        case _:
            more = (*also, "input:///dev/input/by-id/…-event-kbd") if also_input else also
            ways = "、".join(("serial:///dev/ttyUSB0?baud=115200", *more))
            raise BadUri(f"设备地址“{uri}”的类型不认识。请用 {ways} 或 tcp://主机:端口。")


def _baud(text: str) -> int:
    if text.isdecimal() and int(text) in BAUDS:
        return int(text)
    raise BadUri(f"波特率“{text}”不能用。可用：{'、'.join(map(str, BAUDS))}。")


def open_link(address: LinkAddress) -> "SerialLink | TcpLink":
    """Open the port; blocks at most CONNECT_TIMEOUT_S. Raises LinkAbsent, LinkBusy."""
    return TcpLink(address) if address.tcp_port else SerialLink(address)


Opener = Callable[[], Link]
"""Opens one port anew each time; what a driver is given so that it can reconnect."""


class SerialLink:
    """A serial port, taken exclusively, without flow control (8N1)."""

    def __init__(self, address: LinkAddress) -> None:
        try:
            self._port = serial.Serial(
                address.port, address.baud, timeout=0, write_timeout=WRITE_TIMEOUT_S, exclusive=True
            )
        except (OSError, termios.error) as error:
            number = getattr(error, "errno", None)
            if number in (errno.EAGAIN, errno.EBUSY) or "exclusively lock" in str(error):
                raise LinkBusy("port is locked") from error
            raise LinkAbsent("port cannot be opened") from error
        except ValueError as error:
            raise LinkAbsent("port cannot be opened with these settings") from error

    @property
    def baud(self) -> int:
        return int(self._port.baudrate)

    def fileno(self) -> int:
        return int(self._port.fileno())

    def read(self, timeout_s: float) -> bytes:
        try:
            ready, _, _ = select.select([self._port.fileno()], [], [], max(0.0, timeout_s))
            return bytes(self._port.read(max(1, self._port.in_waiting))) if ready else b""
        except (OSError, termios.error) as error:  # SerialException is an OSError too
            raise LinkGone("port went away while reading") from error

    def write(self, data: bytes) -> None:
        try:
            self._port.write(data)
        except serial.SerialTimeoutException as error:
            raise LinkStuck("device takes no bytes") from error
        except (OSError, termios.error) as error:
            raise LinkGone("port went away while writing") from error

    def set_baud(self, baud: int) -> bool:
        try:
            self._port.baudrate = baud
        except (OSError, termios.error) as error:
            raise LinkGone("port went away while changing its pace") from error
        return True

    def close(self) -> None:
        try:
            self._port.close()
        except (OSError, termios.error):  # a port that is already gone is as closed as it gets
            return


class TcpLink:
    """Raw bytes over one TCP connection."""

    def __init__(self, address: LinkAddress) -> None:
        self._baud = address.baud
        try:
            self._socket = socket.create_connection((address.port, address.tcp_port), CONNECT_TIMEOUT_S)
        except (OSError, UnicodeError) as error:  # UnicodeError: a host name that no resolver accepts
            raise LinkAbsent("cannot connect") from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @property
    def baud(self) -> int:
        return self._baud

    def fileno(self) -> int:
        return self._socket.fileno()

    def read(self, timeout_s: float) -> bytes:
        try:
            ready, _, _ = select.select([self._socket], [], [], max(0.0, timeout_s))
            if not ready:
                return b""
            data = self._socket.recv(4096)
        except OSError as error:
            raise LinkGone("connection broke while reading") from error
        if not data:
            raise LinkGone("the other end hung up")
        return data

    def write(self, data: bytes) -> None:
        try:
            self._socket.settimeout(WRITE_TIMEOUT_S)
            self._socket.sendall(data)
        except TimeoutError as error:
            raise LinkStuck("device takes no bytes") from error
        except OSError as error:
            raise LinkGone("connection broke while writing") from error

    def set_baud(self, baud: int) -> bool:
        return False

    def close(self) -> None:
        self._socket.close()
