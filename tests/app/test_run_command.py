"""`kiosk run` says what is wrong with its settings before anything starts."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.app.cli import run
from kiosk.core.clock import SystemClock
from offline_cache import Outbox


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


def kiosk(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, offscreen."""
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "KIOSK_VOICE_ENABLED": "false", **environment}
    command = [sys.executable, "-m", "kiosk", *arguments]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=300, check=False)


def test_a_later_programs_queue_ends_the_terminal_with_4_and_is_not_tried_for_ever(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, SystemClock())
    outbox.database.tables.table("migrations").insert({"number": 999, "why": "a later program"})
    outbox.database.tables.conn.commit()
    outbox.close()
    ended = kiosk("run", KIOSK_QUEUE_DIRECTORY=str(tmp_path))
    assert ended.returncode == 4, ended.stderr
    assert ended.stderr.count("请不要删，交给技术人员") == 1
    assert '"restarted"' not in ended.stderr
    assert not (tmp_path / "set-aside").exists()
    with closing(sqlite3.connect(tmp_path / "outbox.db")) as kept:
        assert kept.execute("select max(number) from migrations").fetchone() == (999,)


def test_a_terminal_nobody_enrolled_ends_with_2_and_says_what_to_do(tmp_path: Path) -> None:
    ended = kiosk("run", KIOSK_QUEUE_DIRECTORY=str(tmp_path), KIOSK_HUB_URL="https://127.0.0.1:1")
    assert ended.returncode == 2, ended.stderr
    assert ended.stderr.count("kiosk enrol --code") == 1


def test_the_demonstration_ends_with_0_and_one_object(tmp_path: Path) -> None:
    ended = kiosk("demo", "--out", str(tmp_path), "--json")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["outcome"] == "done"
    assert (tmp_path / "receipt.png").stat().st_size > 1000
