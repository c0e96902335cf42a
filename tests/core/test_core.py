"""Ids, words, faults, journal, settings: what every room relies on."""

import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.clock import ManualClock
from kiosk.core.faults import TEXTS, Fault
from kiosk.core.ids import uuid7
from kiosk.core.journal import Journal, UndeclaredEvent
from kiosk.core.settings import (
    OTHER_VARIABLES,
    Settings,
    SettingsError,
    environment_variables,
    load_settings,
    refuse_for_production,
)
from kiosk.core.words import Private, PrivateKind, mask, words


@given(st.integers(min_value=0, max_value=(1 << 48) - 1))
def test_uuid7_carries_its_millisecond_and_its_version(unix_ms: int) -> None:
    value = UUID(uuid7(unix_ms))
    assert value.version == 7
    assert value.int >> 80 == unix_ms


@given(st.text(min_size=1, max_size=40), st.sampled_from(list(PrivateKind)))
def test_a_mask_keeps_the_length_and_never_the_whole_value(value: str, kind: PrivateKind) -> None:
    hidden = mask(value, kind)
    assert len(hidden) == len(value)
    assert "*" in hidden


def test_words_show_mask_and_mark_their_private_parts() -> None:
    text = words("您好，", Private("测试桂兰", PrivateKind.NAME), "。")
    assert text.plain() == "您好，测试桂兰。"
    assert text.masked() == "您好，测**兰。"
    assert text.to_json() == ["您好，", {"private": "测试桂兰", "kind": "name"}, "。"]


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_three_texts_and_the_residents_is_short_and_chinese(fault: Fault) -> None:
    texts = TEXTS[fault]
    assert texts.resident
    assert texts.staff
    assert texts.technician
    for sentence in re.split(r"[。，]", texts.resident):
        assert len(sentence) <= 20, sentence
    assert not re.search(r"[A-Za-z]", texts.resident + texts.staff)


def test_the_journal_refuses_events_and_fields_nobody_declared() -> None:
    out = io.StringIO()
    journal = Journal(ManualClock(), out)
    journal.write("line", state="up")
    assert json.loads(out.getvalue())["state"] == "up"
    with pytest.raises(UndeclaredEvent):
        journal.write("line", name="测试桂兰")
    with pytest.raises(UndeclaredEvent):
        journal.write("gossip")


def test_the_journal_tells_an_errors_type_and_place_but_never_its_message() -> None:
    out = io.StringIO()
    try:
        raise ValueError("13030019410101001X")
    except ValueError as error:
        Journal(ManualClock(datetime(2026, 1, 1, tzinfo=UTC)), out).unexpected(error)
    assert "ValueError" in out.getvalue()
    assert "test_core.py" in out.getvalue()
    assert "1303" not in out.getvalue()


def test_an_empty_file_and_environment_give_a_working_demonstration() -> None:
    assert load_settings(None, {}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('terminal = "K08"\n[devices]\nreader = "serial:///dev/ttyUSB0?baud=9600"\n')
    settings = load_settings(
        file, {"KIOSK_DEVICES_READER": "tcp://127.0.0.1:4001", "KIOSK_HUB_URL": "https://hub.example/"}
    )
    assert settings.terminal == "K08"
    assert settings.devices.reader == "tcp://127.0.0.1:4001"
    assert settings.hub.url == "https://hub.example"


@pytest.mark.parametrize(
    ("text", "key", "value", "mend"),
    [
        ('terminal = "seven"', "terminal", "'seven'", "格式要像"),
        ('mode = "test"', "mode", "'test'", "只能是"),
        ("[display]\nlower_edge_mm = 20", "display.lower_edge_mm", "20", "不能小于 200"),
        ('[devices]\nreader = "usb"', "devices.reader", "'usb'", "serial://"),
        ('[hall]\nnmae = "x"', "hall.nmae", "'x'", "没有这个设置项"),
        ("[queue]\nmax_megabytes = true", "queue.max_megabytes", "True", "不能小于"),
    ],
)
def test_each_mistake_in_the_settings_names_key_value_and_mend(
    tmp_path: Path, text: str, key: str, value: str, mend: str
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_settings(file, {})
    (mistake,) = caught.value.mistakes
    assert key in mistake
    assert value in mistake
    assert mend in mistake


def test_a_file_that_is_missing_or_broken_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="找不到"):
        load_settings(tmp_path / "none.toml", {})
    broken = tmp_path / "broken.toml"
    broken.write_text("terminal = ")
    with pytest.raises(SettingsError, match="TOML"):
        load_settings(broken, {})


def test_a_directory_in_place_of_the_settings_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="读不了设置文件"):
        load_settings(tmp_path, {})


def test_a_settings_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes(b"\xef\xbb\xbf" + b'terminal = "K08"\n')
    assert load_settings(file, {}).terminal == "K08"


