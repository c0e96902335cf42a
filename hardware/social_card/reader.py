"""The social-security card reader as the rest of the program knows it: never blocks, one outcome for each read."""

import threading
from collections.abc import Callable

from hardware.about import About
from hardware.listener import MISSES
from hardware.social_card.pcsc import PcscPort, parse_pcsc_uri
from hardware.social_card.reading import CardPort, CardPulled, NoCardThere, NoReader, ReaderTaken, read_card
from hardware.social_card.tcp import TcpPort, parse_tcp_uri
from hardware.social_card.types import NoSocialCard, SocialCardFailed, SocialOutcome, SocialReaderFailed
from hardware.worker import DeviceStatus, DeviceWorker, Listener, Turn
from kiosk.core.clock import Clock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

POLL_S = 0.5
HEALTH_S = 5.0
_TRIES = 4
"""A card that falls mute so often is upside down, or held badly."""
_MARGIN_S = 15.0
"""Longest a card may take once it was put in."""


class SocialCardReader:
    """One reader. background: look after it while nothing is asked."""

    def __init__(
        self,
        port: CardPort,
        clock: Clock,
        *,
        poll_s: float = POLL_S,
        health_s: float = HEALTH_S,
        background: bool = True,
    ) -> None:
        self._port, self._clock = port, clock
        self._poll_s, self._health_s = poll_s, health_s
        self._misses = 0
        self._about: About | None = None
        self._status = DeviceStatus()
        self._turn: Turn | None = None
        self._worker = DeviceWorker("social-card", clock, idle=self._look if background else None)

    @property
    def state(self) -> DeviceState:
        return self._status.state

    @property
    def fault(self) -> Fault | None:
        return self._status.fault

    @property
    def about(self) -> About:
        """What the reader and its service say of it; asked once for each time it is there anew."""
        return self._about or About()

    def listen(self, callback: Listener) -> None:
        """Hear of every change of state."""
        self._status.listen(callback)

    def read(self, timeout_s: float, on_outcome: Callable[[SocialOutcome], None]) -> None:
        """Wait for a card and read it; on_outcome is called once, on a thread of the reader."""
        self.cancel()
        late: SocialOutcome = SocialReaderFailed(Fault.SOCIAL_READER_ABSENT, DeviceState.OFFLINE)
        self._turn = self._worker.submit(
            lambda turn: self._read(turn, timeout_s), on_outcome, deadline_s=timeout_s + _MARGIN_S, timed_out=late
        )

    def read_once(self, timeout_s: float) -> SocialOutcome:
        """The same, waiting for the outcome; for the command line."""
        done = threading.Event()
        came: list[SocialOutcome] = []

        def take(outcome: SocialOutcome) -> None:
            came.append(outcome)
            done.set()

        self.read(timeout_s, take)
        done.wait()
        return came[0]

    def cancel(self) -> None:
        """Call a waiting read off; its outcome is NoSocialCard."""
        if self._turn is not None:
            self._turn.stop()

    def close(self) -> None:
        """End the threads."""
        self.cancel()
        self._worker.close()

    def _read(self, turn: Turn, timeout_s: float) -> SocialOutcome:
        until = self._clock.monotonic() + timeout_s
        torn = mute = 0
        while True:
            connected = False
            try:
                self._port.connect()
                connected = True
                self._misses = 0
                self._status.set(DeviceState.ONLINE)
                return read_card(self._port)
            except NoCardThere:
                self._status.set(DeviceState.ONLINE)
                if torn:
                    return SocialCardFailed(Fault.SOCIAL_CARD_MOVED)
            except ReaderTaken:
                self._status.set(DeviceState.BUSY, Fault.SOCIAL_READER_BUSY)
                return SocialReaderFailed(Fault.SOCIAL_READER_BUSY, DeviceState.BUSY)
            except CardPulled:
                # A service that has only just seen the card resets it under our hands: that is not yet her doing.
                torn, mute = torn + connected, mute + (not connected)
                if torn >= _TRIES or mute >= _TRIES:
                    moved = torn >= mute
                    return SocialCardFailed(Fault.SOCIAL_CARD_MOVED if moved else Fault.SOCIAL_CARD_UNREADABLE)
            except NoReader:
                self._status.set(DeviceState.NO_DEVICE, Fault.SOCIAL_READER_ABSENT)
                return SocialReaderFailed(Fault.SOCIAL_READER_ABSENT, DeviceState.NO_DEVICE)
            finally:
                self._port.disconnect()
            left = until - self._clock.monotonic()
            if left <= 0 or turn.stopped:
                return NoSocialCard()
            turn.wait(min(self._poll_s, left))

    def _look(self) -> float:
        """Whether the reader is there; a card in it is not read and not kept powered."""
        try:
            self._port.connect()
        except (NoCardThere, CardPulled):
            pass
        except ReaderTaken:
            self._status.set(DeviceState.BUSY, Fault.SOCIAL_READER_BUSY)
            return self._health_s
        except NoReader:
            self._misses += 1
            if self._misses >= MISSES:
                self._about = None
                self._status.set(DeviceState.NO_DEVICE, Fault.SOCIAL_READER_ABSENT)
            return min(self._health_s, self._poll_s)
        finally:
            self._port.disconnect()
        self._misses = 0
        if self._about is None:
            self._about = self._port.about()
        self._status.set(DeviceState.ONLINE)
        return self._health_s


def open_social_card(uri: str, clock: Clock, *, background: bool = True) -> SocialCardReader:
    """A reader at `pcsc:///` or `pcsc:///PART OF NAME`, or `tcp://HOST:PORT` (the simulator). Raises BadUri at once."""
    port: CardPort = TcpPort(*parse_tcp_uri(uri)) if uri.startswith("tcp://") else PcscPort(parse_pcsc_uri(uri))
    return SocialCardReader(port, clock, background=background)
