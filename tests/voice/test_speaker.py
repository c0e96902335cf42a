"""The speaker over its real child process and, where installed, the real espeak-ng."""

import io
import math
import os
import signal
import subprocess
import sys
import threading
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from kiosk.core.faults import Fault
from kiosk.core.loudness import LEVELS
from kiosk.core.outcomes import DeviceState
from voice import RATES, Loopback, Speaker
from voice.espeak_driver import EspeakMissing, open_engine
from voice.rendering import EspeakVoice, SilentVoice, words_per_minute
from voice.sinks import NullSink
from voice.speaker import CHOICE_PAUSE_MS, PAUSE_MS, pauses
from voice.speech_process import STUCK_S, Mouth

PATIENCE_S = 60
HELLO = ["请把身份证放在读卡区。", "请交86.50元。"]


class Heard:
    """What a speech's callbacks brought."""

    def __init__(self) -> None:
        self.marks: list[tuple[int, int, int]] = []
        self.ends: list[bool] = []
        self.changed = threading.Condition()

    def progress(self, sentence: int, start: int, end: int) -> None:
        with self.changed:
            self.marks.append((sentence, start, end))
            self.changed.notify_all()

    def done(self, finished: bool) -> None:
        with self.changed:
            self.ends.append(finished)
            self.changed.notify_all()

    def until(self, condition: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, PATIENCE_S)


def voice_or_skip() -> EspeakVoice:
    try:
        return EspeakVoice()
    except EspeakMissing:
        pytest.skip("espeak-ng is not installed here")


@pytest.fixture
def speaker() -> Iterator[Speaker]:
    one = Speaker("null")
    assert one.wait_ready(PATIENCE_S)
    yield one
    one.close()


