"""Billers and the shape of their 户号, as data (billers.yaml); the city's real rules are not known yet."""

import re
from functools import cached_property

from pydantic import Field

from kiosk.catalogue.types import Entry, Source


class Biller(Entry):
    """Who a bill is paid to."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    """「电费模拟单位」"""
    simulated: bool
    """True: no real money moves, and every page and slip says 模拟."""
    phone: str
    pattern: str
    """Regular expression the whole 户号 must match."""
    lengths: list[int]
    """Lengths the pattern allows, told to the resident when the length is wrong."""
    example: str
    where: str
    """Where the resident finds the number: 「电费单右上角」."""
    source: Source

    @cached_property
    def shape(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern)
