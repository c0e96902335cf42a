"""The machine hears its own sweep, below noise too, and takes neither noise nor speech nor silence for it."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from kiosk.app.device_list import told, try_sound
from voice.hear_itself import SURE, hear_itself, judge, sweep
from voice.microphone import SAMPLE_RATE, MicrophoneGone, PipeMicrophone
from voice.rendering import SAMPLE_RATE as PLAYED_RATE
from voice.sinks import NullSink
from voice.sound_devices import lasting

RNG = np.random.default_rng(7)


def recording(gain: float, noise: float, delay_s: float = 0.4) -> np.ndarray:
    sound = noise * RNG.standard_normal(3 * SAMPLE_RATE)
    at = round(delay_s * SAMPLE_RATE)
    sound[at : at + SAMPLE_RATE] += gain * sweep(SAMPLE_RATE)
    return sound


@pytest.mark.parametrize(("gain", "noise"), [(1.0, 0.001), (0.1, 0.01), (0.02, 0.02)])
def test_the_sweep_is_found_where_it_is_down_to_the_halls_noise(gain: float, noise: float) -> None:
    heard = judge(recording(gain, noise))
    assert heard.heard
    assert heard.delay_s == pytest.approx(0.4, abs=0.001)


def test_noise_a_tone_and_silence_are_not_taken_for_it() -> None:
    t = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
    for other in (recording(0.0, 0.1), 0.5 * np.sin(2 * np.pi * 1000 * t), 0.3 * np.sign(np.sin(2 * np.pi * 130 * t))):
        heard = judge(other)
        assert not heard.heard
        assert heard.sureness < SURE / 1.5
    assert judge(np.zeros(SAMPLE_RATE)).silent
    assert judge(np.zeros(0)).silent


class IntoPipe(NullSink):
    """A loudspeaker beside a simulated microphone: what is played is what its FIFO gets."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def write(self, pcm: bytes) -> bool:
        import soxr

        played = np.frombuffer(pcm, "<i2").astype(np.float64) / 32768
        arrived = soxr.resample(played, PLAYED_RATE, SAMPLE_RATE) * 0.3
        line = os.open(self._path, os.O_WRONLY)
        os.write(line, (arrived * 32767).astype("<i2").tobytes())
        os.close(line)
        return super().write(pcm)


def test_what_the_loudspeaker_plays_comes_back_by_the_microphone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "hall")
    heard = hear_itself(IntoPipe(tmp_path / "hall"), PipeMicrophone(tmp_path / "hall"))
    assert heard.heard, heard
    assert told(heard)[:2] == (0, "heard")


def test_a_loudspeaker_nobody_hears_is_not_heard(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "hall")
    heard = hear_itself(NullSink(), PipeMicrophone(tmp_path / "hall"))
    assert told(heard)[:2] == (3, "microphone_silent")
    with pytest.raises(MicrophoneGone):
        hear_itself(NullSink(), PipeMicrophone(tmp_path / "nowhere"))


def test_the_command_refuses_a_wrong_source_and_says_that_there_is_no_microphone(tmp_path: Path) -> None:
    assert CliRunner().invoke(try_sound, ["--microphone", "ear"]).exit_code == 2
    gone = CliRunner().invoke(try_sound, ["--microphone", f"pipe:{tmp_path / 'nowhere'}", "--json"])
    assert (gone.exit_code, json.loads(gone.output)["outcome"]) == (4, "microphone_absent")


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("USB Audio: - (hw:2,0)", "USB Audio: -"),
        ("HDA Intel PCH: ALC3234", "HDA Intel PCH: ALC3234"),
        ("pulse", "pulse"),
    ],
)
def test_a_sound_cards_name_stays_when_its_number_changes(name: str, stays: str) -> None:
    assert lasting(name) == stays
