"""Signature, witness, handing in and what came of it."""

from kiosk.core.screen import (
    AskSignature,
    BigText,
    Block,
    Bullets,
    Fact,
    Facts,
    Paragraph,
    Picture,
    Progress,
    Screen,
    Tone,
)
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.forms import Form
from kiosk.session.matter import done_of
from kiosk.session.pages.build import also, fault_says, page, primary, print_action, print_says, read_action
from kiosk.session.pages.person import person_facts
from kiosk.session.places import NotStored, ResultPlace
from kiosk.session.plan import stages
from kiosk.session.slips import WAITING_SAYS, next_steps, status_of
from kiosk.session.state import State
from kiosk.session.tell import case_digits, said_iso

# --- signature, witness, handing in --------------------------------------------------------------------------


def sign(state: State, form: Form) -> Screen:
    signed = bool(form.signature)
    statement = words(form.service.promise)
    actions = [
        also("witness", "不会写字", "staff", ev.AskWitness(), aliases=("不会写字", "手写不了", "按手印")),
    ]
    if signed:
        actions.insert(0, primary("签好了", ev.Next(), "tick"))
        actions.append(also("resign", "重新签", "restart", ev.ClearSignature(), aliases=("重签",)))
    return page(
        state,
        "sign",
        "请您签个名",
        ["请先听一遍。", "写名字，画个圈也行。"],
        [Paragraph(statement)],
        AskSignature(words("请在框里签名"), statement, signed),
        actions,
    )


def witness(state: State, form: Form) -> Screen:
    staff = state.visit.staff
    if staff is None:
        return page(
            state,
            "witness",
            "请工作人员来核对",
            ["请叫一位工作人员。", "他看过证件和本人，就能接着办。"],
            [Picture("staff", "工作人员用钥匙开始核对")],
            actions=(primary("叫人来", ev.AskHelp(), "staff", "call_staff"),),
            tone=Tone.WAIT,
        )
    blocks: list[Block] = [person_facts(form.holder, "办事人")] if form.holder else []
    blocks += [person_facts(form.operator, "代办人")] if form.operator else []
    return page(
        state,
        "witness:verify",
        "请工作人员核对",
        ["人和证件是同一个人吗？"],
        [Facts((Fact("核对人", words(staff[1])),)), *blocks],
        actions=(
            primary("核对过，一致", ev.ConfirmWitness(), "tick", "confirm_witness", grave=True),
            also("deny_witness", "不是同一个人", "no", ev.DenyWitness(), grave=True),
        ),
    )


def confirm(state: State, form: Form) -> Screen:
    names = {m.id: m.name for m in form.service.materials}
    missing = tuple(words(names[m]) for m, s in form.materials if s == "missing" and m in names)
    blocks: list[Block] = [Facts((Fact("办什么", words(form.service.plain_name)),))]
    if missing:
        blocks.append(Bullets(missing, "这些以后要补"))
    ready = all(s.done for s in stages(state, form)[:-1])
    why = "" if ready else "前面还有没填的"
    return page(
        state,
        "confirm",
        "现在交上去吗？",
        ["按交上去，才算办。"],
        blocks,
        actions=(
            primary(
                "交上去",
                ev.ConfirmSubmit(),
                "upload",
                "submit",
                enabled=ready,
                why_not=why,
                grave=True,
            ),
            also("review", "再看一遍", "search_case", ev.Back()),
            also("finish", "先不办了", "exit", ev.Finish(), aliases=("不办了", "算了")),
        ),
    )


def submitting(state: State) -> Screen:
    return page(
        state,
        "submitting",
        "正在存您的事",
        ["请稍等，不要走开。"],
        [Progress("正在存，请稍等")],
        tone=Tone.WAIT,
    )


def not_stored(state: State, place: NotStored) -> Screen:
    return page(
        state,
        "not_stored",
        "没有办成",
        ["这件事没有交上去。"],
        [Paragraph(fault_says(place.fault))],
        actions=(
            primary("再试一次", ev.Next(), "restart"),
            also("finish", "不办了", "exit", ev.Finish(), aliases=("不办了", "算了")),
        ),
        tone=Tone.TROUBLE,
    )


def result(state: State, place: ResultPlace, form: Form) -> Screen:
    """What is true now, the number large, what comes next, the paper's fate."""
    done = done_of(state, place.submission_id)
    number = done.case_number if done else ""
    if done is not None and done.refused:
        title, say, tone = "已存好，还没交上", ["这件事没能交上去。", "请把号码给工作人员看。"], Tone.ATTENTION
    elif done is not None and done.status:
        title, say, tone = "交上去了", [f"现在是：{done.status}。"], Tone.DONE
    else:
        title, say, tone = "存好了，还没传上去", [*WAITING_SAYS.replace("。", "。|").strip("|").split("|")], Tone.WAIT
    state_word = title if done is not None and done.refused else status_of(done) if done is not None else ""
    facts = [Fact("状态", words(state_word))]
    if done is not None and done.due:
        facts.append(Fact("最晚办好", words(said_iso(done.due))))
    blocks: list[Block] = [BigText("办件编号", words(number), case_digits(number)), Facts(tuple(facts))]
    blocks.append(Bullets(tuple(words(t) for t in next_steps(form, done is not None and done.refused)), "接下来"))
    job = state.visit.printing
    if job is not None and job.fault is not None:
        blocks.append(Paragraph(words("请拍下号码，或者听我念。"), strong=True))
    return page(
        state,
        "result",
        title,
        say,
        blocks,
        actions=(primary("好了", ev.Finish(), "yes", "finish"), *print_action(state), *read_action(state)),
        notices=(print_says(state),),
        tone=tone,
    )
