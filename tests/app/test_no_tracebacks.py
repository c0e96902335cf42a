"""Places that cannot be written are told in words, by the real program."""

import subprocess
import sys
from pathlib import Path

import pytest


def kiosk(*arguments: str, stdout: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk", *arguments]
    if not stdout:
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    with open(stdout, "w") as out:
        return subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, timeout=60, check=False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_behind_stdout_is_said_and_ends_with_4() -> None:
    ended = kiosk("sim", "names", stdout="/dev/full")
    assert ended.returncode == 4
    assert "写不出去" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Exception" not in ended.stderr


@pytest.mark.parametrize(
    "arguments", [("demo", "--out", "/dev/null"), ("sim", "serve", "--dir", "/proc/nowhere")], ids=["demo", "sim"]
)
def test_a_directory_that_cannot_be_is_named(arguments: tuple[str, ...]) -> None:
    ended = kiosk(*arguments)
    assert ended.returncode == 4
    assert arguments[-1] in ended.stderr
    assert "Traceback" not in ended.stderr
