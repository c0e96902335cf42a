"""Bills, numbers in the queue, progress, notices."""

from datetime import timedelta

from kiosk.catalogue import Service, capitals, yuan
from kiosk.core.clock import BEIJING
from kiosk.core.ids import payment_number
from kiosk.core.screen import (
    NO_WORDS,
    Action,
    AskChoice,
    AskDigits,
    BigText,
    Block,
    Bullets,
    Fact,
    Facts,
    Paragraph,
    Progress,
    Role,
    Screen,
    Tone,
)
from kiosk.core.words import Words, words
from kiosk.session import events as ev
from kiosk.session.counter import payable
from kiosk.session.events import LeftPayment
from kiosk.session.owed import amount_of
from kiosk.session.pages.build import (
    also,
    choice,
    pad,
    page,
    primary,
    print_action,
    print_says,
    turn,
)
from kiosk.session.places import (
    BillPlace,
    CaseNumberPlace,
    CasePlace,
    CasesPlace,
    ConfirmPayPlace,
    NoBill,
    NoticePlace,
    NoticesPlace,
    Paying,
    PaymentPlace,
    TicketPlace,
)
from kiosk.session.slips import payment_words
from kiosk.session.state import State
from kiosk.session.tell import case_digits, said_day, said_iso

SANDBOX = "这是模拟缴费，不会真的扣钱。"
LIST_PAGE = 5
METHODS = {"scan_me": "出示付款码", "show_code": "扫屏上的码"}


def waiting(state: State, key: str, title: str) -> Screen:
    return page(state, key, title, ["请稍等。"], [Progress("正在问，请稍等")], tone=Tone.WAIT)


def no_bill(state: State, place: NoBill) -> Screen:
    reason = words(place.say) if place.say else words("网络不通，现在查不了。")
    return page(
        state,
        "no_bill",
        "没有查到账单",
        ["没有扣钱。"],
        [Paragraph(reason)],
        actions=(
            primary("再查一次", ev.Next(), "restart"),
            also("finish", "不查了", "exit", ev.Finish(), aliases=("算了",)),
        ),
        tone=Tone.ATTENTION,
    )


def bill(state: State, place: BillPlace) -> Screen:
    """What is owed; nothing to press while an earlier payment is being processed."""
    owed = place.bill
    total = amount_of(state, owed)
    facts = [
        Fact("户主", words(owed.holder_masked)),
        Fact("户号后四位", words(owed.account_tail)),
        Fact("账期", words(owed.period)),
    ]
    if owed.late_cents:
        facts.append(Fact("其中滞纳金", words(yuan(owed.late_cents))))
    blocks: list[Block] = [Paragraph(words(SANDBOX), strong=True)] if owed.simulated else []
    blocks += [BigText("要交", words(yuan(total)), capitals(total)), Facts(tuple(facts))]
    if owed.state == "processing":
        text = "上一笔还在处理。请不要再交。"
        return page(state, "bill", "正在处理上一笔", [text], blocks, actions=_enough(), tone=Tone.WAIT)
    if not payable(state, owed):
        return page(state, "bill", "这一期不用交", ["已经交过了。"], blocks, actions=_enough(), tone=Tone.DONE)
    return page(
        state,
        "bill",
        "请看看对不对",
        ["对的话，选怎么交。"],
        blocks,
        AskChoice("method", words("您想怎么交？")),
        (
            choice("show_code", METHODS["show_code"], "phone", ev.ChoosePayMethod("show_code"), aliases=("扫码",)),
            choice("scan_me", METHODS["scan_me"], "camera", ev.ChoosePayMethod("scan_me"), aliases=("付款码",)),
            choice("cash", "窗口交现金", "money", ev.ChoosePayMethod("cash_at_window"), aliases=("现金", "交现钱")),
        ),
    )


def _enough() -> tuple[Action, ...]:
    return (primary("知道了", ev.Finish(), "yes", "finish"),)


