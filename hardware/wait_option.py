"""The `--timeout` of every device command."""

import math
from typing import Any

import click


class Seconds(click.FloatRange):
    """A number of seconds; "nan" lies in every range for click, and no deadline ever passes it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Raises click.BadParameter."""
        seconds = float(super().convert(value, param, ctx))
        if math.isnan(seconds):
            self.fail("请写一个数字。", param, ctx)
        return seconds


WAIT = Seconds(0.5, 600)
