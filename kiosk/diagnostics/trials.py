"""Guided tests: what the technician does, what the machine does meanwhile, what a person is asked."""

from dataclasses import dataclass
from typing import Literal

Act = Literal[
    "", "read_card", "print_slip", "touch_grid", "chart", "say", "hall_noise", "recognise", "look_at"
]  # fmt: skip
"""What the machine does; "": nothing but ask."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One guided test."""

    do: str
    """What is going to happen, and what the technician does with the hands."""
    act: Act
    ask: str
    """The question to a person: answered 看到了 or 没看到."""


NOTHING_SEEN = Trial("看一看、动一动这个设备。", "", "它好用吗？")
