"""The technician's command and the way out by USB stick."""

import json

import pytest
from click.testing import CliRunner

from kiosk.core.export_format import ExportedBody, ExportUnreadable, manifest_signed_by, read_items, read_manifest
from kiosk.core.ids import uuid7
from kiosk.core.sealing import Opened, open_sealed
from offline_cache import Exported, NotExported, export_queue, save_identity
from offline_cache.cli import queue


@pytest.fixture
def run(tmp_path):
    return lambda *arguments: CliRunner().invoke(queue, ["--dir", str(tmp_path / "data"), *arguments])


@pytest.fixture
def stick(tmp_path):
    place = tmp_path / "stick"
    place.mkdir()
    return place


def test_the_list_shows_numbers_and_reasons_and_nothing_of_the_content(run, outbox, put) -> None:
    poison = put()
    put()
    outbox.mark_refused(poison, "unknown_service：没有这个事项", None)
    result = run("list")
    assert result.exit_code == 1, "a dead item needs a look"
    assert "待上传 1 件，被退回 1 件，已送达 0 件。" in result.output
    assert "原因：unknown_service：没有这个事项" in result.output
    assert "虚构老人" not in result.output
    shown = json.loads(run("list", "--json").output)
    assert shown["counts"]["dead"] == 1
    assert [item["state"] for item in shown["items"]] == ["dead", "queued"]
    assert all("body" not in item for item in shown["items"])


def test_an_empty_queue_is_fine_and_a_missing_one_is_absent(run, outbox, tmp_path) -> None:
    assert run("list").exit_code == 0
    missing = CliRunner().invoke(queue, ["--dir", str(tmp_path / "nowhere"), "list"])
    assert missing.exit_code == 4
    assert not (tmp_path / "nowhere").exists()


def test_a_terminal_that_has_stored_nothing_yet_is_said_to_have_no_queue(run, stick, tmp_path) -> None:
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    nothing = CliRunner().invoke(queue, ["--dir", str(fresh), "list"])
    assert (nothing.exit_code, "还没有队列" in nothing.stderr) == (4, True)


def test_a_missing_folder_is_named_and_a_full_stick_is_not(run, outbox, identity, put, tmp_path) -> None:
    put()
    save_identity(tmp_path / "data" / "identity.json", identity)
    gone = run("export", str(tmp_path / "no-such-folder"))
    assert (gone.exit_code, "没有这个目录" in gone.stderr) == (1, True)


def test_the_queue_is_found_by_the_terminals_own_settings(run, outbox, put, tmp_path) -> None:
    put()
    config = tmp_path / "kiosk.toml"
    config.write_text(f'[queue]\ndirectory = "{tmp_path / "data"}"\n')
    shown = CliRunner().invoke(queue, ["--config", str(config), "list"])
    assert (shown.exit_code, "待上传 1 件" in shown.output) == (0, True)
    by_environment = CliRunner().invoke(queue, ["list"], env={"KIOSK_QUEUE_DIRECTORY": str(tmp_path / "data")})
    assert by_environment.exit_code == 0
    wrong = CliRunner().invoke(queue, ["--config", str(tmp_path / "none.toml"), "list"])
    assert (wrong.exit_code, "找不到设置文件" in wrong.stderr) == (2, True)


@pytest.mark.parametrize("command", [["list", "--json"], ["export", "stick", "--json"]])
def test_a_store_that_cannot_be_read_is_said_in_one_object(tmp_path, command) -> None:
    (tmp_path / "outbox.db").write_bytes(b"rubbish" * 2000)
    result = CliRunner().invoke(queue, ["--dir", str(tmp_path), *command])
    assert result.exit_code == 4
    assert json.loads(result.stdout)["outcome"] == "unreadable"
    assert result.stderr == ""


