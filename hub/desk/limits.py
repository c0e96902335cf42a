"""How much one link may say: enough for fast typing and a burst of candidates, too little to drown the other end."""

from dataclasses import dataclass

PER_S = 40.0
BURST = 160.0
PATIENCE = 400
"""So many refused messages on one link, and it is closed."""


@dataclass(slots=True)
class Bucket:
    """A token bucket; `now` in monotonic seconds."""

    tokens: float = BURST
    at: float | None = None
    refused: int = 0

    def allows(self, now: float) -> bool:
        """Take one token; False when there is none."""
        if self.at is not None:
            self.tokens = min(BURST, self.tokens + (now - self.at) * PER_S)
        self.at = now
        if self.tokens < 1:
            self.refused += 1
            return False
        self.tokens -= 1
        return True

    @property
    def drowned(self) -> bool:
        """It never stops."""
        return self.refused > PATIENCE
