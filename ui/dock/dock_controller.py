"""The bridge between the dock's buttons and the simulated devices."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal, Slot

from hardware.simulated.card_faults import FAULTS as READER_FAULTS
from hardware.simulated.orders import Bench, Done, Outcome, Refused, carry_out
from hardware.simulated.people import PEOPLE
from hardware.simulated.receipt_printer import FAULTS as PRINTER_FAULTS
from kiosk.core.clock import Clock
from kiosk.session.events import Headphones, StaffKey

REFRESH_MS = 400


class Session(Protocol):
    """The part of a session the dock needs (kiosk.session.SessionRunner)."""

    def post(self, event: Any) -> object: ...


def _named(entries: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "label": label} for name, label in entries.items()]


class DockController(QObject):
    """What the dock shows and does. Orders run on a thread of their own: pulling a cable takes a moment."""

    changed = Signal()
    _answered = Signal(object)

    def __init__(self, bench: Bench, session: Session, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._session = session
        self._clock = clock
        self._said = ""
        self._headphones = False
        self._hands = ThreadPoolExecutor(1, "dock")
        self._answered.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.changed)
        self._timer.start(REFRESH_MS)

    # --- what is shown ------------------------------------------------------------------------------------------

    def _card(self) -> str:
        reader = self._bench.reader
        return next((name for name, card in PEOPLE.items() if reader and card == reader.card), "")

    def _reader_fault(self) -> str:
        return (self._bench.reader.fault or "") if self._bench.reader else ""

    def _printer_faults(self) -> list[str]:
        return sorted(self._bench.printer.faults) if self._bench.printer else []

    def _papers(self) -> int:
        return len(self._bench.printer.papers) if self._bench.printer else 0

    def _cut(self) -> bool:
        return self._bench.line is not None and self._bench.line.is_cut

    def _time(self) -> str:
        return self._clock.now().strftime("%Y-%m-%d %H:%M:%S")

    def _parts(self) -> list[dict[str, Any]]:
        return [
            {
                "name": name,
                "title": part.TITLE,
                "tries": [{"label": label, "order": [name, *order]} for label, order in part.TRIES.items()],
                "faults": _named(dict(part.FAULTS)),
            }
            for name, part in self._bench.parts.items()
        ]

    def _part_faults(self) -> dict[str, str]:
        return {name: part.fault or "" for name, part in self._bench.parts.items()}

    parts = Property("QVariantList", _parts, constant=True)  # type: ignore[arg-type]
    partFaults = Property("QVariantMap", _part_faults, notify=changed)  # type: ignore[arg-type]
    hasReader = Property(bool, lambda self: self._bench.reader is not None, constant=True)
    hasPrinter = Property(bool, lambda self: self._bench.printer is not None, constant=True)
    hasLine = Property(bool, lambda self: self._bench.line is not None, constant=True)
    people = Property(
        "QVariantList",  # type: ignore[arg-type]
        lambda self: _named({name: card.name for name, card in PEOPLE.items()}),
        constant=True,
    )
    readerFaults = Property("QVariantList", lambda self: _named(READER_FAULTS), constant=True)  # type: ignore[arg-type]
    printerFaults = Property("QVariantList", lambda self: _named(PRINTER_FAULTS), constant=True)  # type: ignore[arg-type]
    card = Property(str, _card, notify=changed)
    readerFault = Property(str, _reader_fault, notify=changed)
    activePrinterFaults = Property("QStringList", _printer_faults, notify=changed)  # type: ignore[arg-type]
    papers = Property(int, _papers, notify=changed)
    lineCut = Property(bool, _cut, notify=changed)
    headphones = Property(bool, lambda self: self._headphones, notify=changed)
    said = Property(str, lambda self: self._said, notify=changed)
    time = Property(str, _time, notify=changed)

    # --- what is done -------------------------------------------------------------------------------------------

    @Slot("QStringList")
    def order(self, words: Sequence[str]) -> None:
        """Give one order of hardware.simulated.orders; its answer shows in `said`."""
        self._hands.submit(carry_out, self._bench, list(words)).add_done_callback(self._answer)

    @Slot()
    def turnStaffKey(self) -> None:
        """The staff's physical key."""
        self._session.post(StaffKey())
        self._show(Done("工作人员的钥匙转了一下。"))

    @Slot(bool)
    def plugHeadphones(self, plugged: bool) -> None:
        """Headphones in or out: in the simulated jack, or where there is none straight to the session."""
        self._headphones = plugged
        if self._bench.jack is not None:
            self.order(["headphones", "in" if plugged else "out"])
            return
        self._session.post(Headphones(plugged))
        self._show(Done("耳机插上了。" if plugged else "耳机拔了。"))

    def close(self) -> None:
        """No more orders; waits for the one being carried out."""
        self._timer.stop()
        self._hands.shutdown()

    def _answer(self, future: Future[Outcome]) -> None:
        error = future.exception()
        self._answered.emit(Refused(f"没有办成：{type(error).__name__}") if error else future.result())

    @Slot(object)
    def _show(self, outcome: Outcome) -> None:
        self._said = outcome.say
        self.changed.emit()
