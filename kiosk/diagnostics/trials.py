"""Guided tests: what the technician does, what the machine does meanwhile, what a person is asked."""

from dataclasses import dataclass
from typing import Literal

Act = Literal[
    "read_card", "print_slip", "print_sheet", "read_social", "scan_code", "keys", "radar", "supply", "shoot", "lights",
    "jack", "camera", "touch_grid", "chart", "say", "hall_noise", "recognise",
]  # fmt: skip
"""What the machine does, or watches."""
WATCHED = frozenset({"scan_code", "keys", "radar", "supply", "shoot", "lights", "jack", "camera"})
"""Tests that show what they see while they go on, and that the technician may end."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One guided test."""

    do: str
    """What is going to happen, and what the technician does with the hands."""
    act: Act
    ask: str
    """The question to a person: answered 看到了 or 没看到."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a test under way sees at this moment."""

    say: str = ""
    marks: tuple[tuple[str, bool], ...] = ()
    """Things to be seen, and whether each has been."""
    picture: bool = False
    """Frames of a camera come beside (kiosk.core.screen.Live)."""


NOTHING_YET = Glimpse()
