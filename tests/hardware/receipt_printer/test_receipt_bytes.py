"""The bytes themselves: documented samples, whole commands only, and what answers may mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.receipt_printer import Profile, TextMode, codec, raster
from hardware.receipt_printer.composer import compose, opening
from hardware.receipt_printer.layout import Span
from hardware.receipt_printer.status import AnswerStream, Block, InOrder, PrinterStatus, RealTime
from hardware.simulated.escpos import CommandStream
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState, PaperState
from kiosk.core.slip import Slip, SlipFact, SlipQr, SlipText

OK = (0x12, 0x12, 0x12, 0x12)


def test_documented_samples_are_what_is_sent() -> None:
    assert codec.raster(576, bytes(7200))[:8] == bytes.fromhex("1d 76 30 00 48 00 64 00")
    assert [codec.status_query(n) for n in (1, 4)] == [b"\x10\x04\x01", b"\x10\x04\x04"]
    assert codec.qr(b"x" * 29, 6) == (
        bytes.fromhex(
            "1d 28 6b 04 00 31 41 32 00 1d 28 6b 03 00 31 43 06 1d 28 6b 03 00 31 45 31 1d 28 6b 20 00 31 50 30"
        )
        + b"x" * 29
        + bytes.fromhex("1d 28 6b 03 00 31 51 30")
    )
    assert codec.feed(300) == b"\x1bJ\xff\x1bJ\x2d"
    chunks = compose(Slip("j", (SlipText("回执：测试"),)), Profile())
    assert bytes.fromhex("bb d8 d6 b4 a3 ba b2 e2 ca d4") in chunks[0]
    assert chunks[-1].endswith(codec.CUT)


@settings(deadline=None, max_examples=40)
@given(
    st.text(max_size=30),
    st.text(max_size=20),
    st.sampled_from([Profile(w, t, q) for w in (384, 576) for t in TextMode for q in (True, False)]),
)
def test_whatever_a_slip_says_only_whole_known_commands_are_sent(text: str, value: str, profile: Profile) -> None:
    lines = (SlipText(text), SlipFact("姓名", value), SlipText(value, 3, True, "centre"), SlipQr("KIOSK-1", text))
    for chunk in (opening(profile), *compose(Slip("j", lines), profile)):
        stream = CommandStream()
        stream.feed(chunk)
        assert stream.feed(b"\x1b@") != [], "the chunk ended inside a command"
        assert stream.errors == []


@settings(deadline=None)
@given(st.lists(st.sampled_from([0x10, 0x04, 0x05, 0x14, 0x01, 0x30]), min_size=72, max_size=72).map(bytes))
def test_no_picture_contains_a_real_time_command(rows: bytes) -> None:
    safe = codec.defuse(rows)
    assert not any(command in safe for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))
    assert all(before & after == before for before, after in zip(rows, safe, strict=True)), "no dot was lost"


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_noise_is_sorted_without_a_zero_or_ff_ever_being_a_status(noise: bytes) -> None:
    for answer in AnswerStream().feed(noise):
        match answer:
            case RealTime(byte):
                assert byte & 0x93 == 0x12
            case InOrder(byte):
                assert byte & 0x90 == 0


@settings(deadline=None)
@given(st.binary(max_size=80).map(lambda data: bytes(byte | 0x20 for byte in data)), st.integers(1, 30))
def test_the_letters_of_an_identity_are_no_status_and_what_follows_is(text: bytes, size: int) -> None:
    data = b"\x5f" + text + b"\x00\x12"
    stream = AnswerStream(block=True)
    told = [answer for n in range(0, len(data), size) for answer in stream.feed(data[n : n + size])]
    assert told == [Block(text), RealTime(0x12)]


def test_a_stray_head_of_a_text_nobody_asked_for_hides_no_status() -> None:
    assert AnswerStream().feed(b"\x5f\x12") == [RealTime(0x12)]
    assert AnswerStream(block=True).feed(b"\x5f\x12\x32") == [RealTime(0x12), RealTime(0x32)]


def test_automatic_status_is_not_taken_for_an_answer() -> None:
    stream = AnswerStream()
    assert stream.feed(bytes.fromhex("13 18 00 0c 0f 12 11")) == [RealTime(0x12)]
    assert stream.feed(b"\x10\x00") == []
    assert stream.feed(b"\x00\x0f\x03") == [InOrder(3)]


@pytest.mark.parametrize(
    ("answers", "fault", "state", "paper"),
    [
        (OK, None, DeviceState.ONLINE, PaperState.FULL),
        ((0x12, 0x12, 0x12, 0x1E), Fault.PAPER_LOW, DeviceState.ONLINE, PaperState.LOW),
        ((0x1A, 0x32, 0x12, 0x72), Fault.PAPER_OUT, DeviceState.USER_ERROR, PaperState.OUT),
        ((0x12, 0x12, 0x12, 0x72), Fault.PAPER_OUT, DeviceState.USER_ERROR, PaperState.OUT),
        ((0x1A, 0x16, 0x12, 0x12), Fault.COVER_OPEN, DeviceState.USER_ERROR, PaperState.FULL),
        ((0x1A, 0x16, 0x52, 0x12), Fault.COVER_OPEN, DeviceState.USER_ERROR, PaperState.FULL),
        ((0x1A, 0x52, 0x1A, 0x12), Fault.CUTTER_JAM, DeviceState.HARDWARE_ERROR, PaperState.JAMMED),
        ((0x1A, 0x52, 0x52, 0x12), Fault.PRINT_HEAD_HOT, DeviceState.HARDWARE_ERROR, PaperState.FULL),
        ((0x1A, 0x52, 0x32, 0x12), Fault.PRINTER_BROKEN, DeviceState.HARDWARE_ERROR, PaperState.FULL),
        ((0x1A, 0x52, 0x12, 0x12), Fault.PRINTER_BROKEN, DeviceState.HARDWARE_ERROR, PaperState.FULL),
        ((0x1A, 0x12, 0x12, 0x12), Fault.PRINTER_SILENT, DeviceState.USER_ERROR, PaperState.FULL),
    ],
)
def test_status_bytes_mean_what_the_manuals_say(
    answers: tuple[int, int, int, int], fault: Fault | None, state: DeviceState, paper: PaperState
) -> None:
    status = PrinterStatus(*answers)
    assert (status.fault, status.state, status.paper) == (fault, state, paper)
    assert status.blocked == (fault not in (None, Fault.PAPER_LOW))


def test_a_rare_character_is_drawn_and_an_undrawable_one_is_marked_missing() -> None:
    def ink(text: str) -> bytes:
        return raster.to_rows(raster.draw_spans((Span(text),), 2, 384))

    assert raster.has_glyph("𬱖")
    assert ink("𬱖") not in (ink("〓"), ink(" "))
    assert ink("\U0010ffff") == ink("〓")
