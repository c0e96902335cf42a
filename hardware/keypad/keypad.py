"""A tactile keypad: key codes in, meanings out; it comes and goes by itself, and a code nobody mapped does nothing."""

from collections.abc import Callable, Mapping
from pathlib import Path

from hardware.hearers import Hearers, Stop
from hardware.input_events import PRESSED, InputLink, KeyEvents
from hardware.keypad.keymap import load_key_map
from hardware.keypad.types import PadKey
from hardware.link import BadUri, LinkAddress, ListeningLink, parse_uri
from hardware.listener import BACK_OFF_S, Pause, PortFaults, PortListener, sleep
from hardware.worker import Listener
from kiosk.core.clock import Clock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

BOUNCE_S = 0.03
"""A worn switch closes more than once within this time; no finger does."""
FAULTS = PortFaults(Fault.KEYPAD_ABSENT, Fault.KEYPAD_BUSY)


class Keypad:
    """One keypad, taken from the window so that each key has one meaning only."""

    def __init__(
        self,
        opener: Callable[[], ListeningLink],
        keys: Mapping[int, PadKey],
        clock: Clock,
        *,
        back_off_s: tuple[float, float] = BACK_OFF_S,
        pause: Pause = sleep,
    ) -> None:
        self._keys = keys
        self._clock = clock
        self._events = KeyEvents()
        self._hearers: Hearers[PadKey] = Hearers()
        self._last: dict[int, float] = {}
        self._port = PortListener(
            "keypad", opener, FAULTS, self._feed, on_open=self._opened, back_off_s=back_off_s, pause=pause
        )
        self._port.start()

    @property
    def state(self) -> DeviceState:
        return self._port.state

    @property
    def fault(self) -> Fault | None:
        return self._port.fault

    def listen(self, callback: Listener) -> None:
        """Hear of every change of state."""
        self._port.listen(callback)

    @property
    def meanings(self) -> tuple[PadKey, ...]:
        """What its keys may mean, by its key map."""
        return tuple(dict.fromkeys(self._keys.values()))

    def hear(self, callback: Callable[[PadKey], None]) -> Stop:
        """Be told each key once as it goes down, on the keypad's thread, until the returned is called; a key held down
        says no more."""
        return self._hearers.add(callback)

    def close(self) -> None:
        """Give the device free and end the thread."""
        self._port.close()

    def _opened(self) -> None:
        self._events = KeyEvents()

    def _feed(self, data: bytes) -> None:
        for code, value in self._events.feed(data):
            key = self._keys.get(code)
            if key is None or value != PRESSED or self._bounced(code):
                continue
            self._hearers.tell(key)

    def _bounced(self, code: int) -> bool:
        now = self._clock.monotonic()
        before = self._last.get(code)
        self._last[code] = now
        return before is not None and now - before < BOUNCE_S


def parse_keypad_uri(uri: str) -> LinkAddress:
    """An address open_keypad takes. Raises BadUri."""
    if not uri.startswith("input:"):
        raise BadUri(f"小键盘的地址“{uri}”不能用，要像 input:///dev/input/by-id/…-event-kbd。")
    return parse_uri(uri, also_input=True)


def open_keypad(
    uri: str, clock: Clock, key_map: Path | None = None, *, back_off_s: tuple[float, float] = BACK_OFF_S
) -> Keypad:
    """A keypad at `input:///dev/input/by-id/…-event-kbd`. Raises BadUri, BadKeyMap at once."""
    address = parse_keypad_uri(uri)
    return Keypad(lambda: InputLink(address), load_key_map(key_map), clock, back_off_s=back_off_s)
