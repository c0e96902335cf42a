"""ID-card readers that are no serial port: USB bulk transfers (facts 1.6), the same frames, whole, out and in.

`usb://0400:C35A` is vendor and product; interface 0, one bulk OUT, one bulk IN, 64-byte packets; a kernel driver that
took the device first is sent away.
"""

import re
from typing import Any

import usb.core
import usb.util

from hardware.link import BadUri, LinkAbsent, LinkBusy, LinkGone, LinkStuck

KNOWN = "0400:C35A"
PACKET = 64
_READ_BYTES = 4096
"""A multiple of the packet: libusb loses what does not fit."""
_WRITE_MS = 2000
_SHORTEST_MS = 1
"""0 would wait for ever."""
_SPEED = 12_000_000
"""Full speed, bit/s: the wire's own time is next to nothing."""
_EBUSY, _ENODEV = 16, 19
_URI = re.compile(r"usb://([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})/?")


def parse_usb_uri(uri: str) -> tuple[int, int]:
    """(vendor, product). Raises BadUri."""
    match = _URI.fullmatch(uri)
    if match is None:
        raise BadUri(f"USB 地址“{uri}”不对，要像 usb://{KNOWN}（lsusb 显示的两个四位编号）。")
    return int(match[1], 16), int(match[2], 16)


class UsbLink:
    """An open reader. backend: pyusb's own choice (libusb) when None."""

    baud = _SPEED

    def __init__(self, vendor: int, product: int, backend: Any = None) -> None:
        """Raises LinkAbsent, LinkBusy."""
        self._device: Any = None
        try:
            self._device = usb.core.find(idVendor=vendor, idProduct=product, backend=backend)
            if self._device is None:
                raise LinkAbsent("no such USB device")
            self._out, self._in = self._take(self._device)
        except usb.core.NoBackendError as error:
            raise LinkAbsent("no libusb here") from error
        except usb.core.USBError as error:
            self.close()
            busy = error.errno == _EBUSY
            raise (LinkBusy if busy else LinkAbsent)("USB device cannot be taken") from error

    def read(self, timeout_s: float) -> bytes:
        """Whatever one transfer brings. Raises LinkGone."""
        try:
            return bytes(self._in.read(_READ_BYTES, max(_SHORTEST_MS, round(timeout_s * 1000))))
        except usb.core.USBTimeoutError:
            return b""
        except usb.core.USBError as error:
            raise LinkGone("USB device went away while reading") from error

    def write(self, data: bytes) -> None:
        """One whole frame. Raises LinkGone, LinkStuck."""
        try:
            written = self._out.write(data, _WRITE_MS)
        except usb.core.USBTimeoutError as error:
            raise LinkStuck("USB device takes no bytes") from error
        except usb.core.USBError as error:
            raise LinkGone("USB device went away while writing") from error
        if written != len(data):
            raise LinkStuck("USB device took half a frame")

    def set_baud(self, baud: int) -> bool:
        return False

    def close(self) -> None:
        if self._device is not None:
            usb.util.dispose_resources(self._device)
            self._device = None

    def _take(self, device: Any) -> tuple[Any, Any]:
        """Claim interface 0 and find its two bulk endpoints. Raises USBError, LinkAbsent."""
        try:
            if device.is_kernel_driver_active(0):
                device.detach_kernel_driver(0)
        except NotImplementedError:
            pass  # a backend without kernel drivers has none in the way
        device.set_configuration()
        interface = device.get_active_configuration()[0, 0]
        usb.util.claim_interface(device, interface)
        found: dict[int, Any] = {}
        for endpoint in interface:
            if usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK:
                found.setdefault(usb.util.endpoint_direction(endpoint.bEndpointAddress), endpoint)
        if len(found) != 2:
            self.close()
            raise LinkAbsent("no pair of bulk endpoints")
        return found[usb.util.ENDPOINT_OUT], found[usb.util.ENDPOINT_IN]
