"""The technician's side: how long the doctor takes, how soon a change of a device is on the page, what a visit leaves.

Peers in the same run: the doctor against the longest single wait it allows a device; a status change against the
printer's own polling interval; memory against the soak's own limit.

Run: python -m benchmarks.bench_technician
"""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from hardware.receipt_printer import Timings
from hardware.simulated.card_reader import SimulatedCardReader
from hardware.simulated.receipt_printer import SimulatedReceiptPrinter
from kiosk.app.examining import ANSWER_S, gather
from kiosk.app.hall import Hall
from kiosk.app.soak import LIMIT_KIB, growth, soak
from kiosk.core.clock import SystemClock
from kiosk.core.faults import Fault
from kiosk.core.journal import Journal
from kiosk.core.settings import Devices, Queue, Settings, Voice
from kiosk.diagnostics import examine
from voice import ScriptedSpeaker


def doctor(runs: int) -> float:
    """Median seconds of a whole examination over two answering devices."""
    reader, printer = SimulatedCardReader(), SimulatedReceiptPrinter()
    times = []
    with tempfile.TemporaryDirectory() as directory:
        settings = Settings(
            devices=Devices(reader=reader.uri, printer=printer.uri),
            queue=Queue(directory=Path(directory)),
            voice=Voice(microphone="none"),
        )
        for _ in range(runs):
            began = time.perf_counter()
            examine(gather(settings, SystemClock()))
            times.append(time.perf_counter() - began)
    reader.close()
    printer.close()
    return statistics.median(times)


def change(runs: int) -> float:
    """Median seconds from paper out at the simulated printer to the terminal knowing it and its pages with it."""
    times = []
    with tempfile.TemporaryDirectory() as directory, (Path(directory) / "journal").open("w") as log:
        settings = Settings(queue=Queue(directory=Path(directory)), voice=Voice(enabled=False, microphone="none"))
        journal = Journal(SystemClock(), log)
        hall = Hall(settings, SystemClock(), journal, speaker=ScriptedSpeaker(at_once=True))
        printer = hall.simulators.printer
        assert printer is not None
        for _ in range(runs):
            times.append(_until(hall, journal, Fault.PAPER_OUT, lambda: printer.inject("paper_out")))
            times.append(_until(hall, journal, None, printer.refill))
        hall.close()
    return statistics.median(times)


def _until(hall: Hall, journal: Journal, fault: Fault | None, act: Callable[[], None]) -> float:
    known = threading.Event()

    def told(event: str, _: object) -> None:
        if event == "device_state" and hall.terminal.runner.state.terminal.fault_of("receipt_printer") is fault:
            known.set()

    journal.listeners.append(told)
    began = time.perf_counter()
    act()
    if not known.wait(30):
        raise RuntimeError("the change was never known")
    journal.listeners.remove(told)
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    took = doctor(3)
    print(f"doctor: {took:.1f} s; one silent device alone may take {ANSWER_S:.0f} s (ratio {took / ANSWER_S:.2f})")
    poll = Timings().poll_s
    seen = change(3)
    print(f"status change to the page: median {seen:.2f} s; asked every {poll:.1f} s (ratio {seen / poll:.2f})")
    with tempfile.TemporaryDirectory() as directory:
        report = soak(Path(directory), visits=150, seed=1, cuts=False)
    slope, error = growth(report.settled_kib)
    print(
        f"soak: {report.visits} visits, wrong {len(report.wrong)}; memory: {slope:+.1f} ± {error:.1f} KiB a visit "
        f"over the last {len(report.settled_kib)}, limit {LIMIT_KIB:.0f} (ratio {slope / LIMIT_KIB:.2f})"
    )


if __name__ == "__main__":
    main()
