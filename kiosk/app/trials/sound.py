"""Sound: a sentence said, the hall's noise against a voice that is then played back, and the recogniser's own clip."""

import threading
from importlib.resources import files
from pathlib import Path

from kiosk.app.listening import hear_file
from kiosk.app.trials.hands import Hands
from kiosk.core.hearing import Expect, NotHeard
from voice.play_back import measure, play, record
from voice.sinks import AlsaSink

QUIET_S, TALK_S = 3.0, 5.0
LOUDER_DB = 12.0
"""So much must speech stand out of the hall's noise, where the resident stands."""
CLIP = "self_test.wav"
CLIP_SAYS = "我要交电费"


def say(hands: Hands) -> str:
    """One sentence by the terminal's own voice."""
    done = threading.Event()
    hands.terminal.speaker.say(("您好，听得清楚吗？",), on_done=lambda _: done.set())
    return "机器说完了。" if done.wait(20) else "没有说完。看音箱和声卡。"


def noise(hands: Hands) -> str:
    """The hall without and with a voice; then what was heard, played back. The recording is forgotten at once."""
    voice = hands.settings.voice
    quiet = record(voice.microphone, QUIET_S) if voice.microphone != "none" else None
    talk = record(voice.microphone, TALK_S) if quiet is not None else None
    if quiet is None or talk is None:
        return "没有找到话筒。"
    said = noise_words(measure(quiet), measure(talk))
    if not voice.enabled:
        return f"{said}设置里关了声音，没有放出来。"
    try:
        played = play(AlsaSink(voice.speaker), talk)
    except FileNotFoundError:
        played = False
    return f"{said}{'刚才的话放了一遍。' if played else '放不出来，看音箱。'}"


def noise_words(quiet_db: float, talk_db: float) -> str:
    """Both loudnesses and whether speech stands out enough."""
    above = talk_db - quiet_db
    verdict = "够了。" if above >= LOUDER_DB else f"不够，要高出 {LOUDER_DB:.0f} 分贝：话筒靠近些，或换指向的。"
    return f"大厅 {quiet_db:.0f} 分贝，说话 {talk_db:.0f} 分贝，高出 {above:.0f} 分贝，{verdict}"


def self_test(hands: Hands) -> str:
    """What the recogniser writes of the clip that is shipped for this."""
    return recognise(hands.settings.voice.model)


def recognise(model: Path | None) -> str:
    """The same for any model; None chooses as the terminal does."""
    clip = Path(str(files("voice").joinpath("clips", CLIP)))
    heard = hear_file(clip, Expect((CLIP_SAYS,)), model)
    if isinstance(heard, NotHeard):
        return f"录音里说“{CLIP_SAYS}”，没有听出来。"
    return f"录音里说“{CLIP_SAYS}”，写成“{heard.text}”。"
