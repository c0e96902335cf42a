"""The cabinet as the rest of the program knows it: shows lights, and says in `fault` that a door or a cover is open."""

from collections.abc import Callable

from hardware.cabinet.codec import ASK, contacts_in, lights_byte
from hardware.cabinet.gpio import GpioAddress, GpioLink
from hardware.cabinet.types import Contact, Light
from hardware.link import LinkAddress, ListeningLink, open_link, parse_uri
from hardware.listener import BACK_OFF_S, Pause, PortFaults, PortListener, sleep
from hardware.worker import DeviceStatus, Listener
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

FAULTS = PortFaults(Fault.CABINET_ABSENT, Fault.CABINET_BUSY)


class Cabinet:
    """Lights and contacts of one cabinet."""

    def __init__(
        self,
        opener: Callable[[], ListeningLink],
        *,
        back_off_s: tuple[float, float] = BACK_OFF_S,
        pause: Pause = sleep,
    ) -> None:
        self._shown = Light(0)
        self._open = Contact(0)
        self._status = DeviceStatus()
        self._port = PortListener(
            "cabinet", opener, FAULTS, self._hear, on_open=self._opened, back_off_s=back_off_s, pause=pause
        )
        self._port.listen(lambda state, fault: self._judge())
        self._port.start()

    @property
    def state(self) -> DeviceState:
        return self._status.state

    @property
    def fault(self) -> Fault | None:
        """CABINET_TAMPERED before CABINET_OPEN before what is wrong with the port."""
        return self._status.fault

    def listen(self, callback: Listener) -> None:
        """Hear of every change of state, doors and covers included."""
        self._status.listen(callback)

    def show(self, lights: Light) -> None:
        """Shine exactly these from now on; costs nothing when nothing changes."""
        if lights != self._shown:
            self._shown = lights
            self._port.send(lights_byte(lights))

    def close(self) -> None:
        """All lights out, and give the lines free."""
        self._port.close()

    def _opened(self) -> None:
        """What came back has forgotten its lights, and a door may have been opened meanwhile."""
        self._port.send(lights_byte(self._shown) + ASK)

    def _hear(self, data: bytes) -> None:
        for contacts in contacts_in(data):
            self._open = contacts
        self._judge()

    def _judge(self) -> None:
        """A cable that is pulled does not close the door that was open."""
        if self._open & Contact.TAMPER:
            self._status.set(DeviceState.POTENTIAL_FRAUD, Fault.CABINET_TAMPERED)
        elif self._open & Contact.DOOR:
            self._status.set(DeviceState.USER_ERROR, Fault.CABINET_OPEN)
        elif self._port.state is not DeviceState.STARTING:
            self._status.set(self._port.state, self._port.fault)


def parse_cabinet_uri(uri: str) -> GpioAddress | LinkAddress:
    """`gpio:///dev/gpiochip0?card=17&door=5` (hardware.cabinet.gpio), or a board on `serial://`. Raises BadUri."""
    return GpioAddress(uri) if uri.startswith("gpio:") else parse_uri(uri)


def open_cabinet(uri: str, *, back_off_s: tuple[float, float] = BACK_OFF_S) -> Cabinet:
    """Opens in its own thread. Raises BadUri at once."""
    address = parse_cabinet_uri(uri)
    if isinstance(address, GpioAddress):
        return Cabinet(lambda: GpioLink(address), back_off_s=back_off_s)
    return Cabinet(lambda: open_link(address), back_off_s=back_off_s)
