"""Whether a terminal is fit to serve: facts in, findings out. Pure; `kiosk doctor` collects the facts."""

from kiosk.diagnostics.calls import CallFacts, CallPart
from kiosk.diagnostics.checks import (
    CatalogueFacts,
    ClockFacts,
    DiskFacts,
    FontFacts,
    HearingFacts,
    HubFacts,
    IdentityFacts,
    QueueFacts,
    TerminalFacts,
    examine,
)
from kiosk.diagnostics.devices import STATES, DeviceFacts
from kiosk.diagnostics.findings import Area, Finding, Level, fit
from kiosk.diagnostics.trials import NOTHING_SEEN, Trial

__all__ = [
    "NOTHING_SEEN",
    "STATES",
    "Area",
    "CallFacts",
    "CallPart",
    "CatalogueFacts",
    "ClockFacts",
    "DeviceFacts",
    "DiskFacts",
    "Finding",
    "FontFacts",
    "HearingFacts",
    "HubFacts",
    "IdentityFacts",
    "Level",
    "QueueFacts",
    "TerminalFacts",
    "Trial",
    "examine",
    "fit",
]
