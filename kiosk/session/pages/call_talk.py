"""While a guide is there: what the guide may do, typing to each other, and what any page shows of it."""

from dataclasses import replace

from kiosk.assist import Agreed, Call, LetIn, Revoke, Stop, There, Typed, active
from kiosk.core.calls import RUNGS, TEXT_CHARS, Capability
from kiosk.core.screen import (
    NO_WORDS,
    Action,
    AskSignature,
    AskText,
    Beside,
    Fact,
    Facts,
    Live,
    Role,
    Screen,
    Talk,
    TalkLine,
)
from kiosk.core.words import Words, words
from kiosk.session import events as ev
from kiosk.session.pages.build import also, choice, page, primary
from kiosk.session.pages.person import edits
from kiosk.session.state import State

NAMES: dict[Capability, tuple[str, str]] = {
    "voice": ("说话", "microphone"),
    "camera": ("看到我", "camera"),
    "page": ("看这一页", "window"),
    "filling": ("帮我填", "sign_pen"),
    "private_values": ("看号码", "id_check"),
}
"""What may be switched on and off at any moment; recording only where it was asked for."""
RECORDING = ("录下来", "dot")
SEE_KEY = "over:call:see"
QUICK = ("听不见", "请慢一点", "按哪个？", "好的", "谢谢")
LINES_SHOWN = 4
HAND = "（手写的字）"
LINE_WORDS = {
    "video": "好",
    "low_video": "有点慢，画面小",
    "voice_stills": "慢，只说话",
    "text_pointer": "很慢，只打字",
    "ticket": "不通",
}


def menu(state: State, call: Call, there: There) -> Screen:
    """Who is there and what is allowed; what ends it stands in the bar, as on every page."""
    spoken = ("voice", "camera")
    offered = [
        (capability, named)
        for capability, named in NAMES.items()
        if state.terminal.has_media or capability not in spoken
    ]
    if "recording" in there.granted:
        offered.append(("recording", RECORDING))
    switches = tuple(
        choice(
            f"may:{capability}",
            label,
            sign,
            ev.InCall(Revoke(capability) if call.may(capability) else Agreed(capability, True)),
            chosen=call.may(capability),
            grave=not call.may(capability),
        )
        for capability, (label, sign) in offered
    )
    shows = state.terminal.has_media and bool(there.granted & {"voice", "camera"})
    others = "、".join(who.name for who in there.listening)
    facts = (
        Fact("工号", words(there.guide.number or "没有")),
        Fact("线路", words(_line_words(there))),
        *((Fact("也在听", words(others)),) if others else ()),
    )
    return page(
        state,
        "over:call:menu",
        f"{there.guide.name}在帮您",
        ["亮着的，是您让做的。", "再按一下就关。"],
        [Facts(facts)],
        actions=(
            *switches,
            # Among the switches: below them a lying glass in large text has no room for another row.
            *(
                choice(f"away:{n}", f"请{who.name}离开", "exit", ev.InCall(LetIn(who.id, False)))
                for n, who in enumerate(there.listening)
            ),
            *_not_ringing(there),
            primary("接着办", ev.Next()),
            also("talk", "打字说", "keyboard", ev.OpenCall("talk"), aliases=("打字", "我要打字")),
            *((also("see", "看画面", "camera", ev.OpenCall("see"), aliases=("看画面",)),) if shows else ()),
        ),
    )


def _not_ringing(there: There) -> tuple[Action, ...]:
    """A telephone that rings is taken back with one press too."""
    rung = there.ringing
    if rung is None:
        return ()
    return (choice("not_ringing", f"不给{rung.name}打了", "exit", ev.InCall(LetIn(rung.guest, False))),)


def _line_words(there: There) -> str:
    """What the line still carries, of what she uses of it."""
    rung = there.ladder.rung
    if rung == "low_video" and "camera" not in there.granted:
        return "有点慢"
    if rung == "voice_stills" and "camera" in there.granted:
        return "慢，画面隔几秒一张"
    if rung == "voice_stills" and "voice" not in there.granted:
        return "慢"
    return LINE_WORDS[rung]


def talk(state: State, there: There) -> Screen:
    """Typing to each other, letter by letter."""
    name = there.guide.name
    said = [TalkLine(line.by or "您", words(line.body or HAND), mine=not line.by) for line in there.said[-LINES_SHOWN:]]
    if there.typing:
        said.append(TalkLine(name, words(there.typing), typing=True))
    quick = tuple(choice(f"quick:{n}", text, "dot", ev.InCall(Typed(text, done=True))) for n, text in enumerate(QUICK))
    prompt = words(f"跟{name}打字说")
    return page(
        state,
        "over:call:talk",
        prompt,
        ["写一个字，那边就看到。"],
        [Talk(tuple(said))] if said else (),
        ask=AskText("talk", prompt, words(there.draft), QUICK, TEXT_CHARS),
        actions=(
            *quick,
            # Beside the quick words: below them a page with a guide's picture has no room for another row.
            choice("write", "用手写", "handwriting", ev.OpenCall("write"), aliases=("用手写", "我要写")),
            *edits(),
            primary("说完了", ev.Next(), "sent"),
        ),
    )


