"""Whether a terminal is fit to serve: facts in, findings out. Pure; `kiosk doctor` collects the facts."""

from kiosk.diagnostics.checks import (
    CatalogueFacts,
    ClockFacts,
    DeviceFacts,
    DiskFacts,
    FontFacts,
    HearingFacts,
    HubFacts,
    IdentityFacts,
    QueueFacts,
    TerminalFacts,
    examine,
)
from kiosk.diagnostics.findings import Area, Finding, Level, fit

__all__ = [
    "Area",
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
    "examine",
    "fit",
]
