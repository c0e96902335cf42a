"""Recordings: only where the city and she both said yes, locked on the disk, heard on record, gone in time."""

import shutil
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from hub import alerts
from hub.accounts import Role
from hub.backup import back_up, restore
from hub.desk import recordings
from hub.house import HubConfig, open_hub
from hub.outcomes import Refused
from hub.server import sweep_until
from kiosk.core import calls

from .conftest import Hall

SOUND = b"OggS somebody says something private"


def send(hall: Hall, call: str, part: int = 0, cookie: str = "cookie-0712", take: int = 1, **headers: str) -> int:
    """A part as the guide's page sends it."""
    url = f"{hall.url}/desk/calls/{call}/recording/{take}/{part}"
    given = {"Sec-Fetch-Site": "same-origin", **headers}
    return requests.put(url, data=SOUND, cookies={"hub_session": cookie}, headers=given, timeout=30).status_code


def recorded(hall: Hall, *capabilities: str) -> tuple[Any, Any, str]:
    terminal, desk = hall.terminal(), hall.guide()
    return terminal, desk, hall.joined(terminal, desk, *capabilities)


def acts(hall: Hall, call: str) -> list[str]:
    return [act for _, act, _ in hall.acts(call) if "record" in act]


def test_nothing_is_kept_without_her_yes_nor_after_she_takes_it_back(city: Hall) -> None:
    terminal, desk, call = recorded(city, "voice")
    assert send(city, call) == 409
    terminal.say(calls.Consented, call, capability="recording", granted=True)
    desk.told(calls.Consented, lambda said: said.capability == "recording")
    assert send(city, call) == 204
    city.guide("0713", "小李")
    assert send(city, call, 1, cookie="cookie-0713") == 409
    assert send(city, call, 1, **{"Sec-Fetch-Site": "cross-site"}) == 403
    terminal.say(calls.Consented, call, capability="recording", granted=False)
    desk.told(calls.Consented, lambda said: not said.granted)
    assert send(city, call, 1) == 409
    assert acts(city, call) == ["call_recorded"]


def test_a_city_that_has_it_off_keeps_nothing_whatever_an_end_says(lite_hall: Any) -> None:
    terminal, desk, call = recorded(lite_hall, "voice")
    terminal.say(calls.Consented, call, capability="recording", granted=True)
    desk.say(calls.Text, call, line=1, body="好", live=False)
    terminal.told(calls.Text)
    assert send(lite_hall, call) == 409
    assert recordings.kept(lite_hall.place.hub) == []


def test_what_is_kept_is_locked_and_a_supervisor_hears_it_on_record(city: Hall) -> None:
    terminal, desk, call = recorded(city, "voice", "recording")
    assert [send(city, call, part) for part in (0, 1, 1)] == [204, 204, 204]
    terminal.say(calls.HangUp, call)
    desk.told(calls.Left)
    assert send(city, call, 2) == 204
    assert send(city, call, 0, take=2) == 409
    files = [path for path in city.place.data_dir.rglob("recordings/*/*") if path.is_file()]
    assert len(files) == 3
    assert not any(b"private" in path.read_bytes() for path in files)
    hub = city.place.hub
    assert recordings.hear(hub, call, "user:督") == [SOUND * 3]
    files[0].write_bytes(files[1].read_bytes())
    assert isinstance(recordings.hear(hub, call, "user:督"), Refused)
    assert acts(city, call) == ["call_recorded", "recording_heard", "recording_heard"]


def test_guides_do_not_listen_and_a_supervisor_does_in_the_page_itself(city: Hall) -> None:
    _, _, call = recorded(city, "voice", "recording")
    send(city, call)
    city.guide("0100", "老赵", Role.SUPERVISOR)
    ours, theirs = requests.Session(), requests.Session()
    ours.cookies.set("hub_session", "cookie-0100")
    theirs.cookies.set("hub_session", "cookie-0712")
    assert theirs.get(f"{city.url}/desk/recordings", timeout=30).status_code == 403
    listed = ours.get(f"{city.url}/desk/recordings", timeout=30).text
    assert "高龄津贴" in listed
    token = listed.split('name="csrf" value="')[1].split('"')[0]
    heard = ours.post(f"{city.url}/desk/recordings/{call}/hear", data={"csrf": token}, timeout=30)
    assert "data:audio/webm;base64," in heard.text
    assert heard.headers["cache-control"] == "no-store"
    assert ours.post(f"{city.url}/desk/recordings/{call}/delete", data={"csrf": token}, timeout=30).status_code == 200
    assert "没有录音" in ours.get(f"{city.url}/desk/recordings", timeout=30).text
    assert acts(city, call) == ["call_recorded", "recording_heard", "recording_deleted"]


def test_after_thirty_days_it_is_gone_from_the_disk_by_itself(city: Hall) -> None:
    terminal, _, call = recorded(city, "voice", "recording")
    send(city, call)
    hub, clock = city.place.hub, city.place.clock
    directory = city.place.data_dir / "recordings" / call
    clock.advance(timedelta(days=29, hours=23).total_seconds())
    recordings.sweep(hub)
    assert directory.exists()
    clock.advance(7200)
    recordings.sweep(hub)
    assert not directory.exists()
    assert recordings.kept(hub) == []
    assert isinstance(recordings.hear(hub, call, "user:督"), Refused)
    assert acts(city, call)[-1] == "recording_deleted"
    terminal.close()


