"""What came of a soak, and how memory is judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, median
from typing import Literal

LIMIT_KIB = 8.0
"""KiB a visit the terminal may grow by: at 100 visits a day under 25 MiB a month."""
ENOUGH = 100
"""Visits of one life below which its memory is still filling for the first time, and tells nothing."""
SETTLED = 50
"""Visits after which what is loaded at its first use has come."""
TOGETHER = 10
"""So many visits are one point of the slope, their median: a draft's key takes 32 MiB while it is made, and may just
be made when one looks."""


@dataclass
class Report:
    """`wrong` is empty when all went as it must."""

    visits: int = 0
    faults: int = 0
    broke: dict[str, int] = field(default_factory=dict)
    """How often each thing broke: a device's name, line, hub, disk, clock, terminal."""
    untried: list[str] = field(default_factory=list)
    """What could not be broken here, and why."""
    ended: dict[str, int] = field(default_factory=dict)
    """How visits ended: by their own end, left, or cut off by the power."""
    told: int = 0
    """Case numbers that were shown to somebody or printed."""
    at_hub: int = 0
    payments: int = 0
    tickets: int = 0
    screens: int = 0
    """Screens in which words of earlier visits were looked for."""
    papers: int = 0
    """Papers, likewise."""
    wrong: list[str] = field(default_factory=list)
    terminal_kib: list[int] = field(default_factory=list)
    """The terminal's own memory after each visit of its last life: the power is not cut in the second half."""
    around_kib: list[int] = field(default_factory=list)
    """That of this process: simulated devices and the one who judges."""
    seconds: float = 0.0

    @property
    def settled_kib(self) -> Sequence[int]:
        """The last life from SETTLED visits on; of a shorter one its second half."""
        return self.terminal_kib[min(SETTLED, len(self.terminal_kib) // 2) :]

    @property
    def slope_kib(self) -> float:
        """KiB the terminal grows with each visit, once it has settled."""
        return growth(self.settled_kib)[0]

    @property
    def memory(self) -> Literal["flat", "grows", "too few visits"]:
        """Flat is a slope within LIMIT_KIB."""
        if len(self.terminal_kib) < ENOUGH:
            return "too few visits"
        return "flat" if self.slope_kib <= LIMIT_KIB else "grows"

    @property
    def ok(self) -> bool:
        return not self.wrong and self.memory != "grows"

    def count(self, what: str) -> None:
        """One more thing broke."""
        self.faults += 1
        self.broke[what] = self.broke.get(what, 0) + 1

    def accuse(self, what: str) -> None:
        """Something was not as it must be; the first fifty are kept."""
        if len(self.wrong) < 50:
            self.wrong.append(what)

    def to_json(self) -> Mapping[str, object]:
        kib = self.terminal_kib
        return {
            "ok": self.ok, "visits": self.visits, "ended": self.ended, "faults": self.faults,
            "broke": dict(sorted(self.broke.items())), "untried": self.untried,
            "told": self.told, "at_hub": self.at_hub, "payments": self.payments, "tickets": self.tickets,
            "screens": self.screens, "papers": self.papers, "wrong": self.wrong,
            "terminal_slope_kib_per_visit": round(self.slope_kib, 1), "slope_limit_kib": LIMIT_KIB,
            "slope_error_kib": round(growth(self.settled_kib)[1], 1),
            "memory": self.memory, "terminal_mib": [round(kib[0] / 1024), round(kib[-1] / 1024)] if kib else [],
            "slope_over_visits": len(self.settled_kib),
            "around_slope_kib_per_visit": round(growth(self.around_kib[len(self.around_kib) // 2 :])[0], 1),
            "seconds": round(self.seconds, 1),
        }  # fmt: skip


def slope(values: Sequence[float]) -> float:
    """Least squares: growth from one value to the next; 0 for fewer than two."""
    if len(values) < 2:
        return 0.0
    middle, mean = (len(values) - 1) / 2, fmean(values)
    over = sum((n - middle) * (value - mean) for n, value in enumerate(values))
    return over / sum((n - middle) ** 2 for n in range(len(values)))


def growth(kib: Sequence[int]) -> tuple[float, float]:
    """The slope for one visit, by medians of TOGETHER visits, and its standard error; 0 where there are too few."""
    tens = [median(kib[n : n + TOGETHER]) for n in range(0, len(kib) - TOGETHER + 1, TOGETHER)]
    rise, middle = slope(tens), (len(tens) - 1) / 2
    if len(tens) < 3:
        return rise / TOGETHER, 0.0
    mean = fmean(tens)
    missed = sum((value - mean - rise * (n - middle)) ** 2 for n, value in enumerate(tens))
    spread = sum((n - middle) ** 2 for n in range(len(tens)))
    return rise / TOGETHER, (missed / (len(tens) - 2) / spread) ** 0.5 / TOGETHER


def own_kib(pid: int | str = "self") -> int:
    """Memory that is a process's own (anonymous), from the kernel: what its files share does not count."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Anonymous:"))
