"""How loud: levels in decibels where she stands, and the share of full scale that makes them.

A loudspeaker starts at 65 dB(A) and reaches 18 dB more, with a step at +12; level 0 is silence. Headphones start at
65 dB SPL and reach from 20 to 100 in steps of at most 10 dB (EN 301 549 8.2.1, VVSG 2.0 7.1-K). What full scale makes
is measured once with a meter where she stands, and written into the settings.
"""

from typing import Literal

Output = Literal["speaker", "headphones"]

LEVELS: dict[Output, tuple[float | None, ...]] = {
    "speaker": (None, 59, 65, 71, 77, 83),
    "headphones": (20, 29, 38, 47, 56, 65, 74, 83, 92, 100),
}
"""Decibels of each level; None is silence."""
DEFAULT: dict[Output, int] = {"speaker": 2, "headphones": 5}
FULL_SCALE: dict[Output, float] = {"speaker": 83, "headphones": 100}
"""Decibels of the loudest level at full scale, until somebody has measured."""


def output_of(headphones: bool) -> Output:
    """Where sound goes."""
    return "headphones" if headphones else "speaker"


def gain(output: Output, level: int, full_scale_db: float | None = None) -> float:
    """The factor on samples for a level, 0.0 to 1.0. Raises ValueError for a level the output does not have."""
    if not 0 <= level < len(LEVELS[output]):
        raise ValueError(f"volume {level}")
    wanted = LEVELS[output][level]
    if wanted is None:
        return 0.0
    full = FULL_SCALE[output] if full_scale_db is None else full_scale_db
    return float(min(1.0, 10 ** ((wanted - full) / 20)))
