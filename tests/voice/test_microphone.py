"""Sound from a real sound server, from a dead microphone, and what a technician is told of either."""

import io
import json
import queue
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from benchmarks.synthetic_speech import pcm, silence, speech, write_wav
from kiosk.core.faults import Fault
from kiosk.core.hearing import Deafness, Expect, Hearing, Utterance
from kiosk.core.outcomes import DeviceState
from voice import Ear
from voice.facts import microphone_facts, model_facts
from voice.hearing_process import HearingProcess
from voice.microphone import BLOCK_BYTES, MicrophoneGone, PortAudioMicrophone, SoundLost, open_microphone
from voice.model import SHIPPED

PATIENCE_S = 60


class SoundServer:
    """PulseAudio with one pretended card whose output is its microphone; reached as a sound card through PortAudio."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def plug(self) -> None:
        self._process = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--load=module-null-sink sink_name=hall",
             "--load=module-native-protocol-unix", "--log-level=error"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + PATIENCE_S
        command = ["pactl", "set-default-source", "hall.monitor"]
        while subprocess.run(command, capture_output=True, check=False).returncode:
            assert time.monotonic() < until, "PulseAudio did not start"

    def unplug(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait()
            self._process = None

    def play(self, path: Path) -> None:
        subprocess.run(["paplay", str(path)], check=True)


@pytest.fixture
def sound_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    needed = ("pulseaudio", "pactl", "paplay", "espeak-ng")
    if missing := [name for name in needed if not shutil.which(name)]:
        pytest.skip(f"not installed here: {', '.join(missing)}")
    home = tmp_path / "pulse"
    home.mkdir(mode=0o700)
    (home / "asound.conf").write_text("</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\n")
    for name in ("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(home / "asound.conf"))
    server = SoundServer()
    server.plug()
    yield server
    server.unplug()


def test_a_real_sound_server_is_heard_pulled_out_and_heard_again(sound_server: SoundServer, tmp_path: Path) -> None:
    answers: queue.Queue[Hearing] = queue.Queue()
    states: queue.Queue[tuple[DeviceState, Fault | None]] = queue.Queue()
    levels: queue.Queue[float] = queue.Queue()
    said = write_wav(tmp_path / "said.wav", np.concatenate([silence(0.5), speech("高龄津贴"), silence(0.5)]))
    ear = Ear("auto")
    ear.watch(lambda state, fault: states.put((state, fault)))
    page = Expect(("返回", "高龄津贴"))

    def hear() -> Hearing:
        while levels.qsize():
            levels.get()
        ear.listen(page, answers.put, None, levels.put)
        levels.get(timeout=PATIENCE_S)
        sound_server.play(said)
        return answers.get(timeout=PATIENCE_S)

    try:
        assert states.get(timeout=PATIENCE_S) == (DeviceState.ONLINE, None)
        heard = hear()
        assert isinstance(heard, Utterance)
        assert (heard.text, heard.whole) == ("高龄津贴", True)
        sound_server.unplug()
        assert states.get(timeout=PATIENCE_S) == (DeviceState.NO_DEVICE, Fault.MICROPHONE_ABSENT)
        sound_server.plug()
        while states.get(timeout=PATIENCE_S) != (DeviceState.ONLINE, None):
            pass
        heard = hear()
        assert isinstance(heard, Utterance)
        assert heard.text == "高龄津贴"
    finally:
        ear.close()


class DeadMicrophone:
    """Gives nothing but zeros, as a muted or broken one does; then hisses as a live one does."""

    live = True
    never_silent = True

    def __init__(self, process: list[HearingProcess], zeros: int) -> None:
        self._process = process
        self._left = zeros

    def open(self) -> None:
        """Always there."""

    def read(self) -> bytes:
        self._left -= 1
        if self._left == -5:
            self._process[0].commands.put(None)
        return bytes(BLOCK_BYTES) if self._left > 0 else b"\1\0" * (BLOCK_BYTES // 2)

    def close(self) -> None:
        """Nothing to close."""


def test_a_microphone_that_hears_nothing_at_all_is_told_to_the_technician_and_ends_the_listening() -> None:
    process: list[HearingProcess] = []
    process.append(HearingProcess(DeadMicrophone(process, 110), None, 100, 20))
    process[0].out = io.StringIO()
    process[0].commands.put({"listen": 1, "phrases": ["返回"], "loops": [], "lone": [], "open": False, "pause_s": 2.0})
    process[0].run()
    reports = [json.loads(line) for line in process[0].out.getvalue().splitlines()]
    news = [report for report in reports if "level" not in report and "ready" not in report]
    assert news == [
        {"state": DeviceState.ONLINE, "fault": None},
        {"state": DeviceState.HARDWARE_ERROR, "fault": Fault.MICROPHONE_SILENT},
        {"not_heard": Deafness.NO_EAR, "listen": 1},
        {"state": DeviceState.ONLINE, "fault": None},
    ]


class HoledMicrophone:
    """Somebody speaks, and in the middle the machine has no time to listen."""

    live = True
    never_silent = True

    def __init__(self, process: list[HearingProcess], sound: bytes, hole_at: int) -> None:
        self._process = process
        self._blocks = [sound[at : at + BLOCK_BYTES] for at in range(0, len(sound), BLOCK_BYTES)]
        self._hole_at = hole_at
        self._at = 0

    def open(self) -> None:
        """Always there."""

    def read(self) -> bytes:
        self._at += 1
        if self._at == self._hole_at:
            raise SoundLost
        if len(self._blocks) == 1:
            self._process[0].commands.put(None)
        return self._blocks.pop(0).ljust(BLOCK_BYTES, b"\0")

    def close(self) -> None:
        """Nothing to close."""


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed here")
@pytest.mark.parametrize(("hole_at", "answer"), [(3, "不打印"), (13, Deafness.UNCLEAR)])
def test_a_sentence_with_a_hole_in_it_is_not_believed(hole_at: int, answer: str) -> None:
    """A hole before she speaks is none of hers; one in 不打印 might leave 打印."""
    sound = pcm(np.concatenate([silence(1.0), speech("不打印"), silence(2.0)]))
    process: list[HearingProcess] = []
    process.append(HearingProcess(HoledMicrophone(process, sound, hole_at), SHIPPED, 100, 20))
    process[0].out = io.StringIO()
    expect = {"phrases": ["打印", "不打印"], "loops": [], "lone": [], "open": False, "pause_s": 2.0}
    process[0].commands.put({"listen": 1, **expect})
    process[0].run()
    reports = [json.loads(line) for line in process[0].out.getvalue().splitlines()]
    [told] = [r["heard"][0][0] if "heard" in r else r["not_heard"] for r in reports if "heard" in r or "not_heard" in r]
    assert told == answer


def test_a_microphone_that_nobody_reads_keeps_a_moment_and_says_that_sound_was_lost() -> None:
    microphone = PortAudioMicrophone()
    moment = bytes(BLOCK_BYTES)
    for _ in range(100):
        microphone._take(moment, BLOCK_BYTES // 2, None, None)
    with pytest.raises(SoundLost):
        microphone.read()
    microphone._take(b"\1\0", 1, None, None)
    assert microphone.read() == b"\1\0", "what comes after the hole is now, not a moment ago"


def test_an_unknown_source_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="unknown source"):
        open_microphone("telepathy:now")


def test_a_file_is_read_whole_and_then_is_at_its_end(tmp_path: Path) -> None:
    microphone = open_microphone(f"wav:{write_wav(tmp_path / 'a.wav', silence(0.35))}")
    microphone.open()
    blocks = list(iter(microphone.read, b""))
    assert {len(block or b"") for block in blocks} == {BLOCK_BYTES}
    assert len(blocks) == 44
    with pytest.raises(MicrophoneGone):
        open_microphone("wav:/nowhere.wav").open()


def test_a_technician_learns_which_model_is_in_use_and_what_it_cannot_write() -> None:
    facts = model_facts(("返回", "高龄津贴", "！"), SHIPPED)
    assert facts.shipped
    assert facts.rejects
    assert len(facts.sha256) == 64
    assert facts.misses == ("！",)
    absent = model_facts((), Path("/nowhere"))
    assert absent.path is None
    assert "/nowhere" in absent.why_not


def test_a_technician_learns_how_loud_the_hall_is(tmp_path: Path) -> None:
    quiet = microphone_facts(f"wav:{write_wav(tmp_path / 'a.wav', silence(2))}")
    assert quiet.present
    assert -90 < quiet.loudness_db < -70
    assert not quiet.silent
    dead = microphone_facts(f"wav:{write_wav(tmp_path / 'b.wav', silence(2) * 0)}")
    assert dead.silent
    assert not microphone_facts("mic:没有这样的话筒").present


def test_the_machine_hears_itself_through_a_real_sound_server(sound_server: SoundServer) -> None:
    from click.testing import CliRunner

    from kiosk.app.device_list import list_devices, try_sound

    heard = CliRunner().invoke(try_sound, ["--json"])
    assert (heard.exit_code, json.loads(heard.output)["outcome"]) == (0, "heard"), heard.output
    listed = json.loads(CliRunner().invoke(list_devices, ["--json"]).output)
    assert {"microphone", "speaker"} <= {device["kind"] for device in listed["sound"]}
