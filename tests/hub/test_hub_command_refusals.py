"""What `kiosk hub` says when it cannot do what it was asked."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hub.accounts import LoggedIn, Role, add_user, demo_users, log_in
from hub.cli import hub
from hub.demo import reason_against_demo
from hub.house import HubConfig, open_hub
from hub.keys import open_keys


def run(*arguments: str, given: bytes = b"") -> tuple[int, str, str]:
    result = CliRunner().invoke(hub, list(arguments), input=given)
    return result.exit_code, result.stdout, result.stderr


def test_a_hub_that_is_not_there_is_not_made_and_called_intact(tmp_path: Path) -> None:
    code, out, _ = run("audit", "verify", "--data", str(tmp_path / "no"), "--json")
    assert (code, json.loads(out)["outcome"]) == (4, "absent")
    assert not (tmp_path / "no").exists()


def test_a_stick_is_not_fed_to_a_new_hub_where_the_directory_was_mistyped(tmp_path: Path) -> None:
    code, out, _ = run("import", str(tmp_path), "--data", str(tmp_path / "no"), "--json")
    assert (code, json.loads(out)["outcome"]) == (4, "absent")
    assert not (tmp_path / "no").exists()


def test_a_password_that_is_no_text_is_refused_in_words(tmp_path: Path) -> None:
    arguments = ["user", "add", "测试甲", "--role", "admin", "--password-stdin", "--data", str(tmp_path)]
    code, _, said = run(*arguments, given=b"\xff" * 12 + b"\n")
    assert (code, said) == (3, "密码不是 UTF-8 文字。\n")


def test_a_demonstration_is_never_production_and_a_hub_without_one_shows_no_code(tmp_path: Path) -> None:
    code, _, said = run("run", "--demo", "--production", "--data", str(tmp_path / "new"))
    assert (code, said) == (2, "--demo 和 --production 不能一起写。\n")
    opened = open_hub(HubConfig(tmp_path / "hub"))
    assert add_user(opened, "测试甲", "correct horse battery", Role.GUIDE, "cli") is None
    opened.close()
    assert run("demo-code", "--data", str(tmp_path / "hub")) == (3, "", "这里没有演示用户。\n")


def test_a_start_that_finds_its_port_taken_changes_nothing(tmp_path: Path) -> None:
    opened = open_hub(HubConfig(tmp_path))
    assert add_user(opened, "演示办事员", "long enough 1", Role.OPERATOR, "hub", demo=True) is None
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for demo in ([], ["--demo"]):
            code, out, said = run("run", *demo, "--data", str(tmp_path), "--port", port)
            assert (code, out, f"127.0.0.1:{port} 用不了" in said) == (4, "", True)
    assert demo_users(opened) == 1
    assert isinstance(log_in(opened, "演示办事员", "long enough 1"), LoggedIn)
    opened.close()


def test_no_demonstration_starts_where_real_people_work(tmp_path: Path) -> None:
    opened = open_hub(HubConfig(tmp_path))
    assert add_user(opened, "测试甲", "long enough 1", Role.OPERATOR, "cli") is None
    code, _, said = run("run", "--demo", "--data", str(tmp_path))
    assert (code, said) == (2, "数据目录里有真用户或办件，不能演示。请换一个新的数据目录。\n")
    assert demo_users(opened) == 0
    opened.close()


def test_no_demonstration_starts_over_cases_that_are_not_its_own(lite: Any, lite_kiosk: Any) -> None:
    assert lite_kiosk.put(lite_kiosk.fill()).status_code == 201
    assert reason_against_demo(lite.hub)
    assert add_user(lite.hub, "演示办事员", "long enough 1", Role.OPERATOR, "hub", demo=True) is None
    assert reason_against_demo(lite.hub) == ""


@pytest.mark.parametrize(
    ("name", "code", "outcome"), [("none", 4, "absent"), ("", 3, "refused"), ("junk", 3, "refused")]
)
def test_a_stick_that_cannot_be_taken_is_said_in_one_object(tmp_path: Path, name: str, code: int, outcome: str) -> None:
    (tmp_path / "junk").write_text("junk")
    open_keys(tmp_path / "hub")
    found, out, err = run("import", str(tmp_path / name), "--data", str(tmp_path / "hub"), "--json")
    assert (found, json.loads(out)["outcome"], err) == (code, outcome, "")
