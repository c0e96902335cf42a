"""Steering simulated devices from another program: real socket, real process, real bytes."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from hardware.card_reader import CardRead, NoCard, open_reader
from hardware.simulated.card_reader import SimulatedCardReader
from hardware.simulated.cli import sim
from hardware.simulated.control import ControlServer, NobodyThere, steer
from hardware.simulated.line import SimulatedLine
from hardware.simulated.orders import Devices, Done, Refused, carry_out, status
from hardware.simulated.people import PEOPLE
from hardware.simulated.receipt_printer import SimulatedReceiptPrinter
from kiosk.core.clock import SystemClock


@pytest.fixture
def devices() -> Iterator[Devices]:
    bench = Devices(SimulatedCardReader(baud=None), SimulatedReceiptPrinter(), SimulatedLine("127.0.0.1", 9))
    yield bench
    bench.close()


@pytest.fixture
def path(devices: Devices, tmp_path: Path) -> Iterator[Path]:
    server = ControlServer(devices, tmp_path / "control.sock")
    yield server.path
    server.close()


def run(path: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(sim, ["--dir", str(path.parent), *words])
    return result.exit_code, result.output


@pytest.mark.parametrize("name", PEOPLE)
def test_a_card_laid_by_command_is_the_card_the_driver_reads(path: Path, devices: Devices, name: str) -> None:
    assert run(path, "card", "lay", name)[0] == 0
    assert devices.reader
    driver = open_reader(devices.reader.uri, SystemClock())
    try:
        outcome = driver.read_once(20.0)
    finally:
        driver.close()
    assert isinstance(outcome, CardRead)
    assert outcome.card.id_number == PEOPLE[name].id_number


def test_a_card_lifted_by_command_is_gone_for_the_driver(path: Path, devices: Devices) -> None:
    run(path, "card", "lay", "guilan")
    assert run(path, "card", "lift") == (0, "卡拿走了。\n")
    assert devices.reader
    driver = open_reader(devices.reader.uri, SystemClock())
    try:
        assert driver.read_once(0.5) == NoCard()
    finally:
        driver.close()


def test_faults_are_caused_and_mended_by_name(path: Path, devices: Devices) -> None:
    assert devices.reader
    assert devices.printer
    assert run(path, "reader", "fault", "silent")[0] == 0
    assert devices.reader.fault == "silent"
    assert run(path, "reader", "fault", "none")[0] == 0
    assert devices.reader.fault is None
    assert run(path, "printer", "fault", "paper_out")[0] == 0
    assert devices.printer.faults == {"paper_out"}
    assert run(path, "printer", "refill")[0] == 0
    assert devices.printer.faults == frozenset()


def test_the_line_is_cut_slowed_and_restored(path: Path, devices: Devices) -> None:
    assert devices.line
    assert run(path, "line", "cut")[0] == 0
    assert devices.line.is_cut
    assert run(path, "line", "restore")[0] == 0
    assert not devices.line.is_cut
    assert run(path, "line", "slow", "0.1")[0] == 0
    assert run(path, "line", "slow", "ein")[0] == 2


def test_status_is_one_json_object_for_other_programs(path: Path) -> None:
    run(path, "card", "lay", "funing")
    code, text = run(path, "status", "--json")
    assert code == 0
    facts = json.loads(text)
    assert facts["reader"]["card"] == "funing"
    assert facts["printer"]["papers"] == 0
    assert facts["line"]["cut"] is False


@pytest.mark.parametrize(
    "words", [("card", "lay", "nobody"), ("reader", "fault", "melted"), ("printer", "fault", "melted")]
)
def test_an_unknown_name_is_refused_with_the_names_there_are(path: Path, words: tuple[str, ...]) -> None:
    code, text = run(path, *words)
    assert code == 2
    assert "可以是：" in text


def test_a_paper_that_never_came_out_is_not_shown(path: Path, tmp_path: Path) -> None:
    code, text = run(path, "printer", "paper", str(tmp_path / "paper.png"))
    assert code == 2
    assert "还没有打出纸来" in text


def test_without_anything_running_the_exit_code_is_four(tmp_path: Path) -> None:
    result = CliRunner().invoke(sim, ["--dir", str(tmp_path), "card", "lift"])
    assert result.exit_code == 4
    assert "没有正在运行的模拟设备" in result.output


@pytest.mark.parametrize("line", [b"not json\n", b"[1]\n", b'{"do": [1]}\n', b'{"do": []}\n', b'{"do": ["card"]}\n'])
def test_nonsense_on_the_socket_is_answered_and_harms_nothing(path: Path, line: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(path))
        caller.sendall(line)
        assert json.loads(caller.makefile().readline())["ok"] is False
    assert isinstance(steer(["status"], path), Done)


def test_only_the_owner_can_open_the_socket(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_stale_socket_of_a_dead_program_is_replaced(devices: Devices, tmp_path: Path) -> None:
    stale = tmp_path / "control.sock"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(stale))
    with pytest.raises(NobodyThere):
        steer(["status"], stale)
    server = ControlServer(devices, stale)
    assert isinstance(steer(["status"], stale), Done)
    server.close()
    assert not stale.exists()


def test_a_part_that_is_real_cannot_be_steered() -> None:
    assert carry_out(Devices(), ["card", "lift"]) == Refused("这里没有模拟读卡器。")
    assert status(Devices()) == {}


def test_names_lists_every_card_and_fault(tmp_path: Path) -> None:
    result = CliRunner().invoke(sim, ["names", "--json"])
    assert set(json.loads(result.output)["card"]) == set(PEOPLE)


def test_devices_run_alone_and_end_tidily(tmp_path: Path) -> None:
    served = subprocess.Popen(
        [sys.executable, "-c", "from hardware.simulated.cli import sim; sim()", "serve", "--dir", str(tmp_path)],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert served.stdout
    lines = [served.stdout.readline() for _ in range(3)]
    try:
        assert lines[0].startswith(f"读卡器 serial://{tmp_path}/reader?")
        assert isinstance(steer(["card", "lay", "jianguo"], tmp_path / "control.sock"), Done)
        driver = open_reader(f"serial://{tmp_path}/reader?baud=115200", SystemClock())
        try:
            assert isinstance(driver.read_once(20.0), CardRead)
        finally:
            driver.close()
    finally:
        served.send_signal(signal.SIGTERM)
        code = served.wait(30)
        served.stdout.close()
    assert code == 0
    assert list(tmp_path.iterdir()) == []
