"""How much paper is left on the roll. An estimate, and called one."""

from kiosk.core.faults import Fault

NEAR_END_MM = 5000
"""What the near-end sensor leaves on a common mechanism, at most."""
WANTS_PAPER = (Fault.PAPER_OUT, Fault.PAPER_LOW)


def left_mm(roll_m: int, used_mm: int, fault: Fault | None) -> int:
    """Millimetres left: from what was used since the roll was changed, and what the sensors say now."""
    if fault is Fault.PAPER_OUT:
        return 0
    left = max(0, roll_m * 1000 - used_mm)
    return min(left, NEAR_END_MM) if fault is Fault.PAPER_LOW else left


def changed(before: Fault | None, now: Fault | None, sound: bool) -> bool:
    """Whether this is a fresh roll: paper was wanted, and now nothing is wrong. sound: the device is online."""
    return before in WANTS_PAPER and now is None and sound
