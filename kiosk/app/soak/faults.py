"""What breaks in a hall: every device by name, the line, the hub, the disk, the clock; and how all is put right."""

import contextlib
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from hardware.simulated.card_faults import FAULTS as READER
from hardware.simulated.orders import Done, carry_out
from hardware.simulated.parts import PARTS
from hardware.simulated.receipt_printer import FAULTS as PRINTER
from hub.embed import RunningHub, start_hub
from kiosk.app.simulators import Simulators
from kiosk.app.soak.report import Report
from kiosk.app.soak.stand import Stand

Order = tuple[str, ...]

_OWN: dict[str, tuple[Order, ...]] = {
    "cabinet": (("door", "open"), ("tamper", "open")),
    "code_reader": (("scan", "130302-20250701-K07-0042-5"), ("scan", "288812345678901234"), ("scan", "测试乱码")),
    "keypad": (("press", "next"), ("press", "select"), ("press", "5"), ("press", "back")),
    "power": (("battery",), ("battery",), ("low",)),
    "presence": (("near", "60"), ("leave",)),
    "social_card": (("insert", "same"), ("insert", "other")),
    "scanner": (("lay", "page"), ("lay", "crooked"), ("lay", "nothing")),
}
"""What happens at a device without its being broken."""
DEVICES: dict[str, tuple[Order, ...]] = {
    "reader": (*(("reader", "fault", name) for name in READER), ("reader", "unplug")),
    "printer": tuple(("printer", "fault", name) for name in PRINTER),
    "headphones": (("headphones", "in"),),
    **{
        part.NAME: (
            *((part.NAME, "fault", name) for name in part.FAULTS),
            *((part.NAME, *order) for order in _OWN.get(part.NAME, ())),
            (part.NAME, "unplug"),
        )
        for part in PARTS
    },
    "line": (("line", "cut"), ("line", "cut", "silent"), ("line", "slow", "0.3")),
}
"""Name -> the orders that trouble it."""
_MENDS: tuple[Order, ...] = (
    ("reader", "fault", "none"), ("reader", "replug"), ("printer", "mend"), ("printer", "refill"),
    ("printer", "close-cover"), ("line", "slow", "0"), ("line", "restore"), ("card", "lift"), ("headphones", "out"),
    *((part.NAME, verb, *rest) for part in PARTS for verb, *rest in (("fault", "none"), ("replug",))),
    ("cabinet", "door", "close"), ("cabinet", "tamper", "close"), ("power", "mains"), ("presence", "near", "60"),
    ("scanner", "lay", "page"), ("social_card", "pull"),
)  # fmt: skip
JUMPS_S = (-400.0 * 86400, -3 * 3600.0, 3 * 3600.0, 400 * 86400.0)
"""Over a year by an empty clock battery, hours by a wrong zone."""


class SmallDisk:
    """A file system of its own for the terminal's directory, so that it can be filled. Needs root."""

    SIZE = "192m"

    def __init__(self, place: Path) -> None:
        """Where it cannot be mounted, `mounted` is False and the directory is an ordinary one."""
        self._place = place
        place.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={self.SIZE}", "tmpfs", str(place)]
        try:
            self.mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
        except FileNotFoundError:
            self.mounted = False

    def fill(self) -> None:
        """To the last byte, as a log gone wild would."""
        with (self._place / "flood").open("ab", buffering=0) as flood, contextlib.suppress(OSError):
            while flood.write(bytes(65536)) == 65536:
                pass

    def free(self) -> None:
        (self._place / "flood").unlink(missing_ok=True)

    def close(self) -> None:
        if self.mounted:
            subprocess.run(["umount", "-l", str(self._place)], check=True)


class Weather:
    """Breaks things at random, a device as often as any other, and mends all of them."""

    def __init__(
        self, simulators: Simulators, hub: RunningHub, disk: SmallDisk, stand: Stand, random: Random, report: Report
    ) -> None:
        self.hub = hub
        self._simulators, self._disk, self._stand = simulators, disk, stand
        self._random, self._report = random, report
        self._troubles: dict[str, Callable[[], bool]] = {
            **{name: lambda orders=orders: self._order(orders) for name, orders in DEVICES.items()},  # type: ignore[misc]
            "hub": self._kill_hub,
            "clock": self._jump,
        }
        if disk.mounted:
            self._troubles["disk"] = self._flood
        else:
            report.untried.append("disk full: a file system of its own needs root")

    def strike(self) -> None:
        """One thing breaks."""
        name = self._random.choice(list(self._troubles))
        if self._troubles[name]():
            self._report.count(name)

    def clear(self) -> None:
        """Somebody puts everything right."""
        if self.hub.process.poll() is not None:
            self.hub = start_hub(self.hub.data_dir, self.hub.port, demo=True)
        if self._disk.mounted:
            self._disk.free()
        for order in _MENDS:
            carry_out(self._simulators, order)
        self._stand.put_clock(0.0)

    def _order(self, orders: Sequence[Order]) -> bool:
        return isinstance(carry_out(self._simulators, self._random.choice(orders)), Done)

    def _kill_hub(self) -> bool:
        if self.hub.process.poll() is None:
            self.hub.kill()
            return True
        self.hub = start_hub(self.hub.data_dir, self.hub.port, demo=True)
        return False

    def _jump(self) -> bool:
        self._stand.put_clock(self._random.choice(JUMPS_S))
        return True

    def _flood(self) -> bool:
        self._disk.fill()
        return True
