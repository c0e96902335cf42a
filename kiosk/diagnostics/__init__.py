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
from kiosk.diagnostics.devices import NAMES, STATES, DeviceFacts, device_finding
from kiosk.diagnostics.findings import Area, Finding, Level, fit
from kiosk.diagnostics.trials import NOTHING_YET, WATCHED, Glimpse, Trial

__all__ = [
    "NAMES",
    "NOTHING_YET",
    "STATES",
    "WATCHED",
    "Area",
    "CallFacts",
    "CallPart",
    "CatalogueFacts",
    "ClockFacts",
    "DeviceFacts",
    "DiskFacts",
    "Finding",
    "FontFacts",
    "Glimpse",
    "HearingFacts",
    "HubFacts",
    "IdentityFacts",
    "Level",
    "QueueFacts",
    "TerminalFacts",
    "Trial",
    "device_finding",
    "examine",
    "fit",
]
