"""How much paper is left in a printer, counted since it was loaded. An estimate, and called one."""

from dataclasses import dataclass

from kiosk.core.faults import Fault


@dataclass(frozen=True, slots=True)
class Supply:
    """How one kind of printer's paper is counted."""

    count: str
    """What the logbook calls the paper used since it was loaded."""
    loads: str
    """And how often it was loaded."""
    low: Fault
    out: Fault
    near_end: int
    """What the sensor for low paper leaves at most."""


ROLL = Supply("paper_mm", "rolls", Fault.PAPER_LOW, Fault.PAPER_OUT, 5000)
"""A receipt printer's roll, in millimetres; the near-end sensor as on common mechanisms."""
TRAY = Supply("sheets", "fills", Fault.A4_PAPER_LOW, Fault.A4_PAPER_OUT, 50)
"""A page printer's tray, in sheets."""
SUPPLIES = {"receipt_printer": ROLL, "document_printer": TRAY}
"""By the printer's id."""


def left(supply: Supply, full: int, used: int, fault: Fault | None) -> int:
    """What is left: from what was used since it was loaded, and what the sensors say now."""
    if fault is supply.out:
        return 0
    rest = max(0, full - used)
    return min(rest, supply.near_end) if fault is supply.low else rest


def loaded(supply: Supply, before: Fault | None, now: Fault | None, sound: bool) -> bool:
    """Whether somebody has loaded paper: it was wanted, and now nothing is wrong. sound: the device is online."""
    return before in (supply.low, supply.out) and now is None and sound


def left_words(supply: Supply, rest: int) -> str:
    """「60.0 米」, 「120 张」."""
    return f"{rest / 1000:.1f} 米" if supply is ROLL else f"{rest} 张"
