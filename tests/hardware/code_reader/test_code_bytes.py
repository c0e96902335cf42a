"""Codes from bytes and from key presses, without a device."""

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hardware.code_reader import BadUri, Garbled, Scanned, open_code_reader, read_code
from hardware.code_reader.codec import GAP_S, KEYS, LONGEST, TextCodec, WedgeCodec, presses, reading_of
from hardware.input_events import EV_KEY, EVENT
from hardware.simulated.code_reader import SimulatedCodeReader
from kiosk.core.clock import SystemClock

TYPEABLE = st.text("".join(a + b for a, b in KEYS.values()), min_size=1, max_size=60).map(str.strip).filter(bool)


def records(text: str, *, caps: bool = False) -> bytes:
    lock = [(58, 1), (58, 0)] if caps else []
    return b"".join(EVENT.pack(0, 0, EV_KEY, code, value) for code, value in (*lock, *presses(text)))


@given(st.binary(max_size=900), st.integers(1, 50))
def test_any_bytes_in_any_pieces_yield_readings_and_no_error(data: bytes, size: int) -> None:
    whole = list(TextCodec().feed(data + b"\r", 0.0))
    codec = TextCodec()
    pieces = [r for n in range(0, len(data) + 1, size) for r in codec.feed((data + b"\r")[n : n + size], 0.0)]
    assert pieces == whole
    assert all(isinstance(r, Garbled) or (r.text.isprintable() and len(r.text) <= LONGEST) for r in whole)


@given(TYPEABLE, st.booleans(), st.integers(1, 100))
def test_what_is_typed_is_read_whatever_caps_lock_says(text: str, caps: bool, size: int) -> None:
    data, codec = records(text, caps=caps), WedgeCodec()
    got = [r for n in range(0, len(data), size) for r in codec.feed(data[n : n + size], 0.0)]
    assert got == [Scanned(text)]


@given(st.binary(max_size=600))
def test_any_records_yield_readings_and_no_error(data: bytes) -> None:
    list(WedgeCodec().feed(data, 0.0))


@pytest.mark.parametrize("codec", [TextCodec, WedgeCodec])
def test_half_a_code_never_joins_the_next_one(codec: type[TextCodec] | type[WedgeCodec]) -> None:
    one = codec()
    half, whole = (b"1303", b"ABC\r") if codec is TextCodec else (records("1303")[: 24 * 4], records("ABC"))
    assert list(one.feed(half, 10.0)) == []
    assert list(one.feed(whole, 10.0 + GAP_S + 0.1)) == [Garbled("unfinished"), Scanned("ABC")]


def test_chinese_is_read_in_either_encoding() -> None:
    assert reading_of("测试".encode()) == reading_of("测试".encode("gb18030")) == Scanned("测试")


@pytest.mark.parametrize(
    "uri", ["serial:///dev/ttyS9?trigger=loud", "input:///dev/input/event0?trigger=syn", "usb://1"]
)
def test_an_address_that_cannot_be_is_refused_at_once(uri: str) -> None:
    with pytest.raises(BadUri):
        open_code_reader(uri, SystemClock())


def test_the_command_reads_a_code_or_says_that_no_device_is_there() -> None:
    absent = CliRunner().invoke(read_code, ["--device", "serial:///dev/nothing-here", "--timeout", "20", "--json"])
    assert (absent.exit_code, '"code_reader_absent"' in absent.output) == (4, True)
    wrong = CliRunner().invoke(read_code, ["--device", "serial://"])
    assert wrong.exit_code == 2
    with SimulatedCodeReader() as sim:
        none = CliRunner().invoke(read_code, ["--device", sim.uri, "--timeout", "0.5", "--json"])
    assert (none.exit_code, '"no_code"' in none.output) == (3, True)
