"""Hears from the kernel that a USB device was plugged in, so that nobody waits out a back-off.

Only a hint: what is not heard (no udev, no netlink) is found by trying again anyway.
"""

import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import pyudev

LOOK_S = 0.5
"""Between two looks whether anybody still listens."""


class Monitor(Protocol):
    """pyudev.Monitor, as much as is used."""

    def start(self) -> None: ...
    def poll(self, timeout: float | None = None) -> Any:
        """A device with `.action` and a mapping of its properties; None after timeout seconds."""
        ...


def usb_monitor() -> Monitor | None:
    """The kernel's own events of USB; None where there is no netlink."""
    try:
        monitor = pyudev.Monitor.from_netlink(pyudev.Context(), source="kernel")
        monitor.filter_by("usb", "usb_device")
    except (OSError, ImportError):
        return None
    return monitor  # type: ignore[no-any-return]  # pyudev is untyped


def is_product(properties: Mapping[str, str], vendor: int, product: int) -> bool:
    """Whether an event is of that device; PRODUCT is vendor/product/version in hex without leading zeros."""
    parts = properties.get("PRODUCT", "").split("/")
    try:
        return [int(part, 16) for part in parts[:2]] == [vendor, product]
    except ValueError:
        return False


class HotPlug:
    """Calls on_added, on a thread of its own, whenever the wanted device was plugged in."""

    def __init__(self, vendor: int, product: int, on_added: Callable[[], None], monitor: Monitor | None = None) -> None:
        self._wanted = vendor, product
        self._on_added = on_added
        self._closed = threading.Event()
        self._monitor = monitor if monitor is not None else usb_monitor()
        self._thread = threading.Thread(target=self._run, name="hot-plug", daemon=True)
        if self._monitor is not None:
            self._monitor.start()
            self._thread.start()

    def close(self) -> None:
        """Hear no more."""
        self._closed.set()
        if self._thread.ident is not None:
            self._thread.join(5)

    def _run(self) -> None:
        assert self._monitor is not None
        while not self._closed.is_set():
            device = self._monitor.poll(LOOK_S)
            if device is not None and device.action == "add" and is_product(device, *self._wanted):
                self._on_added()
