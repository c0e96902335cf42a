"""A signature made with a finger, bound to what was signed: written by the terminal, checked again by the hub.

The record carries the exact text, names the picture by its hash and keeps the strokes; it travels sealed with the
submission, whose `signature_sha256` is the text's. So nobody can put this mark under another text, or another here.
"""

from collections.abc import Mapping
from hashlib import sha256

from pydantic import Field, ValidationError

from kiosk.core.wire import Message, Submission

PICTURE, RECORD = "signature.png", "signature.json"
UNIT = 10_000
"""Strokes are points in so many parts of the sheet's width and height."""
POINTS = 20_000
"""More than anybody draws; a longer one is cut."""
_PNG = b"\x89PNG\r\n\x1a\n"

Stroke = tuple[tuple[int, int], ...]
Strokes = tuple[Stroke, ...]


class SignatureRecord(Message):
    """signature.json"""

    text: str = Field(max_length=20_000)
    """Exactly what was read back and signed."""
    text_sha256: str
    picture_sha256: str
    strokes: Strokes


def on_sheet(points: list[list[tuple[float, float]]], width: float, height: float) -> Strokes:
    """Strokes in pixels as parts of a sheet of that size; empty ones left out."""

    def part(value: float, whole: float) -> int:
        return max(0, min(UNIT, round(value * UNIT / max(whole, 1.0))))

    drawn, left = [], POINTS
    for stroke in points:
        kept = tuple((part(x, width), part(y, height)) for x, y in stroke[:left])
        left -= len(kept)
        drawn += [kept] if kept else []
    return tuple(drawn)


def signature_files(text: str, picture: bytes, strokes: Strokes) -> dict[str, bytes]:
    """The two attachments of a signed submission."""
    record = SignatureRecord(text=text, text_sha256=digest(text), picture_sha256=_sha(picture), strokes=strokes)
    return {PICTURE: picture, RECORD: record.model_dump_json().encode()}


def signature_fault(submission: Submission, attachments: Mapping[str, bytes]) -> str:
    """What is wrong with a submission's signature: the field to name; "" when it is whole, or when there is none."""
    picture, record = attachments.get(PICTURE), attachments.get(RECORD)
    if not submission.signature_sha256 and picture is None and record is None:
        return ""
    if not submission.signature_sha256 or picture is None or record is None:
        return "signature_sha256"
    try:
        kept = SignatureRecord.model_validate_json(record)
    except ValidationError:
        return RECORD
    if not kept.text_sha256 == digest(kept.text) == submission.signature_sha256:
        return f"{RECORD}.text"
    if not picture.startswith(_PNG) or kept.picture_sha256 != _sha(picture):
        return PICTURE
    points = [point for stroke in kept.strokes for point in stroke]
    if not points or len(points) > POINTS or not all(0 <= x <= UNIT and 0 <= y <= UNIT for x, y in points):
        return f"{RECORD}.strokes"
    # The text is about these people: one signed for somebody else's matter does not fit here.
    people = {p.id_number: p.name for p in (submission.holder, submission.operator) if p is not None}
    if not all(f"{name} {number}" in kept.text for number, name in people.items()):
        return f"{RECORD}.text"
    return ""


def digest(text: str) -> str:
    """SHA-256 of a text, as `signature_sha256` has it."""
    return _sha(text.encode())


def _sha(data: bytes) -> str:
    return sha256(data).hexdigest()
