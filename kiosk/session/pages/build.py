"""How a page is put together: the bar that is on every page, what is said of what is shown, common actions."""

from collections.abc import Sequence
from typing import assert_never

from kiosk.core.faults import TEXTS, Fault
from kiosk.core.screen import (
    NO_WORDS,
    Action,
    Ask,
    BigText,
    Block,
    Bullets,
    Facts,
    Live,
    Paper,
    Paragraph,
    Picture,
    Progress,
    Role,
    Screen,
    Talk,
    Tone,
)
from kiosk.core.words import Words, words
from kiosk.session import events as ev
from kiosk.session.now import busy
from kiosk.session.papers import large_here, slip_here
from kiosk.session.places import Attract, CardLeft, EndingPlace, Paying, RatingPlace, Submitting
from kiosk.session.plan import step_of
from kiosk.session.power import power_says
from kiosk.session.state import State

NEXT_WORDS = ("下一步", "好", "好的", "继续", "行", "可以")
BACK_WORDS = ("返回", "上一步", "回去", "退回去")
HELP_WORDS = ("叫人", "来个人", "帮帮我", "找人", "转人工", "我不会", "叫服务员")


def page(
    state: State,
    key: str,
    title: str | Words,
    say: Sequence[str | Words],
    blocks: Sequence[Block] = (),
    ask: Ask | None = None,
    actions: Sequence[Action] = (),
    notices: Sequence[Words] = (),
    tone: Tone = Tone.CALM,
    countdown: int | None = None,
) -> Screen:
    """One page. What blocks show is said after `say`, so that nothing can be seen that cannot be heard."""
    heading = title if isinstance(title, Words) else words(title)
    spoken = [heading, *(s if isinstance(s, Words) else words(s) for s in say)]
    heard = {s.plain() for s in spoken}
    for sentence in (s for block in blocks for s in block_says(block)):
        if sentence.plain() not in heard and sentence:
            heard.add(sentence.plain())
            spoken.append(sentence)
    return Screen(
        key=key,
        title=heading,
        say=tuple(dict.fromkeys(spoken)),
        blocks=tuple(blocks),
        ask=ask,
        actions=tuple(actions),
        always=always(state),
        notices=tuple(dict.fromkeys(n for n in (state.visit.aside, _power(state), *notices) if n)),
        tone=tone,
        step=step_of(state) if state.overlay is None else None,
        banner=banner(state),
        settings=state.visit.settings,
        countdown=countdown,
        busy=busy(state),
    )


def block_says(block: Block) -> tuple[Words, ...]:
    """A block as it is read aloud."""
    match block:
        case Paragraph(text=text):
            return (text,)
        case Facts(facts=facts, title=title):
            said = tuple(words(f.label, "，", f.value, f"。{f.source}" if f.source else "") for f in facts)
            return (words(title), *said) if title else said
        case Bullets(items=items, title=title):
            return (words(title), *items) if title else items
        case BigText(label=label, text=text, spoken=spoken):
            return (words(label, "，", spoken or text),)
        case Picture(text=picture):
            return (words(picture),)
        case Progress(text=going):
            return (words(going),)
        case Paper(lines=lines):
            return lines
        case Live(text=live):
            return (words(live),)
        case Talk(lines=lines):
            return tuple(words(f"{line.by}：", line.text) for line in lines if not line.typing)
        case _ as never:
            assert_never(never)


def _power(state: State) -> Words:
    """On the pages of a visit; the first page has words of its own."""
    return power_says(state) if state.began else NO_WORDS


def banner(state: State) -> Words:
    """网络不通 and 模拟设备, when they are so."""
    parts = []
    if state.terminal.line_up is False:
        parts.append("网络不通，办的事先存在本机")
    if state.terminal.simulated:
        parts.append("模拟设备")
    return words(" · ".join(parts)) if parts else NO_WORDS


def always(state: State) -> tuple[Action, ...]:
    """Help, back, home, repeat, settings: the same on every page."""
    waiting = isinstance(state.place, Submitting | Paying) and state.overlay is None
    nobody = isinstance(state.place, Attract | CardLeft) and state.overlay is None
    leaving = isinstance(state.place, RatingPlace | EndingPlace) and state.overlay is None
    why = "正在办，请稍等" if waiting else "这里是第一页" if nobody else "快办完了" if leaving else ""
    return (
        Action("help", "叫人帮忙", "help", ev.AskHelp(), Role.ALWAYS, aliases=HELP_WORDS),
        Action("back", "上一步", "back", ev.Back(), Role.ALWAYS, aliases=BACK_WORDS, enabled=not why, why_not=why),
        Action(
            "home",
            "回首页",
            "home",
            ev.Home(),
            Role.ALWAYS,
            aliases=("首页", "回首页", "重新选"),
            enabled=not waiting and state.overlay is None,
            why_not="" if not waiting and state.overlay is None else why or "请先回答这一页",
        ),
        Action("repeat", "再说一遍", "repeat", ev.Repeat(), Role.ALWAYS, aliases=("重复", "没听清", "再说一遍")),
        Action("settings", "字和声音", "settings", ev.OpenSettings(), Role.ALWAYS, aliases=("大字", "字大点", "设置")),
    )


