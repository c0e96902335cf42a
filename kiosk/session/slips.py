"""What the papers say. Pure: a slip is composed from what is known at that moment and never promises more."""

from collections.abc import Sequence
from hashlib import sha256

from kiosk.assist import Ended, Waiting
from kiosk.catalogue import NONE_ANSWER, WINDOW_DECIDES, FieldType, Flow, Material, Referral, Service, capitals, yuan
from kiosk.core.ids import payment_number
from kiosk.core.slip import Slip, SlipFact, SlipLine, SlipQr, SlipRule, SlipText
from kiosk.core.wire import Bill, CaseView, HelpReply, Notice, Payment
from kiosk.core.words import Private, PrivateKind, words
from kiosk.session.forms import Form
from kiosk.session.owed import amount_of
from kiosk.session.places import EmergencyOver, TicketPlace
from kiosk.session.state import Done, State
from kiosk.session.tell import case_digits, said_day, said_iso, time_limit, value_words

WAITING = "已暂存·待上传"
REFUSED = "没能交上去，已存好。请把这张给工作人员看"
"""Nobody is promised a call: the terminal cannot open what it stored, and staff see only that something waits."""
WAITING_SAYS = "已经存在这台机器里。网通了会自动上传，不用再办。"


def _head(state: State, title: str) -> list[SlipLine]:
    lines: list[SlipLine] = [
        SlipText(state.terminal.hall, 2, align="centre"),
        SlipText(title, 3, bold=True, align="centre"),
    ]
    if state.terminal.simulated:
        lines.append(SlipText("模拟设备打印，不作凭证", 1, align="centre"))
    return [*lines, SlipRule()]


def _foot(state: State) -> list[SlipLine]:
    phone = [SlipFact("电话", state.terminal.phone)] if state.terminal.phone else []
    at = f"{said_day(state.now)} {state.now:%H:%M}"
    note = SlipText(f"{at}  {state.terminal.terminal_id}", 1, said=words(at))
    return [SlipRule(), *phone, note]


def status_of(done: Done) -> str:
    """The truth in a few words."""
    if done.refused:
        return REFUSED
    return done.status or WAITING


def receipt(state: State, form: Form, done: Done) -> Slip:
    """The slip of a finished matter, sections in the order its catalogue file gives."""
    service = form.service
    lines = [*_head(state, service.plain_name), SlipFact("状态", status_of(done))]
    if not done.status and not done.refused:
        lines.append(SlipText(WAITING_SAYS))
    for section in service.slip:
        lines += _section(state, form, done, section)
    return Slip(f"case-{done.submission_id}", (*lines, *_foot(state)))


CALLS = ("电话", "联系您")
OWN_PHONE = "phone"
"""The id by which every matter asks for the number of the person herself."""
CALLS_ANOTHER = "会打电话给您留的联系人。"
ASK_YOURSELF = "结果用这个编号查，或到窗口问。"


def next_steps(form: Form, refused: bool) -> list[str]:
    """What comes next, as it really will: nobody is called who left no number, and nothing is under way if refused."""
    if refused:
        return ["请把号码给工作人员看。"]
    left = {
        s.id for s in form.specs() if s.type is FieldType.PHONE and form.chosen(s.id) not in (None, "", NONE_ANSWER)
    }
    if OWN_PHONE in left:
        return form.service.next_steps
    instead = CALLS_ANOTHER if left else ASK_YOURSELF
    steps = (instead if any(word in text for word in CALLS) else text for text in form.service.next_steps)
    return list(dict.fromkeys(steps))


def handed_in_slip(state: State, done: Done) -> Slip:
    """What was handed in before a power cut: the number and how it stands; the rest is with what was handed in."""
    service = state.terminal.service(done.service_id)
    waits = [SlipText(WAITING_SAYS)] if not done.status and not done.refused else []
    lines = [
        *_head(state, service.plain_name if service else "办件"),
        SlipText("办件编号"),
        _case_number(done.case_number),
        SlipFact("状态", status_of(done)),
        *waits,
        SlipText("停电前已经交了，没有交两次。"),
    ]
    return Slip(f"case-{done.submission_id}", (*lines, *_foot(state)))


