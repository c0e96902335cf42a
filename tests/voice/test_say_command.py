"""`kiosk say` for whoever writes the sentences."""

import wave
from pathlib import Path

import pytest
from click.testing import CliRunner

from voice.cli import say
from voice.espeak_driver import EspeakMissing, open_engine
from voice.sinks import sound_card_present


def test_a_wording_is_kept_as_a_file_and_shown_as_it_is_said(tmp_path: Path) -> None:
    try:
        open_engine()
    except EspeakMissing:
        pytest.skip("espeak-ng is not installed here")
    result = CliRunner().invoke(say, ["请交86.50元。", "--out", str(tmp_path / "a.wav")])
    assert (result.exit_code, result.output) == (0, "请交八十六元五角。\n")
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert file.getnframes() > 22_050


def test_without_anything_to_hear_it_on_the_exit_code_is_four() -> None:
    if sound_card_present():
        pytest.skip("this machine has a sound card")
    result = CliRunner().invoke(say, ["您好。"])
    assert result.exit_code == 4
    assert "没有声音可用" in result.output


@pytest.mark.parametrize("nothing", ["", "　", "。……"])
def test_where_there_is_nothing_to_say_no_file_is_made(nothing: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(say, [nothing, "--out", str(tmp_path / "a.wav")])
    assert (result.exit_code, result.output) == (2, "没有要念的字。\n")
    assert not (tmp_path / "a.wav").exists()


def test_a_file_that_cannot_be_written_is_the_cause_that_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(say, ["您好。", "--out", str(tmp_path / "nowhere" / "a.wav")])
    assert result.exit_code == 4
    assert "没有这个文件夹" in result.output
