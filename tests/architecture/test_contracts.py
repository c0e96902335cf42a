"""The walls of the house: every import contract holds, and each has been seen to fail on a deliberate violation."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("kiosk", "ui", "voice", "offline_cache", "hardware", "hub")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

VIOLATIONS = {
    "Rooms are stacked": ("hardware/breach.py", "import offline_cache\n"),
    "Qt stays in the ui and the composition root": ("kiosk/session/breach.py", "import PySide6.QtCore\n"),
    "The session does no input or output": ("kiosk/session/breach.py", "import socket\n"),
    "The visit itself does not even know the neighbours": ("kiosk/session/pages/breach.py", "import hardware\n"),
    "A call for a human is pure": ("kiosk/assist/breach.py", "import websockets\n"),
    "Dialogue and diagnostics are pure": ("kiosk/diagnostics/breach.py", "import voice\n"),
    "SIP is pure": ("hub/telephone/sip/breach.py", "import asyncio\n"),
    "Nothing of a resident can be reached from the technician's pages": (
        "kiosk/workshop/breach.py",
        "import offline_cache\n",
    ),
    "Only the composition root, the dock and the sim command know the simulators": (
        "voice/breach.py",
        "import hardware.simulated\n",
    ),
    "The hub shares only the core and the catalogue with the terminal": ("hub/breach.py", "import kiosk.session\n"),
    "The terminal does not know the hub's inside": ("offline_cache/breach.py", "import hub\n"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    # With the folder as working directory its own packages win over the installed ones.
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=folder, env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for room in ROOMS:
        shutil.copytree(
            ROOT / room, copy / room, ignore=shutil.ignore_patterns("*.png", "*.svg", "*.yaml", "__pycache__")
        )
    return copy


def test_every_contract_holds(house: Path) -> None:
    done = lint(house)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_contract_has_a_violation_to_prove_it() -> None:
    assert {contract["name"] for contract in CONTRACTS} == set(VIOLATIONS)


@pytest.mark.parametrize("name", VIOLATIONS)
def test_contract_fails_on_a_deliberate_violation(house: Path, name: str) -> None:
    where, line = VIOLATIONS[name]
    breach = house / where
    breach.write_text(line)
    try:
        done = lint(house)
    finally:
        breach.unlink()
    assert done.returncode != 0
    assert f"{name} BROKEN" in done.stdout.replace("\n", " "), done.stdout


def test_every_room_opens_with_a_docstring() -> None:
    for door in ROOT.glob("*/**/__init__.py"):
        if door.relative_to(ROOT).parts[0] in ROOMS:
            assert door.read_text(encoding="utf-8").lstrip().startswith('"""'), door