def _section(state: State, form: Form, done: Done, section: str) -> list[SlipLine]:
    service = form.service
    match section:
        case "case":
            return [SlipText("办件编号"), _case_number(done.case_number)]
        case "who":
            return _who(form)
        case "fields":
            answered = [s for s in form.specs() if form.chosen(s.id)]
            told = [(s.label, value_words(s, form.chosen(s.id) or "")) for s in answered]
            # A value the mask hides whole would be a row of stars; the paper may be read by others.
            return [SlipFact(label, text.masked(), text) for label, text in told if text.masked().strip("*")]
        case "materials":
            names = {m.id: m.name for m in service.materials}
            missing = [names[m] for m, state_ in form.materials if state_ == "missing" and m in names]
            return (
                [SlipText("还要补的材料", bold=True), *(SlipText(f"□ {name}") for name in missing)] if missing else []
            )
        case "fee":
            return [SlipFact("费用", service.fee)]
        case "time":
            due = [SlipFact("最晚", said_iso(done.due))] if done.due else []
            return [SlipFact("多久办好", time_limit(service.time_limit)), *due]
        case "next":
            steps = [SlipText(f"{n}. {text}") for n, text in enumerate(next_steps(form, done.refused), 1)]
            typed = form.holder is not None and form.holder.how != "chip" and form.witness is None
            check = [SlipText("请带身份证到窗口核对一次。", bold=True)] if typed else []
            return [SlipText("接下来", bold=True), *check, *steps]
        case "phone":
            return [SlipFact("窗口", service.offline_channel)]
        case "qr":
            return [SlipQr(done.case_number, f"办件编号 {done.case_number}")]
        case _:
            return []


def _who(form: Form) -> list[SlipLine]:
    if form.holder is None:
        return [SlipFact("谁的事", "没留姓名")]
    number = words(Private(form.holder.id_number, PrivateKind.ID_NUMBER))
    lines: list[SlipLine] = [
        _name("办事人", form.holder.name),
        SlipFact("身份证", number.masked(), number),
    ]
    return [*lines, _name("代办人", form.operator.name)] if form.operator else lines


def _name(label: str, name: str) -> SlipFact:
    """On the paper whole, for it is hers; to be masked wherever else it is shown."""
    return SlipFact(label, name, words(Private(name, PrivateKind.NAME)))


def _case_number(number: str) -> SlipText:
    return SlipText(number, 3, bold=True, said=words(case_digits(number)))


def where_to_go(state: State, service: Service, have: Sequence[str] = ()) -> Slip:
    """For who refused, may not yet, or cannot do it here: the window and what to bring. Nothing personal.

    have: ids of the materials that are here already; they are ticked.
    """
    lines = [*_head(state, service.plain_name), SlipText("到这里办", bold=True), SlipText(service.offline_channel)]
    if service.materials:
        ticked = [f"{'√' if m.id in have else '□'} {material_words(m)}" for m in service.materials]
        lines += [SlipText("要带的东西", bold=True), *(SlipText(line) for line in ticked)]
        if service.flow is Flow.GUIDE_ONLY:
            lines.append(SlipText(f"到底带什么，{WINDOW_DECIDES}。"))
    lines.append(SlipFact("费用", service.fee))
    if service.flow is Flow.GUIDE_ONLY:
        lines += [SlipFact("多久", time_limit(service.time_limit))] if service.time_limit else []
        lines += [SlipText("接下来", bold=True)]
        lines += [SlipText(f"{n}. {text}") for n, text in enumerate(service.next_steps, 1)]
    return Slip(f"where-{service.id}-{state.now:%H%M%S}", (*lines, *_foot(state)))


def material_words(material: Material) -> str:
    """One thing to bring, with how many and its note."""
    copies = f"，{material.copies} 份" if material.copies > 1 else ""
    return f"{material.name}{copies}" + (f"（{material.note}）" if material.note else "")


def referral_slip(state: State, service: Service, referral: Referral) -> Slip:
    """Who gives the paper that the community does not give."""
    lines = [*_head(state, referral.name), SlipText("这张证明，社区不能开。"), SlipText("找这里", bold=True)]
    lines += [SlipText(text) for text in referral.go_to]
    return Slip(f"referral-{service.id}-{referral.id}-{state.now:%H%M%S}", (*lines, *_foot(state)))


def ticket_slip(state: State, place: TicketPlace) -> Slip:
    """A number in the queue; a local one says that the queue machine does not know it."""
    queue = next((o.label for o in state.terminal.queues if o.id == place.queue), "")
    lines = [*_head(state, "排队号"), SlipText(place.number, 3, bold=True, align="centre"), SlipText(queue)]
    ticket = place.ticket
    if ticket is None:
        lines.append(SlipText(f"{place.why or '网络不通，'}这是临时号。请把小票给工作人员看。", bold=True))
    else:
        lines.append(SlipFact("前面", f"{ticket.ahead} 人"))
        if ticket.minutes is not None:
            lines.append(SlipFact("大约", f"{ticket.minutes} 分钟"))
        lines.append(SlipFact("去", ticket.window))
    if place.priority:
        lines.append(SlipText("优先"))
    return Slip(f"ticket-{place.number}-{state.now:%H%M%S}", (*lines, *_foot(state)))


