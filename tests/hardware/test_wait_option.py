"""How long a device command waits."""

import pytest
from click.testing import CliRunner

from hardware.card_reader import read_card
from hardware.receipt_printer.cli import print_test


@pytest.mark.parametrize("command", [read_card, print_test])
@pytest.mark.parametrize("seconds", ["nan", "-1", "0", "601", "inf", "soon"])
def test_a_wait_that_no_clock_can_measure_is_refused_before_the_device_is_touched(command, seconds) -> None:
    result = CliRunner().invoke(command, ["--device", "tcp://127.0.0.1:9", "--timeout", seconds, "--json"])
    assert result.exit_code == 2
    assert result.stdout == ""
