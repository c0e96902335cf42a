"""Real hubs on one data directory: the second is refused before it touches anything, and a dead one holds nothing."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub.accounts import LoggedIn, Role, add_user, demo_users, log_in
from hub.house import HubConfig, open_hub

ROOT = Path(__file__).parents[2]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def begin(*more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "kiosk", "hub", "run", "--port", "0", "--data", str(tmp_path / "hub"), *more]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        started.append(subprocess.Popen(command, text=True, cwd=ROOT, **pipes))  # type: ignore[call-overload]
        return started[-1]

    yield begin
    for one in started:
        if one.poll() is None:
            one.kill()
        one.communicate()


def until_it_listens(hub: subprocess.Popen[str]) -> str:
    """What it said up to the line that tells where it is."""
    assert hub.stdout is not None
    said = ""
    for line in hub.stdout:
        said += line
        if line.startswith("中枢在"):
            return said
    raise AssertionError(f"never listened: {hub.communicate()[1]}")


def test_a_second_hub_is_refused_by_the_first_ones_number_and_a_killed_one_is_out_of_the_way(start: Start) -> None:
    first = start()
    until_it_listens(first)
    second = start()
    out, said = second.communicate(timeout=60)
    assert (second.returncode, out, f"进程 {first.pid}" in said) == (4, "", True), said
    first.kill()
    first.wait()
    until_it_listens(start())


def test_a_second_demonstration_leaves_the_passwords_of_the_first_good(start: Start, tmp_path: Path) -> None:
    said = until_it_listens(start("--demo"))
    name, password = next(
        line.split()[0::2][:2] for line in said.splitlines() if "密码 " in line and "动态码" not in line
    )
    assert start("--demo").wait(60) == 4
    opened = open_hub(HubConfig(tmp_path / "hub"))
    assert isinstance(log_in(opened, name, password), LoggedIn)
    opened.close()


def test_people_of_a_demonstration_are_gone_at_the_next_plain_start(start: Start, tmp_path: Path) -> None:
    opened = open_hub(HubConfig(tmp_path / "hub"))
    assert add_user(opened, "演示办事员", "long enough 1", Role.OPERATOR, "hub", demo=True) is None
    until_it_listens(start())
    assert demo_users(opened) == 0
    opened.close()
