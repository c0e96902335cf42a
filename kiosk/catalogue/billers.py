"""Billers and the shape of their 户号, as data (billers.yaml); the city's real rules are not known yet."""

import re
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

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

    @model_validator(mode="after")
    def _agree(self) -> Self:
        try:
            matches = re.compile(self.pattern).fullmatch(self.example)
        except re.error as error:
            raise ValueError(f"pattern 不是正则表达式：{self.pattern}") from error
        if matches is None or len(self.example) not in self.lengths:
            raise ValueError(f"{self.example} 不合 pattern 或 lengths")
        return self

    @cached_property
    def shape(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern)
