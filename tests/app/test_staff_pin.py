"""A PIN becomes a hash at a real terminal window: asked twice, never shown, never in the command line."""

import os
import pty
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from kiosk.app.staff import StaffDoor
from kiosk.app.staff_pin import staff_pin
from kiosk.core.clock import ManualClock
from kiosk.session.ports import Verified

PIN = "482915"


def hash_in(output: str) -> str:
    found = re.search(r'pin_argon2 = "(\$argon2id\$[^"]+)"', output)
    assert found, output
    return found[1]


def answer(*lines: str) -> tuple[int, str]:
    """Run the command at a pseudo-terminal and type these lines, each once it is asked for."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kiosk", "staff-pin"]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    seen, asked = b"", 0
    try:
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # the other side is gone
                break
            if not part:
                break
            seen += part
            while asked < len(lines) and seen.decode(errors="replace").count(": ") > asked:
                os.write(ours, lines[asked].encode() + b"\n")
                asked += 1
        return process.wait(), seen.decode()
    finally:
        os.close(ours)


def test_a_pin_typed_twice_becomes_a_line_for_the_settings_and_is_never_shown() -> None:
    code, seen = answer(PIN, PIN)
    assert code == 0
    assert PIN not in seen
    door = StaffDoor({"0001": {"name": "测试社工", "pin_argon2": hash_in(seen)}}, ManualClock())
    assert door.verify("0001", PIN) == Verified("0001", "测试社工")


def test_two_different_pins_are_asked_again() -> None:
    code, seen = answer(PIN, "111222", PIN, PIN)
    assert code == 0
    assert "两遍输的不一样" in seen
    assert PIN not in seen


@pytest.mark.parametrize("weak", ["", "12345", "123456", "987654", "888888", "48291a", "4829150000000", "４８２９１５"])
def test_a_pin_that_anybody_guesses_is_refused_without_repeating_it(weak: str) -> None:
    result = CliRunner().invoke(staff_pin, ["--pin-stdin"], input=weak + "\n")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert not weak or weak not in result.stderr


def test_another_program_gives_the_pin_by_a_pipe() -> None:
    result = CliRunner().invoke(staff_pin, ["--pin-stdin"], input=PIN + "\n")
    assert result.exit_code == 0
    assert hash_in(result.stdout)


def test_without_a_keyboard_nothing_is_asked() -> None:
    result = CliRunner().invoke(staff_pin, [], input=PIN + "\n")
    assert result.exit_code == 2
    assert "没有键盘可问" in result.stderr
