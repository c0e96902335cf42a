"""Frames: all published vectors, and cutting them out of any stream."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.card_reader.codec import (
    MAX_BODY,
    PREAMBLE,
    Answer,
    Corrupt,
    Deframer,
    Request,
    answer_bytes,
    frame,
    parse_answer,
    parse_record,
    request_bytes,
    sam_number,
)
from hardware.card_reader.layouts import decode, encode_new_address
from hardware.card_reader.sam import fits
from hardware.card_reader.status import MEANINGS
from kiosk.core.person import CardType, IdCard

VECTORS = {v["name"]: v for v in json.loads((Path(__file__).parent / "vectors.json").read_text())}


def answer_of(name: str) -> Answer:
    (body,) = Deframer().feed(bytes.fromhex(VECTORS[name]["answer"]))
    assert isinstance(body, bytes)
    return parse_answer(body)


def card_of(name: str) -> IdCard:
    record = parse_record(answer_of(name).data)
    assert record is not None
    assert record.photo == bytes(i % 251 for i in range(1024))
    return decode(record.text, record.photo)


def test_there_are_twenty_vectors() -> None:
    assert len(VECTORS) == 20


@pytest.mark.parametrize("name", VECTORS)
def test_every_vector_is_cut_out_whole_and_made_again_byte_for_byte(name: str) -> None:
    vector = VECTORS[name]
    raw = bytes.fromhex(vector["answer"])
    assert hashlib.sha256(raw).hexdigest() == vector["answer_sha256"]
    answer = answer_of(name)
    assert answer_bytes(answer.sw3, answer.data, answer.sw1, answer.sw2) == raw
    asked = bytes.fromhex(vector["request"])
    (body,) = Deframer(shortest=3).feed(asked)
    assert isinstance(body, Corrupt) == (name == "bad_checksum_request")
    if isinstance(body, bytes):
        assert frame(body) == asked


def test_requests_are_the_published_bytes_and_none_asks_for_fingerprints() -> None:
    published = {bytes.fromhex(v["request"]) for v in VECTORS.values()}
    for request in (Request.RESET, Request.STATUS, Request.SAM_ID, Request.FIND, Request.SELECT, Request.READ):
        assert request_bytes(request) in published
    assert request_bytes(Request.BAUD_9600) == bytes.fromhex("AAAAAA96690003600467")
    assert (0x30, 0x10) not in {request.value for request in Request}


def test_the_sam_number_reads_as_printed_on_the_reader() -> None:
    assert sam_number(answer_of("sam_id").data) == "05.03-20160520-000123456-987654321"


def test_a_resident_card_reads_as_the_vector_says() -> None:
    card = card_of("read_resident")
    assert (card.type, card.name, card.sex, card.nation) == (CardType.RESIDENT, "测试甲", "男", "汉")
    assert card.address == "北京市东城区测试路1号"
    assert (card.id_number, card.authority) == ("110101199003070011", "北京市公安局东城分局")
    assert [str(day) for day in (card.birth, card.valid_from, card.valid_to)] == [
        "1990-03-07",
        "2020-01-01",
        "2040-01-01",
    ]
    assert card.doubts == ()


def test_a_card_that_never_expires_says_so() -> None:
    card = card_of("read_resident_longterm")
    assert (card.valid_to, card.sex, card.nation, card.id_number) == ("长期", "女", "维吾尔", "11010519491231002X")


def test_the_three_other_layouts_read_as_the_vectors_say() -> None:
    hmt, old, new = card_of("read_hmt_J"), card_of("read_foreigner_I"), card_of("read_foreigner_Y")
    assert (hmt.type, hmt.name, hmt.permit_number, hmt.doubts) == (CardType.HMT, "測試丙", "H12345678", ())
    assert (old.type, old.english_name, old.name) == (CardType.FOREIGNER, "TEST, PERSON DING", "测试丁")
    assert (old.id_number, old.nationality, str(old.birth)) == ("CAN110087010201", "CAN", "1987-01-02")
    assert (str(old.valid_from), str(old.valid_to), old.authority) == ("2018-06-01", "2028-06-01", "1100")
    assert (new.type, new.name, new.nationality) == (CardType.FOREIGNER_2023, "测试戊", "CAN")
    assert new.english_name == "TEST PERSON WITH A VERY LONG ENGLISH NAME XYZ"
    assert (new.id_number, new.doubts) == ("911124198701020011", ())


@pytest.mark.parametrize("name", ["read_fp", "read_fp_none"])
def test_an_answer_with_fingerprints_yields_text_and_photo_only(name: str) -> None:
    assert card_of(name) == card_of("read_resident")


def test_the_newest_address_is_read_without_its_padding() -> None:
    record = parse_record(answer_of("read_resident").data)
    assert record is not None
    data = answer_of("new_address").data
    card = decode(record.text, b"", data)
    assert card.new_address
    assert not card.new_address.endswith(" ")
    assert encode_new_address(card.new_address) == data
    assert answer_of("new_address_none").said == 0x91


def test_every_failing_vector_has_a_meaning() -> None:
    for name in ("status_selftest_fail", "find_none", "select_fail", "read_fail", "bad_checksum_request"):
        assert answer_of(name).sw3 in MEANINGS


@settings(deadline=None)
@given(st.lists(st.binary(max_size=60), max_size=4), st.lists(st.integers(1, 40), min_size=1, max_size=20))
def test_frames_split_anywhere_come_out_whole_and_in_order(contents: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(b"\xaa" + answer_bytes(0x90, data) for data in contents)
    deframer, found, at = Deframer(), [], 0
    for step in cuts * (len(stream) // sum(cuts) + 1):
        found += deframer.feed(stream[at : at + step])
        at += step
    assert found == [bytes([0, 0, 0x90]) + data for data in contents]


@settings(deadline=None)
@given(st.binary(max_size=4000))
def test_no_stream_makes_the_deframer_keep_more_than_one_frame(noise: bytes) -> None:
    deframer = Deframer()
    deframer.feed(PREAMBLE + noise)
    assert len(deframer._buffer) <= MAX_BODY + 7


def test_a_preamble_inside_a_photo_is_not_taken_for_a_frame() -> None:
    data = b"\0" * 300 + answer_bytes(0x41) + b"\0" * 300
    assert Deframer().feed(answer_bytes(0x90, data)) == [bytes([0, 0, 0x90]) + data]


def test_lengths_that_lie_are_bounded() -> None:
    honest = answer_bytes(0x90)
    for length in (0, 3, MAX_BODY + 1, 0xFFFF):
        assert Deframer().feed(PREAMBLE + length.to_bytes(2, "big") + honest) == [bytes([0, 0, 0x90])]


def test_a_late_answer_to_another_request_does_not_fit() -> None:
    assert not fits(Request.READ, answer_of("status_ok"))
    assert not fits(Request.READ, answer_of("new_address"))
    assert not fits(Request.FIND, answer_of("read_resident"))
    assert not fits(Request.NEW_ADDRESS, answer_of("read_resident"))
    assert fits(Request.READ, answer_of("read_resident"))
