"""Text that knows which of its parts are private.

Everything a resident sees or hears is `Words`: plain strings and `Private` parts in order. Masking is then
mechanical: a renderer that must not show private values (a guide's view, a loudspeaker, a log) asks for
`masked()` and cannot forget one.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class PrivateKind(StrEnum):
    """What a private value is; decides how much of it a mask leaves."""

    NAME = "name"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    ADDRESS = "address"
    ACCOUNT = "account"
    DATE = "date"
    TEXT = "text"


def mask(value: str, kind: PrivateKind) -> str:
    """Hide a value but leave what lets its owner recognise it.

    张小芳 -> 张*芳, 13030019410101001X -> 130***********001X, 13800001234 -> 138****1234.
    """
    match kind:
        case PrivateKind.NAME:
            if len(value) <= 1:
                return "*" * len(value)
            return value[0] + "*" if len(value) == 2 else value[0] + "*" * (len(value) - 2) + value[-1]
        case PrivateKind.ID_NUMBER if len(value) >= 15:
            return value[:3] + "*" * (len(value) - 7) + value[-4:]
        case PrivateKind.PHONE if len(value) >= 10:
            return value[:3] + "*" * (len(value) - 7) + value[-4:]
        case PrivateKind.ACCOUNT if len(value) >= 8:
            return "*" * (len(value) - 4) + value[-4:]
        case _:
            return "*" * len(value)


@dataclass(frozen=True, slots=True)
class Private:
    """One personal value inside a text."""

    value: str
    kind: PrivateKind = PrivateKind.TEXT


@dataclass(frozen=True, slots=True)
class Words:
    """A text of plain and private parts, in reading order."""

    parts: tuple[str | Private, ...] = ()

    def plain(self) -> str:
        """The whole text as its owner sees it."""
        return "".join(part.value if isinstance(part, Private) else part for part in self.parts)

    def masked(self) -> str:
        """The text as anyone else may see it."""
        return "".join(mask(p.value, p.kind) if isinstance(p, Private) else p for p in self.parts)

    @property
    def private(self) -> bool:
        """Whether any part is personal."""
        return any(isinstance(part, Private) for part in self.parts)

    def __add__(self, other: "Words | str") -> "Words":
        return Words(self.parts + (other.parts if isinstance(other, Words) else (other,)))

    def __bool__(self) -> bool:
        return bool(self.plain())

    def to_json(self) -> list[Any]:
        """["您好，", {"private": "张小芳", "kind": "name"}]"""
        return [{"private": p.value, "kind": str(p.kind)} if isinstance(p, Private) else p for p in self.parts]


def words(*parts: "str | Private | Words") -> Words:
    """Join strings, private values and words into one text: words("您好，", Private(name, NAME))."""
    flat: list[str | Private] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Words) else (part,))
    return Words(tuple(p for p in flat if p != ""))
