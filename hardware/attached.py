"""What is plugged in, under the names that stay: udev's by-id and by-path links, never /dev/ttyUSB0 or /dev/video0.

One look at the file system, no device is opened. A device that has no lasting name is told with its changing one, so
that somebody can give it a udev rule (docs/operations.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from serial.tools import list_ports


@dataclass(frozen=True, slots=True)
class Attached:
    """One device."""

    kind: str
    """serial, input, camera, gpio, usb_reader, or card: a reader the PC/SC service knows."""
    uri: str
    """What the settings take."""
    node: str
    """The kernel's own name for it now."""
    lasting: bool
    """Whether the name in `uri` stays when it is plugged in again."""
    about: str = ""


_LINKS = (
    ("serial", "serial/by-id", "*", "serial://{}"),
    ("serial", "serial/by-path", "*", "serial://{}"),
    ("input", "input/by-id", "*-event-kbd", "input://{}"),
    ("input", "input/by-path", "*-event-kbd", "input://{}"),
    ("camera", "v4l/by-id", "*-video-index0", "v4l2://{}"),
    ("camera", "v4l/by-path", "*-video-index0", "v4l2://{}"),
)
"""Kind, folder below /dev, which links, their URI. by-id comes first: it stays also in another socket."""
_NODES = (("serial", "ttyUSB[0-9]*", "serial://{}"), ("serial", "ttyACM[0-9]*", "serial://{}"),
          ("camera", "video[0-9]*", "v4l2://{}"), ("gpio", "gpiochip[0-9]*", "gpio://{}"))  # fmt: skip
_USB_READER = (0x0400, 0xC35A)


def attached(dev: Path = Path("/dev"), sys: Path = Path("/sys")) -> tuple[Attached, ...]:
    """Everything that could be one of our devices. dev, sys: other roots, for tests."""
    return (*_linked(dev, sys), *_usb_readers(sys))


def _linked(dev: Path, sys: Path) -> Iterator[Attached]:
    seen: set[Path] = set()
    about = {Path(port.device).name: port.description for port in list_ports.comports()} if dev == Path("/dev") else {}
    for kind, folder, which, uri in _LINKS:
        for link in sorted((dev / folder).glob(which)):
            node = link.resolve()
            if node not in seen and node.exists():
                seen.add(node)
                yield Attached(kind, uri.format(link), str(node), True, about.get(node.name, "") or _camera(node, sys))
    for kind, which, uri in _NODES:
        for node in sorted(dev.glob(which)):
            if node not in seen and not _second_node(node, sys):
                yield Attached(kind, uri.format(node), str(node), kind == "gpio", _camera(node, sys))


def _camera(node: Path, sys: Path) -> str:
    name = sys / "class/video4linux" / node.name / "name"
    return name.read_text(encoding="utf-8", errors="replace").strip() if name.is_file() else ""


def _second_node(node: Path, sys: Path) -> bool:
    """A camera shows itself as several nodes; all but the first only carry descriptions of pictures."""
    index = sys / "class/video4linux" / node.name / "index"
    return index.is_file() and index.read_text().strip() != "0"


def _usb_readers(sys: Path) -> Iterator[Attached]:
    for device in sorted((sys / "bus/usb/devices").glob("*")):
        try:
            ids = tuple(int((device / name).read_text(), 16) for name in ("idVendor", "idProduct"))
        except (OSError, ValueError):
            continue  # a hub's port, or one that was pulled out this moment
        if ids == _USB_READER:
            yield Attached("usb_reader", "usb://0400:C35A", str(device), True, "USB 身份证读卡器")