def test_the_voice_reads_pinyin_and_not_english_letters() -> None:
    voice_or_skip()
    done = subprocess.run(
        ["espeak-ng", "-v", "cmn-latn-pinyin", "-q", "-x", "xin1"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "(en)" not in done.stdout


def test_a_sentence_becomes_sound_with_marks_in_order() -> None:
    utterance = voice_or_skip().render("请交86.50元。", 100)
    assert max(utterance.pcm) > 0
    times = [mark.ms for mark in utterance.marks]
    assert times == sorted(times)
    assert [(mark.start, mark.end) for mark in utterance.marks] == [(0, 1), (1, 2), (2, 8)]


def test_faster_is_shorter() -> None:
    voice = voice_or_skip()
    lengths = [len(voice.render(HELLO[0], rate).pcm) for rate in (50, 100, 200)]
    assert lengths[0] > lengths[1] > lengths[2]


def test_each_level_of_sound_is_as_many_decibels_louder_as_the_table_says(tmp_path: Path) -> None:
    voice_or_skip()
    peaks = {}
    for level in (1, 2, 4, 5):
        speaker, heard = Speaker(f"file:{tmp_path / 'level.wav'}"), Heard()
        speaker.set_volume(level)
        speaker.say([HELLO[0]], heard.progress, heard.done)
        heard.until(lambda heard=heard: heard.ends == [True])  # type: ignore[misc]
        speaker.close()
        with wave.open(str(tmp_path / "level.wav")) as file:
            peaks[level] = max(memoryview(file.readframes(file.getnframes())).cast("h"))
    table = LEVELS["speaker"]
    for level in (1, 4, 5):
        louder_db = 20 * math.log10(peaks[level] / peaks[2])
        assert louder_db == pytest.approx((table[level] or 0) - (table[2] or 0), abs=0.2)


def test_a_muted_speaker_writes_silence_and_its_captions_go_on(tmp_path: Path) -> None:
    voice_or_skip()
    speaker, heard = Speaker(f"file:{tmp_path / 'muted.wav'}"), Heard()
    speaker.set_volume(None)
    speaker.say([HELLO[0]], heard.progress, heard.done)
    heard.until(lambda: heard.ends == [True])
    speaker.close()
    with wave.open(str(tmp_path / "muted.wav")) as file:
        assert set(file.readframes(file.getnframes())) == {0}
    assert heard.marks


def test_headphones_begin_at_their_own_first_level_and_the_loudspeaker_again_at_its_own() -> None:
    speaker = Speaker("null")
    with pytest.raises(ValueError, match="volume"):
        speaker.set_volume(9)
    speaker.set_output("headphones")
    speaker.set_volume(9)
    speaker.set_output("speaker")
    with pytest.raises(ValueError, match="volume"):
        speaker.set_volume(9)
    speaker.close()


def test_choices_are_said_farther_apart_than_sentences() -> None:
    assert pauses(5, 2) == (0, PAUSE_MS, PAUSE_MS, CHOICE_PAUSE_MS, CHOICE_PAUSE_MS)
    assert (PAUSE_MS, CHOICE_PAUSE_MS) == (500, 800)
    assert pauses(1, 0) == (0,)


@pytest.mark.parametrize("rate", RATES)
def test_each_step_of_rate_is_its_share_of_160_characters_a_minute_within_a_tenth(rate: int) -> None:
    sentence = "请把您的身份证平放在下面的读卡区等一会儿再拿走"
    utterance = voice_or_skip().render(sentence, rate)
    span_s = (utterance.marks[-1].ms - utterance.marks[0].ms) / 1000
    assert (len(utterance.marks) - 1) / span_s * 60 == pytest.approx(1.6 * rate, rel=0.1)


def test_rates_map_to_what_the_synthesiser_can_do() -> None:
    assert [words_per_minute(rate) for rate in (50, 100, 200)] == [80, 122, 229]


def test_a_hundred_sentences_in_a_row_lose_none() -> None:
    voice = voice_or_skip()
    sizes = {len(voice.render(HELLO[0], 100).pcm) for _ in range(100)}
    assert 0 not in sizes
    assert max(sizes) - min(sizes) < 4000


def test_silence_lasts_as_long_as_the_words_would() -> None:
    utterance = SilentVoice().render("一二三四，五六七八", 100)
    assert [mark.start for mark in utterance.marks] == [0, 1, 2, 3, 5, 6, 7, 8]
    assert len(utterance.pcm) / 2 / 22_050 == pytest.approx(8 * 60 / 160 + 0.25, abs=0.01)


def test_a_speech_written_to_a_file_holds_both_sentences_and_the_pause(tmp_path: Path) -> None:
    voice = voice_or_skip()
    speaker, heard = Speaker(f"file:{tmp_path / 'speech.wav'}"), Heard()
    speaker.say(HELLO, heard.progress, heard.done)
    heard.until(lambda: heard.ends == [True])
    assert speaker.available
    speaker.close()
    with wave.open(str(tmp_path / "speech.wav")) as file:
        seconds = file.getnframes() / file.getframerate()
    spoken = sum(len(voice.render(one, 100).pcm) for one in HELLO) / 2 / 22_050
    assert seconds == pytest.approx(spoken + 0.5, abs=0.1)


def test_marks_come_in_reading_order_and_done_once(speaker: Speaker) -> None:
    heard = Heard()
    speaker.set_rate(200)
    speaker.say(HELLO, heard.progress, heard.done)
    heard.until(lambda: bool(heard.ends))
    assert heard.ends == [True]
    assert heard.marks == sorted(heard.marks)
    assert {mark[0] for mark in heard.marks} == {0, 1}


def test_a_hall_without_sound_says_so_and_captions_go_on(speaker: Speaker) -> None:
    heard = Heard()
    states: list[tuple[DeviceState, Fault | None]] = []
    speaker.listen(lambda state, fault: states.append((state, fault)))
    speaker.set_rate(200)
    speaker.say(["您好。"], heard.progress, heard.done)
    heard.until(lambda: heard.ends == [True])
    assert states == [(DeviceState.NO_DEVICE, Fault.SPEAKER_ABSENT)]
    assert heard.marks == [(0, 0, 1), (0, 1, 2)]


def test_stop_ends_a_speech_before_its_words_are_over(speaker: Speaker) -> None:
    heard = Heard()
    speaker.say(["请把您的身份证平放在下面的读卡区。"] * 20, heard.progress, heard.done)
    heard.until(lambda: bool(heard.marks))
    speaker.stop()
    heard.until(lambda: bool(heard.ends))
    assert heard.ends == [False]
    assert max(heard.marks)[0] < 19


def test_a_cut_lets_at_most_a_tenth_of_a_second_through() -> None:
    sink = NullSink()
    sink.begin()
    second = bytes(22_050 * 2)
    written = 0.0
    for at in range(0, len(second), 882):
        if at == 8_820:
            sink.cut()
        written = at / 2 / 22_050
        if not sink.write(second[at : at + 882]):
            break
    assert written == pytest.approx(0.2, abs=0.021), "not one piece after the cut"


def test_a_new_speech_takes_the_place_of_the_old(speaker: Speaker) -> None:
    old, new = Heard(), Heard()
    speaker.set_rate(200)
    speaker.say(["请把您的身份证平放在下面的读卡区。"] * 20, old.progress, old.done)
    old.until(lambda: bool(old.marks))
    speaker.say(["好。"], new.progress, new.done)
    new.until(lambda: bool(new.ends))
    assert new.ends == [True]
    assert old.ends == [False]


def test_every_one_of_many_hasty_speeches_ends_exactly_once(speaker: Speaker) -> None:
    heard = [Heard() for _ in range(30)]
    for one in heard:
        speaker.say(["请稍等。"], one.progress, one.done)
    speaker.stop()
    for one in heard:
        one.until(lambda one=one: bool(one.ends))  # type: ignore[misc]
    assert [one.ends for one in heard] == [[False]] * 30


def test_every_ear_beside_the_speaker_is_told_what_it_plays() -> None:
    voice_or_skip()
    ears = (Loopback(), Loopback())
    speaker = Speaker("null", told=ears)
    try:
        assert speaker.wait_ready(PATIENCE_S)
        heard = Heard()
        speaker.say(["好。"], heard.progress, heard.done)
        heard.until(lambda: bool(heard.ends))
        first, second = (ear.heard.recv(1 << 20) for ear in ears)
        assert first.strip(b"\0")
        assert first == second
    finally:
        speaker.close()
        for ear in ears:
            ear.close()


def test_a_killed_child_comes_back_and_says_the_next_sentence(speaker: Speaker) -> None:
    heard = Heard()
    speaker.set_rate(200)
    speaker.say(["请把您的身份证平放在下面的读卡区。", "谢谢。"], heard.progress, heard.done)
    heard.until(lambda: bool(heard.marks))
    assert speaker.pid
    os.kill(speaker.pid, signal.SIGKILL)
    heard.until(lambda: bool(heard.ends))
    assert heard.ends == [True]
    assert (1, 0, 1) in heard.marks


def test_a_child_that_hangs_is_killed_and_another_says_the_next_sentence(speaker: Speaker) -> None:
    heard = Heard()
    speaker.set_rate(200)
    speaker.say(["请把您的身份证平放在下面的读卡区。", "谢谢。"], heard.progress, heard.done)
    heard.until(lambda: bool(heard.marks))
    hung = speaker.pid
    assert hung
    os.kill(hung, signal.SIGSTOP)
    heard.until(lambda: bool(heard.ends))
    assert heard.ends == [True]
    assert (1, 0, 1) in heard.marks
    assert speaker.pid != hung
    assert not psutil.pid_exists(hung)


def test_a_child_that_hung_before_it_was_needed_loses_not_a_word(speaker: Speaker) -> None:
    heard = Heard()
    assert speaker.pid
    os.kill(speaker.pid, signal.SIGSTOP)
    speaker.set_rate(200)
    speaker.say(["您好。"], heard.progress, heard.done)
    heard.until(lambda: bool(heard.ends))
    assert heard.ends == [True]
    assert heard.marks == [(0, 0, 1), (0, 1, 2)]


class HungCard(NullSink):
    """Takes nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.let_go = threading.Event(), threading.Event()

    def write(self, pcm: bytes) -> bool:
        self.asked.set()
        return not self.let_go.wait(PATIENCE_S)


def test_a_mouth_beats_while_it_gets_on_and_no_more_when_the_card_takes_nothing() -> None:
    out, now, card = io.StringIO(), [0.0], HungCard()
    mouth = Mouth(card, "null", out, seconds=lambda: now[0])
    mouth.beat()
    mouth.thread.start()
    mouth.say(1, [("您好。", 0)])
    assert card.asked.wait(PATIENCE_S)
    before = out.getvalue().count("beat")
    now[0] += STUCK_S - 0.1
    mouth.beat()
    now[0] += 0.2
    mouth.beat()
    assert (before, out.getvalue().count("beat")) == (0, 1)
    mouth.close()
    card.let_go.set()
    mouth.thread.join(PATIENCE_S)
    assert not mouth.thread.is_alive()


def test_a_child_that_keeps_dying_gives_the_speech_up(speaker: Speaker) -> None:
    heard = Heard()
    speaker.say(["请把您的身份证平放在下面的读卡区。"] * 10, heard.progress, heard.done)
    for sentence in range(4):
        heard.until(lambda sentence=sentence: any(mark[0] == sentence for mark in heard.marks))  # type: ignore[misc]
        assert speaker.pid
        os.kill(speaker.pid, signal.SIGKILL)
    heard.until(lambda: bool(heard.ends))
    assert heard.ends == [False]


def test_a_child_that_never_comes_up_is_not_started_for_ever() -> None:
    speaker, heard = Speaker("null", python="/bin/false"), Heard()
    assert speaker.wait_ready(PATIENCE_S)
    assert (speaker.state, speaker.fault) == (DeviceState.NO_DEVICE, Fault.SPEAKER_ABSENT)
    assert speaker.pid is None
    speaker.say(["您好。"], heard.progress, heard.done)
    heard.until(lambda: heard.ends == [False])
    speaker.close()


def test_the_child_does_not_outlive_a_killed_parent() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", "from voice import Speaker; s = Speaker('null'); s.wait_ready(60);"
         "s.say(['请稍等。'] * 50); print(s.pid, flush=True); input()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert parent.stdout
    assert parent.stdin
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    gone, alive = psutil.wait_procs([child], timeout=PATIENCE_S)
    parent.stdin.close()
    parent.stdout.close()
    assert alive == []
    assert gone == [child]


@pytest.mark.parametrize("rate", [0, 60, 300])
def test_a_rate_outside_the_seven_steps_is_refused(speaker: Speaker, rate: int) -> None:
    with pytest.raises(ValueError, match="rate"):
        speaker.set_rate(rate)


def test_the_engine_is_pyttsx3s_own() -> None:
    voice_or_skip()
    engine = open_engine()
    assert type(engine).__module__ == "pyttsx3.engine"
    assert engine.getProperty("voice") == "cmn-latn-pinyin"
