"""Each of the first ten matters from the first word to the last by voice alone: nothing is pressed, nothing is seen.

The resident knows only what the speaker said and answers into a scripted ear; the card is laid when asked for, and a
member of staff vouches where the matter wants it. Runner, session, dialogue, queue and drafts are the real ones.
"""

import os
import re
import shutil
import signal
import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kiosk.core.faults import Fault
from kiosk.core.hearing import Deafness, NotHeard, typed
from kiosk.core.outcomes import DeviceState
from kiosk.session.attend import Ears
from voice.hall_cli import speak

PATIENCE_S = 60.0


MATTERS = {
    "01": ("我要办高龄津贴", {"什么人": "第一个"}),
    "02": ("我想办老年证", {}),
    "03": ("养老认证", {}),
    "17": ("租房子报一下", {}),
    "32": ("楼道灯坏了", {}),
}


@pytest.mark.parametrize("service", MATTERS)
def test_an_application_is_finished_by_voice_alone(counter: Any, facts: Any, service: str) -> None:
    words, own = MATTERS[service]
    resident = counter.resident
    resident.say("开始")
    resident.say(words)
    resident.go(facts.mother, own)
    [item] = [i for i in counter.outbox.listing() if i.case_number]
    said = "".join(s for speech in resident.speaker.said for s in speech)
    assert " ".join(re.findall(r"\w+", item.case_number)) in said, "the number of the slip is read aloud"
    assert counter.tray.slips
    assert counter.presses == []


def test_the_electricity_bill_is_paid_by_voice_alone(counter: Any, facts: Any) -> None:
    resident = counter.resident
    resident.say("开始")
    resident.say("我要交电费")
    resident.go(facts.mother, {"金额|缴费成功|交好了|已经交": "好了"})
    assert counter.hub.paid == 1
    assert counter.tray.slips
    assert counter.presses == []


def test_a_number_progress_notices_and_a_human_are_reached_by_voice_alone(counter: Any, facts: Any) -> None:
    resident = counter.resident
    resident.say("开始")
    resident.say("我要取号")
    resident.go(facts.mother, {"您的号": "好了", "先照顾您": "不用", "还要办别的吗": "还要办", "您想办什么事": "#end"})
    resident.say("查进度")
    own = {"您想怎么查": "放身份证", "现在是": "知道了", "还要办别的吗": "还要办", "您想办什么事": "#end"}
    resident.go(facts.mother, own)
    resident.say("有啥通知")
    resident.go(facts.mother, {"明天上午停水": "#end"})
    resident.say("来个人")
    assert counter.hub.called == 1
    assert "已经叫了工作人员" in "".join("".join(s) for s in resident.speaker.said[-3:])
    assert counter.presses == []


SAY_AGAIN = 3


def aloud(counter: Any, microphone: Path, text: str, then: str) -> None:
    """Say it with espeak's voice until the page is there; an unsure ear asks back and is told yes."""
    runner = counter.resident.runner
    moved = threading.Event()
    before = runner.screen
    runner.on_screen(lambda screen: moved.set() if screen.key != before.key else None)
    for _ in range(SAY_AGAIN):
        said = "对的" if runner.screen.key == "over:ask" else text
        moved.clear()
        before = runner.screen
        assert CliRunner().invoke(speak, [str(microphone), said]).exit_code == 0
        moved.wait(PATIENCE_S / 3)
        if runner.screen.key == then:
            return
    raise AssertionError(f"{text}: {runner.screen.key}")


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed here")
def test_a_number_is_taken_by_sound_through_the_real_recogniser(sounding: Any, tmp_path: Path) -> None:
    runner = sounding.resident.runner
    heard = threading.Event()
    runner.on_screen(lambda screen: heard.set())
    while not runner.state.terminal.hears:
        assert heard.wait(PATIENCE_S)
        heard.clear()
    for text, then in (
        ("开始", "home"), ("取号", "over:offer"), ("对的", "ticket:queue"), ("第一个", "ticket:priority"),
        ("不用", "ticket"), ("好了", "more"),
    ):  # fmt: skip
        aloud(sounding, tmp_path / "microphone", text, then)
    assert sounding.tray.slips
    assert sounding.presses == []


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed here")
def test_a_recogniser_that_hangs_in_the_middle_of_her_words_is_answered_and_the_next_one_hears(
    sounding: Any, tmp_path: Path
) -> None:
    runner, ear = sounding.resident.runner, sounding.resident.ear
    told, shown = threading.Condition(), [runner.screen]
    ears: list[Ears] = []

    def tell(to: list[Any], what: object) -> None:
        with told:
            to.append(what)
            told.notify_all()

    runner.on_screen(lambda screen: tell(shown, screen))
    runner.on_ears(lambda now: tell(ears, now))
    with told:
        assert told.wait_for(lambda: runner.state.terminal.hears, PATIENCE_S)
    runner.press("start")
    speaking = threading.Thread(target=CliRunner().invoke, args=(speak, [str(tmp_path / "microphone"), "我要交电费"]))
    speaking.start()
    with told:
        assert told.wait_for(lambda: ears and ears[-1].level > 0.5, PATIENCE_S)
    hung = ear.pid
    os.kill(hung, signal.SIGSTOP)
    with told:
        assert told.wait_for(lambda: "没听清" in "".join(n.plain() for n in shown[-1].notices), PATIENCE_S)
    speaking.join()
    assert ears[-1].phase == "off"
    while ears[-1].phase != "listening" or ear.pid in (None, hung):
        runner.tick()
        with told:
            told.wait(0.1)


