"""The package's units, rules and scripts, as far as they can be judged without installing them (scripts/prove-deb.sh
does that)."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.app.supervisor import NOT_THERE, USAGE, Patience
from kiosk.core.settings import load_settings

PACKAGING = Path(__file__).parents[2] / "packaging"
UNITS = ["kiosk.service", "kiosk-hub.service"]


def directives(unit: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (PACKAGING / unit).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"(\w+)=(.*)", line):
            found.setdefault(match[1], []).append(match[2])
    return found


def test_the_terminals_unit_is_ready_and_alive_by_the_supervisors_word_and_gives_up_where_it_gives_up() -> None:
    unit = directives("kiosk.service")
    assert unit["Type"] == ["notify"]
    assert unit["NotifyAccess"] == ["all"], "the supervisor is not the unit's first process"
    patience = Patience()
    assert float(unit["WatchdogSec"][0]) > 10 * patience.look
    assert float(unit["TimeoutStartSec"][0]) > patience.start + patience.steady
    assert unit["RestartPreventExitStatus"] == [f"{USAGE} {NOT_THERE}"]


@pytest.mark.parametrize(("unit", "worst"), [("kiosk.service", 30), ("kiosk-hub.service", 20)])
def test_systemd_itself_finds_little_exposed(unit: str, worst: int) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("没有 systemd-analyze。")
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={worst}", str(PACKAGING / unit)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout[-300:] + ended.stderr


def test_the_shipped_settings_are_right_but_for_what_only_the_hall_knows() -> None:
    settings = load_settings(PACKAGING / "kiosk.toml", {})
    assert settings.mode == "production"
    assert settings.hub.url == ""


def test_every_udev_rule_matches_a_device_and_gives_it_to_the_kiosk_only() -> None:
    for line in (PACKAGING / "70-kiosk.rules").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        parts = [re.fullmatch(r'([A-Z_]+(?:\{\w+\})?)(==|!=|\+=|=)"([^"]*)"', part) for part in line.split(", ")]
        assert all(parts), line
        keys = {part[1]: (part[2], part[3]) for part in parts if part}
        assert keys["SUBSYSTEM"][0] == "=="
        if "SYMLINK" in keys:
            assert keys["SYMLINK"][1].startswith("kiosk/")
            assert keys["GROUP"][1] == "kiosk"
            assert keys["MODE"][1] == "0660"


@pytest.mark.parametrize("script", ["guard", "session", "postinst", "prerm", "postrm"])
def test_every_shell_script_of_the_package_is_plain_sh(script: str) -> None:
    path = PACKAGING / script
    assert path.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    subprocess.run(["sh", "-n", path], check=True)


def test_the_session_ends_with_the_terminals_exit_code_which_cage_keeps_to_itself(tmp_path: Path) -> None:
    cage = tmp_path / "bin" / "cage"
    cage.parent.mkdir()
    cage.write_text('#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift\n"$@"\nexit 0\n')
    cage.chmod(0o755)
    kiosk = tmp_path / "current" / "venv" / "bin" / "kiosk"
    kiosk.parent.mkdir(parents=True)
    kiosk.write_text('#!/bin/sh\nexit "$2"\n')
    kiosk.chmod(0o755)
    session = tmp_path / "session"
    shutil.copy(PACKAGING / "session", session)
    surroundings = {"PATH": f"{cage.parent}:/usr/bin:/bin", "XDG_RUNTIME_DIR": str(tmp_path)}
    for code in (0, 2, 4):
        assert subprocess.run([session, "run", str(code)], env=surroundings, check=False).returncode == code
    cage.write_text("#!/bin/sh\nexit 0\n")
    assert subprocess.run([session, "run", "0"], env=surroundings, check=False).returncode == 1, "cage itself fell"
