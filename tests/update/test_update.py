"""A newer program is taken whole or not at all, and what does not stand up is left again, with real processes."""

import io
import json
import os
import signal
import subprocess
import sys
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.update import (
    Already,
    Applied,
    BundleRefused,
    Manifest,
    NotApplied,
    RolledBack,
    apply,
    open_bundle,
    roll_back,
)
from kiosk.update.bundle import Bundle, version_order
from kiosk.update.cli import update
from kiosk.update.health import UNASKED, Health, ask, worse


def test_a_signed_newer_program_is_switched_to_and_runs(installed) -> None:
    outcome = apply(
        installed.bundle("0.1.1", "healthy"), installed.key.public_key(), installed.versions, installed.commands
    )
    assert outcome == Applied("0.1.1", "0.1.0")
    assert (installed.versions.current, installed.versions.previous) == ("0.1.1", "0.1.0")
    assert "0.1.1" in os.path.realpath(installed.root / "current")
    assert installed.runs
    assert not (installed.root / "trying").exists()
    again = apply(
        installed.root.parent / "made-0.1.1" / "update.kiosk",
        installed.key.public_key(),
        installed.versions,
        installed.commands,
    )
    assert again == Already("0.1.1")


@pytest.mark.parametrize("program", ["never ready", "crashes"])
def test_a_program_that_never_becomes_ready_is_left_and_the_old_one_runs_again(installed, program: str) -> None:
    outcome = apply(
        installed.bundle("0.1.1", program), installed.key.public_key(), installed.versions, installed.commands
    )
    assert isinstance(outcome, RolledBack)
    assert (outcome.version, outcome.back_to, outcome.stands) == ("0.1.1", "0.1.0", True)
    assert "没有启动成功" in outcome.why
    assert installed.versions.current == "0.1.0"
    assert installed.runs
    assert not installed.versions.tree("0.1.1").exists()


def test_a_program_that_does_not_start_at_all_is_never_switched_to(installed) -> None:
    before = (installed.root / "pid").read_text()
    outcome = apply(
        installed.bundle("0.1.1", "does not start"), installed.key.public_key(), installed.versions, installed.commands
    )
    assert isinstance(outcome, NotApplied)
    assert "起不来" in outcome.why
    assert (installed.root / "pid").read_text() == before, "the terminal was not even stopped"
    assert not installed.versions.tree("0.1.1").exists()


def test_a_terminal_that_is_worse_than_before_goes_back_and_one_that_was_ill_before_does_not(
    installed,
) -> None:
    commands = replace(installed.commands, health=("{kiosk}", "doctor", "--json"))
    went_worse = apply(installed.bundle("0.1.1", "ill"), installed.key.public_key(), installed.versions, commands)
    assert isinstance(went_worse, RolledBack)
    assert "自检多了问题：device.printer" in went_worse.why
    installed.tree("0.1.2", "ill")
    installed.versions.go_back("0.1.2")
    still_ill = apply(installed.bundle("0.1.3", "ill"), installed.key.public_key(), installed.versions, commands)
    assert still_ill == Applied("0.1.3", "0.1.2")


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (Health(1, frozenset({"disk"})), Health(1, frozenset({"disk"})), ""),
        (Health(1, frozenset({"disk"})), Health(0, frozenset()), ""),
        (Health(0, frozenset()), Health(1, frozenset({"hub"})), "hub"),
        (Health(2, None), Health(1, frozenset({"hub"})), ""),  # a version before `kiosk doctor` could not say
        (Health(0, None), Health(3, None), "退出码 0，现在 3"),
        (UNASKED, UNASKED, ""),
        (Health(0, frozenset()), Health(None, None), "没有结束"),
    ],
)
def test_only_what_was_not_so_before_counts_against_an_update(before: Health, now: Health, said: str) -> None:
    assert (said in worse(before, now)) if said else worse(before, now) == ""


def test_a_health_command_that_hangs_or_is_not_there_has_not_ended() -> None:
    assert ask([sys.executable, "-c", "import time; time.sleep(600)"], 0.5) == Health(None, None)
    assert ask(["/nowhere/kiosk"], 5) == Health(None, None)


def test_an_older_program_needs_a_word_and_rolling_back_by_hand_needs_none(installed) -> None:
    public = installed.key.public_key()
    older = installed.bundle("0.0.9", "healthy")
    refused = apply(older, public, installed.versions, installed.commands)
    assert isinstance(refused, NotApplied)
    assert "--older" in refused.why
    assert apply(older, public, installed.versions, installed.commands, older=True) == Applied("0.0.9", "0.1.0")
    back = roll_back(installed.versions, installed.commands)
    assert isinstance(back, RolledBack)
    assert back.stands
    assert installed.versions.current == "0.1.0"


def test_what_is_signed_by_somebody_else_or_damaged_or_no_bundle_changes_nothing(installed, tmp_path: Path) -> None:
    forged = installed.bundle("0.1.1", "healthy", Ed25519PrivateKey.generate())
    damaged = bytearray(installed.bundle("0.1.2", "healthy").read_bytes())
    damaged[damaged.index(b"\x1f\x8b") + 40] ^= 0x40  # in the payload: gzip's own mark begins it
    (tmp_path / "damaged").write_bytes(damaged)
    (tmp_path / "junk").write_bytes(b"junk" * 1000)
    for path, why in ((forged, "签名不对"), (tmp_path / "damaged", "坏了"), (tmp_path / "junk", "不是更新包")):
        outcome = apply(path, installed.key.public_key(), installed.versions, installed.commands)
        assert isinstance(outcome, NotApplied)
        assert why in outcome.why
    assert [path.name for path in (installed.root / "versions").iterdir()] == ["0.1.0"]


