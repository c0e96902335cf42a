"""The line one can cut, between real sockets."""

import socket
import threading
from collections.abc import Iterator

import pytest

from hardware.simulated.line import Cut, SimulatedLine


@pytest.fixture
def line() -> Iterator[SimulatedLine]:
    """A line to a server that sends back what it hears, until the caller has said all."""
    server = socket.create_server(("127.0.0.1", 0))

    def echo(end: socket.socket) -> None:
        with end:
            while True:
                try:
                    data = end.recv(65536)
                    if not data:
                        return
                    end.sendall(data)
                except OSError:
                    return

    def serve() -> None:
        while True:
            try:
                end, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=echo, args=(end,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    between = SimulatedLine("127.0.0.1", server.getsockname()[1])
    yield between
    between.close()
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def call(line: SimulatedLine) -> socket.socket:
    return socket.create_connection(("127.0.0.1", line.port), 10)


def hear_all(end: socket.socket) -> bytes:
    heard = bytearray()
    while data := end.recv(65536):
        heard += data
    return bytes(heard)


def test_bytes_pass_both_ways_and_the_end_is_passed_on(line: SimulatedLine) -> None:
    sent = bytes(range(256)) * 20000
    with call(line) as end:
        talker = threading.Thread(target=lambda: (end.sendall(sent), end.shutdown(socket.SHUT_WR)))
        talker.start()
        assert hear_all(end) == sent
        talker.join()


def test_a_cut_resets_calls_and_refuses_new_ones_until_restored(line: SimulatedLine) -> None:
    with call(line) as end:
        end.sendall(b"x")
        assert end.recv(1) == b"x"
        line.cut()
        with pytest.raises(ConnectionResetError):
            end.recv(1)
    assert line.is_cut
    with pytest.raises(ConnectionRefusedError):
        call(line)
    line.restore()
    with call(line) as end:
        end.sendall(b"y")
        assert end.recv(1) == b"y"


def test_a_silent_cut_hangs_old_and_new_calls_and_restoring_resets_them(line: SimulatedLine) -> None:
    with call(line) as old:
        old.sendall(b"x")
        assert old.recv(1) == b"x"
        line.cut(Cut.SILENT)
        with call(line) as new:
            for end in (old, new):
                end.sendall(b"z")
                end.settimeout(0.05)
                with pytest.raises(TimeoutError):
                    end.recv(1)
            line.restore()
            for end in (old, new):
                end.settimeout(10)
                with pytest.raises(ConnectionResetError):
                    end.recv(1)
    with call(line) as end:
        end.sendall(b"y")
        assert end.recv(1) == b"y"


def test_a_slow_line_holds_bytes_back_and_still_delivers_them(line: SimulatedLine) -> None:
    line.slow(0.3)
    with call(line) as end:
        end.sendall(b"x")
        end.settimeout(0.1)
        with pytest.raises(TimeoutError):
            end.recv(1)
        end.settimeout(10)
        assert end.recv(1) == b"x"


def test_a_hub_that_is_not_there_is_heard_as_a_reset() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody = server.getsockname()[1]
    line = SimulatedLine("127.0.0.1", nobody)
    try:
        with pytest.raises(ConnectionResetError), call(line) as end:  # the reset may come before connect returns
            end.recv(1)
    finally:
        line.close()
        line.close()
    with pytest.raises(RuntimeError):
        line.cut()
