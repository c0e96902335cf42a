"""What the devices of a running terminal say of themselves, written down for the doctor and told to the hub."""

from collections.abc import Mapping

from kiosk.app.device_kinds import KINDS, Told
from offline_cache import Logbook


class Introducing:
    """Looks at open devices again and again; a device that was changed for another says so within a round."""

    def __init__(self, devices: Mapping[str, object], logbook: Logbook) -> None:
        """devices: the open drivers by id."""
        self._devices = devices
        self._logbook = logbook
        self._known: dict[str, Told] = {}

    def once(self) -> None:
        """One look. A device that is away keeps what it said last."""
        for kind in KINDS:
            told = kind.told(self._devices.get(kind.id))
            if told and told != self._known.get(kind.id):
                self._known[kind.id] = told
                self._logbook.told(kind.id, told)

    @property
    def about(self) -> dict[str, str]:
        """By device id, for the heartbeat: 「型号 R-80，固件 2.36」."""
        return {device: "，".join(f"{name} {value}" for name, value in told.items())
                for device, told in self._known.items()}  # fmt: skip
