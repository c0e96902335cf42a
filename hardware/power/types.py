"""How the electricity is."""

from dataclasses import dataclass
from enum import StrEnum


class Supply(StrEnum):
    """Where the terminal's power comes from."""

    MAINS = "mains"
    BATTERY = "battery"
    LOW = "low"
    """On battery, and it ends soon; or the UPS said to shut down."""


@dataclass(frozen=True, slots=True)
class UpsReport:
    """One answer of a UPS; None where it does not say."""

    supply: Supply
    charge: int | None = None
    """Percent."""
    runtime_s: int | None = None
    replace_battery: bool = False
    """The UPS's own test failed the battery."""
    model: str = ""
    firmware: str = ""


@dataclass(frozen=True, slots=True)
class UpsProblem:
    """It answered, but not how the power is."""

    why: str
    """A technician's word: unknown_ups, stale, driver, access, nonsense."""
