"""The code reader as the rest of the program knows it: never blocks, reconnects by itself, says each code once."""

from collections.abc import Callable

from hardware.code_reader.codec import TRIGGERS, TextCodec, WedgeCodec
from hardware.code_reader.types import Reading, Scanned
from hardware.hearers import Hearers, Stop
from hardware.input_events import InputLink
from hardware.link import BadUri, LinkAddress, ListeningLink, open_link, parse_uri
from hardware.listener import BACK_OFF_S, Pause, PortFaults, PortListener, sleep
from hardware.worker import Listener
from kiosk.core.clock import Clock
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState

AGAIN_S = 2.0
"""The same code within this time is the same paper still held there."""
FAULTS = PortFaults(Fault.CODE_READER_ABSENT, Fault.CODE_READER_BUSY)


class CodeReader:
    """One reader; while it is not aimed, whatever it reads is dropped."""

    def __init__(
        self,
        opener: Callable[[], ListeningLink],
        codec: type[TextCodec] | type[WedgeCodec],
        clock: Clock,
        *,
        trigger: str = "none",
        back_off_s: tuple[float, float] = BACK_OFF_S,
        pause: Pause = sleep,
    ) -> None:
        """trigger: a key of codec.TRIGGERS."""
        self._make_codec = codec
        self._codec = codec()
        self._hearers: Hearers[Reading] = Hearers()
        self._clock = clock
        self._on, self._off = TRIGGERS[trigger]
        self._aimed = False
        self._last: tuple[str, float] = ("", 0.0)
        self._port = PortListener(
            "code-reader", opener, FAULTS, self._hear, on_open=self._opened, back_off_s=back_off_s, pause=pause
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

    def hear(self, callback: Callable[[Reading], None]) -> Stop:
        """Be given every reading, on the reader's thread, until the returned is called."""
        return self._hearers.add(callback)

    def aim(self, wanted: bool) -> None:
        """Light the reader, or darken it and drop what it reads; costs nothing when nothing changes."""
        if wanted == self._aimed:
            return
        self._aimed = wanted
        self._pull()

    def close(self) -> None:
        """Give the port free and end the thread."""
        self._port.close()

    def _opened(self) -> None:
        """A reader that was away has forgotten whether it was lit, and the half code it sent before is nobody's."""
        self._codec = self._make_codec()
        self._pull()

    def _pull(self) -> None:
        word = self._on if self._aimed else self._off
        if word:
            self._port.send(word)

    def _hear(self, data: bytes) -> None:
        now = self._clock.monotonic()
        for reading in self._codec.feed(data, now):
            if self._aimed and not self._same_again(reading, now):
                self._hearers.tell(reading)

    def _same_again(self, reading: Reading, now: float) -> bool:
        if not isinstance(reading, Scanned):
            return False
        text, at = self._last
        self._last = (reading.text, now)
        return text == reading.text and now - at < AGAIN_S


def parse_code_reader_uri(uri: str) -> LinkAddress:
    """An address open_code_reader takes. Raises BadUri."""
    address = parse_uri(uri, frozenset({"trigger"}), also_input=True)
    trigger = address.options.get("trigger", "none")
    if trigger not in TRIGGERS or (address.is_input and trigger != "none"):
        raise BadUri(f"扫码口的选项 trigger={trigger} 不能用。串口可用：{'、'.join(TRIGGERS)}；键盘式的不写。")
    return address


def open_code_reader(uri: str, clock: Clock, *, back_off_s: tuple[float, float] = BACK_OFF_S) -> CodeReader:
    """A reader at `serial://PATH?baud=N&trigger=none|syn|ed`, `tcp://HOST:PORT`, or `input:///dev/input/by-id/…`.

    Opens in its own thread. Raises BadUri at once.
    """
    address = parse_code_reader_uri(uri)
    trigger = address.options.get("trigger", "none")
    if address.is_input:
        return CodeReader(lambda: InputLink(address), WedgeCodec, clock, back_off_s=back_off_s)
    return CodeReader(lambda: open_link(address), TextCodec, clock, trigger=trigger, back_off_s=back_off_s)
