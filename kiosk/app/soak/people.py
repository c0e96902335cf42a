"""Who comes: people who do not exist, each with a name, numbers and words that no other has."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hardware.card_reader.doubts import check_digit
from hardware.simulated.people import PHOTO
from kiosk.core.person import LONG_TERM, CardType, IdCard

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_PLANTED = re.compile(rf"测试[{_STEMS}]{{3}}|130300\d{{11}}[\dX]|1390000\d{{4}}")
_JOINTS = re.compile(r"\s")


@dataclass(frozen=True)
class Visitor:
    """The n-th of a thousand."""

    number: int

    @property
    def name(self) -> str:
        return "测试" + "".join(_STEMS[int(digit)] for digit in f"{self.number % 1000:03d}")

    @property
    def phone(self) -> str:
        return f"1390000{self.number % 1000:04d}"

    @cached_property
    def card(self) -> IdCard:
        born = date(1930 + self.number % 27, 1 + self.number % 12, 1 + self.number % 28)
        first = f"130300{born:%Y%m%d}{self.number % 1000:03d}"
        return IdCard(
            CardType.RESIDENT, self.name, "女", "汉", born, f"河北省秦皇岛市海港区{self.name}路8号",
            first + check_digit(first), "秦皇岛市公安局海港分局", date(2006, 5, 1), LONG_TERM, photo=PHOTO,
        )  # fmt: skip

    @property
    def report(self) -> str:
        """What she has to say to the community."""
        return f"{self.name}路1号楼的灯坏了"

    @property
    def planted(self) -> frozenset[str]:
        """Her words that `planted_in` finds."""
        return frozenset((self.name, self.card.id_number, self.phone))


def planted_in(*texts: str) -> frozenset[str]:
    """Every visitor's words in texts, however spaced or broken into lines."""
    return frozenset(found for text in texts for found in _PLANTED.findall(_JOINTS.sub("", text)))


def planted_in_bytes(pieces: Iterable[bytes]) -> frozenset[str]:
    """The same in raw files; what is not UTF-8 cannot be one."""
    return planted_in(*(piece.decode("utf-8", "ignore") for piece in pieces))
