"""The call for a human as Screens: waiting, who comes, each consent, what is suggested, how it ended."""

from typing import assert_never

from kiosk import assist
from kiosk.assist import Agreed, Asking, Call, Ended, Guest, Join, LetIn, Offered, OpenProposal, Stop, There, Want
from kiosk.core.calls import Capability, Wants
from kiosk.core.screen import AskChoice, BigText, Block, Fact, Facts, Paragraph, Progress, Screen, Tone
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.now import something_filled
from kiosk.session.pages.build import also, choice, page, primary, print_action, print_says
from kiosk.session.pages.call_family import family
from kiosk.session.pages.call_paper import paper_page
from kiosk.session.pages.call_talk import menu, see, talk, write
from kiosk.session.places import CallOver
from kiosk.session.state import State
from kiosk.session.tell import value_words

KEPT = Paragraph(words("您填的都还在。"))
WAYS: tuple[tuple[Wants, str, str, tuple[str, ...]], ...] = (
    ("voice", "说话", "microphone", ("我要说话", "说话")),
    ("text", "打字", "keyboard", ("我要打字", "打字", "听不见")),
    ("sign", "打手语", "other_person", ("我要打手语", "打手语", "手语")),
)
CONSENTS: dict[Capability, tuple[str, tuple[str, ...], str]] = {
    "voice": ("想跟您说话，可以吗？", ("会打开话筒。", "随时可以关。"), "可以说话"),
    "camera": ("想看到您，可以吗？", ("会打开摄像头。", "随时可以关。"), "可以看我"),
    "page": ("想看这一页，可以吗？", ("名字和号码会遮住。", "随时可以不让看。"), "可以看"),
    "filling": ("想帮您填，可以吗？", ("填什么，都先问您。", "签字交钱，您自己来。"), "可以帮填"),
    "private_values": ("想看您的号码，可以吗？", ("只在核对时看。", "随时可以不让看。"), "可以看号码"),
    "recording": ("想录下声音，可以吗？", ("不录画面，最多留三十天。", "不录，也一样帮您。"), "可以录"),
}
"""Each in plain words: what is asked, what happens, what yes is called."""
RATINGS = (
    ("非常满意", "face_very_good"), ("满意", "face_good"), ("基本满意", "face_ok"), ("不满意", "face_bad"),
    ("非常不满意", "face_very_bad"),
)  # fmt: skip


def call(state: State, over: CallOver, now: Call) -> Screen:
    """The call's own page."""
    if isinstance(now.stage, There):
        if over.part == "talk":
            return talk(state, now.stage)
        if over.part == "write":
            return write(state, now.stage)
        if over.part == "menu":
            return menu(state, now, now.stage)
        if over.part == "see":
            return see(state, now.stage)
    match assist.question(now):
        case "":
            return _waiting(state, now)
        case "join":
            return _join(state, now)
        case "consent":
            return _consent(state, now)
        case "suggestion":
            return _suggestion(state, now)
        case "proposal":
            return _proposal(state, now)
        case "photo":
            return _paper(state, now)
        case "guest":
            assert isinstance(now.stage, There)
            assert now.stage.guest is not None
            return (family if now.stage.guest.by_phone else _colleague)(state, now.stage.guest)
        case "ended":
            return _ended(state, now)
        case _ as never:
            assert_never(never)


def _waiting(state: State, now: Call) -> Screen:
    stage = now.stage
    if isinstance(stage, There):
        return menu(state, now, stage)
    blocks: list[Block] = []
    if isinstance(stage, assist.Waiting):
        title, say = "已经叫人了", ["请您等一等。", "您可以接着办。"]
        facts = [Fact("前面", words(f"{stage.position} 人"))]
        if stage.minutes is not None:
            facts.append(Fact("大约等", words(f"{stage.minutes} 分钟")))
        if stage.ticket:
            blocks.append(BigText("您的号", words(stage.ticket)))
        blocks.append(Facts(tuple(facts)))
    elif isinstance(stage, Offered):
        title, say = "正在接通", [f"{stage.guide.name}马上就来。"]
        blocks.append(Progress("正在接通，请稍等"))
    else:
        title, say = "正在叫人", ["请稍等。"]
        blocks.append(Progress("正在叫人，请稍等"))
    choosing = isinstance(stage, Asking | assist.Waiting) and state.terminal.has_media
    ways = tuple(
        choice(f"want:{wants}", label, sign, ev.InCall(Want(wants)), aliases=said, chosen=now.wants == wants)
        for wants, label, sign, said in WAYS
    )
    return page(
        state,
        "over:call:waiting",
        title,
        say,
        [*blocks, *([KEPT] if something_filled(state) else [])],
        ask=AskChoice("want", words("您想怎么跟他说？")) if choosing else None,
        actions=(
            *(ways if choosing else ()),
            primary("接着办", ev.Next()),
            also("not_waiting", "不等了", "exit", ev.InCall(Stop()), aliases=("不等了", "不叫了")),
            *print_action(state),
        ),
        notices=(print_says(state),) if state.visit.printing is not None else (),
        tone=Tone.WAIT,
    )


def _join(state: State, now: Call) -> Screen:
    assert isinstance(now.stage, Offered)
    guide = now.stage.guide
    number = [Facts((Fact("工号", words(guide.number)),))] if guide.number else []
    return page(
        state,
        "over:call:join",
        f"{guide.name}来帮您，可以吗？",
        ["听您说，看这页，都会先问。"],
        number,
        ask=AskChoice("join", words(f"{guide.name}来帮您，可以吗？")),
        actions=(
            choice("join", "接进来", "yes", ev.InCall(Join(True)), aliases=("可以接进来",), grave=True),
            choice("not_now", "不用了", "no", ev.InCall(Join(False)), aliases=("不用了", "不要")),
        ),
        tone=Tone.QUESTION,
    )


