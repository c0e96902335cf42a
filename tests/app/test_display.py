"""No screen is said once and ends the command; it is not tried for ever."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.app import display
from kiosk.app.display import no_display


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Path]:
    """A display server's socket, as far as connecting goes."""
    path = tmp_path / "X7"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        yield path


def test_no_display_and_one_that_does_not_answer_are_told_apart(tmp_path: Path) -> None:
    assert "没有显示器" in no_display({})
    assert "没有应答" in no_display({"DISPLAY": ":4711"})
    assert "没有应答" in no_display({"DISPLAY": "nonsense"})
    assert "没有应答" in no_display({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)})


def test_a_display_that_answers_will_do(listening: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "X11_SOCKETS", listening.parent)
    assert no_display({"DISPLAY": ":7.0"}) == ""
    wayland = {"WAYLAND_DISPLAY": listening.name, "XDG_RUNTIME_DIR": str(listening.parent)}
    assert no_display(wayland) == ""
    assert no_display({**wayland, "WAYLAND_DISPLAY": str(listening)}) == ""
    assert "没有应答" in no_display({**wayland, "QT_QPA_PLATFORM": "xcb"})


def test_a_screen_without_a_display_server_is_taken_at_its_word() -> None:
    assert no_display({"QT_QPA_PLATFORM": "eglfs"}) == ""
    assert no_display({"QT_QPA_PLATFORM": "offscreen"}) == ""


def test_the_terminal_without_a_display_says_so_once_and_ends_with_4() -> None:
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    bare |= {
        "KIOSK_DEVICES_READER": "tcp://127.0.0.1:1",
        "KIOSK_DEVICES_PRINTER": "tcp://127.0.0.1:1",
        "KIOSK_HUB_URL": "https://hub.example",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "kiosk", "run", "--production"],
        env=bare,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 4
    assert ended.stderr.count("没有显示器") == 1
    assert len(ended.stderr.splitlines()) == 1
