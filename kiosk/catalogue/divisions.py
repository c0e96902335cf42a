"""Districts as data (divisions.yaml): names, abolished codes, codes that exist in statistics only."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from kiosk.catalogue.types import Entry, Source

DivisionCode = Annotated[str, Field(pattern=r"^\d{6}$")]


class Division(Entry):
    """One district."""

    code: DivisionCode
    name: str
    old_codes: tuple[DivisionCode, ...] = ()
    """Codes of before a merger or renaming, as they stand on older cards."""
    old_name: str = ""
    statistical: bool = False
    """Never the first six digits of an identity number."""


class DivisionTable(Entry):
    """The districts of one city."""

    city: Division
    source: Source
    divisions: list[Division]

    def known(self, code: str) -> Division | None:
        """The district of a code, old codes included (130323 -> 抚宁区); None for any other place in the country.

        None is never an error: people move, and cards carry codes of every era.
        """
        return next((d for d in self._all() if code == d.code or code in d.old_codes), None)

    def today_code(self, code: str) -> str:
        """The code in use today: 130323 -> 130306; codes that are not ours come back unchanged."""
        division = self.known(code)
        return division.code if division else code

    def local(self, id_number: str) -> bool:
        """Whether the first six digits of an identity number are of this city, old codes included."""
        division = self.known(id_number[:6])
        return division is not None and not division.statistical

    def _all(self) -> Iterable[Division]:
        return (self.city, *self.divisions)
