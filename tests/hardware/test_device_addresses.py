"""An address that no device can have stops the start with its setting's name, and does not fail later in a thread."""

from pathlib import Path

import pytest

from hardware.card_reader.reader import parse_reader_uri
from hardware.code_reader import parse_code_reader_uri
from hardware.keypad import parse_keypad_uri
from hardware.link import BadUri
from kiosk.app.cli import PARSERS, unusable_devices
from kiosk.app.peripherals import OPTIONAL
from kiosk.core.settings import Devices, Settings, SettingsError, load_settings


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


def test_the_advice_names_every_way_that_device_can_be_reached() -> None:
    for parse, uri, ways in (
        (parse_reader_uri, "com3", ("serial://", "tcp://", "usb://0400:C35A")),
        (parse_code_reader_uri, "com3", ("serial://", "tcp://", "input:///")),
        (parse_keypad_uri, "com3", ("input:///",)),
    ):
        with pytest.raises(BadUri) as told:
            parse(uri)
        assert all(way in str(told.value) for way in ways), told.value


def test_a_device_called_by_another_name_is_not_taken_for_another_device(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text('[devices]\ncard_reader = "serial:///dev/ttyUSB0"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as told:
        load_settings(config, {})
    assert "是不是 reader" in str(told.value)
