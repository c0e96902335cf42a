"""The simulated devices of a demonstration: a reader, a printer and a line to the hub that can be cut."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from hardware.simulated.card_reader import SimulatedCardReader
from hardware.simulated.jack import SimulatedJack
from hardware.simulated.line import SimulatedLine
from hardware.simulated.part import SimulatedPart
from hardware.simulated.parts import PARTS, make_part
from hardware.simulated.receipt_printer import SimulatedReceiptPrinter


@dataclass
class Simulators:
    """What the dock, the demonstration and `kiosk sim` steer; parts that are real are None."""

    reader: SimulatedCardReader | None = None
    printer: SimulatedReceiptPrinter | None = None
    line: SimulatedLine | None = None
    jack: SimulatedJack | None = None
    directory: Path | None = None
    """Where the last paper is drawn."""
    parts: Mapping[str, SimulatedPart] = field(default_factory=dict)
    """Every other simulated device by its name."""
    mouth: Callable[[str], None] | None = None
    """Says a sentence to the terminal, as words and not as sound."""
    page: Callable[[], str] | None = None
    """The key of the page that is shown; scripts wait for one."""
    _closed: bool = field(default=False, repr=False)

    def close(self) -> None:
        """Take all of them off the wire."""
        if not self._closed:
            self._closed = True
            for part in (self.reader, self.printer, self.line, self.jack, *self.parts.values()):
                if part is not None:
                    part.close()

    def __enter__(self) -> "Simulators":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def start_simulators(
    *, reader: bool, printer: bool, hub_port: int | None, directory: Path, jack: bool = False, parts: Iterable[str] = ()
) -> Simulators:
    """Start the parts the settings ask for with sim://; hub_port: put a line that can be cut before that port.

    parts: names of further devices (hardware.simulated.parts).
    """
    return Simulators(
        SimulatedCardReader() if reader else None,
        SimulatedReceiptPrinter() if printer else None,
        SimulatedLine("127.0.0.1", hub_port) if hub_port is not None else None,
        SimulatedJack() if jack else None,
        directory,
        {part.NAME: make_part(part) for part in PARTS if part.NAME in parts},
    )
