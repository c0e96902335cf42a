"""Whether somebody stands before the terminal; True, False, or None when nobody can tell.

One report is not believed: a passer-by and a person who stands still are both seen wrongly for a moment.
"""

from collections.abc import Callable

from hardware.about import About
from hardware.hearers import Hearers, Stop
from hardware.link import BadUri, LinkAddress, ListeningLink, open_link, parse_uri
from hardware.listener import BACK_OFF_S, Pause, PortFaults, PortListener, sleep
from hardware.presence.codec import Ack, Report, Word, acks, command, firmware_of, reports
from hardware.worker import Listener
from kiosk.core.clock import Clock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

NEAR_CM = 120
COMING_S, LEAVING_S = 1.0, 5.0
"""So long the radar must say the same before somebody has come, or has left."""
QUIET_S = 3.0
"""The radar speaks ten times a second."""
FAULTS = PortFaults(Fault.PRESENCE_ABSENT, Fault.PRESENCE_BUSY, Fault.PRESENCE_SILENT)


class Presence:
    """One radar. Callbacks run on its thread."""

    def __init__(
        self,
        opener: Callable[[], ListeningLink],
        clock: Clock,
        *,
        near_cm: int = NEAR_CM,
        coming_s: float = COMING_S,
        leaving_s: float = LEAVING_S,
        quiet_s: float = QUIET_S,
        back_off_s: tuple[float, float] = BACK_OFF_S,
        pause: Pause = sleep,
    ) -> None:
        self._clock = clock
        self._near_cm = near_cm
        self._patience = {True: coming_s, False: leaving_s}
        self._reports, self._acks = reports(), acks()
        self._about = About()
        self._hearers: Hearers[bool | None] = Hearers()
        self._report: Report | None = None
        self._near: bool | None = None
        self._otherwise_since: float | None = None
        self._port = PortListener(
            "presence",
            opener,
            FAULTS,
            self._feed,
            on_open=self._opened,
            on_lost=self._lost,
            quiet_s=quiet_s,
            back_off_s=back_off_s,
            pause=pause,
        )
        self._port.start()

    @property
    def state(self) -> DeviceState:
        return self._port.state

    @property
    def fault(self) -> Fault | None:
        return self._port.fault

    @property
    def near(self) -> bool | None:
        """What was told last."""
        return self._near

    def listen(self, callback: Listener) -> None:
        """Hear of every change of the device's state."""
        self._port.listen(callback)

    @property
    def report(self) -> Report | None:
        """The last look of the radar, as it sent it; None before the first."""
        return self._report

    @property
    def about(self) -> About:
        """Its firmware; asked each time the port is opened."""
        return self._about

    def hear(self, callback: Callable[[bool | None], None]) -> Stop:
        """Be told each change: somebody came (True), left (False), or the radar cannot tell any more (None); until the
        returned is called."""
        return self._hearers.add(callback)

    def close(self) -> None:
        """Give the port free and end the thread."""
        self._port.close()

    def _opened(self) -> None:
        self._reports, self._acks = reports(), acks()
        self._port.send(command(Word.BEGIN))

    def _lost(self) -> None:
        """One that waits for commands sends no reports: whatever became of ours, it shall go back to its work."""
        self._port.send(command(Word.END))
        self._tell(None)

    def _feed(self, data: bytes) -> None:
        for ack in self._acks.feed(data):
            self._answered(ack)
        for report in self._reports.feed(data):
            self._report = report
            self._weigh(report)

    def _answered(self, ack: Ack) -> None:
        if ack.word == Word.BEGIN and ack.done:
            self._port.send(command(Word.FIRMWARE))
        elif ack.word == Word.FIRMWARE:
            self._about = About(firmware=firmware_of(ack))
            self._port.send(command(Word.END))

    def _weigh(self, report: Report) -> None:
        nearest = report.nearest_cm
        near = nearest is not None and nearest <= self._near_cm
        if near == self._near:
            self._otherwise_since = None
            return
        now = self._clock.monotonic()
        if self._otherwise_since is None:
            self._otherwise_since = now
        if now - self._otherwise_since >= self._patience[near]:
            self._tell(near)

    def _tell(self, near: bool | None) -> None:
        self._otherwise_since = None
        if near == self._near:
            return
        self._near = near
        self._hearers.tell(near)


def parse_presence_uri(uri: str) -> tuple[LinkAddress, int]:
    """An address open_presence takes, and how near is near, in cm. Raises BadUri."""
    address = parse_uri(uri, frozenset({"near"}), default_baud=256000)
    near = address.options.get("near", str(NEAR_CM))
    if not (near.isascii() and near.isdecimal() and 30 <= int(near) <= 600):
        raise BadUri(f"感应器的选项 near={near} 不能用，要写厘米数，30 到 600。")
    return address, int(near)


def open_presence(
    uri: str,
    clock: Clock,
    *,
    coming_s: float = COMING_S,
    leaving_s: float = LEAVING_S,
    quiet_s: float = QUIET_S,
    back_off_s: tuple[float, float] = BACK_OFF_S,
) -> Presence:
    """A radar at `serial:///dev/kiosk/radar?near=120` (cm; 256000 baud unless said) or `tcp://…`. Raises BadUri."""
    address, near_cm = parse_presence_uri(uri)
    return Presence(
        lambda: open_link(address),
        clock,
        near_cm=near_cm,
        coming_s=coming_s,
        leaving_s=leaving_s,
        quiet_s=quiet_s,
        back_off_s=back_off_s,
    )
