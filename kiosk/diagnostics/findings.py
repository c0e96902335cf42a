"""What an examination found, one value a matter looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    LOOK = "look"
    """Works, but somebody should see to it."""
    BAD = "bad"
    """Residents are turned away, or something could be lost."""
    UNTRIED = "untried"
    """Could not be examined here; the words say why."""


class Area(StrEnum):
    """Whose hands it needs: faults of network, key, clock, data and device are told apart."""

    DEVICE = "device"
    NETWORK = "network"
    KEY = "key"
    CLOCK = "clock"
    SCHEMA = "schema"
    """Two programs of different versions do not understand each other."""
    DATA = "data"
    DISK = "disk"
    VOICE = "voice"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    id: str
    """Stable, for programs: "device.reader", "queue.refused"."""
    area: Area
    name: str
    level: Level
    say: str
    """What is so, in a technician's words."""
    mend: str = ""
    """What to do; "" when nothing is."""
    details: tuple[tuple[str, str], ...] = ()
    """What else is known: name and value."""

    def to_json(self) -> dict[str, object]:
        plain = {name: str(getattr(self, name)) for name in ("id", "area", "name", "level", "say", "mend")}
        return {**plain, "details": [{"name": name, "value": value} for name, value in self.details]}


def fit(findings: Iterable[Finding]) -> bool:
    """Nothing found that turns residents away, and nothing that wants a look."""
    return all(f.level in (Level.OK, Level.UNTRIED) for f in findings)
