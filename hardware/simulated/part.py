"""What every simulated device beside card reader and printer shares: faults by name, a cable, and orders of its own.

Each device brings its words itself, so that `kiosk sim`, the control socket and the tests need no list of them.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import ClassVar

from hardware.simulated.wire import PtyWire, Wire

GOOD = "none"
"""The fault's name that mends everything."""


class NoSuchOrder(Exception):
    """No such verb, fault or value; the message is for the technician."""


class SimulatedPart(ABC):
    """One device on a `Wire`. Subclasses start the wire themselves."""

    NAME: ClassVar[str]
    """As orders and `kiosk sim` call it."""
    TITLE: ClassVar[str]
    """What a technician calls it."""
    FAULTS: ClassVar[Mapping[str, str]]
    """Name -> what happens, in Chinese."""
    VERBS: ClassVar[Mapping[str, str]]
    """Order of its own -> what it does; besides fault, unplug and replug."""

    TRIES: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """What a hand would do most, for buttons: label -> order of VERBS with its words."""

    wire: Wire
    fault: str | None = None
    """The fault in force."""

    @abstractmethod
    def __init__(self, *, link: Path | None = None) -> None:
        """Start. link: where the device node goes; a private place when None."""

    @property
    def uri(self) -> str:
        """What the driver is told to open."""
        return self.wire.uri

    def set_fault(self, name: str | None) -> None:
        """Have a fault of FAULTS from now on, or none. Raises NoSuchOrder."""
        self.known(name)
        if isinstance(self.wire, PtyWire) and "busy" in (self.fault, name) and self.fault != name:
            self.wire.hold() if name == "busy" else self.wire.let_go()
        self.fault = name

    def known(self, name: str | None) -> None:
        """Raises NoSuchOrder for a fault this device does not have."""
        if name is not None and name not in self.FAULTS:
            raise NoSuchOrder(f"没有这种故障：{name}。可以是：{'、'.join((*self.FAULTS, GOOD))}")

    def unplug(self) -> None:
        """Pull the cable."""
        self.wire.unplug()

    def replug(self) -> None:
        """Put it back; a new node behind the same name."""
        self.wire.replug()

    def obey(self, verb: str, rest: Sequence[str]) -> str:
        """Carry out one order and say what was done. Raises NoSuchOrder."""
        match verb, [*rest]:
            case "fault", [name]:
                self.set_fault(None if name == GOOD else name)
                return f"{self.TITLE}好了。" if name == GOOD else f"{self.TITLE}：{self.FAULTS[name]}。"
            case "unplug", []:
                self.unplug()
                return f"{self.TITLE}的线拔了。"
            case "replug", []:
                self.replug()
                return f"{self.TITLE}的线插好了。"
            case verb, words if verb in self.VERBS:
                return self.do(verb, words)
            case _:
                raise NoSuchOrder(f"没有这个命令：{' '.join((self.NAME, verb, *rest))}")

    @abstractmethod
    def do(self, verb: str, rest: Sequence[str]) -> str:
        """One of VERBS."""

    def facts(self) -> dict[str, object]:
        """How it is, for `kiosk sim status`."""
        return {"uri": self.uri, "fault": self.fault}

    def close(self) -> None:
        """Off the wire for good."""
        self.wire.close()

    def __enter__(self) -> "SimulatedPart":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
