"""A reader and a printer between the session and the device: what they do is counted, and one that the hub has put out
of use is left alone.
"""

from collections.abc import Callable

from hardware.card_reader import CardFailed, CardOutcome, CardRead, CardReader, ReaderFailed
from hardware.printing import NotPrinted, Printed, PrintOutcome
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.core.slip import Slip
from kiosk.diagnostics.paper import SUPPLIES, loaded
from kiosk.session.ports import DeviceListener, PrinterPort
from offline_cache import Logbook


class OutOfUse:
    """Whether one device may be used, and what the session hears of it."""

    def __init__(self) -> None:
        self._off = False
        self._last: tuple[DeviceState, Fault | None] | None = None
        self._listeners: list[DeviceListener] = []

    @property
    def off(self) -> bool:
        return self._off

    def put(self, off: bool) -> None:
        """Put the device out of use, or back; the session hears it as any change of the device."""
        if off == self._off:
            return
        self._off = off
        if off:
            self._tell(DeviceState.OFFLINE, Fault.OUT_OF_USE)
        elif self._last is not None:
            self._tell(*self._last)

    def heard(self, state: DeviceState, fault: Fault | None) -> None:
        """The device itself said how it is."""
        self._last = (state, fault)
        if not self._off:
            self._tell(state, fault)

    @property
    def state(self) -> DeviceState:
        """As everybody else sees it."""
        return DeviceState.OFFLINE if self._off else self._last[0] if self._last else DeviceState.STARTING

    @property
    def fault(self) -> Fault | None:
        return Fault.OUT_OF_USE if self._off else self._last[1] if self._last else None

    def listen(self, callback: DeviceListener) -> None:
        self._listeners.append(callback)
        if self._off:
            callback(DeviceState.OFFLINE, Fault.OUT_OF_USE)
        elif self._last is not None:
            callback(*self._last)

    def _tell(self, state: DeviceState, fault: Fault | None) -> None:
        for listener in self._listeners:
            listener(state, fault)


class TendedReader:
    """kiosk.session.ports.CardReaderPort."""

    def __init__(self, reader: CardReader, logbook: Logbook) -> None:
        self._reader = reader
        self._logbook = logbook
        self.use = OutOfUse()
        reader.listen(self.use.heard)

    def read(self, timeout_s: float, on_outcome: Callable[[CardOutcome], None], on_found: Callable[[], None]) -> None:
        if self.use.off:
            on_outcome(ReaderFailed(Fault.OUT_OF_USE, DeviceState.OFFLINE))
            return

        def counted(outcome: CardOutcome) -> None:
            match outcome:
                case CardRead():
                    self._logbook.count("card_reader", "done")
                case CardFailed() | ReaderFailed():
                    self._logbook.count("card_reader", "failed")
                case _:
                    pass  # nobody put a card down
            on_outcome(outcome)

        self._reader.read(timeout_s, counted, on_found)

    def watch_arrival(
        self, on_card: Callable[[], None], timeout_s: float, on_none: Callable[[], None] | None = None
    ) -> None:
        if not self.use.off:
            self._reader.watch_arrival(on_card, timeout_s, on_none)
        elif on_none is not None:
            on_none()

    def watch_removal(
        self, on_gone: Callable[[], None], timeout_s: float, on_still_there: Callable[[], None] | None = None
    ) -> None:
        # A card that lies there is still hers to be reminded of, whatever the hub says.
        self._reader.watch_removal(on_gone, timeout_s, on_still_there)

    def cancel(self) -> None:
        self._reader.cancel()

    def listen(self, callback: DeviceListener) -> None:
        self.use.listen(callback)


class TendedPrinter:
    """kiosk.session.ports.PrinterPort, for slips and for A4."""

    def __init__(
        self, printer: PrinterPort, logbook: Logbook, name: str, paper_mm: Callable[[Slip], int] | None = None
    ) -> None:
        """name: as the logbook has it. paper_mm: how long a slip is; None for a printer that says how many sheets."""
        self._printer = printer
        self._logbook = logbook
        self._name = name
        self._paper_mm = paper_mm
        self._supply = SUPPLIES[name]
        self._wanted: Fault | None = None
        self.use = OutOfUse()
        printer.listen(self._heard)

    def print(self, slip: Slip, on_outcome: Callable[[PrintOutcome], None]) -> None:
        if self.use.off:
            on_outcome(NotPrinted(Fault.OUT_OF_USE, DeviceState.OFFLINE))
            return

        def counted(outcome: PrintOutcome) -> None:
            self._logbook.count(self._name, "done" if isinstance(outcome, Printed) else "failed")
            if isinstance(outcome, Printed) and (used := self._paper_mm(slip) if self._paper_mm else outcome.sheets):
                self._logbook.count(self._name, self._supply.count, used)
            on_outcome(outcome)

        self._printer.print(slip, counted)

    def listen(self, callback: DeviceListener) -> None:
        self.use.listen(callback)

    def loaded(self) -> None:
        """Somebody has put in a fresh roll, or filled the tray."""
        self._logbook.zero(self._name, self._supply.count)
        self._logbook.count(self._name, self._supply.loads)

    def _heard(self, state: DeviceState, fault: Fault | None) -> None:
        if fault in (self._supply.low, self._supply.out):
            self._wanted = fault
        if loaded(self._supply, self._wanted, fault, state is DeviceState.ONLINE):
            self._wanted = None
            self.loaded()
        self.use.heard(state, fault)
