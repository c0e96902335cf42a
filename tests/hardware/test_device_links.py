"""Ports: what URIs mean, and what a missing, busy or vanishing port is told as."""

import os
import socket

import pytest

from hardware.link import BadUri, LinkAbsent, LinkBusy, LinkGone, LinkStuck, open_link, parse_uri
from hardware.simulated.wire import PtyWire, TcpWire


def test_a_serial_uri_names_path_and_pace() -> None:
    address = parse_uri("serial:///dev/ttyUSB0?baud=9600")
    assert (address.port, address.baud, address.tcp_port) == ("/dev/ttyUSB0", 9600, 0)
    assert parse_uri("serial:///dev/ttyS1").baud == 115200


def test_a_tcp_uri_names_host_and_port() -> None:
    address = parse_uri("tcp://192.168.1.20:4001?width=58", frozenset({"width"}))
    assert (address.port, address.tcp_port, address.options) == ("192.168.1.20", 4001, {"width": "58"})


@pytest.mark.parametrize(
    "uri", ["", "ttyUSB0", "serial://", "serial://dev/ttyUSB0", "tcp://host", "tcp://:99", "tcp://host:99999", "tcp://h:x",
            "serial:///dev/x?baud=1", "serial:///dev/x?color=red", "http://host:1", "sim://", "tcp://[::1"],
)  # fmt: skip
def test_a_bad_uri_is_refused_with_a_chinese_sentence(uri: str) -> None:
    with pytest.raises(BadUri, match=r"[一-龥].*。$"):
        parse_uri(uri)


def test_a_port_that_is_not_there_is_absent() -> None:
    with pytest.raises(LinkAbsent):
        open_link(parse_uri("serial:///dev/no-such-port"))
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(LinkAbsent):
        open_link(parse_uri(f"tcp://127.0.0.1:{port}"))


@pytest.mark.parametrize("make", [PtyWire, TcpWire])
def test_all_byte_values_pass_both_ways(make: type[PtyWire] | type[TcpWire]) -> None:
    everything = bytes(range(256))
    wire = make(None)
    wire.start(lambda data: wire.send(data) and None)
    link = open_link(parse_uri(wire.uri))
    link.write(everything)
    back = b""
    while len(back) < 256:
        back += link.read(20) or pytest.fail("nothing came")
    assert back == everything
    link.close()
    wire.close()


def test_a_port_held_by_another_program_is_busy_until_it_lets_go() -> None:
    wire = PtyWire(None)
    wire.start(lambda data: None)
    wire.hold()
    with pytest.raises(LinkBusy):
        open_link(parse_uri(wire.uri))
    wire.let_go()
    open_link(parse_uri(wire.uri)).close()
    wire.close()


@pytest.mark.parametrize("make", [PtyWire, TcpWire])
def test_a_pulled_cable_is_gone_for_reading_and_comes_back_under_the_same_name(
    make: type[PtyWire] | type[TcpWire],
) -> None:
    wire = make(None)
    wire.start(lambda data: wire.send(data) and None)
    link = open_link(parse_uri(wire.uri))
    link.write(b"x")
    assert link.read(20) == b"x"
    wire.unplug()
    with pytest.raises(LinkGone):
        link.read(20)
    link.close()
    with pytest.raises(LinkAbsent):
        open_link(parse_uri(wire.uri))
    wire.replug()
    again = open_link(parse_uri(wire.uri))
    again.write(b"y")
    assert again.read(20) == b"y"
    again.close()
    wire.close()


def test_a_device_that_never_reads_does_not_block_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hardware.link.WRITE_TIMEOUT_S", 0.1)
    master, slave = os.openpty()
    link = open_link(parse_uri(f"serial://{os.ttyname(slave)}"))
    with pytest.raises(LinkStuck):
        link.write(b"\0" * 100_000)
    link.close()
    os.close(master)
    os.close(slave)
