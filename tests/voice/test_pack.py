"""Prepared audio: heard sentence by sentence in place of the synthesiser, at any rate, and never a wrong recording."""

import json
import os
import threading
import wave
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import soundfile  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.faults import Fault
from kiosk.core.outcomes import DeviceState
from voice import RATES, Speaker
from voice.pack import (
    MANIFEST,
    SPEECH_DBFS,
    Manifest,
    PackBroken,
    PackVoice,
    Recording,
    key_of,
    levelled,
    open_pack,
    read_recording,
    save_manifest,
    sentences_of,
)
from voice.rendering import SAMPLE_RATE, SilentVoice

SENTENCES = ("请把身份证放在读卡区。", "好了。")
TONE_HZ = 440


def record(folder: Path, *sentences: str, seconds: float = 1.0, suffix: str = ".wav", rate: int = 44_100) -> Manifest:
    """A pack whose every recording is a tone of that length."""
    manifest = Manifest(voice="测试的声音", licence="CC0-1.0")
    for sentence in sentences:
        path = folder / f"{key_of(sentence)}{suffix}"
        tone = 0.1 * np.sin(2 * np.pi * TONE_HZ * np.arange(round(seconds * rate)) / rate)
        soundfile.write(path, tone, rate, format="OGG" if suffix == ".opus" else None)
        digest = sha256(path.read_bytes()).hexdigest()
        manifest.sentences[key_of(sentence)] = Recording(
            text=sentence, file=path.name, sha256=digest, ms=round(seconds * 1000)
        )
    save_manifest(folder, manifest)
    return manifest


def pitch(pcm: bytes) -> float:
    samples = np.frombuffer(pcm, "<i2").astype(float)
    return float(np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)[np.abs(np.fft.rfft(samples)).argmax()])


def voice_of(folder: Path, damaged: list[str]) -> PackVoice:
    return PackVoice(open_pack(folder), SilentVoice(), damaged.append)


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg"])
def test_a_recording_is_heard_in_place_of_the_synthesiser(tmp_path: Path, suffix: str) -> None:
    record(tmp_path, SENTENCES[0], suffix=suffix)
    damaged: list[str] = []
    said = voice_of(tmp_path, damaged).render(SENTENCES[0], 100)
    assert pitch(said.pcm) == pytest.approx(TONE_HZ, abs=2)
    assert len(said.pcm) / 2 / SAMPLE_RATE == pytest.approx(1.0, abs=0.05)
    assert damaged == []


@pytest.mark.parametrize("rate", RATES)
def test_each_rate_changes_how_long_a_recording_takes_and_not_its_pitch(tmp_path: Path, rate: int) -> None:
    pytest.importorskip("python_stretch", reason="no wheel for this processor; other rates are synthesised there")
    record(tmp_path, SENTENCES[0], seconds=2.0)
    said = voice_of(tmp_path, []).render(SENTENCES[0], rate)
    assert len(said.pcm) / 2 / SAMPLE_RATE == pytest.approx(2.0 * 100 / rate, rel=0.02)
    assert pitch(said.pcm) == pytest.approx(TONE_HZ, abs=3)
    assert [(mark.start, mark.end) for mark in said.marks] == [(at, at + 1) for at in range(10)]
    assert said.marks[-1].ms < 2000 * 100 / rate


def test_where_no_wheel_can_stretch_another_rate_is_synthesised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice.tempo._STRETCH", None)
    record(tmp_path, SENTENCES[0])
    voice = voice_of(tmp_path, [])
    assert pitch(voice.render(SENTENCES[0], 100).pcm) == pytest.approx(TONE_HZ, abs=2)
    assert voice.render(SENTENCES[0], 150) == SilentVoice().render(SENTENCES[0], 150)


def test_a_text_of_two_sentences_takes_each_from_where_it_is(tmp_path: Path) -> None:
    record(tmp_path, SENTENCES[1])
    text = "".join(SENTENCES)
    said = voice_of(tmp_path, []).render(text, 100)
    alone = SilentVoice().render(SENTENCES[0], 100)
    assert said.pcm.startswith(alone.pcm)
    assert pitch(said.pcm[len(alone.pcm) :]) == pytest.approx(TONE_HZ, abs=2)
    assert [text[mark.start : mark.end] for mark in said.marks] == list("请把身份证放在读卡区好了")
    times = [mark.ms for mark in said.marks]
    assert times == sorted(times)


