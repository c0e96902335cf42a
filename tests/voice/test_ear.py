"""The ear over its real child, real vosk and real sound: espeak-ng speaks, the shipped model listens."""

import os
import random
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.synthetic_speech import TALK, VOICES, babble, mixed, pcm, pink, silence, speech, write_wav
from kiosk.core.faults import Fault
from kiosk.core.hearing import SLOW_PACE, Deafness, Expect, Hearing, NotHeard, Utterance
from kiosk.core.outcomes import DeviceState
from voice import Ear

PATIENCE_S = 60
PAGE = Expect(("返回", "下一步", "交电费", "高龄津贴", "打印", "不打印", "转人工"))
DIGITS = Expect(("没有手机",), (tuple("零一二三四五六七八九幺两"),))
HOME = Expect(PAGE.phrases, open=True)

needs_espeak = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed here")


class Heard:
    """What an ear's callbacks brought."""

    def __init__(self) -> None:
        self.answers: list[Hearing] = []
        self.partials: list[str] = []
        self.levels: list[float] = []
        self.states: list[tuple[DeviceState, Fault | None]] = []
        self.changed = threading.Condition()

    def _add(self, to: list[Any], item: object) -> None:
        with self.changed:
            to.append(item)
            self.changed.notify_all()

    def answer(self, hearing: Hearing) -> None:
        self._add(self.answers, hearing)

    def partial(self, text: str) -> None:
        self._add(self.partials, text)

    def level(self, level: float) -> None:
        self._add(self.levels, level)

    def state(self, state: DeviceState, fault: Fault | None) -> None:
        self._add(self.states, (state, fault))

    def until(self, condition: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, PATIENCE_S)

    def listen(self, ear: Ear, expect: Expect) -> Hearing:
        count = len(self.answers)
        ear.listen(expect, self.answer, self.partial, self.level)
        self.until(lambda: len(self.answers) > count)
        return self.answers[-1]

    def listen_to_somebody(self, ear: Ear, expect: Expect) -> Hearing:
        """As `listen`, once a child is there again: a busy machine may lose one, and asking keeps it busy."""
        for _ in range(10 * PATIENCE_S):
            if (answer := self.listen(ear, expect)) != NotHeard(Deafness.NO_EAR):
                return answer
            with self.changed:
                self.changed.wait(0.1)
        raise AssertionError("no child came back")


def hear(path: Path, expect: Expect, *sounds: np.ndarray) -> Heard:
    """Everything one ear makes of a sound."""
    ear = Ear(f"wav:{write_wav(path / 'said.wav', np.concatenate([silence(0.8), *sounds]))}", stall_s=PATIENCE_S)
    heard = Heard()
    ear.watch(heard.state)
    try:
        heard.listen(ear, expect)
    finally:
        ear.close()
    return heard


