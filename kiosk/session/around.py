"""The devices around the page: what they say becomes events, and what the present page wants of them is told to them.

Each may be missing; nothing here is ever the only way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from hardware.code_reader import Reading, Scanned
from kiosk.session.events import CodeScanned, DeviceChanged, Event
from kiosk.session.ports import DeviceListener
from kiosk.session.scanned import welcomes_code
from kiosk.session.state import State


class CodePort(Protocol):
    """hardware.code_reader.CodeReader."""

    def hear(self, callback: Callable[[Reading], None]) -> None: ...
    def aim(self, wanted: bool) -> None: ...
    def listen(self, callback: DeviceListener) -> None: ...


@dataclass(frozen=True, slots=True)
class Peripherals:
    """What this terminal has; None where it has none."""

    codes: CodePort | None = None


NOTHING = Peripherals()


class Around:
    """Keeps the devices in step with one session."""

    def __init__(self, devices: Peripherals, post: Callable[[Event], None]) -> None:
        self._devices = devices
        self._post = post
        if (codes := devices.codes) is not None:
            codes.hear(lambda reading: post(CodeScanned(reading.text if isinstance(reading, Scanned) else "")))
            codes.listen(lambda state, fault: post(DeviceChanged("code_reader", state, fault)))

    def follow(self, state: State) -> None:
        """The state has changed, or time has passed."""
        if self._devices.codes is not None:
            self._devices.codes.aim(welcomes_code(state))