@pytest.mark.parametrize("harm", ["changed", "missing", "no sound"])
def test_a_damaged_recording_is_synthesised_and_told_once(tmp_path: Path, harm: str) -> None:
    manifest = record(tmp_path, SENTENCES[0])
    path = tmp_path / manifest.sentences[key_of(SENTENCES[0])].file
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-7] if harm == "changed" else b"not sound")
    if harm == "no sound":
        digest = sha256(path.read_bytes()).hexdigest()
        good = manifest.sentences[key_of(SENTENCES[0])]
        manifest.sentences[key_of(SENTENCES[0])] = good.model_copy(update={"sha256": digest})
        save_manifest(tmp_path, manifest)
    damaged: list[str] = []
    voice = voice_of(tmp_path, damaged)
    for _ in range(2):
        assert voice.render(SENTENCES[0], 100) == SilentVoice().render(SENTENCES[0], 100)
    assert damaged == [key_of(SENTENCES[0])]


@pytest.mark.parametrize(
    "entry",
    [{"file": "../../etc/passwd"}, {"file": "a/b.wav"}, {"sha256": "x"}, {"text": "别的话。"}, {"ms": 0}],
)
def test_a_manifest_that_points_outside_or_does_not_fit_is_refused(tmp_path: Path, entry: dict[str, object]) -> None:
    manifest = record(tmp_path, SENTENCES[0]).model_dump()
    manifest["sentences"][key_of(SENTENCES[0])] |= entry
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(PackBroken):
        open_pack(tmp_path)


@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=3 * SAMPLE_RATE // 50), st.floats(0.001, 1.0))
@settings(deadline=None)
def test_recordings_are_brought_to_one_loudness_and_never_clip(samples: list[float], factor: float) -> None:
    made = levelled(np.array(samples, np.float32) * np.float32(factor))
    assert float(np.abs(made).max()) <= 1.0001


def test_a_soft_recording_is_as_loud_as_the_synthesiser(tmp_path: Path) -> None:
    record(tmp_path, SENTENCES[0])
    samples = read_recording(tmp_path / f"{key_of(SENTENCES[0])}.wav")
    assert samples is not None
    assert 20 * np.log10(np.sqrt((samples**2).mean())) == pytest.approx(SPEECH_DBFS, abs=0.5)


@given(st.text(alphabet="请好。！？；，0a\n ", max_size=30))
def test_sentences_hold_every_sound_of_the_text_in_order(text: str) -> None:
    pieces = sentences_of(text)
    at = 0
    for piece in pieces:
        at = text.index(piece, at) + len(piece)
    silent = "。！？； \n"
    assert [c for c in "".join(pieces) if c not in silent] == [c for c in text if c not in silent]
    assert all(piece.strip(silent) for piece in pieces)


class Ended:
    def __init__(self) -> None:
        self.event = threading.Event()

    def __call__(self, finished: bool) -> None:
        self.event.set()


def test_the_speaking_process_plays_the_pack_and_tells_of_the_recording_somebody_changed(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    manifest = record(folder, *SENTENCES)
    (folder / manifest.sentences[key_of(SENTENCES[1])].file).write_bytes(b"RIFF")
    speaker = Speaker(f"file:{tmp_path / 'said.wav'}", pack=folder)
    states: list[tuple[DeviceState, Fault | None]] = []
    assert speaker.wait_ready(60)
    speaker.listen_pack(lambda *state: states.append(state))
    ended = Ended()
    speaker.say(SENTENCES[:1], on_done=ended)
    assert ended.event.wait(60)
    assert states == [(DeviceState.ONLINE, None)]
    ended.event.clear()
    speaker.say(SENTENCES, on_done=ended)
    assert ended.event.wait(60)
    speaker.close()
    assert states[1:] == [(DeviceState.USER_ERROR, Fault.VOICE_PACK_DAMAGED)]
    with wave.open(str(tmp_path / "said.wav")) as file:
        head = file.readframes(SAMPLE_RATE // 2)
    assert pitch(head) == pytest.approx(TONE_HZ, abs=2)


def test_a_pack_without_a_manifest_is_told_and_speech_goes_on(tmp_path: Path) -> None:
    speaker = Speaker("null", pack=tmp_path)
    assert speaker.wait_ready(60)
    assert speaker.pack_state == (DeviceState.USER_ERROR, Fault.VOICE_PACK_DAMAGED)
    ended = Ended()
    speaker.set_rate(200)
    speaker.say(["好。"], on_done=ended)
    assert ended.event.wait(60)
    speaker.close()


def test_a_manifest_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path, SENTENCES[0])
    monkeypatch.setattr(Path, "replace", lambda *_: os.kill)
    save_manifest(tmp_path, Manifest(voice="别的", licence=""))
    assert open_pack(tmp_path).manifest.voice == "测试的声音"