def confirm_pay(state: State, place: ConfirmPayPlace) -> Screen:
    owed = place.bill
    total = amount_of(state, owed)
    blocks: list[Block] = [Paragraph(words(SANDBOX), strong=True)] if owed.simulated else []
    blocks += [
        BigText("要交", words(yuan(total)), capitals(total)),
        Facts((Fact("大写", words(capitals(total))), Fact("户主", words(owed.holder_masked)))),
        Facts((Fact("怎么交", words(METHODS[place.method])),)),
    ]
    return page(
        state,
        "confirm_pay",
        "现在交吗？",
        ["按交钱，才会交。"],
        blocks,
        actions=(
            primary("交钱", ev.ConfirmPay(), "money", "pay", grave=True),
            also("not_now", "先不交", "no", ev.Back(), aliases=("不交", "算了")),
        ),
    )


def paying(state: State, place: Paying) -> Screen:
    say = ["正在等回话，请稍等。", "请不要再交一次。"]
    number = Facts((Fact("单号", words(payment_number(place.payment_id))),))
    return page(state, "paying", "处理中", say, [Progress("正在处理，请稍等"), number], tone=Tone.WAIT)


def _paper_says(place: PaymentPlace, state: State) -> list[str]:
    """The slip is spoken of only once it is really out."""
    job = state.visit.printing
    if place.refused or job is None:
        return ["没有扣钱。"]
    return ["小票上写着同样的话。"] if job.printed else []


def payment(state: State, place: PaymentPlace) -> Screen:
    owed = place.bill
    total = amount_of(state, owed)
    said = place.payment
    title = "没有交成" if place.refused else payment_words(said, place.cash).split("。")[0]
    blocks: list[Block] = [Paragraph(words(SANDBOX), strong=True)] if owed.simulated else []
    blocks.append(BigText("金额", words(yuan(total)), capitals(total)))
    if place.refused:
        blocks.append(Paragraph(words(place.refused)))
    else:
        facts = [Fact("状态", words(payment_words(said, place.cash)))]
        if place.payment_id:
            facts.append(Fact("单号", words(payment_number(place.payment_id))))
        if said is not None and said.reference:
            facts.append(Fact("流水号", words(said.reference)))
        blocks.append(Facts(tuple(facts)))
    open_ = place.open
    ask = (also("next", "再查一查", "search_case", ev.Next(), aliases=("查一查", "再问问")),) if open_ else ()
    paid = said is not None and said.state == "paid"
    return page(
        state,
        "payment",
        title,
        _paper_says(place, state),
        blocks,
        actions=(primary("好了", ev.Finish(), "yes", "finish"), *ask, *print_action(state)),
        notices=(print_says(state),),
        tone=Tone.DONE if paid else Tone.WAIT if open_ else Tone.ATTENTION,
    )


LEFT_WORDS = {
    "asking": "正在查。请不要再交",
    "processing": "处理中。请不要再交",
    "paid": "交好了",
    "failed": "没交成，没有扣钱",
    "void": "没交成，没有扣钱",
    "reversed": "已退回",
}
LEFT_TOLD = timedelta(minutes=30)
"""How long a payment that a power cut interrupted is spoken of to whoever stands here."""


def left_payments(state: State) -> tuple[LeftPayment, ...]:
    """Those still worth telling."""
    return tuple(p for p in state.terminal.left_payments if state.now - p.begun_at < LEFT_TOLD)


def left_says(state: State) -> tuple[Words, ...]:
    """For the entrance and the home page: money first, and nothing of whose it is."""
    open_ = any(p.state in ("asking", "processing") for p in left_payments(state))
    if not left_payments(state):
        return ()
    return (words("停电前的缴费正在查。请不要再交。" if open_ else "停电前的缴费查到了。请看首页。"),)


