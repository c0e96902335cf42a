"""What lies over a page, as a Screen."""

from typing import assert_never

from kiosk.core.faults import TEXTS, Fault
from kiosk.core.loudness import LEVELS, output_of
from kiosk.core.screen import AskPin, BigText, Block, Fact, Facts, Paper, Paragraph, Progress, Screen, Tone
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.now import something_filled, something_to_lose
from kiosk.session.pages.build import also, choice, pad, page, primary, print_action, print_says
from kiosk.session.papers import slip_shown
from kiosk.session.places import (
    Covering,
    HelpOver,
    IdleOver,
    LeaveOver,
    PaperOver,
    SettingsOver,
    StaffMenuOver,
    StaffOver,
    TroubleOver,
)
from kiosk.session.reading import read_out
from kiosk.session.state import COUNTDOWN_S, RATES, State

SIZES = ("标准字", "大字", "更大字", "特大字")
THEMES = (("standard", "平常颜色"), ("black", "黑底白字"), ("white", "白底黑字"), ("soft", "柔和颜色"))
PACES = ("很慢", "慢一些", "平常", "快一点", "快一些", "很快", "最快")


def overlay(state: State, over: Covering) -> Screen:
    match over:
        case HelpOver():
            return _help(state, over)
        case IdleOver():
            return _idle(state, over)
        case TroubleOver():
            return page(
                state,
                "over:trouble",
                "机器出了点问题",
                [TEXTS[Fault.UNEXPECTED].resident],
                actions=(primary("重新开始", ev.Next(), "restart"),),
                tone=Tone.TROUBLE,
            )
        case StaffOver():
            return _staff(state, over)
        case StaffMenuOver():
            return _staff_menu(state)
        case SettingsOver():
            return _settings(state)
        case PaperOver():
            return _paper(state)
        case LeaveOver():
            return _leave(state, over)
        case _ as never:
            assert_never(never)


COMING = {
    "hall": ["已经叫了工作人员。", "请您等一等。"],
    "street": ["大厅里现在没人值班。", "已经告诉街道的人了。"],
    "city": ["大厅里现在没人值班。", "已经告诉市里的人了。"],
}
"""Who was told, by where they are; nobody is said to be coming from far away."""


def _help(state: State, over: HelpOver) -> Screen:
    blocks: list[Block] = []
    phone = state.terminal.phone
    if over.reply is not None:
        reply = over.reply
        say = COMING[reply.where or "hall"] if reply.on_duty else ["现在没有人值班。", "您可以打电话，或者留号。"]
        blocks = [BigText("您的号", words(reply.ticket)), Facts((Fact("前面", words(f"{reply.waiting} 人")),))]
        phone = reply.phone or phone
        title = "已经叫人了" if reply.on_duty else "现在没人值班"
    elif over.unanswered:
        title = "没有叫到人" if over.say else "网络不通，没叫到"
        say = [*([over.say] if over.say else []), "请喊一下旁边的工作人员。"]
    else:
        title, say = "正在叫人", ["请稍等。"]
        blocks = [Progress("正在叫人，请稍等")]
    if phone:
        blocks.append(Facts((Fact("电话", words(phone)),)))
    if something_filled(state):
        blocks.append(Paragraph(words("您填的都还在。")))
    return page(
        state,
        "over:help",
        title,
        say,
        blocks,
        actions=(primary("接着办", ev.Next()), *(print_action(state) if over.reply is not None else ())),
        notices=(print_says(state),) if over.reply is not None and state.visit.printing is not None else (),
        tone=Tone.WAIT,
    )


def _idle(state: State, over: IdleOver) -> Screen:
    left = int(over.left) + 1
    return page(
        state,
        "over:idle",
        "您还在吗？",
        ["要接着办，请按还在。", "不按，资料会清掉。"],
        actions=(
            primary("我还在", ev.StillHere(), "yes", "still_here"),
            also("leave", "不办了", "exit", ev.Leave(), aliases=("不办了", "走了")),
        ),
        tone=Tone.ATTENTION,
        countdown=left if left <= COUNTDOWN_S else None,
    )


def _staff(state: State, over: StaffOver) -> Screen:
    number = over.part == "number"
    asked = {"number": "请输入工号", "pin": "请输入密码", "code": "请输入检修码"}[over.part]
    title = "正在核对" if over.checking else asked
    code = (also("use_code", "用检修码", "key", ev.UseCode()),) if number and not over.checking else ()
    return page(
        state,
        f"over:staff:{over.part}",
        title,
        ["这里给工作人员用。"],
        ask=AskPin(words(title), len(over.number if number else over.pin)),
        actions=(*pad(), primary("确定", ev.Next(), "key"), *code),
        notices=(over.problem,),
    )


