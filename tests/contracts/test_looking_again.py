"""A device that speaks by itself and is not there is looked for ever more rarely; a flapping plug is no news of it."""

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from hardware.cabinet import Cabinet
from hardware.code_reader import CodeReader
from hardware.code_reader.codec import TextCodec
from hardware.input_events import InputLink
from hardware.keypad import Keypad, load_key_map
from hardware.link import LinkAbsent, LinkAddress, ListeningLink, open_link, parse_uri
from hardware.listener import Pause, PortFaults, PortListener
from hardware.presence import Presence
from hardware.simulated.cabinet import SimulatedCabinet
from hardware.simulated.code_reader import SimulatedCodeReader
from hardware.simulated.keypad import SimulatedKeypad
from hardware.simulated.part import SimulatedPart
from hardware.simulated.presence import SimulatedPresence
from kiosk.core.clock import ManualClock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

PATIENCE_S = 30
LOOKS = 9
Driver = Cabinet | CodeReader | Keypad | Presence


@dataclass
class Kind:
    """One driver, and what it is plugged into."""

    simulated: Callable[[], SimulatedPart]
    driver: Callable[[Callable[[], ListeningLink], ManualClock, Pause], Driver]
    link: Callable[[LinkAddress], ListeningLink] = open_link


KINDS = {
    "cabinet": Kind(SimulatedCabinet, lambda opener, _, pause: Cabinet(opener, pause=pause)),
    "code_reader": Kind(
        SimulatedCodeReader, lambda opener, clock, pause: CodeReader(opener, TextCodec, clock, pause=pause)
    ),
    "keypad": Kind(
        SimulatedKeypad, lambda opener, clock, pause: Keypad(opener, load_key_map(), clock, pause=pause), InputLink
    ),
    "presence": Kind(
        lambda: SimulatedPresence(every_s=0.01),
        lambda opener, clock, pause: Presence(opener, clock, quiet_s=PATIENCE_S, pause=pause),
    ),
}


@dataclass
class Looker:
    """Opens as it is told, waits on a clock of its own, and keeps what it heard and when."""

    clock: ManualClock = field(default_factory=ManualClock)
    waits: list[float] = field(default_factory=list)
    opens: int = 0
    enough: threading.Event = field(default_factory=threading.Event)
    plugged: threading.Event = field(default_factory=threading.Event)
    said: queue.SimpleQueue[tuple[DeviceState, float]] = field(default_factory=queue.SimpleQueue)

    def absent(self) -> ListeningLink:
        self.opens += 1
        raise LinkAbsent("nobody is there")

    def few(self, closed: threading.Event, seconds: float) -> None:
        """Wait, and after LOOKS of them for good."""
        self.waits.append(seconds)
        self.clock.advance(seconds)
        if len(self.waits) >= LOOKS:
            self.enough.set()
            closed.wait(PATIENCE_S)

    def while_unplugged(self, closed: threading.Event, seconds: float) -> None:
        self.waits.append(seconds)
        self.clock.advance(seconds)
        self.plugged.wait(PATIENCE_S)

    def hear(self, state: DeviceState, fault: Fault | None) -> None:
        self.said.put((state, self.clock.monotonic()))


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[str(request.param)]


def test_a_device_that_stays_away_is_looked_for_ever_more_rarely_and_told_gone_at_the_third_look(kind: Kind) -> None:
    looker = Looker()
    driver = kind.driver(looker.absent, looker.clock, looker.few)
    driver.listen(looker.hear)
    assert looker.enough.wait(PATIENCE_S)
    assert looker.waits == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]
    assert looker.opens == LOOKS
    assert looker.said.get(timeout=PATIENCE_S)[0] is DeviceState.NO_DEVICE
    assert looker.said.empty()
    driver.close()


@pytest.fixture
def bench(kind: Kind) -> Iterator[tuple[Looker, list[int], Callable[[], None], queue.SimpleQueue[None]]]:
    """Who looks, how often the port still refuses (one number), how its plug flaps, and that it was opened."""
    looker, refuses = Looker(), [0]
    opened: queue.SimpleQueue[None] = queue.SimpleQueue()
    with kind.simulated() as simulated:
        address = parse_uri(simulated.uri, also_input=True)

        def opener() -> ListeningLink:
            if refuses[0]:
                refuses[0] -= 1
                raise LinkAbsent("flaps")
            link = kind.link(address)
            opened.put(None)
            return link

        def flap() -> None:
            looker.plugged.clear()
            simulated.unplug()
            simulated.replug()
            looker.plugged.set()

        looker.plugged.set()
        driver = kind.driver(opener, looker.clock, looker.while_unplugged)
        driver.listen(looker.hear)
        yield looker, refuses, flap, opened
        driver.close()


@pytest.mark.parametrize(
    ("refusals", "waits", "gone_s"), [(0, [0.5], None), (1, [0.5, 0.5], None), (2, [0.5, 0.5, 1.0], 1.0)]
)
def test_a_plug_that_flaps_is_no_news_before_the_third_look(
    bench: tuple[Looker, list[int], Callable[[], None], queue.SimpleQueue[None]],
    refusals: int,
    waits: list[float],
    gone_s: float | None,
) -> None:
    looker, refuses, flap, opened = bench
    assert looker.said.get(timeout=PATIENCE_S) == (DeviceState.ONLINE, 0.0)
    opened.get(timeout=PATIENCE_S)
    refuses[0] = refusals
    flap()
    opened.get(timeout=PATIENCE_S)
    assert looker.waits == waits
    if gone_s is None:
        assert looker.said.empty()
        return
    assert looker.said.get(timeout=PATIENCE_S) == (DeviceState.NO_DEVICE, gone_s)
    assert looker.said.get(timeout=PATIENCE_S)[0] is DeviceState.ONLINE


def test_what_is_said_to_an_absent_device_neither_waits_nor_shortens_the_wait() -> None:
    """A radar is sent its way at every miss; once that woke its own listener, and looked for it without a pause."""
    looker = Looker()
    port = PortListener(
        "absent",
        looker.absent,
        PortFaults(Fault.PRESENCE_ABSENT, Fault.PRESENCE_BUSY),
        lambda data: None,
        on_lost=lambda: port.send(b"x"),
        back_off_s=(PATIENCE_S, PATIENCE_S),
    )
    port.listen(looker.hear)
    port.start()
    talker = threading.Thread(target=lambda: [port.send(b"x") for _ in range(70_000)], daemon=True)
    talker.start()
    talker.join(PATIENCE_S)
    assert not talker.is_alive()
    port.close()
    assert looker.opens <= 1