def test_a_value_in_place_of_a_table_is_named_even_when_the_environment_adds_to_that_table(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text("hub = 3\n")
    with pytest.raises(SettingsError, match="hub = 3 不对：要写成一张表"):
        load_settings(file, {"KIOSK_HUB_URL": "https://hub.example"})


def test_a_choice_among_numbers_can_be_set_by_the_environment() -> None:
    assert load_settings(None, {"KIOSK_VOICE_RATE": "125"}).voice.rate == 125
    with pytest.raises(SettingsError, match=r"voice\.rate = 110 不对：只能是 50、75"):
        load_settings(None, {"KIOSK_VOICE_RATE": "110"})


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("KIOSK_HUB_ULR", "是不是 KIOSK_HUB_URL？"),
        ("KIOSK_DEVICE_READER", "是不是 KIOSK_DEVICES_READER？"),
        ("KIOSK_QUEUE_DIR", "是不是 KIOSK_QUEUE_DIRECTORY？"),
        ("KIOSK_MOOD", "是不是 KIOSK_MODE？"),
        ("KIOSK_CONFG", "是不是 KIOSK_CONFIG？"),
        ("KIOSK_ZZZZZZ", "请删去，或改正拼写。"),
    ],
)
def test_a_misspelt_environment_variable_is_named_with_the_nearest_right_one(wrong: str, right: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(None, {wrong: "secret"})
    assert caught.value.mistakes == [f"环境变量 {wrong} 不是设置项。{right}"]


def test_the_programs_other_variables_are_no_mistakes() -> None:
    environment = {"KIOSK_CONFIG": "x", "KIOSK_SUPERVISED": "1", "KIOSK_SIM_DIR": "x", "KIOSK_TEST_READER": "x"}
    assert load_settings(None, environment) == Settings()


def test_every_variable_the_program_reads_is_known_to_the_settings() -> None:
    """A variable read in the code and not declared would be called a misspelling."""
    root = Path(__file__).parents[2]
    for room in ("kiosk", "ui", "voice", "offline_cache", "hardware", "hub"):
        for file in (root / room).rglob("*.py"):
            read = set(re.findall(r"""["'](KIOSK_[A-Z_]+[A-Z])["']""", file.read_text(encoding="utf-8")))
            for name in read - OTHER_VARIABLES:
                assert name in set(environment_variables()), f"{file}: {name}"


def test_a_misspelt_key_in_the_file_is_named_with_the_nearest_right_one(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('termnal = "K08"\n[hub]\nulr = "x"\n')
    with pytest.raises(SettingsError) as caught:
        load_settings(file, {})
    assert sorted(caught.value.mistakes) == [
        "设置 hub.ulr = 'x' 不对：没有这个设置项，是不是 url。",
        "设置 termnal = 'K08' 不对：没有这个设置项，是不是 terminal。",
    ]


def test_a_certificate_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"hub\.ca_file = '/nowhere/ca\.pem' 不对：找不到这个文件"):
        load_settings(None, {"KIOSK_HUB_CA_FILE": "/nowhere/ca.pem"})


def test_an_environment_variable_that_names_a_whole_table_is_a_mistake() -> None:
    with pytest.raises(SettingsError, match="KIOSK_HUB_URL"):
        load_settings(None, {"KIOSK_HUB": "https://hub.example"})


def test_a_mistake_among_the_staff_shows_no_value(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text("[staff.members.A1]\npin = 246813\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(file, {})
    assert "staff.members.A1.pin" in str(caught.value)
    assert "246813" not in str(caught.value)


def test_a_microphone_is_named_as_the_ear_knows_it_and_a_simulated_one_serves_nobody(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="要写 auto"):
        load_settings(None, {"KIOSK_VOICE_MICROPHONE": "hw:0"})
    simulated = load_settings(None, {"KIOSK_VOICE_MICROPHONE": "pipe:/tmp/hall"})
    assert any("模拟话筒" in why for why in refuse_for_production(simulated))
    beeping = Settings.model_validate({"call": {"microphone": "test", "camera": "test"}})
    assert sum("测试用的" in why for why in refuse_for_production(beeping)) == 2
    assert load_settings(None, {"KIOSK_VOICE_MODEL": str(tmp_path)}).voice.model == tmp_path


def test_production_refuses_simulators_and_an_unencrypted_or_missing_hub() -> None:
    assert len(refuse_for_production(Settings())) == 3
    fit = load_settings(
        None,
        {
            "KIOSK_DEVICES_READER": "serial:///dev/a",
            "KIOSK_DEVICES_PRINTER": "serial:///dev/b",
            "KIOSK_HUB_URL": "https://hub.example",
        },
    )
    assert refuse_for_production(fit) == []