def test_what_was_deleted_while_they_speak_does_not_grow_again(city: Hall) -> None:
    _, _, call = recorded(city, "voice", "recording")
    assert send(city, call) == 204
    assert recordings.delete(city.place.hub, call, "user:督") is None
    assert [send(city, call, 1), send(city, call, take=2)] == [409, 409]
    assert not (city.place.data_dir / "recordings" / call).exists()


def test_no_part_is_late_after_she_took_it_back_and_left(city: Hall) -> None:
    terminal, desk, call = recorded(city, "voice", "recording")
    assert send(city, call) == 204
    terminal.say(calls.Consented, call, capability="voice", granted=False)
    terminal.say(calls.HangUp, call)
    desk.told(calls.Left)
    assert send(city, call, 1) == 409


def test_a_guide_who_took_over_and_was_not_allowed_sends_no_late_part(city: Hall) -> None:
    terminal, desk, call = recorded(city, "voice", "recording")
    assert send(city, call) == 204
    other = city.guide("0713", "小李")
    other.ready()
    desk.say(calls.Transfer, call, to="小李")
    other.told(calls.Offer)
    other.say(calls.Take, call)
    terminal.told(calls.Transferred)
    terminal.say(calls.HangUp, call)
    other.told(calls.Left)
    assert send(city, call, 1, cookie="cookie-0713") == 409


def test_a_yes_she_gave_again_counts_again(city: Hall) -> None:
    terminal, desk, call = recorded(city, "voice", "recording")
    assert send(city, call) == 204
    for yes in (False, True):
        terminal.say(calls.Consented, call, capability="recording", granted=yes)
        desk.told(calls.Consented, lambda said, yes=yes: said.granted is yes)
    assert send(city, call, take=2) == 204
    terminal.say(calls.HangUp, call)
    desk.told(calls.Left)
    assert send(city, call, 1, take=2) == 204


def test_a_call_has_so_many_parts_and_so_many_bytes_however_many_takes(
    city: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, call = recorded(city, "voice", "recording")
    monkeypatch.setattr(recordings, "BYTES", 2 * len(SOUND))
    assert [send(city, call, take=take) for take in (1, 2, 3)] == [204, 204, 409]
    monkeypatch.undo()
    monkeypatch.setattr(recordings, "PARTS", 3)
    assert [send(city, call, take=take) for take in (4, 5)] == [204, 409]


def test_what_cannot_be_deleted_is_not_called_deleted_and_is_tried_again(
    city: Hall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _, _, call = recorded(city, "voice", "recording")
    send(city, call)
    hub, whole = city.place.hub, shutil.rmtree

    def broken(path: Path) -> None:
        raise PermissionError(1, "not permitted", str(path))

    city.pass_time(timedelta(days=31).total_seconds())
    with monkeypatch.context() as disk:
        disk.setattr(shutil, "rmtree", broken)
        recordings.sweep(hub)
        assert isinstance(recordings.delete(hub, call, "user:督"), Refused)
    assert "could not be deleted" in caplog.text
    assert acts(city, call) == ["call_recorded"]
    assert shutil.rmtree is whole
    recordings.sweep(hub)
    assert acts(city, call) == ["call_recorded", "recording_deleted"]


def test_what_a_supervisor_could_not_delete_is_heard_by_nobody_is_an_alert_and_goes_at_the_next_sweep(
    city: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, call = recorded(city, "voice", "recording")
    send(city, call)
    hub = city.place.hub

    def broken(path: Path) -> None:
        raise PermissionError(1, "not permitted", str(path))

    def alarmed() -> bool:
        return "recording_kept" in [alert.rule for alert in alerts.look(hub)]

    with monkeypatch.context() as disk:
        disk.setattr(shutil, "rmtree", broken)
        assert isinstance(recordings.delete(hub, call, "user:督"), Refused)
        assert isinstance(recordings.hear(hub, call, "user:督"), Refused)
        assert send(city, call, take=2) == 409
        assert alarmed()
        recordings.sweep(hub)
        assert alarmed()
    recordings.sweep(hub)
    assert not alarmed()
    assert acts(city, call) == ["call_recorded", "recording_deleted"]


def test_sound_that_is_on_no_list_is_swept_without_anybody_being_connected(lite: Any) -> None:
    stray = lite.data_dir / "recordings" / "01900000-0000-7000-8000-000000000000"
    stray.mkdir(parents=True)
    (stray / "000000000000001-00000").write_bytes(SOUND)
    over = threading.Event()
    over.set()
    sweep_until(lite.hub, over)
    assert not stray.exists()


def test_a_recording_without_its_files_is_said_to_be_gone_and_not_called_heard(city: Hall) -> None:
    _, _, call = recorded(city, "voice", "recording")
    send(city, call)
    shutil.rmtree(city.place.data_dir / "recordings" / call)
    outcome = recordings.hear(city.place.hub, call, "user:督")
    assert isinstance(outcome, Refused)
    assert outcome.problem.say == "这段录音不在了。"
    assert acts(city, call) == ["call_recorded"]


def test_a_backup_has_no_recording_not_even_its_name(city: Hall, tmp_path: Path) -> None:
    _, _, call = recorded(city, "voice", "recording")
    send(city, call)
    back_up(city.place.hub, tmp_path / "b", city.place.clock)
    restore(tmp_path / "b", tmp_path / "again")
    again = open_hub(HubConfig(tmp_path / "again"))
    assert recordings.kept(again) == []
    again.close()
    assert [one.call for one in recordings.kept(city.place.hub)] == [call]
