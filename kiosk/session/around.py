"""The devices around the page: what they say becomes events, and what the present page wants of them is told to them.

Each may be missing; nothing here is ever the only way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

import numpy as np
import numpy.typing as npt
from PIL.Image import Image

from hardware.cabinet import Light
from hardware.code_reader import Reading, Scanned
from hardware.keypad import PadKey
from hardware.scanner import Kind, Look, ShotOutcome, glance
from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from kiosk.session.events import CodeScanned, DeviceChanged, Event, Headphones, PersonSeen
from kiosk.session.lights import lights_for
from kiosk.session.photos import watched
from kiosk.session.places import PhotoPlace, RepairPlace, SocialCardPlace
from kiosk.session.ports import DeviceListener, PrinterPort, SocialCardPort
from kiosk.session.scanned import welcomes_code
from kiosk.session.state import State

Picture = npt.NDArray[np.uint8]
"""Rows x columns x RGB."""


class Reporting(Protocol):
    """Any device that says how it is."""

    def listen(self, callback: DeviceListener) -> None: ...


class CodePort(Reporting, Protocol):
    """hardware.code_reader.CodeReader."""

    def hear(self, callback: Callable[[Reading], None]) -> object: ...
    def aim(self, wanted: bool) -> None: ...


class KeypadPort(Reporting, Protocol):
    """hardware.keypad.Keypad; its keys are the window's, only a jack of its own is the session's."""

    def hear(self, callback: Callable[[PadKey], None]) -> object: ...


class PresencePort(Reporting, Protocol):
    """hardware.presence.Presence."""

    def hear(self, callback: Callable[[bool | None], None]) -> object: ...


class CabinetPort(Reporting, Protocol):
    """hardware.cabinet.Cabinet."""

    def show(self, lights: Light) -> None: ...


class ScannerPort(Protocol):
    """hardware.scanner.Scanner."""

    def shoot(self, kind: Kind, on_outcome: Callable[[ShotOutcome], None]) -> None: ...
    def look(self, kind: Kind, on_look: Callable[[Look], None], *, judge: bool = False) -> None: ...
    def watch(self, on_frame: Callable[[Image], None]) -> Callable[[], None]: ...
    def listen(self, callback: DeviceListener) -> None: ...


@dataclass(frozen=True, slots=True)
class Peripherals:
    """What this terminal has; None where it has none."""

    codes: CodePort | None = None
    keypad: KeypadPort | None = None
    presence: PresencePort | None = None
    power: Reporting | None = None
    """hardware.power.Ups; its faults tell mains from battery."""
    sheets: PrinterPort | None = None
    """The A4 printer."""
    social_card: SocialCardPort | None = None
    cabinet: CabinetPort | None = None
    scanner: ScannerPort | None = None
    """The document camera."""


NOTHING = Peripherals()
_JACK = {PadKey.HEADPHONES_IN: True, PadKey.HEADPHONES_OUT: False}


class Around:
    """Keeps the devices in step with one session."""

    def __init__(
        self,
        devices: Peripherals,
        post: Callable[[Event], None],
        show: Callable[[Picture | None], None] = lambda picture: None,
    ) -> None:
        """show: what lies under the document camera now, None when nobody looks."""
        self._devices = devices
        self._post = post
        self._repaired = False
        self._show = show
        self._unwatch: Callable[[], None] | None = None
        self._looking = Lock()
        self._reads_social = False
        if (codes := devices.codes) is not None:
            codes.hear(lambda reading: post(CodeScanned(reading.text if isinstance(reading, Scanned) else "")))
            self._report("code_reader", codes)
        if (keypad := devices.keypad) is not None:
            keypad.hear(lambda key: post(Headphones(_JACK[key])) if key in _JACK else None)
            self._report("keypad", keypad)
        if (presence := devices.presence) is not None:
            presence.hear(lambda near: post(PersonSeen(near)))
            self._report("presence", presence)
        if (sheets := devices.sheets) is not None:
            self._report("document_printer", sheets)
        if (scanner := devices.scanner) is not None:
            self._report("scanner", scanner)
        if devices.power is not None:
            self._report("power", devices.power)
        if devices.social_card is not None:
            self._report("social_card", devices.social_card)
        if devices.cabinet is not None:
            self._report("cabinet", devices.cabinet)

    def follow(self, state: State) -> None:
        """The state has changed, or time has passed. While a technician works, her tests steer the devices."""
        repaired, self._repaired = self._repaired, isinstance(state.place, RepairPlace)
        if repaired and self._repaired:
            return
        self._watch(isinstance(state.place, PhotoPlace) and state.overlay is None and watched(state.place))
        self._read_social(isinstance(state.place, SocialCardPlace))
        if self._devices.codes is not None:
            self._devices.codes.aim(welcomes_code(state))
        if self._devices.cabinet is not None:
            self._devices.cabinet.show(lights_for(state))

    def _watch(self, wanted: bool) -> None:
        """The paper as it lies there, while a page asks for it; what was seen is forgotten with the page."""
        if wanted and self._unwatch is None and self._devices.scanner is not None:
            self._unwatch = self._devices.scanner.watch(self._seen)
        elif not wanted and self._unwatch is not None:
            self._unwatch()
            with self._looking:
                self._unwatch = None
                self._show(None)

    def _read_social(self, wanted: bool) -> None:
        """A card put in after its page was left is nobody's business."""
        if self._reads_social and not wanted and self._devices.social_card is not None:
            self._devices.social_card.cancel()
        self._reads_social = wanted

    def _seen(self, frame: Image) -> None:
        picture, _ = glance(frame)
        with self._looking:  # the camera's own thread: nothing comes after the page went
            if self._unwatch is not None:
                self._show(picture)

    def _report(self, name: str, device: Reporting) -> None:
        def changed(state: DeviceState, fault: Fault | None) -> None:
            self._post(DeviceChanged(name, state, fault))

        device.listen(changed)
