"""Which simulated devices there are beside card reader and receipt printer."""

from pathlib import Path

from hardware.simulated.cabinet import SimulatedCabinet
from hardware.simulated.code_reader import SimulatedCodeReader
from hardware.simulated.document_printer import SimulatedDocumentPrinter
from hardware.simulated.keypad import SimulatedKeypad
from hardware.simulated.part import SimulatedPart
from hardware.simulated.power import SimulatedPower
from hardware.simulated.presence import SimulatedPresence
from hardware.simulated.scanner import SimulatedScanner
from hardware.simulated.social_reader import SimulatedSocialReader

PARTS: tuple[type[SimulatedPart], ...] = (
    SimulatedCabinet,
    SimulatedCodeReader,
    SimulatedDocumentPrinter,
    SimulatedKeypad,
    SimulatedPower,
    SimulatedPresence,
    SimulatedScanner,
    SimulatedSocialReader,
)


def make_part(kind: type[SimulatedPart], directory: Path | None = None) -> SimulatedPart:
    """Start one. directory: where its device node goes, under its name; a private place when None."""
    return kind(link=directory / kind.NAME if directory else None)
