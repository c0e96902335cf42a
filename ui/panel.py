"""The glass a terminal has: pixels, their real size, and how high above the floor it hangs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Panel:
    """One screen and its mounting. Millimetres are never taken from the system, which only guesses them."""

    width: int
    """Pixels."""
    height: int
    ppm: float
    """Pixels per millimetre."""
    mount_mm: float
    """From the floor to the lower edge of the glass."""


PORTRAIT_32 = Panel(1080, 1920, 2.710, 600)
"""32-inch, upright."""
LANDSCAPE_21 = Panel(1920, 1080, 4.034, 850)
"""21.5-inch, lying."""
