"""The devices of a terminal beside card reader and printer, opened as the settings say."""

import subprocess
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from hardware.cabinet import open_cabinet
from hardware.code_reader import open_code_reader
from hardware.document_printer import open_document_printer
from hardware.keypad import open_keypad
from hardware.power import open_ups
from hardware.presence import open_presence
from hardware.scanner import open_scanner
from hardware.simulated.part import SimulatedPart
from hardware.social_card import open_social_card
from kiosk.app.tended import OutOfUse, TendedPrinter
from kiosk.app.tended_parts import (
    TendedCabinet,
    TendedCodes,
    TendedKeypad,
    TendedPower,
    TendedPresence,
    TendedScanner,
    TendedSocialCard,
)
from kiosk.core.clock import Clock
from kiosk.core.journal import Journal
from kiosk.core.settings import Devices, Settings
from kiosk.session.around import Peripherals
from offline_cache import Logbook

OPTIONAL = ("cabinet", "code_reader", "document_printer", "keypad", "power", "presence", "scanner", "social_card")
"""Settings of [devices] that may be "": no such device."""
DEMONSTRATED = ("code_reader", "keypad")
"""Of these a demonstration without one has a simulated one; the others must be asked for with sim://."""


def simulated_parts(settings: Settings) -> tuple[str, ...]:
    """Which of them a demonstration has to simulate."""
    demo = DEMONSTRATED if settings.mode == "demo" else ()
    uris = {name: getattr(settings.devices, name) for name in OPTIONAL}
    return tuple(name for name, uri in uris.items() if uri.startswith("sim://") or (not uri and name in demo))


class OpenPeripherals:
    """The open devices; `ports` is what the session needs of them, `keypad` is the window's."""

    def __init__(
        self, devices: Devices, simulated: Mapping[str, SimulatedPart], clock: Clock, logbook: Logbook
    ) -> None:
        """Raises BadUri, BadKeyMap."""
        uris = {name: simulated[name].uri if name in simulated else getattr(devices, name) for name in OPTIONAL}
        self.codes = codes = open_code_reader(uris["code_reader"], clock) if uris["code_reader"] else None
        self.keypad = open_keypad(uris["keypad"], clock, devices.keypad_map) if uris["keypad"] else None
        self.presence = presence = open_presence(uris["presence"], clock) if uris["presence"] else None
        self.power = power = open_ups(uris["power"], clock) if uris["power"] else None
        a4 = uris["document_printer"]
        self.sheets = sheets = open_document_printer(a4, clock=clock) if a4 else None
        self.social = social = open_social_card(uris["social_card"], clock) if uris["social_card"] else None
        self.cabinet = cabinet = open_cabinet(uris["cabinet"]) if uris["cabinet"] else None
        camera = uris["scanner"]
        self.scanner = scanner = open_scanner(camera, clock=clock) if camera else None
        self.tended_sheets = TendedPrinter(sheets, logbook, "document_printer") if sheets else None
        self.keys = TendedKeypad(self.keypad) if self.keypad else None
        self.ports = ports = Peripherals(
            TendedCodes(codes, logbook) if codes else None,
            self.keys,
            TendedPresence(presence) if presence else None,
            TendedPower(power) if power else None,
            self.tended_sheets,
            TendedSocialCard(social, logbook) if social else None,
            TendedCabinet(cabinet) if cabinet else None,
            TendedScanner(scanner, logbook) if scanner else None,
        )
        tended: dict[str, Any] = {
            "code_reader": ports.codes,
            "keypad": ports.keypad,
            "presence": ports.presence,
            "power": ports.power,
            "document_printer": ports.sheets,
            "social_card": ports.social_card,
            "cabinet": ports.cabinet,
            "scanner": ports.scanner,
        }
        opened = {
            "cabinet": cabinet,
            "code_reader": codes,
            "document_printer": sheets,
            "keypad": self.keypad,
            "power": power,
            "presence": presence,
            "scanner": scanner,
            "social_card": social,
        }
        self.drivers = {name: device for name, device in opened.items() if device is not None}
        """The open devices themselves, by their names."""
        self.uses: dict[str, OutOfUse] = {name: one.use for name, one in tended.items() if one is not None}
        """For the hub's orders and the heartbeat: every device by its name."""

    def close(self) -> None:
        """Give every port free."""
        for device in self.drivers.values():
            device.close()


def switch_off(command: Sequence[str], journal: Journal) -> None:
    """Run the settings' command that ends the machine, on a thread of its own; it may not be there or allowed."""

    def run() -> None:
        try:
            subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60)
        except (OSError, subprocess.SubprocessError) as error:
            journal.unexpected(error)

    if command:
        threading.Thread(target=run, name="power-off", daemon=True).start()
