"""Bills, payments, and what became of those a power cut interrupted."""

from datetime import timedelta

from kiosk.catalogue import capitals, yuan
from kiosk.core.clock import BEIJING
from kiosk.core.ids import payment_number
from kiosk.core.screen import AskChoice, BigText, Block, Fact, Facts, Paragraph, Progress, Screen, Tone
from kiosk.core.words import Words, words
from kiosk.session import events as ev
from kiosk.session.counter import payable
from kiosk.session.events import LeftPayment
from kiosk.session.owed import amount_of
from kiosk.session.pages.build import also, choice, enough, page, primary, print_action, print_says, read_action
from kiosk.session.places import BillPlace, ConfirmPayPlace, NoBill, Paying, PaymentPlace
from kiosk.session.slips import payment_words
from kiosk.session.state import State

SANDBOX = "这是模拟缴费，不会真的扣钱。"
METHODS = {"scan_me": "出示付款码", "show_code": "扫屏上的码"}


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
        return page(state, "bill", "正在处理上一笔", [text], blocks, actions=enough(), tone=Tone.WAIT)
    if not payable(state, owed):
        return page(state, "bill", "这一期不用交", ["已经交过了。"], blocks, actions=enough(), tone=Tone.DONE)
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
        ["按交钱，才会交。", *_by_code(state, place)],
        blocks,
        actions=(
            primary("交钱", ev.ConfirmPay(), "money", "pay", grave=True),
            also("not_now", "先不交", "no", ev.Back(), aliases=("不交", "算了")),
        ),
    )


def _by_code(state: State, place: ConfirmPayPlace) -> list[str]:
    """Where a code may be held before the scanner, and what becomes of it."""
    if place.method != "show_code" or not place.bill.simulated or not state.terminal.has("code_reader"):
        return []
    return ["或把付款码对准扫码口，也会交。", "这是模拟，码不会用掉。"]


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
        actions=(primary("好了", ev.Finish(), "yes", "finish"), *ask, *print_action(state), *read_action(state)),
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