@given(st.data())
def test_any_changed_byte_of_a_bundle_is_noticed_or_harmless(
    small_bundle: tuple[bytes, Ed25519PublicKey, Manifest], data: st.DataObject
) -> None:
    whole, public, manifest = small_bundle
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[at] ^= data.draw(st.integers(1, 255))
    try:
        bundle = open_bundle(io.BytesIO(bytes(changed)), public)
    except BundleRefused:
        return
    assert bundle.manifest == manifest  # a byte of the tar's own padding or times


def test_a_payload_that_would_leave_its_directory_is_refused(installed, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        tar.addfile(tarfile.TarInfo("../outside"))
    with pytest.raises(BundleRefused, match="不该有的东西"):
        Bundle(Manifest("0.1.1", "", 0), packed).unpack(tmp_path)
    assert not (tmp_path.parent / "outside").exists()


@given(st.lists(st.integers(0, 9999), min_size=2, max_size=4), st.lists(st.integers(0, 9999), min_size=2, max_size=4))
def test_versions_compare_by_their_numbers(one: list[int], other: list[int]) -> None:
    written = [".".join(map(str, numbers)) for numbers in (one, other)]
    assert (version_order(written[0]) < version_order(written[1])) == (one < other)


def test_a_failed_update_leaves_the_way_back_to_the_version_before(installed) -> None:
    public = installed.key.public_key()
    assert apply(installed.bundle("0.1.1", "healthy"), public, installed.versions, installed.commands) == Applied(
        "0.1.1", "0.1.0"
    )
    assert isinstance(
        apply(installed.bundle("0.1.2", "crashes"), public, installed.versions, installed.commands), RolledBack
    )
    assert (installed.versions.current, installed.versions.previous) == ("0.1.1", "0.1.0")
    back = roll_back(installed.versions, installed.commands)
    assert isinstance(back, RolledBack)
    assert (installed.versions.current, back.stands) == ("0.1.0", True)


# --- a power cut in the middle --------------------------------------------------------------------------------

CUT = """
import os, signal, sys
from pathlib import Path
from kiosk.update import Versions
versions = Versions(Path(sys.argv[1]))
versions.try_out(sys.argv[2])
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("program", "ends_with"), [("crashes", "0.1.0"), ("healthy", "0.1.1")])
def test_after_a_power_cut_behind_the_switch_a_program_that_never_stands_up_is_left_after_three_starts(
    installed, program: str, ends_with: str
) -> None:
    installed.tree("0.1.1", program)
    cut = subprocess.run([sys.executable, "-c", CUT, str(installed.root), "0.1.1"], check=False)
    assert cut.returncode == -signal.SIGKILL
    for _ in range(4):  # systemd tries again and again
        if installed.restart() == 0:
            break
    assert installed.versions.current == ends_with
    assert installed.runs
    assert not (installed.root / "trying").exists()


def test_a_half_unpacked_version_is_never_a_version(installed) -> None:
    def half(directory: Path) -> None:
        (directory / "venv").mkdir()
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        installed.versions.bring("0.1.1", half)
    assert [path.name for path in (installed.root / "versions").iterdir()] == ["0.1.0"]


# --- the command ----------------------------------------------------------------------------------------------


def test_from_the_key_to_the_running_update_by_the_command_alone(installed, tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(update, list(arguments))
        return result.exit_code, result.output

    keys, out, root = tmp_path / "keys", tmp_path / "update.kiosk", str(installed.root)
    assert run("keygen", str(keys))[0] == 0
    assert run("keygen", str(keys))[0] == 3, "a key is never overwritten"
    assert (keys / "update.key").stat().st_mode & 0o077 == 0
    made = installed.tree("9", "healthy").rename(tmp_path / "made")
    signed = ["make", str(made), "--key", str(keys / "update.key"), "--out", str(out)]
    assert run(*signed, "--version", "new")[0] == 2
    assert run(*signed, "--version", "0.2.0")[0] == 0
    assert run("make", str(tmp_path), *signed[2:], "--version", "0.2.0")[0] == 4
    taking = [
        "--health",
        "",
        "--root",
        root,
        "--key",
        str(keys / "update.pub"),
        "--restart",
        " ".join(installed.commands.restart),
    ]
    assert run("apply", str(tmp_path / "none"), *taking)[0] == 4
    assert run("apply", str(out), "--root", root, "--key", str(tmp_path / "no.pub"))[0] == 4
    assert run("apply", str(out), "--root", str(tmp_path / "nowhere"))[0] == 4
    code, said = run("apply", str(out), *taking, "--json")
    assert (code, json.loads(said)) == (0, {"outcome": "applied", "version": "0.2.0", "previous": "0.1.0"})
    assert run("apply", str(out), *taking)[0] == 1
    assert run("status", "--root", root) == (0, "在用 0.2.0，可退回 0.1.0。\n")
    bad = installed.bundle("0.3.0", "healthy")
    assert run("apply", str(bad), *taking)[0] == 3
    restart = ["--restart", " ".join(installed.commands.restart)]
    assert run("rollback", "--root", root, *restart) == (0, "退回到 0.1.0 了。\n")
    assert run("rollback", "--root", root, *restart)[0] == 3
