"""Reading what people type where digits are wanted: full-width digits, spaces, dashes, Chinese numerals for counts."""

_FULL_WIDTH = str.maketrans("０１２３４５６７８９ＸｘＫｋ－—–", "0123456789XxKk---")
_SPOKEN = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "幺": "1", "两": "2"}


def tidy(raw: str) -> str:
    """Without spaces and separators, full-width characters made plain.

    "138 0000-1234" -> "13800001234". Dashes are dropped: no rule of ours needs them except the landline, which
    reads its own.
    """
    return "".join(c for c in raw.translate(_FULL_WIDTH) if not c.isspace() and c not in "-·.,，。、()（）")


def spoken_digits(raw: str) -> str:
    """Digits said one by one made into figures: 幺三八 -> 138; anything else is left as it is."""
    return "".join(_SPOKEN.get(c, c) for c in raw)


def is_digits(text: str) -> bool:
    """Only 0 to 9 (str.isdigit also takes Arabic-Indic digits and superscripts)."""
    return bool(text) and text.isascii() and text.isdigit()


def split_at(text: str, sizes: tuple[int, ...]) -> tuple[str, ...]:
    """Cut into groups of the given sizes, what is left over at the end as one group more.

    split_at("13800001234", (3, 4, 4)) -> ("138", "0000", "1234").
    """
    groups: list[str] = []
    start = 0
    for size in sizes:
        if start >= len(text):
            break
        groups.append(text[start : start + size])
        start += size
    if start < len(text):
        groups.append(text[start:])
    return tuple(groups)


def two_by_two(text: str) -> tuple[str, ...]:
    """Pairs for reading an account aloud, an odd last digit alone."""
    return tuple(text[i : i + 2] for i in range(0, len(text), 2))
