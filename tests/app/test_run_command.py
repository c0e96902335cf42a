"""`kiosk run` says what is wrong with its settings before anything starts."""

import pytest
from click.testing import CliRunner

from kiosk.app.cli import run


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("reader", "serial:///dev/ttyUSB0?baud=1", "波特率"),
        ("reader", "tcp://10.0.0.5", "缺少主机或端口"),
        ("printer", "serial:///dev/ttyUSB1?width=70", "纸宽"),
    ],
)
def test_a_device_address_nobody_can_open_ends_the_command_instead_of_restarting_for_ever(
    name: str, value: str, mend: str
) -> None:
    result = CliRunner().invoke(run, [], env={f"KIOSK_DEVICES_{name.upper()}": value})
    assert result.exit_code == 2
    assert f"设置 devices.{name} = {value!r} 不对" in result.stderr
    assert mend in result.stderr


def test_production_names_every_simulator_and_the_missing_hub() -> None:
    result = CliRunner().invoke(run, ["--production"])
    assert result.exit_code == 2
    for key in ("devices.reader", "devices.printer", "hub.url"):
        assert f"设置 {key} " in result.stderr