class Hall:
    """A FIFO where the microphone would be, and somebody to speak into it."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "microphone"
        self.plug()

    def plug(self) -> None:
        os.mkfifo(self.path)

    def unplug(self) -> None:
        self.path.unlink()

    def say(self, *sounds: np.ndarray) -> None:
        with self.path.open("wb", buffering=0) as fifo:
            fifo.write(pcm(np.concatenate(sounds))[:60_000])


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


@pytest.fixture
def ear(hall: Hall) -> Iterator[Ear]:
    one = Ear(f"pipe:{hall.path}")
    assert one.wait_ready(PATIENCE_S)
    yield one
    one.close()


# --- what is heard ------------------------------------------------------------------------------------------------


@needs_espeak
@pytest.mark.parametrize("command", PAGE.phrases)
def test_a_command_of_the_page_is_heard_whole(tmp_path: Path, command: str) -> None:
    (utterance,) = hear(tmp_path, PAGE, speech(command, VOICES[1])).answers
    assert isinstance(utterance, Utterance)
    assert utterance.whole
    assert utterance.text == command


@needs_espeak
def test_other_talk_is_never_a_command(tmp_path: Path) -> None:
    for sentence in TALK[:6]:
        (heard,) = hear(tmp_path, PAGE, speech(sentence)).answers
        assert not (isinstance(heard, Utterance) and heard.whole)


@needs_espeak
@pytest.mark.parametrize("yes", ["对", "是", "好", "中"])
def test_a_yes_of_a_quarter_of_a_second_is_answered_where_it_is_waited_for(tmp_path: Path, yes: str) -> None:
    said = speech(yes, VOICES[1], 190)
    (utterance,) = hear(tmp_path, replace(PAGE, lone=("对", "是", "好", "中")), said, silence(1.0)).answers
    assert isinstance(utterance, Utterance)
    assert utterance.text == yes
    assert not utterance.whole, "a syllable is in every noise: nothing grave follows from it"
    assert hear(tmp_path, PAGE, said, silence(1.0)).answers[0] != utterance, "nobody has asked"


@needs_espeak
def test_digits_are_heard_in_any_order(tmp_path: Path) -> None:
    (utterance,) = hear(tmp_path, DIGITS, speech("幺三八零零六七九", words_per_minute=120)).answers
    assert isinstance(utterance, Utterance)
    assert utterance.text == "幺三八零零六七九"


@needs_espeak
def test_her_own_words_are_heard_where_they_are_expected(tmp_path: Path) -> None:
    heard = hear(tmp_path, HOME, speech("我要交电费"))
    (utterance,) = heard.answers
    assert isinstance(utterance, Utterance)
    assert utterance.text == "我要交电费"
    assert not utterance.whole
    assert heard.partials[-1] == "我要交电费"
    assert max(heard.levels) > 0.5


@needs_espeak
@pytest.mark.parametrize(("words_per_minute", "slow"), [(80, True), (150, False)])
def test_whoever_speaks_slowly_is_told_from_others(tmp_path: Path, words_per_minute: int, slow: bool) -> None:
    (utterance,) = hear(tmp_path, PAGE, speech("高龄津贴", "", words_per_minute)).answers
    assert isinstance(utterance, Utterance)
    assert (0 < utterance.pace < SLOW_PACE) is slow


@needs_espeak
def test_a_pause_of_almost_two_seconds_is_within_one_sentence(tmp_path: Path) -> None:
    (utterance,) = hear(tmp_path, HOME, speech("我要"), silence(1.7), speech("交电费")).answers
    assert isinstance(utterance, Utterance)
    assert utterance.text.endswith("交电费")


def test_silence_is_told_as_silence(tmp_path: Path) -> None:
    assert hear(tmp_path, PAGE, silence(1)).answers == [NotHeard(Deafness.SILENCE)]


@needs_espeak
def test_somebody_who_goes_on_and_on_is_told_so(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "long.wav", np.concatenate([silence(0.8), *[speech(text) for text in TALK]]))
    ear, heard = Ear(f"wav:{path}", longest_s=5, stall_s=PATIENCE_S), Heard()
    assert heard.listen(ear, HOME) == NotHeard(Deafness.TOO_LONG)
    ear.close()


@needs_espeak
@pytest.mark.parametrize("decibels", [20, 10, 5])
def test_noise_and_babble_alone_never_are_a_whole_phrase(tmp_path: Path, decibels: int) -> None:
    """As loud as a hall this far below a speaker at half of full scale."""
    loudness = 0.1 * 10 ** (-decibels / 20)
    path = write_wav(tmp_path / "hall.wav", np.concatenate([pink(15, 1), babble(30, 2)]) * loudness)
    ear, heard = Ear(f"wav:{path}", patience_s=5, stall_s=PATIENCE_S), Heard()
    while heard.listen_to_somebody(ear, PAGE) != NotHeard(Deafness.SILENCE):
        pass
    ear.close()
    assert not [h for h in heard.answers if isinstance(h, Utterance) and h.whole]


@needs_espeak
def test_a_command_above_a_quiet_hall_is_still_heard(tmp_path: Path) -> None:
    clean = np.concatenate([silence(1.2), speech("高龄津贴"), silence(0.1)])
    ear = Ear(f"wav:{write_wav(tmp_path / 'said.wav', mixed(clean, pink(10, 3), 20))}", stall_s=PATIENCE_S)
    heard = Heard().listen(ear, PAGE)
    ear.close()
    assert isinstance(heard, Utterance)
    assert heard.text == "高龄津贴"


# --- always an answer ---------------------------------------------------------------------------------------------


@needs_espeak
def test_the_child_killed_in_the_middle_of_a_word_ends_in_an_answer_and_the_next_one_hears(
    hall: Hall, ear: Ear
) -> None:
    heard = Heard()
    ear.listen(PAGE, heard.answer, heard.partial, heard.level)
    hall.say(speech("高龄津贴"))
    heard.until(lambda: bool(heard.levels) and max(heard.levels) > 0.5)
    assert ear.pid
    os.kill(ear.pid, signal.SIGKILL)
    heard.until(lambda: bool(heard.answers))
    assert heard.answers == [NotHeard(Deafness.NO_EAR)]
    heard.levels.clear()

    def says_when_heard() -> None:
        heard.until(lambda: bool(heard.levels))
        hall.say(speech("返回"))

    said = threading.Thread(target=says_when_heard)
    said.start()
    answer = heard.listen_to_somebody(ear, PAGE)
    said.join()
    assert isinstance(answer, Utterance)
    assert answer.text == "返回"


def test_a_child_that_hangs_is_killed_and_whoever_waits_is_answered(hall: Hall, ear: Ear) -> None:
    heard = Heard()
    ear.listen(PAGE, heard.answer, None, heard.level)
    heard.until(lambda: bool(heard.levels))
    hung = ear.pid
    assert hung
    os.kill(hung, signal.SIGSTOP)
    heard.until(lambda: bool(heard.answers))
    assert heard.answers == [NotHeard(Deafness.NO_EAR)]
    assert not Path(f"/proc/{hung}/cmdline").exists() or not Path(f"/proc/{hung}/cmdline").read_bytes()


def test_a_microphone_pulled_out_is_told_and_found_again(hall: Hall, ear: Ear) -> None:
    heard = Heard()
    ear.watch(heard.state)
    ear.listen(PAGE, heard.answer)
    hall.unplug()
    heard.until(lambda: bool(heard.answers))
    assert heard.answers == [NotHeard(Deafness.NO_EAR)]
    heard.until(lambda: heard.states[-1] == (DeviceState.NO_DEVICE, Fault.MICROPHONE_ABSENT))
    assert heard.listen(ear, PAGE) == NotHeard(Deafness.NO_EAR)
    hall.plug()
    heard.until(lambda: heard.states[-1] == (DeviceState.ONLINE, None))


@pytest.mark.parametrize(
    ("source", "model", "fault"),
    [("mic:没有这样的话筒", None, Fault.MICROPHONE_ABSENT), ("auto", Path("/nowhere"), Fault.RECOGNISER_ABSENT)],
)
def test_without_a_microphone_or_a_model_each_listening_is_answered(
    source: str, model: Path | None, fault: Fault
) -> None:
    ear, heard = Ear(source, model=model), Heard()
    ear.watch(heard.state)
    assert heard.listen(ear, PAGE) == NotHeard(Deafness.NO_EAR)
    heard.until(lambda: bool(heard.states))
    assert heard.states == [(DeviceState.NO_DEVICE, fault)]
    assert not ear.available
    ear.close()


def test_a_child_that_cannot_even_start_is_given_up_on_slowly(tmp_path: Path) -> None:
    ear, heard = Ear("auto", python=shutil.which("false") or "/bin/false"), Heard()
    ear.watch(heard.state)
    heard.until(lambda: (DeviceState.HARDWARE_ERROR, Fault.RECOGNISER_BROKEN) in heard.states)
    assert heard.listen(ear, PAGE) == NotHeard(Deafness.NO_EAR)
    ear.close()


def test_stopped_and_replaced_listenings_are_answered_once_each(ear: Ear) -> None:
    heard = Heard()
    ear.listen(PAGE, heard.answer)
    ear.listen(HOME, heard.answer)
    ear.stop()
    ear.stop()
    heard.until(lambda: len(heard.answers) == 2)
    ear.listen(PAGE, heard.answer)
    ear.close()
    assert heard.answers == [NotHeard(Deafness.STOPPED)] * 3


def test_whatever_is_ordered_in_whatever_order_each_listening_is_answered_once(ear: Ear) -> None:
    chance = random.Random(3)
    answers: dict[int, list[Hearing]] = {}
    done = threading.Event()
    for number in range(200):
        match chance.choice(["listen", "listen", "stop", "mute", "hear", "slow", "forget"]):
            case "listen":
                answers[number] = []
                expect = chance.choice([PAGE, HOME, DIGITS, Expect(()), Expect((), open=True)])
                ear.listen(expect, answers[number].append, lambda text: None, lambda level: None)
            case "stop":
                ear.stop()
            case "mute" | "hear" as order:
                ear.mute(order == "mute")
            case "slow":
                ear.set_slow(chance.random() < 0.5)
            case _:
                ear.forget()
    ear.listen(PAGE, lambda hearing: done.set())
    ear.stop()
    assert done.wait(PATIENCE_S)
    assert {len(each) for each in answers.values()} == {1}


@needs_espeak
def test_while_the_machine_speaks_nothing_is_heard(hall: Hall, ear: Ear) -> None:
    heard = Heard()
    ear.mute(True)
    ear.listen(PAGE, heard.answer, heard.partial, heard.level)
    heard.until(lambda: bool(heard.levels))
    hall.say(speech("打印"))
    spoken = len(heard.levels) + 15
    heard.until(lambda: len(heard.levels) >= spoken)
    assert not heard.partials
    assert set(heard.levels) == {0.0}
    ear.mute(False)
    heard.until(lambda: heard.levels[-1] >= 0.0 and len(heard.levels) >= spoken + 8)
    hall.say(speech("返回"))
    heard.until(lambda: bool(heard.answers))
    assert isinstance(heard.answers[0], Utterance)
    assert heard.answers[0].text == "返回"


def test_phrases_the_model_has_no_words_for_are_reported(ear: Ear) -> None:
    heard = Heard()
    ear.listen(Expect(("返回", "ok")), heard.answer, None, heard.level)
    heard.until(lambda: bool(heard.levels))
    assert ear.lost <= {"ok"}