def test_wrong_settings_are_said_in_one_object_where_json_was_asked(tmp_path) -> None:
    (tmp_path / "wrong.toml").write_text("mode = 'soon'")
    for command in (["list", "--json"], ["export", "stick", "--json"]):
        result = CliRunner().invoke(queue, ["--config", str(tmp_path / "wrong.toml"), *command])
        assert (result.exit_code, result.stderr) == (2, "")
        assert json.loads(result.stdout)["outcome"] == "wrong_settings"
    plain = CliRunner().invoke(queue, ["--config", str(tmp_path / "wrong.toml"), "list"])
    assert (plain.exit_code, plain.stdout) == (2, "")
    assert "mode" in plain.stderr


def test_a_store_of_a_later_program_is_told_from_a_broken_one(run, outbox) -> None:
    with outbox.database.transaction() as connection:
        connection.executemany("insert into migrations values (?, 'later')", [(n,) for n in range(900, 1000)])
    result = run("list", "--json")
    assert result.exit_code == 4
    assert json.loads(result.stdout)["outcome"] == "newer"


def test_retry_puts_a_dead_item_back(run, outbox, put) -> None:
    poison = put()
    outbox.mark_refused(poison, "x", None)
    assert run("retry").exit_code == 2
    assert run("retry", uuid7()).exit_code == 1
    assert run("retry", poison).exit_code == 0
    assert outbox.find(poison).state == "queued"
    outbox.mark_sent(poison, "{}")
    assert "已经送达" in run("retry", poison).output


def test_an_export_reads_back_is_signed_and_opens_at_the_hub(run, outbox, put, identity, stick, keys, tmp_path) -> None:
    save_identity(tmp_path / "data" / "identity.json", identity)
    ids = [put(), put()]
    outbox.put_plain("rating", uuid7(), b"{}")
    outbox.mark_refused(ids[0], "x", None)
    result = run("export", str(stick), "--json")
    assert result.exit_code == 0, result.output
    said = json.loads(result.output)
    assert said["items"] == 3
    path = next(stick.iterdir())
    assert said["path"] == str(path)
    manifest = read_manifest(path)
    assert manifest_signed_by(manifest, identity.key.public_key().public_bytes_raw())
    assert not manifest_signed_by(manifest, keys.sign_public)
    found = list(read_items(path, manifest))
    assert all(isinstance(item, ExportedBody) for item in found)
    assert {item.item.id for item in found if item.item.kind == "submission"} == set(ids)
    first = found[0]
    assert isinstance(open_sealed({"seal-1": keys.seal}, "submission", first.item.id, first.body), Opened)
    assert all(item.exported_at for item in outbox.listing())
    assert outbox.counts().queued == 2, "exported items stay until the hub has acknowledged them"


def test_an_empty_queue_leaves_no_file_on_the_stick(outbox, identity, stick, clock) -> None:
    assert export_queue(outbox, identity, stick, clock) == NotExported("nothing")
    assert list(stick.iterdir()) == []


def test_a_stick_that_is_not_there_is_said_plainly_and_marks_nothing(run, outbox, put, identity, tmp_path) -> None:
    put()
    assert run("export", str(tmp_path / "nowhere")).exit_code == 4
    save_identity(tmp_path / "data" / "identity.json", identity)
    result = run("export", str(tmp_path / "nowhere"))
    assert result.exit_code == 1
    assert "U 盘" in result.output
    assert outbox.listing()[0].exported_at == ""


def test_a_damaged_item_on_the_stick_is_named_and_does_not_hide_the_others(outbox, put, identity, stick, clock) -> None:
    ids = [put(), put(), put()]
    outcome = export_queue(outbox, identity, stick, clock)
    assert isinstance(outcome, Exported)
    raw = bytearray(outcome.path.read_bytes())
    body = outbox.waiting(1).body
    raw[raw.index(body) + 200] ^= 0xFF
    outcome.path.write_bytes(raw)
    manifest = read_manifest(outcome.path)
    found = list(read_items(outcome.path, manifest))
    assert found[1] == ExportUnreadable("item_damaged", ids[1])
    assert [isinstance(item, ExportedBody) for item in found] == [True, False, True]
    assert read_manifest(stick / "none.zip") == ExportUnreadable("missing")
    (stick / "other.zip").write_bytes(b"PK")
    assert read_manifest(stick / "other.zip") == ExportUnreadable("not_an_export")