def write(state: State, there: There) -> Screen:
    """Words by finger: the guide sees each stroke, and no machine has to read them."""
    prompt = words(f"写给{there.guide.name}看")
    return page(
        state,
        "over:call:write",
        prompt,
        ["用手指写，写大一点。", "写一笔，那边就看到。"],
        ask=AskSignature(words("请在框里写字"), words("写好了，按写完了。"), bool(there.ink), write=True),
        actions=(
            primary("写完了", ev.Next(), "sent"),
            also("clear_sign", "重写", "clear", ev.ClearSignature(), aliases=("重写", "擦掉")),
        ),
    )


def see(state: State, there: There) -> Screen:
    """The guide's picture, as large as the page has room for."""
    name = there.guide.name
    return page(
        state,
        SEE_KEY,
        f"{name}的画面",
        [] if _flows(there) else ["画面还没有来。", "可以先打字说。"],
        [Live(f"这里是{name}的画面。")],
        actions=(
            primary("接着办", ev.Next()),
            also("talk", "打字说", "keyboard", ev.OpenCall("talk"), aliases=("打字", "我要打字")),
        ),
    )


def _flows(there: There) -> bool:
    """A picture of the guide's may be on its way."""
    return there.connected and RUNGS.index(there.ladder.rung) <= RUNGS.index("low_video")


# --- on any page -----------------------------------------------------------------------------------------------


def with_call(state: State, screen: Screen) -> Screen:
    """A page as it is while a call goes on: who is there, and what the guide points at."""
    call = state.visit.call
    if call is None or not active(call):
        return screen
    screen = replace(screen, always=_bar(screen.always, call), banner=_joined(presence(call), screen.banner))
    there = call.there
    if there is not None and _flows(there) and "camera" in there.granted and screen.key != SEE_KEY:
        # Whoever signs has to see hands and form at once.
        beside = Beside(f"这里是{there.guide.name}的画面。", sign=call.wants == "sign")
        screen = replace(screen, beside=beside)
    pointer = there.pointer if there else None
    if there is None or pointer is None or pointer.screen != screen.key:
        return screen
    pointed = screen.action(pointer.action)
    if pointed is None:
        return screen
    says = words(f"{there.guide.name}请您按“{pointed.label}”。")
    return replace(
        screen,
        actions=tuple(replace(a, pointed=True) if a is pointed else a for a in screen.actions),
        always=tuple(replace(a, pointed=True) if a is pointed else a for a in screen.always),
        notices=(says, *screen.notices),
    )


def _bar(always: tuple[Action, ...], call: Call) -> tuple[Action, ...]:
    """Help becomes the way to the guide; beside it, always in the same place, the one press that ends it."""
    there = call.there
    label = "帮我的人" if there else "在叫人"
    stop = "不用帮了" if there else "不叫了"
    # Six stand in the bar now; the longest label makes room.
    labels = {"help": label, "settings": "字和声音"}
    bar = tuple(replace(a, label=labels.get(a.id, a.label)) for a in always)
    said = ("挂断", "不用帮了") if there else ("不叫了",)
    return (*bar, Action("stop_call", stop, "exit", ev.InCall(Stop()), Role.ALWAYS, aliases=said))


def presence(call: Call) -> Words:
    """Who is there and what is open, in one line."""
    there = call.there
    if call.lost_since is not None:
        return words("线断了，正在接，您接着办")
    if there is None:
        return words("正在叫人，您接着办")
    guide = there.guide
    parts = [f"{guide.name}正在帮您" + (f"，工号{guide.number}" if guide.number else "")]
    if there.away_until is not None:
        parts = [f"{guide.name}那边断了，请等一等"]
    carried = RUNGS.index(there.ladder.rung)
    if "speaker" in there.gone:
        parts.append("没有喇叭" if "speaker" in there.never else "喇叭没接好")
    if "microphone" in there.gone:
        parts.append("没有话筒" if "microphone" in there.never else "话筒没接好")
    elif "voice" in there.granted:
        parts.append("话筒开着" if carried <= RUNGS.index("voice_stills") else "话筒先关了")
    if "camera" in there.gone:
        parts.append("没有摄像头" if "camera" in there.never else "摄像头没接好")
    elif "camera" in there.granted:
        parts.append("摄像头开着" if carried <= RUNGS.index("voice_stills") else "摄像头先关了")
    if "page" in there.granted:
        parts.append("看得到这页")
    if "recording" in there.granted:
        parts.append("正在录")
    if there.ringing is not None:
        parts.append(f"正在给{there.ringing.name}打电话")
    if there.listening:
        parts.append("、".join(who.name for who in there.listening) + "也在听")
    return words(" · ".join(parts))


def _joined(first: Words, then: Words) -> Words:
    return words(first, " · ", then) if then else first if first else NO_WORDS
