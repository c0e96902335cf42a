"""A plug that flaps is no news: reader and printer are gone only after three looks in a row found no port."""

import queue
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from hardware.card_reader import CardReader
from hardware.link import Link, LinkAbsent, open_link, parse_uri
from hardware.receipt_printer import Profile, ReceiptPrinter, Timings
from hardware.simulated.card_reader import SimulatedCardReader
from hardware.simulated.receipt_printer import SimulatedReceiptPrinter
from kiosk.core.clock import SystemClock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

PATIENCE_S = 30
States = queue.SimpleQueue[tuple[DeviceState, Fault | None]]


class Socket:
    """What a device is plugged into: it can refuse the next attempts to open it."""

    def __init__(self, uri: str) -> None:
        self._address = parse_uri(uri, frozenset({"width"}))
        self.refuses = 0
        self.opened: queue.SimpleQueue[None] = queue.SimpleQueue()

    def open(self) -> Link:
        if self.refuses:
            self.refuses -= 1
            raise LinkAbsent("flaps")
        link = open_link(self._address)
        self.opened.put(None)
        return link


Bench = tuple[Socket, Callable[[], None], States]


@pytest.fixture(params=["card_reader", "receipt_printer"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A socket, how its plug is pulled and put back at once, and what the driver says of its state."""
    states: States = queue.SimpleQueue()
    if request.param == "card_reader":
        with SimulatedCardReader() as reader:
            socket = Socket(reader.uri)
            driver = CardReader(socket.open, SystemClock(), health_s=0.05, back_off_s=(0.02, 0.05))
            driver.listen(lambda *said: states.put(said))

            def flap() -> None:
                reader.unplug()
                reader.replug()

            yield socket, flap, states
            driver.close()
    else:
        with closing(SimulatedReceiptPrinter()) as printer:
            socket = Socket(printer.uri)
            quick = Timings(quiet_s=0.02, poll_s=0.05, first_retry_s=0.02, longest_retry_s=0.05)
            paper = ReceiptPrinter(socket.open, Profile(), timings=quick)
            paper.listen(lambda *said: states.put(said))

            def flutter() -> None:
                printer.inject("unplug")
                printer.mend()

            yield socket, flutter, states
            paper.close()


@pytest.mark.parametrize(("refusals", "told"), [(0, False), (1, False), (2, True)])
def test_a_port_that_is_back_before_the_third_look_was_never_gone(bench: Bench, refusals: int, told: bool) -> None:
    socket, flap, states = bench
    assert states.get(timeout=PATIENCE_S)[0] is DeviceState.ONLINE
    socket.opened.get(timeout=PATIENCE_S)
    socket.refuses = refusals
    flap()
    socket.opened.get(timeout=PATIENCE_S)
    assert states.empty() is not told
    if told:
        assert states.get(timeout=PATIENCE_S)[0] is DeviceState.NO_DEVICE
        assert states.get(timeout=PATIENCE_S)[0] is DeviceState.ONLINE
