"""The UPS as the rest of the program knows it: asked every few seconds; its word is in `fault`.

ONLINE with no fault is mains; ONLINE with POWER_ON_BATTERY or POWER_LOW is the battery. A UPS that falls silent
while on battery counts as low: nobody will be told when it ends.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from hardware.about import About, plain
from hardware.link import BadUri, Link, LinkAbsent, LinkAddress, LinkBusy, LinkError, open_link, parse_uri
from hardware.listener import BACK_OFF_S, MISSES
from hardware.power import megatec, nut
from hardware.power.exchange import Ask, NoAnswer, ask_megatec, ask_nut
from hardware.power.types import Supply, UpsProblem, UpsReport
from hardware.worker import DeviceStatus, DeviceWorker, Listener
from kiosk.core.clock import Clock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

POLL_S = 2.0
_FAULTS = {Supply.BATTERY: Fault.POWER_ON_BATTERY, Supply.LOW: Fault.POWER_LOW}


class Ups:
    """One UPS."""

    def __init__(
        self,
        opener: Callable[[], Link],
        ask: Ask,
        clock: Clock,
        *,
        poll_s: float = POLL_S,
        back_off_s: tuple[float, float] = BACK_OFF_S,
    ) -> None:
        self._opener, self._ask, self._clock = opener, ask, clock
        self._poll_s = poll_s
        self._shortest_s, self._longest_s = back_off_s
        self._wait_s = self._shortest_s
        self._status = DeviceStatus()
        self._link: Link | None = None
        self._misses = 0
        self._report: UpsReport | None = None
        self._problem: str | None = None
        self._worker = DeviceWorker("ups", clock, idle=self._look, closing=self._disconnect)

    @property
    def state(self) -> DeviceState:
        return self._status.state

    @property
    def fault(self) -> Fault | None:
        return self._status.fault

    @property
    def about(self) -> About:
        """Model and firmware, as the last answer had them."""
        report = self._report
        return About(plain(report.model), plain(report.firmware)) if report else About()

    @property
    def report(self) -> UpsReport | None:
        """The last answer."""
        return self._report

    @property
    def problem(self) -> str | None:
        """Why the last look yielded no report, in a technician's word."""
        return self._problem

    def listen(self, callback: Listener) -> None:
        """Hear of every change of state or supply."""
        self._status.listen(callback)

    def close(self) -> None:
        """Give the port free and end the thread."""
        self._worker.close()

    def _look(self) -> float:
        try:
            if self._link is None:
                self._link = self._opener()
            answer = self._ask(self._link, self._clock)
        except NoAnswer:
            return self._missed(DeviceState.OFFLINE, Fault.UPS_SILENT, "silent")
        except LinkBusy:
            return self._missed(DeviceState.BUSY, Fault.UPS_BUSY, "busy")
        except LinkError as error:
            absent = isinstance(error, LinkAbsent)
            return self._missed(DeviceState.NO_DEVICE, Fault.UPS_ABSENT, "absent" if absent else "gone")
        self._wait_s = self._shortest_s
        if isinstance(answer, UpsProblem):
            return self._missed(DeviceState.OFFLINE, Fault.UPS_SILENT, answer.why, keep=True)
        self._misses, self._problem, self._report = 0, None, answer
        fault = _FAULTS.get(answer.supply) or (Fault.UPS_BATTERY_WORN if answer.replace_battery else None)
        self._status.set(DeviceState.ONLINE, fault)
        return self._poll_s

    def _missed(self, state: DeviceState, fault: Fault, why: str, *, keep: bool = False) -> float:
        if not keep:
            self._disconnect()
        self._problem = why
        self._misses += 1
        if self._misses >= MISSES or state is DeviceState.BUSY:
            on_battery = self._status.fault in (Fault.POWER_ON_BATTERY, Fault.POWER_LOW)
            self._status.set(state, Fault.POWER_LOW if on_battery else fault)
        wait, self._wait_s = self._wait_s, min(self._wait_s * 2, self._longest_s)
        return wait

    def _disconnect(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None


def parse_ups_uri(uri: str) -> tuple[LinkAddress, Ask]:
    """An address open_ups takes, and how to ask there. Raises BadUri."""
    if not uri.startswith("nut://"):
        return parse_uri(uri, default_baud=megatec.BAUD), ask_megatec
    try:
        parts = urlsplit(uri)
        port = nut.PORT if parts.port is None else parts.port
    except ValueError:
        parts, port = urlsplit("nut:"), 0
    name = parts.path.removeprefix("/")
    if not parts.hostname or not nut.UPS_NAME.fullmatch(name) or parts.query or not port:
        raise BadUri(f"电源地址“{uri}”不对，要像 nut://127.0.0.1:3493/ups，最后是 NUT 里 UPS 的名字。")
    return LinkAddress(uri, parts.hostname, port, 9600), ask_nut(name)


def open_ups(
    uri: str, clock: Clock, *, poll_s: float = POLL_S, back_off_s: tuple[float, float] = (POLL_S, 30.0)
) -> Ups:
    """A UPS at `nut://HOST[:3493]/NAME` or `serial:///dev/kiosk/ups` (Megatec, 2400 baud). Raises BadUri at once."""
    address, ask = parse_ups_uri(uri)
    return Ups(lambda: open_link(address), ask, clock, poll_s=poll_s, back_off_s=back_off_s)
