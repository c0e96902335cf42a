"""An address that no device can have stops the start with its setting's name, and does not fail later in a thread."""

import pytest

from kiosk.app.cli import PARSERS, unusable_devices
from kiosk.app.peripherals import OPTIONAL
from kiosk.core.settings import Devices, Settings


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("reader", "usb://0400"),
        ("cabinet", "gpio:///dev/gpiochip0?lamp=1"),
        ("code_reader", "serial:///dev/kiosk/scanner?trigger=loud"),
        ("keypad", "input:///dev/input/event3?baud=1"),
        ("power", "nut://127.0.0.1"),
        ("presence", "serial:///dev/kiosk/radar?near=3"),
        ("social_card", "pcsc:///?x=1"),
    ],
)
def test_a_wrong_address_is_named_before_the_start(name: str, uri: str) -> None:
    mistakes = unusable_devices(Settings(devices=Devices(**{name: uri})))
    assert len(mistakes) == 1
    assert f"devices.{name}" in mistakes[0]


def test_every_device_that_may_be_missing_has_somebody_who_reads_its_address() -> None:
    assert set(OPTIONAL) <= set(PARSERS)
    assert unusable_devices(Settings()) == []
