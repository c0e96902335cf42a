"""A USB card reader for pyusb: a backend with one device, its two bulk endpoints, and the reader's wire behind.

The program goes through real pyusb down to the transfers; only libusb and the bus are not there.
"""

import errno
import select
import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

from hardware.simulated.wire import Wire

VENDOR, PRODUCT = 0x0400, 0xC35A
OUT, IN = 0x02, 0x81
PACKET = 64


class UsbWire(Wire):
    """The device's end of the bus; one transfer is one packet of a socket pair."""

    def __init__(self) -> None:
        super().__init__(None)
        self._device_end: socket.socket | None = None
        self.host_end: socket.socket | None = None
        self.claimed = False
        self.kernel_driver = True
        """Another driver has it first, as on a real machine."""
        self.somebody_else = False
        """Another program has claimed it."""
        self.backend = SimulatedUsbBackend(self)

    @property
    def uri(self) -> str:
        return f"usb://{VENDOR:04X}:{PRODUCT:04X}"

    def _plug(self) -> None:
        self._device_end, self.host_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._device_end.setblocking(False)
        self.kernel_driver, self.claimed = True, False

    def _pull(self) -> None:
        for end in (self._device_end, self.host_end):
            if end is not None:
                end.close()
        self._device_end = self.host_end = None

    def _readable(self) -> list[int]:
        return [self._device_end.fileno()] if self._device_end else []

    def _take(self, ready: list[int]) -> bytes:
        return self._device_end.recv(4096) if self._device_end else b""

    def _write(self, data: bytes) -> int:
        if self._device_end is None:
            raise BrokenPipeError("not plugged in")
        return self._device_end.send(data[: PACKET * 16])

    def _forget(self) -> None:
        """A bus leaves nothing behind."""


class SimulatedUsbBackend(usb.backend.IBackend):  # type: ignore[misc]  # pyusb is untyped
    """What pyusb asks of libusb, for one device."""

    def __init__(self, wire: UsbWire) -> None:
        self._wire = wire

    def enumerate_devices(self) -> Iterator[UsbWire]:
        if self._wire.host_end is not None:
            yield self._wire

    def get_parent(self, dev: Any) -> None:
        return None

    def get_device_descriptor(self, dev: Any) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x0110, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=8, idVendor=VENDOR, idProduct=PRODUCT, bcdDevice=0x0100, iManufacturer=0, iProduct=0,
            iSerialNumber=0, bNumConfigurations=1, address=1, bus=1, port_number=1, port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: Any, config: int) -> SimpleNamespace:
        if config:
            raise IndexError("one configuration")
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0x80, bMaxPower=50, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: Any, intf: int, alt: int, config: int) -> SimpleNamespace:
        if intf or alt:
            raise IndexError("one interface")
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=2,
            bInterfaceClass=0xFF, bInterfaceSubClass=0, bInterfaceProtocol=0, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(IN, OUT)[ep], bmAttributes=2, wMaxPacketSize=PACKET,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: Any) -> UsbWire:
        self._there()
        return self._wire

    def close_device(self, dev_handle: Any) -> None:
        self._wire.claimed = False

    def set_configuration(self, dev_handle: Any, config_value: int) -> None:
        self._there()

    def get_configuration(self, dev_handle: Any) -> int:
        return 1

    def claim_interface(self, dev_handle: Any, intf: int) -> None:
        self._there()
        if self._wire.kernel_driver or self._wire.somebody_else:
            raise usb.core.USBError("Resource busy", errno=errno.EBUSY)
        self._wire.claimed = True

    def release_interface(self, dev_handle: Any, intf: int) -> None:
        self._wire.claimed = False

    def is_kernel_driver_active(self, dev_handle: Any, intf: int) -> bool:
        return self._wire.kernel_driver

    def detach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self._wire.kernel_driver = False

    def bulk_write(self, dev_handle: Any, ep: int, intf: int, data: Any, timeout: int) -> int:
        host = self._there()
        assert ep == OUT, "a frame goes out by the OUT endpoint"
        try:
            return host.send(bytes(data))
        except OSError as error:
            raise usb.core.USBError("No such device", errno=errno.ENODEV) from error

    def bulk_read(self, dev_handle: Any, ep: int, intf: int, buff: Any, timeout: int) -> int:
        host = self._there()
        assert ep == IN, "a frame comes in by the IN endpoint"
        try:
            ready, _, _ = select.select([host], [], [], timeout / 1000)
            if not ready:
                raise usb.core.USBTimeoutError("Operation timed out", errno=errno.ETIMEDOUT)
            data = host.recv(len(buff))
        except (OSError, ValueError) as error:  # USBError is an OSError; ValueError: closed under the select
            if isinstance(error, usb.core.USBError):
                raise
            raise usb.core.USBError("No such device", errno=errno.ENODEV) from error
        if not data:
            raise usb.core.USBError("No such device", errno=errno.ENODEV)
        buff[: len(data)] = type(buff)(buff.typecode, data)
        return len(data)

    def _there(self) -> socket.socket:
        if self._wire.host_end is None:
            raise usb.core.USBError("No such device", errno=errno.ENODEV)
        return self._wire.host_end
