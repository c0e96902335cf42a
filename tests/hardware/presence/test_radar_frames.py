"""The radar's frames: the published one, any report, any noise around it."""

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hardware.presence import BadUri, open_presence, watch_presence
from hardware.presence.codec import Ack, Report, Word, acks, command, firmware_of, frame, reports
from hardware.simulated.presence import SimulatedPresence
from kiosk.core.clock import SystemClock

PUBLISHED = bytes.fromhex("f4f3f2f10d0002aa0378003c7600 4b5a005500f8f7f6f5".replace(" ", ""))
CM, ENERGY = st.integers(0, 0xFFFF), st.integers(0, 255)
REPORTS = st.builds(Report, st.integers(0, 3), CM, ENERGY, CM, ENERGY, CM)


def test_the_published_frame_is_read_and_made_byte_for_byte() -> None:
    report = Report(3, 120, 60, 118, 75, 90)
    assert list(reports().feed(PUBLISHED)) == [report]
    assert frame(report) == PUBLISHED
    assert report.nearest_cm == 118


@given(st.lists(REPORTS, max_size=5), st.integers(1, 40))
def test_reports_in_any_pieces_come_out_whole_and_in_order(looks: list[Report], size: int) -> None:
    data, one = b"".join(map(frame, looks)), reports()
    assert [r for n in range(0, len(data), size) for r in one.feed(data[n : n + size])] == looks


@given(st.binary(max_size=120), REPORTS)
def test_noise_never_breaks_the_deframer_and_a_later_report_is_found(noise: bytes, report: Report) -> None:
    one = reports()
    list(one.feed(noise))
    found = [r for _ in range(12) for r in one.feed(frame(report))]
    assert report in found


@given(REPORTS, st.integers(0, 22), st.integers(1, 255))
def test_a_frame_with_a_wrong_mark_is_no_report(report: Report, at: int, flip: int) -> None:
    marks = {0, 1, 2, 3, 6, 7, 17, 18, 19, 20, 21, 22}
    data = bytearray(frame(report))
    data[at] ^= flip
    found = list(reports().feed(bytes(data)))
    assert found == [] or at not in marks or (at == 6 and data[6] == 1)


def test_an_engineering_report_is_read_for_its_first_fields() -> None:
    body = frame(Report(2, 0, 0, 80, 50, 80))[6:-6]
    long = b"\x01" + body[1:] + bytes(20) + b"\x55\x00"
    data = bytes.fromhex("F4F3F2F1") + len(long).to_bytes(2, "little") + long + bytes.fromhex("F8F7F6F5")
    assert [r.nearest_cm for r in reports().feed(data)] == [80]


def test_the_published_commands_are_made_and_the_published_answers_read() -> None:
    assert command(Word.BEGIN) == bytes.fromhex("fdfcfbfa 0400 ff00 0100 04030201")
    assert command(Word.FIRMWARE) == bytes.fromhex("fdfcfbfa 0200 a000 04030201")
    assert command(Word.END) == bytes.fromhex("fdfcfbfa 0200 fe00 04030201")
    answers = "fdfcfbfa 0800 ff01 0000 0100 4000 04030201 fdfcfbfa 0c00 a001 0000 0001 0201 16240622 04030201"
    begun, version = acks().feed(bytes.fromhex(answers))
    assert (begun.word, begun.done) == (Word.BEGIN, True)
    assert firmware_of(version) == "V1.02.22062416"


@given(st.builds(Ack, st.integers(0, 0xFFFF), st.booleans(), st.binary(max_size=12)))
def test_only_a_whole_answer_to_the_question_is_a_version(ack: Ack) -> None:
    whole = (ack.word, ack.done, len(ack.data)) == (Word.FIRMWARE, True, 8)
    assert bool(firmware_of(ack)) == whole


@given(st.lists(REPORTS, min_size=1, max_size=4), st.integers(1, 40))
def test_answers_and_reports_on_one_line_do_not_hide_one_another(looks: list[Report], size: int) -> None:
    answer = bytes.fromhex("fdfcfbfa 0400 fe01 0000 04030201")
    data = b"".join(frame(look) + answer for look in looks)
    of_reports, of_acks = reports(), acks()
    pieces = [data[n : n + size] for n in range(0, len(data), size)]
    assert [r for piece in pieces for r in of_reports.feed(piece)] == looks
    assert [a for piece in pieces for a in of_acks.feed(piece)] == [Ack(Word.END, True, b"")] * len(looks)


@pytest.mark.parametrize("near", ["", "0", "29", "601", "near", "１２０"])
def test_a_distance_that_cannot_be_is_refused(near: str) -> None:
    with pytest.raises(BadUri):
        open_presence(f"serial:///dev/ttyS9?near={near}", SystemClock())


def test_the_command_says_whether_anybody_is_there() -> None:
    with SimulatedPresence(every_s=0.01) as sim:
        sim.obey("near", ["50"])
        seen = CliRunner().invoke(watch_presence, ["--device", sim.uri, "--json"])
        assert (seen.exit_code, '"near"' in seen.output) == (0, True), seen.output
        sim.set_fault("silent")
        mute = CliRunner().invoke(watch_presence, ["--device", sim.uri, "--timeout", "0.5"])
        assert mute.exit_code == 3
    assert CliRunner().invoke(watch_presence, ["--device", "serial:///dev/nothing-here"]).exit_code == 4
    assert CliRunner().invoke(watch_presence, ["--device", "sim://"]).exit_code == 2
