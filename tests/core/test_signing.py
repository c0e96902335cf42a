"""A signature belongs to one text and one submission; the hub finds out every exchange."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.signing import PICTURE, RECORD, UNIT, digest, on_sheet, signature_fault, signature_files
from kiosk.core.wire import Submission, WirePerson

PICTURE_BYTES = b"\x89PNG\r\n\x1a\n" + "虚构的笔迹".encode()
TEXT = "高龄津贴申领\n我说的都是真的。\n办事人 测试桂兰 130300194403070040\n户口簿 带了"
STROKES = (((10, 10), (500, 900)),)
SHE = WirePerson(name="测试桂兰", id_number="130300194403070040", how="chip")


def submission(text: str = TEXT) -> Submission:
    return Submission.model_construct(holder=SHE, operator=SHE, signature_sha256=digest(text), attachments=[])


def files(text: str = TEXT) -> dict[str, bytes]:
    return signature_files(text, PICTURE_BYTES, STROKES)


def test_what_was_signed_is_found_whole() -> None:
    assert signature_fault(submission(), files()) == ""
    assert signature_fault(submission().model_copy(update={"signature_sha256": ""}), {}) == ""


EXCHANGES: dict[str, Callable[[], dict[str, bytes]]] = {
    "no_picture": lambda: {RECORD: files()[RECORD]},
    "no_record": lambda: {PICTURE: files()[PICTURE]},
    "another_text": lambda: files(TEXT.replace("带了", "没带，以后补")),
    "another_picture": lambda: {**files(), PICTURE: PICTURE_BYTES + b"x"},
    "no_picture_at_all": lambda: signature_files(TEXT, b"GIF89a", STROKES),
    "no_strokes": lambda: signature_files(TEXT, PICTURE_BYTES, ()),
    "strokes_off_the_sheet": lambda: signature_files(TEXT, PICTURE_BYTES, (((1, UNIT + 1),),)),
    "no_record_inside": lambda: {**files(), RECORD: b"{}"},
}


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_every_exchange_is_found_out(exchange: str) -> None:
    assert signature_fault(submission(), EXCHANGES[exchange]()) != ""


def test_a_text_signed_for_somebody_else_does_not_fit() -> None:
    theirs = TEXT.replace("测试桂兰", "测试建国")
    assert signature_fault(submission(theirs), files(theirs)) == f"{RECORD}.text"


def test_a_signature_that_is_only_claimed_is_none() -> None:
    assert signature_fault(submission(), {}) == "signature_sha256"


@given(
    st.lists(st.lists(st.tuples(st.floats(-50, 2000), st.floats(-50, 2000)), max_size=8), max_size=5),
    st.floats(1, 2000),
    st.floats(1, 2000),
)
def test_any_strokes_lie_on_the_sheet_and_empty_ones_are_no_strokes(
    points: list[list[tuple[float, float]]], width: float, height: float
) -> None:
    drawn = on_sheet(points, width, height)
    assert all(0 <= x <= UNIT and 0 <= y <= UNIT for stroke in drawn for x, y in stroke)
    assert [len(stroke) for stroke in drawn] == [len(stroke) for stroke in points if stroke]
