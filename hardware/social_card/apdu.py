"""APDUs and files of the social-security card (facts section 2: LD/T 32-2015 as public code reads it), as pure values.

EF05 (issuer) and EF06 (holder) below the SSSE directory need no key. A record is tag, length, value. Nothing else of
the card is ever asked for: no PIN, no purse, no medical files.
"""

from collections.abc import Mapping
from datetime import date

from hardware.social_card.types import Holder, Issuer

SSSE = bytes.fromhex("7378312E7368 2EC9E7BBE1B1A3D5CF".replace(" ", ""))
"""`sx1.sh.` and 社会保障 in GB 18030."""
SELECT_SSSE = bytes.fromhex("00A404000F") + SSSE
SELECT_EF05 = bytes.fromhex("00A4020002EF05")
SELECT_EF06 = bytes.fromhex("00A4020002EF06")
OK, NOT_FOUND, NOT_ALLOWED, CONDITIONS = 0x9000, 0x6A82, 0x6982, 0x6985
WITHHELD = frozenset({NOT_ALLOWED, CONDITIONS})
ISSUER_TAGS = {0x01: 16, 0x03: 4, 0x05: 4, 0x06: 4, 0x07: 9}
"""Tags read of EF05 and their lengths: identification, version, issued, expires, card number."""
HOLDER_TAGS = {0x08: 18, 0x09: 30, 0x0A: 1, 0x0B: 1, 0x0D: 4}
"""Of EF06: social number, name, sex, nation, birth."""


class BadRecord(ValueError):
    """A record that is not what its tag promises."""


def read_record(tag: int, length: int = 0) -> bytes:
    """Read the record with a tag; length 0 asks for all, the card may answer with the right length (6Cxx)."""
    return bytes((0x00, 0xB2, tag, 0x00, length))


def get_response(length: int) -> bytes:
    """Fetch what a 61xx left waiting."""
    return bytes((0x00, 0xC0, 0x00, 0x00, length))


def value_of(record: bytes, tag: int, length: int) -> bytes:
    """The value in a record. Raises BadRecord."""
    if len(record) < 2 or record[0] != tag or record[1] != length or len(record) < 2 + length:
        raise BadRecord(f"tag {tag:02X}")
    return record[2 : 2 + length]


def record(tag: int, value: bytes) -> bytes:
    """A record as the card holds it."""
    return bytes((tag, len(value))) + value


def issuer_of(values: Mapping[int, bytes]) -> Issuer:
    """EF05 from its values."""
    return Issuer(
        region=values[0x01][:3].hex(),
        version=_text(values[0x03]),
        issued=_date(values[0x05]),
        expires=_date(values[0x06]),
        card_number=_text(values[0x07]),
    )


def holder_of(values: Mapping[int, bytes]) -> Holder:
    """EF06 from its values. Raises BadRecord for a number or name that is no text."""
    number, name = _text(values[0x08]), _text(values[0x09])
    if len(number) != 18 or not (number[:17].isdecimal() and number.isascii()) or not name:
        raise BadRecord("number or name")
    nation = values[0x0B].hex()
    return Holder(
        social_number=number.upper(),
        name=name,
        sex={"1": "男", "2": "女"}.get(_text(values[0x0A]), ""),
        nation=nation if nation.isdecimal() else "",
        birth=_date(values[0x0D]),
    )


def _text(value: bytes) -> str:
    try:
        text = value.rstrip(b"\x00\xff").decode("gb18030").strip(" \x00")
    except UnicodeDecodeError as error:
        raise BadRecord("text") from error
    if not text.isprintable():
        raise BadRecord("text")
    return text


def _date(value: bytes) -> date | None:
    digits = value.hex()
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if digits.isdecimal() else None
    except ValueError:
        return None
