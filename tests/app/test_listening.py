"""`kiosk listen` and `kiosk voice vocabulary`, as a technician uses them."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner, Result

from benchmarks.synthetic_speech import RATE, silence, speech, write_wav
from kiosk.app.listening import hear_file, home_expectation, listen, vocabulary
from kiosk.core.hearing import Utterance

needs_espeak = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed here")
SPEECH = Path(__file__).parents[3] / "shared" / "speech"


def run(path: Path) -> Result:
    return CliRunner().invoke(listen, [str(path), "--json"])


@needs_espeak
def test_a_sentence_in_a_file_is_heard(tmp_path: Path) -> None:
    sound = np.concatenate([silence(0.5), speech("我想办高龄津贴")])
    result = run(write_wav(tmp_path / "said.wav", sound))
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["text"], told["outcome"], told["service"]) == ("我想办高龄津贴", "offer", "01")
    assert told["heard"][0]["text"] == "我想办高龄津贴"


@needs_espeak
@pytest.mark.parametrize(
    ("rate", "channels", "subtype"), [(8_000, 1, "PCM_U8"), (44_100, 2, "PCM_24"), (48_000, 1, "FLOAT")]
)
def test_any_kind_of_wav_is_heard(tmp_path: Path, rate: int, channels: int, subtype: str) -> None:
    import soxr

    sound = soxr.resample(np.concatenate([silence(0.5), speech("高龄津贴")]), RATE, rate)
    soundfile.write(tmp_path / "said.wav", np.stack([sound] * channels, axis=1), rate, subtype)
    result = run(tmp_path / "said.wav")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["text"].startswith("高龄")


def test_a_file_with_nobody_in_it_is_said_to_be_so(tmp_path: Path) -> None:
    result = run(write_wav(tmp_path / "quiet.wav", silence(2)))
    assert result.exit_code == 3
    told = json.loads(result.stdout)
    assert (told["text"], told["outcome"], told["say"]) == ("", "not_understood", "没有人说话。")


@pytest.mark.parametrize(
    ("content", "code", "said"), [(None, 4, "找不到"), (b"", 2, "不是能读的"), (b"RIFF....", 2, "不是能读的")]
)
def test_what_is_no_sound_is_refused_in_chinese(tmp_path: Path, content: bytes | None, code: int, said: str) -> None:
    path = tmp_path / "a.wav"
    if content is not None:
        path.write_bytes(content)
    result = run(path)
    assert result.exit_code == code
    assert said in result.stderr
    assert said in json.loads(result.stdout)["error"]


def test_an_empty_or_endless_recording_is_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), RATE)
    soundfile.write(tmp_path / "long.wav", np.zeros(130 * 8_000), 8_000)
    assert run(tmp_path / "empty.wav").exit_code == 2
    assert "太长" in run(tmp_path / "long.wav").stderr


def test_without_a_model_the_place_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOSK_MODEL_PATH", str(tmp_path / "gone"))
    result = run(write_wav(tmp_path / "quiet.wav", silence(1)))
    assert result.exit_code == 4
    assert "gone" in result.stderr


def test_every_name_and_alias_of_the_catalogue_can_be_heard_with_the_shipped_model() -> None:
    result = CliRunner().invoke(vocabulary, [])
    assert result.exit_code == 0, result.output
    assert "不会写 0 句" in result.output


def test_phrases_a_model_cannot_write_are_listed(tmp_path: Path) -> None:
    (tmp_path / "phrases.txt").write_text("返回\n！！\n", encoding="utf-8")
    result = CliRunner().invoke(vocabulary, [str(tmp_path / "phrases.txt")])
    assert result.exit_code == 1
    assert "不会写：！！" in result.output
    assert CliRunner().invoke(vocabulary, [str(tmp_path / "nowhere.txt")]).exit_code == 4


@pytest.mark.skipif(not SPEECH.is_dir(), reason="no recordings of people beside this repository")
@pytest.mark.parametrize("clip", ["word_cmn_退休.wav", "word_cmn_菠菜.wav"])
def test_a_person_who_was_not_in_the_training_is_heard(clip: str) -> None:
    heard = hear_file(SPEECH / clip, home_expectation())
    assert isinstance(heard, Utterance)
    assert heard.text == clip.removeprefix("word_cmn_").removesuffix(".wav")


@pytest.mark.skipif(not SPEECH.is_dir(), reason="no recordings of people beside this repository")
def test_people_who_say_something_else_never_are_a_whole_phrase() -> None:
    home = home_expectation()
    for clip in sorted(SPEECH.glob("*.wav"))[::3]:
        heard = hear_file(clip, home)
        assert not (isinstance(heard, Utterance) and heard.whole), clip.name


def test_bytes_that_are_no_words_are_named_by_their_line(tmp_path: Path) -> None:
    (tmp_path / "phrases.txt").write_bytes("返回\n".encode() + b"\xff\xfe\x00")
    result = CliRunner().invoke(vocabulary, [str(tmp_path / "phrases.txt")])
    assert result.exit_code == 2
    assert "第 2 行不是 UTF-8" in result.output