def test_a_sentence_typed_by_a_developer_is_heard_as_if_spoken(counter: Any) -> None:
    runner = counter.resident.runner
    runner.told("今天天气不错")
    assert runner.screen.key == "attract"
    runner.told("开始。")
    assert runner.screen.key == "home"
    runner.told("我要交电费")
    assert runner.screen.key == "over:offer"


def test_the_machine_does_not_hear_itself_and_listens_when_it_has_spoken(counter: Any) -> None:
    resident = counter.resident
    resident.speaker.at_once = False
    resident.say("开始")
    assert not resident.ear.listening
    assert resident.ear.muted
    resident.speaker.finish()
    assert resident.ear.listening
    assert not resident.ear.muted


def test_a_touch_stops_the_voice_and_listens_at_once(counter: Any) -> None:
    resident = counter.resident
    resident.speaker.at_once = False
    resident.say("开始")
    stops = resident.speaker.stops
    resident.runner.touched()
    assert resident.speaker.stops == stops + 1
    assert resident.ear.listening


def test_the_wake_word_over_the_machines_voice_is_as_good_as_a_touch(counter: Any) -> None:
    resident = counter.resident
    resident.speaker.at_once = False
    resident.say("开始")
    stops, page = resident.speaker.stops, resident.runner.screen.key
    resident.ear.wake()
    assert resident.speaker.stops == stops + 1
    assert resident.ear.listening
    assert resident.runner.screen.key == page


def test_silence_is_spoken_of_once_and_the_ear_goes_on_listening(counter: Any) -> None:
    resident = counter.resident
    resident.say("开始")
    spoken = len(resident.speaker.said)
    for _ in range(4):
        resident.ear.hear(NotHeard(Deafness.SILENCE))
        assert resident.ear.listening
    assert len(resident.speaker.said) == spoken + 1


def test_an_ear_that_is_gone_is_not_asked_for_ever_and_pages_stop_inviting_speech(counter: Any) -> None:
    resident = counter.resident
    assert resident.runner.state.terminal.hears
    resident.ear.become(DeviceState.NO_DEVICE, Fault.MICROPHONE_ABSENT)
    assert not resident.runner.state.terminal.hears
    assert not resident.ear.listening
    resident.ear.become(DeviceState.ONLINE)
    assert resident.ear.listening


def test_what_is_shown_of_the_ear_is_what_it_does(counter: Any) -> None:
    seen: list[tuple[str, str]] = []
    resident = counter.resident
    resident.runner.on_ears(lambda ears: seen.append((ears.phase, ears.heard)))
    resident.ear.partial("我要交")
    resident.ear.level(0.5)
    resident.ear.hear(typed("唧唧复唧唧"))
    assert ("listening", "我要交") in seen
    assert ("thinking", "唧唧复唧唧") in seen