def _consent(state: State, now: Call) -> Screen:
    assert isinstance(now.stage, There)
    capability = now.stage.asking[0]
    wants, says, yes = CONSENTS[capability]
    asked = words(f"{now.stage.guide.name}{wants}")
    return page(
        state,
        f"over:call:consent:{capability}",
        asked,
        says,
        ask=AskChoice(capability, asked),
        actions=(
            choice("agree", yes, "yes", ev.InCall(Agreed(capability, True)), grave=True),
            choice("refuse", "不要", "no", ev.InCall(Agreed(capability, False)), aliases=("不要", "不可以", "不行")),
        ),
        tone=Tone.QUESTION,
    )


def _suggestion(state: State, now: Call) -> Screen:
    there, form = now.stage, state.visit.form
    assert isinstance(there, There)
    made = there.suggestion
    assert made is not None
    spec = form.spec(made.field) if form else None
    label = spec.label if spec else "这一项"
    shown = value_words(spec, made.value) if spec else words(made.value)
    take = assist.TakeSuggestion(made.number, True)
    leave = assist.TakeSuggestion(made.number, False)
    return page(
        state,
        "over:call:suggestion",
        "这样填，对吗？",
        [f"这是{there.guide.name}写的。", "您说对，才填上。"],
        [Facts((Fact(label, shown),))],
        ask=AskChoice("suggestion", words("这样填，对吗？")),
        actions=(
            choice("take", "对，填上", "yes", ev.InCall(take), grave=True),
            choice("leave", "不填", "no", ev.InCall(leave), aliases=("不对", "不填", "错了")),
        ),
        tone=Tone.QUESTION,
    )


def _paper(state: State, now: Call) -> Screen:
    there = now.there
    assert there is not None
    assert there.paper is not None
    return paper_page(state, there, there.paper)


def _proposal(state: State, now: Call) -> Screen:
    there = now.stage
    assert isinstance(there, There)
    service = state.terminal.service(there.proposal)
    return page(
        state,
        "over:call:proposal",
        "要打开这件事吗？",
        [f"{there.guide.name}说可以办这个。", *(["现在办的先放下。"] if something_filled(state) else [])],
        [Facts((Fact("办什么", words(service.plain_name if service else there.proposal)),))],
        ask=AskChoice("proposal", words("要打开吗？")),
        actions=(
            choice("open", "打开", "yes", ev.InCall(OpenProposal(there.proposal, True)), aliases=("打开吧", "好打开")),
            choice("leave", "不打开", "no", ev.InCall(OpenProposal(there.proposal, False)), aliases=("不用", "不要")),
        ),
        tone=Tone.QUESTION,
    )


def _colleague(state: State, asked_for: Guest) -> Screen:
    who = asked_for.who
    asked = words(f"{who.name}也来帮您，可以吗？")
    number = [Facts((Fact("工号", words(who.number)),))] if who.number else []
    return page(
        state,
        "over:call:guest",
        asked,
        ["也能跟您说话。", "您让看的，也能看。"],
        number,
        ask=AskChoice("guest", asked),
        actions=(
            choice("let_in", "可以来", "yes", ev.InCall(LetIn(who.id, True)), grave=True),
            choice("keep_out", "不要", "no", ev.InCall(LetIn(who.id, False)), aliases=("不要", "不用", "不行")),
        ),
        tone=Tone.QUESTION,
    )


HOW: dict[assist.How, tuple[str, tuple[str, ...]]] = {
    "by_her": ("您挂断了", ()),
    "by_guide": ("那边挂断了", ()),
    "both": ("两边都挂断了", ()),
    "guide_lost": ("帮您的人断线了", ("等了一会儿，没接上。",)),
    "line_lost": ("线断了，没接上", ("可以再叫一次。",)),
    "nobody": ("现在没人值班", ("给您留了号。", "您也可以打电话。")),
    "unheard": ("没有叫到人", ("请喊旁边的工作人员。",)),
}


def _ended(state: State, now: Call) -> Screen:
    end = now.stage
    assert isinstance(end, Ended)
    title, say = HOW[end.how]
    if end.how == "nobody" and not end.ticket:
        say = ("您可以打电话。",)
    blocks: list[Block] = [BigText("您的号", words(end.ticket))] if end.ticket else []
    phone = end.phone or state.terminal.phone
    if phone and end.how not in ("by_her", "by_guide", "both"):
        blocks.append(Facts((Fact("电话", words(phone)),)))
    if something_filled(state):
        blocks.append(KEPT)
    rates = tuple(
        choice(f"help_rate:{n}", label, sign, ev.InCall(assist.RateHelp(label)))
        for n, (label, sign) in enumerate(RATINGS)
    )
    return page(
        state,
        "over:call:ended",
        title,
        [*say, *(["帮得怎么样？", "不说也行。"] if end.helped else [])],
        blocks,
        ask=AskChoice("help_rating", words("帮得怎么样？")) if end.helped else None,
        actions=(*(rates if end.helped else ()), primary("接着办", ev.Next()), *print_action(state)),
        notices=(print_says(state),) if state.visit.printing is not None else (),
        tone=Tone.WAIT if end.how in ("by_her", "by_guide", "both") else Tone.ATTENTION,
    )