def payment_slip(state: State, bill: Bill, payment_id: str, payment: Payment | None, cash: bool) -> Slip:
    """Only what the server said; 模拟 where no real money moves."""
    total = amount_of(state, bill)
    service = state.visit.service
    lines = _head(state, service.plain_name if service else "缴费")
    if bill.simulated:
        lines.append(SlipText("模拟缴费，没有真的扣钱", bold=True))
    lines += [
        SlipFact("户号后四位", bill.account_tail),
        SlipFact("户主", bill.holder_masked),
        SlipFact("账期", bill.period),
        SlipFact("金额", yuan(total)),
        SlipText(capitals(total)),
        SlipFact("状态", payment_words(payment, cash)),
    ]
    if payment_id:
        lines.append(SlipFact("单号", payment_number(payment_id)))
    if payment is not None and payment.reference:
        lines.append(SlipFact("流水号", payment.reference))
    state_name = "cash" if cash else payment.state if payment else "unknown"
    return Slip(f"pay-{payment_id or bill.period}-{state_name}", (*lines, *_foot(state)))


def payment_words(payment: Payment | None, cash: bool = False) -> str:
    if cash:
        return "还没交。请到窗口交现金"
    if payment is None:
        return "还不知道成没成，正在查。请不要再交"
    match payment.state:
        case "paid":
            return "交好了"
        case "processing":
            return "处理中。请不要再交"
        case "failed" | "void":
            return "没交成，没有扣钱"
        case "reversed":
            return "已退回"


def case_slip(state: State, case: CaseView) -> Slip:
    """How far a case is."""
    lines = [
        *_head(state, "办到哪一步"),
        _case_number(case.case_number),
        SlipFact("事项", case.service_name),
        SlipFact("状态", case.status),
    ]
    if case.missing:
        lines += [SlipText("还要补", bold=True), *(SlipText(f"□ {m}") for m in case.missing)]
    if case.next_step:
        lines += [SlipText("接下来", bold=True), SlipText(case.next_step)]
    if case.who:
        lines.append(SlipFact("找谁", case.who))
    return Slip(f"progress-{case.case_number}-{state.now:%H%M%S}", (*lines, *_foot(state)))


def notice_slip(state: State, notice: Notice) -> Slip:
    """A notice to take home."""
    lines = [*_head(state, notice.title), SlipText(notice.text), SlipFact("来源", notice.source)]
    return Slip(f"notice-{notice.id}-{state.now:%H%M%S}", (*lines, SlipFact("日期", said_day(notice.published))))


def help_slip(state: State, reply: HelpReply) -> Slip:
    """A place in the line for a human."""
    lines = [*_head(state, "叫人帮忙"), SlipText(reply.ticket, 3, bold=True), SlipFact("前面", f"{reply.waiting} 人")]
    return Slip(f"help-{reply.help_id}", (*lines, SlipFact("电话", reply.phone), *_foot(state)))


def call_slip(state: State) -> Slip | None:
    """The number of a call for a human, as long as there is one."""
    call = state.visit.call
    match call.stage if call else None:
        case Waiting(ticket=str(ticket), position=position) if ticket:
            told = [SlipFact("前面", f"{position} 人")]
        case Ended(ticket=str(ticket), phone=phone) if ticket:
            told = [SlipFact("电话", phone)] if phone and phone != state.terminal.phone else []
        case _:
            return None
    lines = [*_head(state, "叫人帮忙"), SlipText(ticket, 3, bold=True), *told]
    return Slip(f"call-{call.id if call else ticket}", (*lines, *_foot(state)))


def draft_slip(state: State) -> Slip:
    """What was begun and kept: what it is, and that the same card goes on with it."""
    service = state.visit.service
    lines = [
        *_head(state, "没办完的事"),
        SlipText("办什么"),
        SlipText(service.plain_name if service else "", 3, bold=True),
    ]
    lines += [SlipText("您填的都留着。"), SlipText("下次放身份证，接着办。")]
    if service is not None and service.materials:
        lines += [SlipRule(), SlipText("要带的东西", bold=True), *(SlipText(f"· {m.name}") for m in service.materials)]
    job = sha256(f"draft/{state.visit.seed}/{state.visit.minted}".encode()).hexdigest()[:16]
    return Slip(f"draft-{job}", (*lines, *_foot(state)))


def emergency_slip(state: State, over: EmergencyOver) -> Slip:
    """Whom to call and what to do, to take along."""
    lines = [*_head(state, "紧急情况"), SlipText("请打"), SlipText(over.call, 3, bold=True)]
    lines += [SlipText(sentence) for sentence in over.say]
    job = sha256(f"emergency/{state.visit.seed}/{over.danger}".encode()).hexdigest()[:16]
    return Slip(f"emergency-{job}", (*lines, *_foot(state)))