def primary(label: str, event: ev.Event, pictogram: str = "next", action_id: str = "next", **more: object) -> Action:
    """The page's one main action; a grave one is never meant by 好 or 下一步."""
    also_said = () if more.get("grave") else NEXT_WORDS
    return Action(action_id, label, pictogram, event, Role.PRIMARY, aliases=also_said, **more)  # type: ignore[arg-type]


def choice(action_id: str, label: str, pictogram: str, event: ev.Event, **more: object) -> Action:
    return Action(f"choice:{action_id}", label, pictogram, event, Role.CHOICE, **more)  # type: ignore[arg-type]


def also(action_id: str, label: str, pictogram: str, event: ev.Event, **more: object) -> Action:
    return Action(action_id, label, pictogram, event, Role.SECONDARY, **more)  # type: ignore[arg-type]


def key(char: str, label: str = "", pictogram: str = "dot") -> Action:
    return Action(f"digit:{char}", label or char, pictogram, ev.KeyPressed(char), Role.KEY)


def pad(extra: Sequence[Action] = ()) -> tuple[Action, ...]:
    """Digits, erase and clear."""
    return (
        *(key(d) for d in "123456789"),
        *extra,
        key("0"),
        Action("erase", "删一个", "erase", ev.Erase(), Role.KEY, aliases=("删除", "退一格")),
        Action("clear", "全删掉", "clear", ev.Clear(), Role.KEY, aliases=("清空", "重新输")),
    )


def turn(page_no: int, pages: int) -> tuple[Action, ...]:
    """Buttons that turn the pages of a list."""
    turns = []
    if page_no > 0:
        turns.append(also("page:up", "上一页", "page_up", ev.TurnPage(-1)))
    if page_no + 1 < pages:
        turns.append(also("page:down", "下一页", "page_down", ev.TurnPage(1)))
    return tuple(turns)


def fault_says(fault: Fault) -> Words:
    return words(TEXTS[fault].resident)


def print_says(state: State) -> Words:
    """The truth about the slip, in words; before there is one, why the page has no key for it."""
    job = state.visit.printing
    if job is None:
        if slip_here(state) is None or state.terminal.can_print_slips:
            return NO_WORDS
        return words("小票打不了，可以打大字的。" if large_here(state) else "小票打不了，这一页能看能听。")
    if job.printed:
        return words("大张纸打好了，请拿好。" if job.large else "小票打好了，请拿好。")
    if job.fault is not None:
        return fault_says(job.fault)
    return words("正在打大张纸，请稍等。" if job.large else "正在打小票，请稍等。")


def print_action(state: State, label: str = "打小票") -> tuple[Action, ...]:
    """Print, while the printer can; on A4 as well where a printer for that is well."""
    job = state.visit.printing
    if slip_here(state) is None:
        return ()
    if job is not None and job.waiting:
        return ()
    text = "再打一张" if job is not None else label
    # A printer that cannot print is no key: the home page and the matter have said that it is out, and what instead.
    slip = also("print", text, "printer", ev.PrintAgain(), aliases=("打印", "打一张"))
    large = also("print_large", "打大字的", "paper", ev.PrintAgain(large=True), aliases=("打大张的", "字大的那张"))
    return (
        *((slip,) if state.terminal.can_print_slips else ()),
        *((large,) if large_here(state) else ()),
    )


def waiting(state: State, key: str, title: str) -> Screen:
    """A page that only waits for an answer."""
    return page(state, key, title, ["请稍等。"], [Progress("正在问，请稍等")], tone=Tone.WAIT)


def enough() -> tuple[Action, ...]:
    """The one way on from something that was only to be read."""
    return (primary("知道了", ev.Finish(), "yes", "finish"),)


def read_action(state: State) -> tuple[Action, ...]:
    """Hear what the slip says, once there is one or for who goes by ear."""
    if state.visit.printing is None and not state.terminal.headphones:
        return ()
    aliases = ("念一下小票", "小票念一遍", "小票写的什么")
    return (also("read", "念小票", "speaker", ev.ReadPaper(), aliases=aliases),)