def _staff_menu(state: State) -> Screen:
    broken, sound = (
        tuple(
            Fact(DEVICES.get(d.device, d.device), words(TEXTS[d.fault].staff if d.fault else "正常"))
            for d in state.terminal.devices
            if (d.fault is None) == fine
        )
        for fine in (False, True)
    )
    terminal = state.terminal
    line = Fact("网络", words("通" if terminal.line_up else "不通"))
    waiting = f"{terminal.waiting} 件。网通了自己会传。" if terminal.waiting else "没有"
    refused = f"{terminal.refused} 件。居民还没办成，请找技术人员。" if terminal.refused else "没有"
    queue = (Fact("等着上传", words(waiting)), Fact("被退回", words(refused)))
    return page(
        state,
        "over:staff_menu",
        "工作人员",
        ["设备和待传的在这里。"],
        [Facts((*broken, line, *queue, *sound))],
        actions=(
            primary("关上", ev.Next(), "back"),
            also("repair", "检修机器", "helmet", ev.StartRepair(), aliases=("检修",)),
            also("leave", "结束并清空", "exit", ev.Leave(), aliases=("结束",)),
        ),
    )


DEVICES = {
    "card_reader": "读卡器",
    "receipt_printer": "小票打印机",
    "speaker": "声音",
    "voice_pack": "语音包",
    "store": "本机存储",
}


def _settings(state: State) -> Screen:
    now = state.visit.settings
    volume = "关着" if now.muted else f"{now.volume} 级"
    rates = RATES.index(now.rate) if now.rate in RATES else 2
    actions = [
        choice(f"size:{n}", label, "text_size", ev.ChangeSettings("text_size", n), chosen=now.text_size == n)
        for n, label in enumerate(SIZES)
    ]
    actions += [
        choice(f"theme:{name}", label, "contrast", ev.ChangeSettings("theme", name), chosen=now.theme == name)
        for name, label in THEMES
    ]
    loudest = len(LEVELS[output_of(state.terminal.headphones)]) - 1
    volume_up, volume_down = min(loudest, now.volume + 1), max(0, now.volume - 1)
    actions += [
        choice("louder", "声音大点", "volume_up", ev.ChangeSettings("volume", volume_up), aliases=("大声点",)),
        choice("softer", "声音小点", "volume_down", ev.ChangeSettings("volume", volume_down), aliases=("小声点",)),
        choice("mute", "不出声" if not now.muted else "打开声音", "mute", ev.ChangeSettings("muted", not now.muted)),
        choice("slower", "说慢点", "minus", ev.ChangeSettings("rate", RATES[max(0, rates - 1)]), aliases=("慢一点",)),
        choice(
            "faster",
            "说快点",
            "plus",
            ev.ChangeSettings("rate", RATES[min(len(RATES) - 1, rates + 1)]),
            aliases=("快一点",),
        ),
        choice("low", "坐着用", "wheelchair", ev.ChangeSettings("low", not now.low), chosen=now.low),
        choice("dialect", "我说方言", "megaphone", ev.ChangeSettings("dialect", not now.dialect), chosen=now.dialect),
        choice("slow", "按得慢些", "clock", ev.ChangeSettings("slow", not now.slow), chosen=now.slow),
        choice(
            "whole_numbers",
            "号码念全",
            "speaker",
            ev.ChangeSettings("whole_numbers", not now.whole_numbers),
            chosen=now.whole_numbers,
        ),
        choice("dark", "黑屏只听", "eye_off", ev.ChangeSettings("dark", not now.dark), chosen=now.dark),
    ]
    return page(
        state,
        "over:settings",
        "字和声音怎么合适？",
        ["改了马上就变。"],
        [Facts((Fact("声音", words(volume)), Fact("语速", words(PACES[rates]))))],
        actions=(primary("好了", ev.Next(), "yes"), *actions),
    )


def _paper(state: State) -> Screen:
    slip = slip_shown(state)
    return page(
        state,
        "over:paper",
        "小票上写着",
        [],
        [Paper(read_out(slip))] if slip is not None else [],
        actions=(primary("好了", ev.Next(), "yes"),),
    )


def _leave(state: State, over: LeaveOver) -> Screen:
    form = state.visit.form
    kept = form is not None and form.holder is not None and form.holder.how == "chip" and something_to_lose(state)
    say = "下次放身份证，可以接着办。" if kept else "没交的会清掉。"
    return page(
        state,
        "over:leave",
        "真的不办了吗？" if over.to == "restart" else "要回首页吗？",
        [say],
        actions=(
            primary("接着办", ev.Next(), "yes"),
            also("leave", "不办了" if over.to == "restart" else "回首页", "exit", ev.Leave(), aliases=("不办了",)),
        ),
        tone=Tone.ATTENTION,
    )
