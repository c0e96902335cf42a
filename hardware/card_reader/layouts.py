"""The four text layouts of the chip (GA/T 490; hardware facts 1.5), each declared once and used both ways.

A text block is 256 bytes of UTF-16LE padded with U+0020. Which layout it has is told only by the character at byte
248; offsets of type Y rest on one source and are unconfirmed on a real card.
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from hardware.card_reader.codec import TEXT_BYTES
from hardware.card_reader.doubts import number_doubts
from hardware.card_reader.nations import NATIONS, SEXES
from kiosk.core.person import LONG_TERM, CardType, IdCard

MARKER_AT = 248


@dataclass(frozen=True, slots=True)
class TextField:
    """Where one text stands."""

    name: str
    offset: int
    """Bytes from the block's start."""
    size: int
    """Bytes; half as many characters."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of card."""

    type: CardType
    marker: str
    """The character at byte 248."""
    fields: tuple[TextField, ...]


def _fields(*rows: tuple[str, int, int]) -> tuple[TextField, ...]:
    return tuple(TextField(*row) for row in rows)


RESIDENT = Layout(
    CardType.RESIDENT,
    " ",
    _fields(
        ("name", 0, 30), ("sex", 30, 2), ("nation", 32, 4), ("birth", 36, 16), ("address", 52, 70),
        ("id_number", 122, 36), ("authority", 158, 30), ("valid_from", 188, 16), ("valid_to", 204, 16),
    ),
)  # fmt: skip
HMT = Layout(
    CardType.HMT,
    "J",
    _fields(
        ("name", 0, 30), ("sex", 30, 2), ("birth", 36, 16), ("address", 52, 70), ("id_number", 122, 36),
        ("authority", 158, 30), ("valid_from", 188, 16), ("valid_to", 204, 16), ("permit_number", 220, 18),
        ("issue_count", 238, 4),
    ),
)  # fmt: skip
FOREIGNER = Layout(
    CardType.FOREIGNER,
    "I",
    _fields(
        ("english_name", 0, 120), ("sex", 120, 2), ("id_number", 122, 30), ("nationality", 152, 6), ("name", 158, 30),
        ("valid_from", 188, 16), ("valid_to", 204, 16), ("birth", 220, 16), ("card_version", 236, 4),
        ("authority", 240, 8),
    ),
)  # fmt: skip
FOREIGNER_2023 = Layout(
    CardType.FOREIGNER_2023,
    "Y",
    _fields(
        ("name", 0, 30), ("sex", 30, 2), ("replacements", 32, 4), ("birth", 36, 16), ("english_name", 52, 70),
        ("id_number", 122, 36), ("valid_from", 188, 16), ("valid_to", 204, 16), ("english_name_rest", 220, 22),
        ("nationality", 242, 6), ("former_card", 250, 6),
    ),
)  # fmt: skip

LAYOUTS = {layout.marker: layout for layout in (RESIDENT, HMT, FOREIGNER, FOREIGNER_2023)}
_BY_TYPE = {layout.type: layout for layout in LAYOUTS.values()}


def raw_texts(block: bytes) -> tuple[Layout, dict[str, str]]:
    """The layout and its texts, padding kept. An unknown marker counts as a resident card's reserved space."""
    if len(block) != TEXT_BYTES:
        raise ValueError(f"a text block has {TEXT_BYTES} bytes, not {len(block)}")
    layout = LAYOUTS.get(block[MARKER_AT : MARKER_AT + 2].decode("utf-16-le", "replace"), RESIDENT)
    return layout, {f.name: _text(block[f.offset : f.offset + f.size]) for f in layout.fields}


