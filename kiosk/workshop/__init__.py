"""The technician's pages: a small machine of its own, which knows nothing of residents because it may import nothing
that does. `step(bench, event) -> (bench, effects)`, `screen_of(bench)`; kiosk.app performs the effects.
"""

from kiosk.workshop.bench import (
    Back,
    Bench,
    Choose,
    Close,
    Effect,
    Enough,
    Event,
    Examine,
    Examined,
    Glimpsed,
    Leave,
    Perform,
    Performed,
    Remember,
    Seen,
    Start,
    Station,
    Stop,
    Tick,
    Touch,
    dead_zones,
    step,
)
from kiosk.workshop.pages import screen_of
from kiosk.workshop.stations import DEVICES, FINDING_OF, OTHERS

__all__ = [
    "DEVICES",
    "FINDING_OF",
    "OTHERS",
    "Back",
    "Bench",
    "Choose",
    "Close",
    "Effect",
    "Enough",
    "Event",
    "Examine",
    "Examined",
    "Glimpsed",
    "Leave",
    "Perform",
    "Performed",
    "Remember",
    "Seen",
    "Start",
    "Station",
    "Stop",
    "Tick",
    "Touch",
    "dead_zones",
    "screen_of",
    "step",
]
