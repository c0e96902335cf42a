"""`kiosk sim <device> <order>`: one group for each device, made from the words the device itself brings."""

from collections.abc import Callable, Iterable

import click

from hardware.simulated.part import GOOD, SimulatedPart

Give = Callable[..., None]
"""Gives an order, as words."""


def add_parts(group: click.Group, parts: Iterable[type[SimulatedPart]], give: Give) -> None:
    """Give the `sim` group a group for each kind of device."""
    for part in parts:
        one = click.Group(part.NAME.replace("_", "-"), help=f"{part.TITLE}。")
        one.add_command(_command(part, "fault", f"出一种故障；{GOOD} 是修好。名字见 kiosk sim names。", give))
        one.add_command(_command(part, "unplug", "拔线。", give))
        one.add_command(_command(part, "replug", "插线。", give))
        for verb, help_ in part.VERBS.items():
            one.add_command(_command(part, verb, f"{help_}。", give))
        group.add_command(one)


def _command(part: type[SimulatedPart], verb: str, help_: str, give: Give) -> click.Command:
    return click.Command(
        verb,
        callback=lambda words: give(part.NAME, verb, *words),
        params=[click.Argument(["words"], nargs=-1)],
        help=help_,
    )
