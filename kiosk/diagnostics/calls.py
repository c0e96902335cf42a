"""Whether a guide can be heard and seen, or only typed with."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.diagnostics.findings import Area, Finding, Level
from kiosk.diagnostics.focus import FOCUS_MEND, Focus, Verdict


@dataclass(frozen=True, slots=True)
class CallPart:
    """One device of a call. setting: none, test, or what is opened; why: "" when it opened, else in words."""

    setting: str = "none"
    why: str = ""
    focus: Focus | None = None
    """Of the camera."""


@dataclass(frozen=True, slots=True)
class CallFacts:
    """missing: devices are wanted, and the optional part `call` is not installed; untried: what of it is other than
    what was measured, "" for nothing. With either no device was tried."""

    missing: bool = False
    untried: str = ""
    microphone: CallPart = CallPart()
    speaker: CallPart = CallPart()
    camera: CallPart = CallPart()


_MENDS = {
    "microphone": ("帮办的话筒", "看话筒的线和设置 call.microphone；arecord -l 看得到它吗。"),
    "speaker": ("帮办的音箱", "看音箱的线和设置 call.speaker；aplay -l 看得到它吗。"),
    "camera": ("帮办的摄像头", "看摄像头的线和设置 call.camera；用户要在 video 组里。"),
}


def call_findings(facts: CallFacts) -> Iterator[Finding]:
    """The optional part first; without it no device matters."""
    parts = {"microphone": facts.microphone, "speaker": facts.speaker, "camera": facts.camera}
    if all(part.setting == "none" for part in parts.values()):
        mend = "要说话，写好设置里的 call.microphone 和 call.camera。"
        yield Finding("call", Area.VOICE, "帮办的声音和画面", Level.UNTRIED, "没有设，帮办时只打字。", mend)
        return
    if facts.missing:
        say = "设置里要，可是没有装可选的 call 部分（aiortc）：帮办时只打字。"
        yield Finding("call", Area.VOICE, "帮办的声音和画面", Level.BAD, say, "运行 uv sync --extra call，再启动终端。")
        return
    if facts.untried:
        say = f"可选的 call 部分和试过的不一样（{facts.untried}），不用它：帮办时只打字。"
        yield Finding(
            "call", Area.VOICE, "帮办的声音和画面", Level.BAD, say, "运行 uv sync --extra call --locked，再启动终端。"
        )
        return
    yield Finding("call", Area.VOICE, "帮办的声音和画面", Level.OK, "装好了，也设了。")
    for key, part in parts.items():
        name, mend = _MENDS[key]
        match part:
            case CallPart(setting="none"):
                yield Finding(f"call.{key}", Area.VOICE, name, Level.UNTRIED, "设置里没有要。")
            case CallPart(setting="test"):
                say = "是演示用的，没有打开真的。"
                yield Finding(f"call.{key}", Area.VOICE, name, Level.LOOK, say, "给居民用，要写真的设备。")
            case CallPart(why="", focus=Focus(verdict=Verdict.BLURRED) as seen):
                say = f"打得开（{part.setting}），但是画面{seen.verdict}，清晰度 {seen.words}。"
                yield Finding(f"call.{key}", Area.VOICE, name, Level.LOOK, say, FOCUS_MEND)
            case CallPart(why="", focus=Focus() as seen):
                say = f"打得开（{part.setting}），清晰度 {seen.words}。"
                yield Finding(f"call.{key}", Area.VOICE, name, Level.OK, say)
            case CallPart(why=""):
                yield Finding(f"call.{key}", Area.VOICE, name, Level.OK, f"打得开（{part.setting}）。")
            case _:
                say = f"打不开（{part.setting}）：{part.why}。"
                yield Finding(f"call.{key}", Area.VOICE, name, Level.BAD, say, mend)
