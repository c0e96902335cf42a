"""The reader as the rest of the program knows it: never blocks, reconnects by itself, one outcome for each read."""

import threading
from collections.abc import Callable

from hardware.about import About
from hardware.card_reader.codec import Answer, Request, sam_number
from hardware.card_reader.reading import GRACE_S, POLL_S, SETTLE_S, CardReading
from hardware.card_reader.sam import Health, Sam, TimeOuts
from hardware.card_reader.types import CardOutcome, NoCard, ReaderFailed
from hardware.card_reader.usb import KNOWN, UsbLink, parse_usb_uri
from hardware.hotplug import HotPlug
from hardware.link import CONNECT_TIMEOUT_S, Link, LinkAbsent, LinkBusy, LinkGone, Opener, open_link, parse_uri
from hardware.worker import DeviceStatus, DeviceWorker, Listener, Turn
from kiosk.core.clock import Clock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

HEALTH_S = 5.0
"""Between two status requests while nothing else is asked of the device."""
BACK_OFF_S = (0.5, 30.0)
"""First and longest wait between two attempts to open the port."""
_MISSES = 3
"""So many silences make it offline, so many looks without a port make it gone; one is only a hiccup."""
_MARGIN_S = 2.0


class CardReader:
    """One ID-card reader behind a port that may come and go. All methods return at once, except read_once.

    opener: opens the port anew. background: keep the port open and watched while nothing is asked.
    Callbacks run on a thread of the reader; the caller brings them to its own.
    """

    def __init__(
        self,
        opener: Opener,
        clock: Clock,
        *,
        poll_s: float = POLL_S,
        settle_s: float = SETTLE_S,
        health_s: float = HEALTH_S,
        back_off_s: tuple[float, float] = BACK_OFF_S,
        background: bool = True,
        time_outs: TimeOuts | None = None,
    ) -> None:
        self._time_outs = time_outs
        self._opener = opener
        self._clock = clock
        self._poll_s, self._settle_s, self._health_s = poll_s, settle_s, health_s
        self._shortest_s, self._longest_s = back_off_s
        self._back_off_s = self._shortest_s
        self._status = DeviceStatus()
        self._link: Link | None = None
        self._sam: Sam | None = None
        self._introduced: Sam | None = None
        """Who was asked for its number already."""
        self._about = About()
        self._reading: CardReading | None = None
        self._misses = self._absent = 0
        self._closing: list[Callable[[], None]] = []
        self._turn: Turn | None = None
        self._worker = DeviceWorker(
            "card-reader", clock, idle=self._idle if background else None, closing=self._disconnect
        )

    @property
    def state(self) -> DeviceState:
        """How the device is now, in XFS words; STARTING until the first answer."""
        return self._status.state

    @property
    def fault(self) -> Fault | None:
        """Why it is not online."""
        return self._status.fault

    @property
    def about(self) -> About:
        """The security module's own number, as it is printed on the reader; asked once for each time it is reached."""
        return self._about

    def listen(self, callback: Listener) -> None:
        """Hear of every change of state."""
        self._status.listen(callback)

    def read(
        self,
        timeout_s: float,
        on_outcome: Callable[[CardOutcome], None],
        on_found: Callable[[], None] = lambda: None,
    ) -> None:
        """Wait for a card and read it; on_outcome is called once. A later read or watch calls an earlier one off.

        on_found: called at most once before it, when a card lies there and is being read.
        """
        self.cancel()
        late: CardOutcome = ReaderFailed(Fault.READER_SILENT, DeviceState.OFFLINE)
        self._turn = self._worker.submit(
            lambda turn: self._read(turn, timeout_s, on_found),
            on_outcome,
            deadline_s=timeout_s + GRACE_S + CONNECT_TIMEOUT_S + _MARGIN_S,
            timed_out=late,
        )

    def cancel(self) -> None:
        """Call a waiting read off (its outcome is NoCard), or a watch."""
        if self._turn:
            self._turn.stop()

    def watch_removal(
        self, on_gone: Callable[[], None], timeout_s: float, on_still_there: Callable[[], None] | None = None
    ) -> None:
        """Call on_gone once the plate is seen empty twice in a row.

        on_still_there: called when timeout_s pass first, the watch is called off or the device stops answering;
        an unplugged reader never counts as a card taken away.
        """
        self.cancel()

        def tell(gone: bool) -> None:
            if gone:
                on_gone()
            elif on_still_there:
                on_still_there()

        deadline_s = timeout_s + CONNECT_TIMEOUT_S + 3 * _MARGIN_S
        self._turn = self._worker.submit(
            lambda turn: self._watch(turn, timeout_s), tell, deadline_s=deadline_s, timed_out=False
        )

    def watch_arrival(
        self, on_card: Callable[[], None], timeout_s: float, on_none: Callable[[], None] | None = None
    ) -> None:
        """Call on_card when a card is laid down; nothing of it is read.

        on_none: called when timeout_s pass first, the watch is called off or the device does not answer.
        """
        self.cancel()

        def tell(came: bool) -> None:
            if came:
                on_card()
            elif on_none:
                on_none()

        deadline_s = timeout_s + CONNECT_TIMEOUT_S + 3 * _MARGIN_S
        self._turn = self._worker.submit(
            lambda turn: self._arrival(turn, timeout_s), tell, deadline_s=deadline_s, timed_out=False
        )

    def read_once(self, timeout_s: float) -> CardOutcome:
        """The same as read, but waits for the outcome; for the command line."""
        done = threading.Event()
        outcomes: list[CardOutcome] = []

        def take(outcome: CardOutcome) -> None:
            outcomes.append(outcome)
            done.set()

        self.read(timeout_s, take)
        done.wait()
        return outcomes[0]

    def try_now(self) -> None:
        """The reader may have been plugged in this moment: do not wait out the back-off."""
        self._back_off_s = self._shortest_s
        self._worker.submit(lambda turn: None, lambda outcome: None, deadline_s=_MARGIN_S, timed_out=None)

    def on_closing(self, callback: Callable[[], None]) -> None:
        """Have something ended together with the reader."""
        self._closing.append(callback)

    def close(self) -> None:
        """Give the port free and end the threads; open reads get their time-out outcome."""
        for callback in self._closing:
            callback()
        self.cancel()
        self._worker.close()

    def _read(self, turn: Turn, timeout_s: float, on_found: Callable[[], None]) -> CardOutcome:
        if turn.stopped:
            return NoCard()
        heard = self._sam.heard if self._sam else 0
        try:
            reading = self._connected()
            outcome = reading.wait_for_card(turn, timeout_s, on_found)
        except LinkBusy:
            outcome = ReaderFailed(Fault.READER_BUSY, DeviceState.BUSY)
        except (LinkAbsent, LinkGone):
            answered = self._sam is not None and self._sam.heard > heard
            outcome = ReaderFailed(Fault.READER_ABSENT, DeviceState.NO_DEVICE, answered)
            self._disconnect()
        if isinstance(outcome, ReaderFailed):
            self._status.set(outcome.state, outcome.fault)
        elif not turn.stopped:
            self._misses = 0
            self._status.set(DeviceState.ONLINE)
        return outcome

    def _watch(self, turn: Turn, timeout_s: float) -> bool:
        deadline = self._clock.monotonic() + timeout_s
        empty = 0
        try:
            reading = self._connected()
            while not turn.stopped and self._clock.monotonic() < deadline:
                empty = empty + 1 if reading.card_present() is False else 0
                if empty == 2:
                    return True
                turn.wait(self._poll_s)
        except (LinkBusy, LinkAbsent, LinkGone) as error:
            self._lost(error)
        return False

    def _arrival(self, turn: Turn, timeout_s: float) -> bool:
        try:
            return self._connected().wait_for_arrival(turn, timeout_s)
        except (LinkBusy, LinkAbsent, LinkGone) as error:
            self._lost(error)
            return False

    def _connected(self) -> CardReading:
        if self._reading is None:
            self._link = self._opener()
            self._sam = Sam(self._link, self._clock, self._time_outs)
            self._reading = CardReading(self._sam, self._clock, poll_s=self._poll_s, settle_s=self._settle_s)
            self._back_off_s = self._shortest_s
        return self._reading

    def _disconnect(self) -> None:
        if self._link:
            self._link.close()
        self._link = self._sam = self._reading = None
        self._misses = 0

    def _lost(self, error: Exception) -> None:
        self._disconnect()
        self._absent += 1
        if isinstance(error, LinkBusy):
            self._status.set(DeviceState.BUSY, Fault.READER_BUSY)
        elif self._absent >= _MISSES or self.state is DeviceState.STARTING:
            self._status.set(DeviceState.NO_DEVICE, Fault.READER_ABSENT)

    def _idle(self) -> float:
        """Keep the port open and know how the device is; returns when to look again."""
        try:
            self._connected()
            return self._look()
        except (LinkBusy, LinkAbsent, LinkGone) as error:
            self._lost(error)
            wait, self._back_off_s = self._back_off_s, min(self._back_off_s * 2, self._longest_s)
            return wait

    def _introduce(self) -> None:
        if self._sam is None or self._introduced is self._sam:
            return
        self._introduced = self._sam
        reply = self._sam.ask(Request.SAM_ID)
        self._about = About(number=sam_number(reply.data) if isinstance(reply, Answer) else "")

    def _look(self) -> float:
        if self._sam is None:
            return self._shortest_s
        match self._sam.health():
            case Health.OK:
                self._misses = self._absent = 0
                self._introduce()
                self._status.set(DeviceState.ONLINE)
            case Health.BROKEN:
                self._misses = self._absent = 0
                self._status.set(DeviceState.HARDWARE_ERROR, Fault.READER_BROKEN)
            case Health.MUTE:
                self._misses += 1
                if self._misses >= _MISSES:
                    self._status.set(DeviceState.OFFLINE, Fault.READER_SILENT)
                return min(self._health_s, self._poll_s)
        return self._health_s


USB = f"usb://{KNOWN}"


def parse_reader_uri(uri: str) -> None:
    """Whether a reader could be at that address. Raises BadUri."""
    if uri.startswith("usb:"):
        parse_usb_uri(uri)
    else:
        parse_uri(uri, also=(USB,))


def open_reader(uri: str, clock: Clock, *, background: bool = True) -> CardReader:
    """A reader at `serial://PATH?baud=N`, `tcp://HOST:PORT` or `usb://0400:C35A`; opens in its own thread.

    Raises BadUri at once.
    """
    if uri.startswith("usb:"):
        vendor, product = parse_usb_uri(uri)
        reader = CardReader(lambda: UsbLink(vendor, product), clock, background=background)
        if background:
            reader.on_closing(HotPlug(vendor, product, reader.try_now).close)
        return reader
    address = parse_uri(uri, also=(USB,))
    return CardReader(lambda: open_link(address), clock, background=background)
