"""A hub backed up while it runs, restored into an empty directory: the same cases, openable, and an intact chain."""

import json
import stat
import tarfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hub import audit
from hub.backup import BackupRefused, back_up, restore
from hub.cli import hub
from hub.house import HubConfig, open_hub
from kiosk.core.sealing import Opened, open_sealed


def test_what_came_before_the_backup_is_there_and_opens_after_it(lite: Any, lite_kiosk: Any, tmp_path: Path) -> None:
    submissions = [lite_kiosk.fill() for _ in range(3)]
    for submission in submissions:
        assert lite_kiosk.put(submission).status_code == 201
    out = tmp_path / "hub.backup"
    made = back_up(lite.hub, out, lite.clock)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert lite_kiosk.put(lite_kiosk.fill()).status_code == 201  # after it
    found = restore(out, tmp_path / "again")
    assert (found.cases, found.audit_head) == (3, made.audit_head)
    again = open_hub(HubConfig(tmp_path / "again"))
    numbers = [row[0] for row in again.store.read(lambda tx: tx.rows("select number from cases"))]
    assert sorted(numbers) == sorted(s.case_number for s in submissions)
    for row in again.store.read(lambda tx: tx.rows("select id, sha256 from submissions")):
        assert isinstance(open_sealed(again.keys.seal, "submission", row[0], again.bodies.read(row[1])), Opened)
    assert isinstance(again.store.read(lambda tx: audit.verify(tx, again.keys)), audit.Intact)
    again.close()


def test_the_commands_rehearse_it_and_never_overwrite_a_hub(lite: Any, tmp_path: Path) -> None:
    out, again = tmp_path / "b", tmp_path / "again"
    run = CliRunner().invoke
    done = run(hub, ["backup", str(out), "--data", str(lite.data_dir), "--json"])
    assert done.exit_code == 0, done.output
    done = run(hub, ["restore", str(out), "--data", str(again), "--json"])
    assert (done.exit_code, json.loads(done.stdout)["outcome"]) == (0, "done")
    refused = run(hub, ["restore", str(out), "--data", str(again), "--json"])
    assert (refused.exit_code, json.loads(refused.stdout)["outcome"]) == (3, "refused")
    absent = run(hub, ["restore", str(tmp_path / "no"), "--data", str(tmp_path / "x"), "--json"])
    assert (absent.exit_code, json.loads(absent.stdout)["outcome"]) == (4, "absent")
    mistyped = run(hub, ["backup", str(out), "--data", str(tmp_path / "typo"), "--json"])
    assert mistyped.exit_code == 4
    assert not (tmp_path / "typo").exists()


@pytest.mark.parametrize("damage", ["cut", "flip", "rubbish"])
def test_a_damaged_backup_is_refused(lite: Any, tmp_path: Path, damage: str) -> None:
    out = tmp_path / "b"
    back_up(lite.hub, out, lite.clock)
    body = bytearray(out.read_bytes())
    if damage == "cut":
        out.write_bytes(body[: len(body) // 2])
    elif damage == "flip":
        body[len(body) // 2] ^= 0x40
        out.write_bytes(body)
    else:
        out.write_bytes(b"rubbish")
    with pytest.raises(BackupRefused):
        restore(out, tmp_path / "again")


def test_a_name_that_leads_out_of_the_directory_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "b"
    digest = "0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f"
    about = {"kind": "kiosk-hub-backup-1", "files": {"../evil": digest}, "head": ""}
    with tarfile.open(out, "w:gz") as tar:
        for name, text in (("../evil", b"a\n"), ("manifest.json", json.dumps(about).encode())):
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            tar.addfile(entry, BytesIO(text))
    with pytest.raises(BackupRefused):
        restore(out, tmp_path / "again")
    assert not (tmp_path / "evil").exists()