def decode(block: bytes, photo: bytes = b"", new_address: bytes = b"") -> IdCard:
    """The card of a 256-byte text block. Never fails on odd content: what is odd stands in `doubts`.

    new_address: data of a 30 03 answer, b"" when there was none.
    """
    layout, texts = raw_texts(block)
    texts["english_name"] = texts.get("english_name", "") + texts.pop("english_name_rest", "")
    texts = {name: text.strip(" \0\u3000") for name, text in texts.items()}
    birth, valid_to = _date(texts["birth"]), texts["valid_to"]
    sex, nation = SEXES.get(texts["sex"], "未知"), NATIONS.get(texts.get("nation", ""), "")
    return IdCard(
        type=layout.type,
        name=texts["name"] or texts["english_name"],
        sex=sex,
        nation=nation,
        birth=birth,
        address=texts.get("address", ""),
        id_number=texts["id_number"],
        authority=texts.get("authority", ""),
        valid_from=_date(texts["valid_from"]),
        valid_to=LONG_TERM if valid_to == LONG_TERM else _date(valid_to),
        new_address=_text(new_address[: len(new_address) // 2 * 2]).strip(" \0\u3000"),
        english_name=texts["english_name"],
        permit_number=texts.get("permit_number", ""),
        nationality=texts.get("nationality", ""),
        photo=photo,
        doubts=_doubts(layout, texts, sex, birth),
    )


def encode(card: IdCard) -> bytes:
    """The text block of a card, for simulators and tests.

    Raises ValueError when a text is longer than its place; a name equal to the English one stands only there.
    """
    layout = _BY_TYPE[card.type]
    texts = _chip_texts(card)
    block = bytearray(" ".encode("utf-16-le") * (TEXT_BYTES // 2))
    for place in layout.fields:
        data = texts.get(place.name, "").encode("utf-16-le")
        if place.name == "english_name" and card.type is CardType.FOREIGNER_2023:
            data = data[: place.size]
        if len(data) > place.size:
            raise ValueError(f"{place.name} takes {len(data)} bytes, the chip has {place.size}")
        block[place.offset : place.offset + len(data)] = data
    block[MARKER_AT : MARKER_AT + 2] = layout.marker.encode("utf-16-le")
    return bytes(block)


def encode_new_address(address: str) -> bytes:
    """The 70 data bytes of a 30 03 answer."""
    return address.ljust(35).encode("utf-16-le")[:70]


def without_photo(card: IdCard) -> IdCard:
    """The same card for those who need no picture."""
    return replace(card, photo=b"")


def _chip_texts(card: IdCard) -> dict[str, str]:
    return {
        "name": "" if card.name == card.english_name else card.name,
        "sex": _code(SEXES, card.sex),
        "nation": _code(NATIONS, card.nation),
        "birth": _digits(card.birth),
        "address": card.address,
        "id_number": card.id_number,
        "authority": card.authority,
        "valid_from": _digits(card.valid_from),
        "valid_to": card.valid_to if isinstance(card.valid_to, str) else _digits(card.valid_to),
        "english_name": card.english_name,
        "english_name_rest": card.english_name[35:],
        "permit_number": card.permit_number,
        "nationality": card.nationality,
    }


def _doubts(layout: Layout, texts: dict[str, str], sex: str, birth: date | None) -> tuple[str, ...]:
    doubts = []
    if any("\ufffd" in text for text in texts.values()):
        doubts.append("芯片里有读不出的字，请对照证件核对。")
    if not texts["name"] and not texts["english_name"]:
        doubts.append("芯片里没有姓名，请对照证件核对。")
    if texts["sex"] not in SEXES:
        doubts.append("性别代码不认识，请对照证件核对。")
    if layout is RESIDENT and texts["nation"] not in NATIONS:
        doubts.append("民族代码不认识，请对照证件核对。")
    if birth is None:
        doubts.append("出生日期不是真实的日期，请对照证件核对。")
    if layout is not FOREIGNER:
        doubts.extend(number_doubts(texts["id_number"], sex, birth))
    return tuple(doubts)


def _text(data: bytes) -> str:
    """Characters as they stand; half of a surrogate pair becomes U+FFFD, control characters other than NUL too."""
    text = data.decode("utf-16-le", "replace")
    return "".join("\ufffd" if c != "\0" and unicodedata.category(c) == "Cc" else c for c in text)


def _date(text: str) -> date | None:
    """A day written YYYYMMDD, None for anything else."""
    if len(text) != 8 or not (text.isascii() and text.isdecimal()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _digits(day: date | None) -> str:
    return f"{day:%Y%m%d}" if day else ""


def _code(words: dict[str, str], word: str) -> str:
    return next((code for code, name in words.items() if name == word), "")
