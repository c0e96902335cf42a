"""How sharp a camera's picture is."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether the lens is clean and set right."""

    SHARP = "够清楚"
    BLURRED = "偏糊"
    UNSURE = "没有放纸，看不出"


@dataclass(frozen=True, slots=True)
class Focus:
    """One live frame. value, enough: steepness of its steepest edges, 0 to 1, and from where on that is sharp."""

    value: float
    enough: float
    verdict: Verdict

    @property
    def words(self) -> str:
        """「61，够清楚（35 以上）」."""
        return f"{self.value * 1000:.0f}，{self.verdict}（{self.enough * 1000:.0f} 以上）"


FOCUS_MEND = "擦镜头、调焦，再查一次。"