def left(state: State) -> Screen:
    blocks = [
        Facts(
            (
                Fact("单号", words(p.number)),
                Fact("什么时候", words(f"{p.begun_at.astimezone(BEIJING):%H:%M}")),
                Fact("状态", words(LEFT_WORDS[p.state])),
            )
        )
        for p in left_payments(state)
    ]
    newest = left_payments(state)[-1:]
    told = "".join(f"：{LEFT_WORDS[p.state].split('。')[0]}" for p in newest)
    return page(
        state,
        "left_payments",
        f"停电前的缴费{told}",
        ["知道的都写在这里。" if blocks else "现在没有要查的。"],
        blocks,
        actions=(primary("知道了", ev.Home(), "home", "home_now"),),
    )


# --- queue ---------------------------------------------------------------------------------------------------


def queues(state: State, service: Service) -> Screen:
    return page(
        state,
        "ticket:queue",
        "您要办哪一类？",
        ["选一类，我给您排号。"],
        ask=AskChoice("queue", words("您要办哪一类？")),
        actions=tuple(
            choice(o.id, o.label, o.pictogram, ev.ChooseTicket(o.id), aliases=tuple(o.aliases), note=o.note)
            for o in service.tickets
        ),
    )


def priority(state: State) -> Screen:
    return page(
        state,
        "ticket:priority",
        "要先照顾您吗？",
        ["八十岁以上可以先办。", "残疾人和孕妇也可以。"],
        ask=AskChoice("priority", words("要先照顾您吗？")),
        actions=(
            choice("yes", "要，我符合", "priority", ev.ChoosePriority(True), aliases=("要", "我八十了")),
            choice("no", "不用", "no", ev.ChoosePriority(False), aliases=("不用", "不要")),
        ),
    )


def ticket(state: State, place: TicketPlace) -> Screen:
    blocks: list[Block] = [BigText("您的号", words(place.number))]
    if place.ticket is None:
        say = [place.why or "网络不通。", "这是临时号。", "请给工作人员看一下。"]
    else:
        say = ["请坐下等，会叫您。"]
        facts = [Fact("前面", words(f"{place.ticket.ahead} 人")), Fact("去", words(place.ticket.window))]
        if place.ticket.minutes is not None:
            facts.append(Fact("大约等", words(f"{place.ticket.minutes} 分钟")))
        blocks.append(Facts(tuple(facts)))
    return page(
        state,
        "ticket",
        "排上号了" if place.ticket is not None else "给您一个临时号",
        say,
        blocks,
        actions=(primary("好了", ev.Finish(), "yes", "finish"), *print_action(state)),
        notices=(print_says(state),),
        tone=Tone.DONE if place.ticket is not None else Tone.ATTENTION,
    )


# --- progress ------------------------------------------------------------------------------------------------


def ways(state: State) -> Screen:
    return page(
        state,
        "progress:ways",
        "您想怎么查？",
        ["放身份证最省事。", "也可以输小票上的编号。"],
        ask=AskChoice("way", words("您想怎么查？")),
        actions=(
            choice("card", "放身份证", "card_place", ev.UseWay("card"), aliases=("身份证", "刷卡")),
            choice("number", "输编号", "keyboard", ev.UseWay("typed"), aliases=("编号", "小票")),
        ),
    )


def case_number(state: State, place: CaseNumberPlace) -> Screen:
    prompt = words("小票上的编号是多少？")
    return page(
        state,
        "progress:number",
        prompt,
        ["横线不用输。", "本机的字母会自己出来。"],
        ask=AskDigits("case_number", prompt, words(place.draft), groups=(6, 8, 3, 4, 1), length=22),
        actions=(*pad(), primary("查", ev.Next(), "search_case")),
        notices=(place.problem,),
    )


