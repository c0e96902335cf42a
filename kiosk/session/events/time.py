"""Time, and the machine itself."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passes; posted by the runner about four times a second."""

    now: datetime
    monotonic: float


@dataclass(frozen=True, slots=True)
class Wiped:
    """Everything outside the state is cleared too; a fresh random seed for the next visit's ids (hex)."""

    seed: str


@dataclass(frozen=True, slots=True)
class UnexpectedError:
    """Something nobody planned for happened; journalled already. Calm, wipe, go home."""
