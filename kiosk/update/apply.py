"""Taking an update: check, unpack, first word, switch, start, health; back to the old version where one fails."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.update.bundle import Bundle, BundleRefused, open_bundle, version_order
from kiosk.update.health import UNASKED, Health, ask, worse
from kiosk.update.versions import Versions

STDERR = 2
ROOM = 1.2
"""Times the tree's size that must be free before it is unpacked."""


@dataclass(frozen=True, slots=True)
class Commands:
    """What stands a version up and asks it how it is. An argument {kiosk} becomes the running version's command."""

    restart: Sequence[str] = ("systemctl", "restart", "kiosk.service")
    """Ends with 0 once the terminal's pages have answered for ten seconds (its unit is Type=notify)."""
    health: Sequence[str] = ()
    """Such as ({kiosk}, doctor, --json): asked before and after; a worse terminal goes back (kiosk.update.health)."""
    first_word_s: float = 60.0
    restart_s: float = 300.0
    health_s: float = 120.0


@dataclass(frozen=True, slots=True)
class Applied:
    """The new version runs."""

    version: str
    previous: str


@dataclass(frozen=True, slots=True)
class Already:
    """This version runs already; nothing was done."""

    version: str


@dataclass(frozen=True, slots=True)
class NotApplied:
    """Nothing was changed."""

    why: str


@dataclass(frozen=True, slots=True)
class RolledBack:
    """The new version did not stand up."""

    version: str
    back_to: str
    why: str
    stands: bool
    """Whether the old version was started again."""


Outcome = Applied | Already | NotApplied | RolledBack


def apply(file: Path, key: Ed25519PublicKey, versions: Versions, commands: Commands, *, older: bool = False) -> Outcome:
    """Take the bundle. older: take one that is earlier than what runs, too. Raises OSError for a file or a disk that
    cannot be used; the running version is untouched then."""
    with file.open("rb") as opened:
        try:
            bundle = open_bundle(opened, key)
            version, before = bundle.manifest.version, versions.current
            if not before:
                return NotApplied("这里没有在用的版本，请先装上 .deb。")
            if version == before:
                return Already(version)
            if not older and bundle.manifest.order < version_order(before):
                return NotApplied(f"更新包是 {version}，比正在用的 {before} 旧。要退回请写 --older。")
            if why := _no_room(bundle, versions):
                return NotApplied(why)
            versions.bring(version, bundle.unpack)
        except BundleRefused as refused:
            return NotApplied(str(refused))
    if why := _first_word(versions, version, commands):
        versions.remove_all_but(before, versions.previous)
        return NotApplied(why)
    earlier = versions.previous
    health = _health(versions, commands)
    versions.try_out(version)
    why = _stand_up(versions, commands, health)
    if why:
        stands = _back(versions, before, earlier, commands)
        versions.remove_all_but(before, earlier)
        return RolledBack(version, before, why, stands)
    versions.settled()
    versions.remove_all_but(version, before)
    return Applied(version, before)


def roll_back(versions: Versions, commands: Commands) -> Outcome:
    """Go back by hand to the version that ran before."""
    current, before = versions.current, versions.previous
    if not before or before == current:
        return NotApplied("没有可退回的版本。")
    return RolledBack(current, before, "人工退回", _back(versions, before, "", commands))


def _no_room(bundle: Bundle, versions: Versions) -> str:
    free, need = shutil.disk_usage(versions.root).free, bundle.manifest.unpacked * ROOM
    return f"磁盘空间不够：要 {need / 1e6:.0f} MB，只有 {free / 1e6:.0f} MB。" if free < need else ""


def _first_word(versions: Versions, version: str, commands: Commands) -> str:
    """Whether the program starts at all on this machine, asked before anything is switched."""
    code = _run((str(versions.command(version)), "--version"), commands.first_word_s)
    return "" if code == 0 else f"{version} 在这台机器上起不来（{_said(code)}）"


def _stand_up(versions: Versions, commands: Commands, before: Health) -> str:
    code = _run(_filled(commands.restart, versions), commands.restart_s)
    if code != 0:
        return f"新版本没有启动成功（{_said(code)}）"
    return worse(before, _health(versions, commands))


def _back(versions: Versions, version: str, earlier: str, commands: Commands) -> bool:
    versions.go_back(version, earlier)
    return _run(_filled(commands.restart, versions), commands.restart_s) == 0


def _health(versions: Versions, commands: Commands) -> Health:
    return ask(_filled(commands.health, versions), commands.health_s) if commands.health else UNASKED


def _filled(command: Sequence[str], versions: Versions) -> list[str]:
    return [str(versions.command(versions.current)) if part == "{kiosk}" else part for part in command]


def _run(command: Sequence[str], timeout_s: float) -> int | None:
    """Exit code; None when it did not end in time or could not be started."""
    try:
        # What it says goes to standard error: standard output may be a program's.
        return subprocess.run(
            command, timeout=timeout_s, stdin=subprocess.DEVNULL, stdout=STDERR, check=False
        ).returncode
    except (subprocess.TimeoutExpired, OSError):
        return None


def _said(code: int | None) -> str:
    return "没有结束" if code is None else f"退出码 {code}"