def cases(state: State, place: CasesPlace) -> Screen:
    if place.fault is not None:
        return page(
            state,
            "progress:none",
            "现在查不了",
            [place.say or "网络不通，请过一会儿再来。"],
            [Paragraph(words("也可以到窗口问。"))],
            actions=_enough(),
            tone=Tone.ATTENTION,
        )
    if not place.cases:
        return page(
            state,
            "progress:none",
            "没有查到",
            ["刚办的，可能还没传上去。", "也可以到窗口问。"],
            actions=_enough(),
            tone=Tone.ATTENTION,
        )
    pages = -(-len(place.cases) // LIST_PAGE)
    number = min(place.page, pages - 1)
    first = number * LIST_PAGE
    shown = place.cases[first : first + LIST_PAGE]
    return page(
        state,
        "progress:list",
        f"查到 {len(place.cases)} 件",
        ["您想看哪一件？"],
        ask=AskChoice("case", words("您想看哪一件？")),
        actions=(
            *(
                choice(f"case:{first + i}", c.service_name[:8], "search_case", ev.ChooseCase(first + i), note=c.status)
                for i, c in enumerate(shown)
            ),
            *turn(number, pages),
        ),
    )


def case(state: State, place: CasePlace) -> Screen:
    view = place.case
    facts = [Fact("事项", words(view.service_name)), Fact("状态", words(view.status))]
    if view.due:
        facts.append(Fact("最晚办好", words(said_iso(view.due))))
    if view.working_days_left is not None:
        facts.append(Fact("还剩", words(f"{view.working_days_left} 个工作日")))
    if view.who:
        facts.append(Fact("找谁问", words(view.who)))
    stages = tuple(words(f"{said_day(s.at)} {s.status}") for s in view.stages)
    blocks: list[Block] = [
        BigText("办件编号", words(view.case_number), case_digits(view.case_number)),
        Facts(tuple(facts)),
    ]
    if view.missing:
        blocks.append(Bullets(tuple(words(m) for m in view.missing), "还要补这些"))
    if stages:
        blocks.append(Bullets(stages, "办到哪一步"))
    if view.next_step:
        blocks.append(Paragraph(words(view.next_step)))
    return page(
        state,
        "progress:case",
        f"现在是：{view.status}",
        [],
        blocks,
        actions=(*_enough(), *print_action(state)),
        notices=(print_says(state),),
    )


# --- notices -------------------------------------------------------------------------------------------------


def notices(state: State, place: NoticesPlace) -> Screen:
    live = [n for n in state.terminal.notices if n.expires is None or n.expires > state.now]
    if not live:
        return page(state, "notices", "现在没有通知", ["有了会放在这里。"], actions=_enough())
    pages = -(-len(live) // LIST_PAGE)
    number = min(place.page, pages - 1)
    as_of = state.terminal.notices_as_of
    old = words(f"这是{said_day(as_of)}收到的。") if as_of and state.terminal.line_up is False else NO_WORDS
    shown = live[number * LIST_PAGE : (number + 1) * LIST_PAGE]
    return page(
        state,
        "notices",
        "有这些通知",
        ["您想听哪一个？"],
        actions=(
            *(
                Action(
                    f"notice:{n.id}",
                    f"{n.level}通知" if n.level != "一般" else "通知",
                    "notice",
                    ev.ChooseNotice(n.id),
                    Role.CHOICE,
                    say=n.title,
                    aliases=(n.title,),
                    note=n.title,
                )
                for n in shown
            ),
            *turn(number, pages),
        ),
        notices=(old,),
    )


def notice(state: State, place: NoticePlace) -> Screen:
    found = next((n for n in state.terminal.notices if n.id == place.notice_id), None)
    if found is None:
        return page(state, "notice", "这条通知已撤下", ["请看别的通知。"], actions=_enough())
    source = Fact("来源", words(found.source))
    day = Fact("日期", words(said_day(found.published)))
    return page(
        state,
        "notice",
        found.title,
        [],
        [Paragraph(words(found.text)), Facts((source, day))],
        actions=(primary("看别的", ev.Back(), "notice", "others"), *print_action(state)),
        notices=(print_says(state),),
    )
