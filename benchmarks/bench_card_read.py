"""Card read against the wire's own time: how much the driver adds to what 115200 or 9600 baud cost anyway.

Run: python -m benchmarks.bench_card_read
"""

import statistics
import time
from dataclasses import dataclass

from hardware.card_reader import CardRead
from hardware.card_reader.codec import wire_time
from hardware.card_reader.reader import CardReader
from hardware.link import open_link, parse_uri
from hardware.simulated.card_reader import SimulatedCardReader
from hardware.simulated.people import FUNING
from kiosk.core.clock import SystemClock

BYTES = 4 * 10 + 15 + 19 + 1295 + 81
"""Four requests; find, select, record and newest address as answers."""


@dataclass(frozen=True, slots=True)
class Row:
    """One pace; times in milliseconds."""

    baud: int
    runs: int
    wire_ms: float
    median_ms: float
    worst_ms: float
    ratio: float
    """Median over wire time; 1.0 would be a driver and a simulator that take no time at all."""


def measure(baud: int, runs: int) -> Row:
    """Read a card over a paced pseudo-terminal so many times. Raises RuntimeError when one read fails."""
    times = []
    with SimulatedCardReader(baud=baud, refind=True) as sim:
        sim.lay(FUNING)
        address = parse_uri(sim.uri)
        reader = CardReader(lambda: open_link(address), SystemClock(), background=False)
        for _ in range(runs + 1):
            started = time.perf_counter()
            outcome = reader.read_once(10)
            times.append((time.perf_counter() - started) * 1000)
            if outcome != CardRead(FUNING):
                raise RuntimeError(f"read came to {outcome.name}")
        reader.close()
    counted = times[1:]  # the first one also opens the port
    wire_ms = wire_time(BYTES, baud) * 1000
    median = statistics.median(counted)
    return Row(baud, runs, round(wire_ms, 1), round(median, 1), round(max(counted), 1), round(median / wire_ms, 3))


def main(runs: int = 30) -> list[Row]:
    """Measure both paces, print and return the rows."""
    rows = [measure(115200, runs), measure(9600, max(3, runs // 6))]
    for row in rows:
        print(
            f"{row.baud:>6} baud: wire {row.wire_ms} ms, read median {row.median_ms} ms, worst {row.worst_ms} ms,"
            f" ratio {row.ratio} ({row.runs} reads)"
        )
    return rows


if __name__ == "__main__":
    main()
