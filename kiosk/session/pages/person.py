"""Consent, whose matter, the card, and other ways to say who one is."""

from kiosk.catalogue import Flow, Verdict
from kiosk.core.person import Person
from kiosk.core.screen import (
    Action,
    AskCard,
    AskChoice,
    AskDigits,
    AskText,
    BigText,
    Bullets,
    Fact,
    Facts,
    Paragraph,
    Role,
    Screen,
    Tone,
)
from kiosk.core.words import Private, PrivateKind, Words, words
from kiosk.session import events as ev
from kiosk.session.forms import OF_A_PERSON, Form
from kiosk.session.matter import done_of
from kiosk.session.pages.build import (
    also,
    choice,
    fault_says,
    key,
    pad,
    page,
    primary,
    print_action,
    print_says,
    read_action,
)
from kiosk.session.places import (
    CardOwnerPlace,
    DuplicatePlace,
    HandedInPlace,
    IdentifyPlace,
    ResumePlace,
    TypedIdentity,
)
from kiosk.session.plan import failing
from kiosk.session.slips import status_of
from kiosk.session.state import State
from kiosk.session.tell import SOURCES, case_digits, kin


def consent(state: State, form: Form) -> Screen:
    return page(
        state,
        "consent",
        "先跟您说明白",
        ["同意就按同意。", "不同意，就按不同意。"],
        [Paragraph(words(form.service.consent))],
        AskChoice("consent", words("您同意吗？")),
        (
            choice("yes", "同意", "yes", ev.Agree(), aliases=("我同意",), grave=True),
            choice("no", "不同意", "no", ev.Refuse(), aliases=("不同意", "不行", "去窗口")),
        ),
    )


def whose(state: State, form: Form) -> Screen:
    if form.service.flow is Flow.REPORT:
        return page(
            state,
            "whose",
            "要留下姓名吗？",
            ["留姓名，好告诉您结果。", "不留也可以办。"],
            ask=AskChoice("whose", words("要留下姓名吗？")),
            actions=(
                choice("self", "留姓名", "self", ev.ForWhom("self"), aliases=("留", "留姓名")),
                choice("anonymous", "不留姓名", "eye_off", ev.ForWhom("anonymous"), aliases=("不留", "匿名")),
            ),
        )
    return page(
        state,
        "whose",
        "这件事是给谁办？",
        ["给自己办，还是替别人办？"],
        ask=AskChoice("whose", words("这件事是给谁办？")),
        actions=(
            choice("self", "给我自己", "self", ev.ForWhom("self"), aliases=("自己", "我自己", "给我办")),
            choice(
                "other",
                "替别人办",
                "other_person",
                ev.ForWhom("other"),
                aliases=("替别人", "给我妈办", "给我爸办", "给老伴办", "不是我"),
            ),
        ),
    )


def _who(state: State, place: IdentifyPlace | TypedIdentity) -> str:
    form = state.visit.form
    if form is None or form.whose != "other":
        return "您"
    holder = kin(state.visit.behalf) if state.visit.behalf else "办事人"
    return holder if place.who == "holder" else "您自己" if state.visit.behalf else "代办人"


def same_person(state: State) -> Screen:
    """Enough to know oneself by, too little for a stranger."""
    holder, form = state.visit.holder, state.visit.form
    shown = f"姓{holder.name[:1]}，尾号{holder.id_number[-4:]}" if holder is not None else "刚才那位"
    other = state.visit.whose == "other"
    title = "还是替刚才那位办吗？" if other else "还是给刚才那位办吗？"
    keep = "还留刚才的姓名吗？" if form is not None and form.service.flow is Flow.REPORT else title
    return page(
        state,
        "same_person",
        keep,
        ["身份证已经拿走了。", "不是同一位，请按换个人。"],
        [Facts((Fact("刚才那位", words(Private(shown, PrivateKind.TEXT))),))],
        AskChoice("same_person", words(keep)),
        (
            choice("yes", "是，接着办", "yes", ev.SamePerson(True), aliases=("是", "是我", "还是我", "对")),
            choice("no", "换个人", "other_person", ev.SamePerson(False), aliases=("不是", "换个人", "换一个人")),
        ),
    )


def card_owner(state: State, place: CardOwnerPlace) -> Screen:
    return page(
        state,
        "card_owner",
        "机器上的身份证是谁的？",
        ["您替别人办，要两张身份证。"],
        [Facts((Fact("身份证", words(Private(place.person.name, PrivateKind.NAME))),))],
        AskChoice("card_owner", words("机器上的身份证是谁的？")),
        (
            choice("holder", "办事人的", "other_person", ev.CardIs("holder"), aliases=("他的", "办事人的")),
            choice("operator", "我自己的", "self", ev.CardIs("operator"), aliases=("我的", "我自己的")),
        ),
    )


def identify(state: State, place: IdentifyPlace) -> Screen:
    who = _who(state, place)
    reading = place.phase == "reading"
    notices: list[Words] = [place.notice]
    if place.fault is not None:
        notices.append(fault_says(place.fault))
    ways = [
        also("typed", "手工输入", "keyboard", ev.UseWay("typed"), aliases=("没带身份证", "手工输入", "不放卡")),
        also("staff", "请人核对", "staff", ev.UseWay("staff"), aliases=("请人核对", "让人看看")),
    ]
    if state.terminal.has("social_card"):
        ways.insert(1, also("social", "插社保卡", "health_card", ev.UseWay("social"), aliases=("社保卡", "用社保卡")))
    if state.visit.form is None:
        ways = []
    if place.fault is not None:
        ways.insert(0, primary("再放一次", ev.Next(), "card_place"))
    title = "正在读身份证" if reading else f"请放{who}的身份证"
    say = ["请不要动。"] if reading else ["身份证平放在有图的地方。", "没带也可以办。"]
    return page(
        state,
        f"identify:{place.who}",
        title,
        say,
        [],
        AskCard(words(title), who, place.phase),
        ways,
        notices,
        Tone.WAIT if reading else Tone.ATTENTION if place.fault else Tone.CALM,
    )


def typed(state: State, place: TypedIdentity) -> Screen:
    who = _who(state, place)
    if place.part == "name":
        prompt = words(f"{who}的姓名是什么？")
        return page(
            state,
            f"typed:{place.who}:name",
            prompt,
            ["窗口会再核对身份证。"],
            ask=AskText("name", prompt, words(Private(place.draft, PrivateKind.NAME)), max_length=30),
            actions=(*edits(), primary("确定", ev.Next())),
            notices=(place.problem,),
        )
    prompt = words(f"{who}的身份证号码？")
    return page(
        state,
        f"typed:{place.who}:id_number",
        prompt,
        ["一共十八位。", "最后一位可能是字母。"],
        ask=AskDigits(
            "id_number", prompt, words(Private(place.draft, PrivateKind.ID_NUMBER)), groups=(6, 8, 4), length=18
        ),
        actions=(*pad((key("X", "叉", "cross"),)), primary("确定", ev.Next())),
        notices=(place.problem,),
    )


def edits() -> tuple[Action, ...]:
    """Keys of a text's draft."""
    return (
        Action("erase", "删一个", "erase", ev.Erase(), Role.KEY, aliases=("删除",)),
        Action("clear", "全删掉", "clear", ev.Clear(), Role.KEY, aliases=("清空",)),
    )


def person_facts(person: Person, role: str) -> Facts:
    source = SOURCES[OF_A_PERSON.get(person.how, "typed")]
    return Facts(
        (
            Fact("姓名", words(Private(person.name, PrivateKind.NAME)), source),
            Fact("号码", words(Private(person.id_number, PrivateKind.ID_NUMBER)), source),
        ),
        role,
    )


def resume(state: State, place: ResumePlace) -> Screen:
    return page(
        state,
        "resume",
        "接着上次的办？",
        ["上次没办完，都还在。"],
        ask=AskChoice("resume", words("接着上次的办？")),
        actions=(
            choice("yes", "接着办", "yes", ev.ResumeDraft(True), aliases=("接着办", "接着", "好")),
            choice("no", "重新办", "restart", ev.ResumeDraft(False), aliases=("重新办", "重来")),
        ),
    )


def duplicate(state: State, place: DuplicatePlace) -> Screen:
    return page(
        state,
        "duplicate",
        "这件事今天办过了" if place.today else "这件事刚才办过了",
        ["不用再办一次。", "要再办，按还要办。"],
        [BigText("办件编号", words(place.case_number), case_digits(place.case_number))],
        actions=(
            primary("知道了", ev.Home(), "home", "home_now"),
            also("next", "还要办", "next", ev.Next(), aliases=("还要办", "再办一次")),
        ),
        tone=Tone.ATTENTION,
    )


def handed_in(state: State, place: HandedInPlace) -> Screen:
    """A power cut took the answer, not the matter."""
    done = done_of(state, place.submission_id)
    if done is None:
        return page(state, "handed_in", "上次的事已经交了", ["没有丢。"], actions=(primary("知道了", ev.Next()),))
    service, form = state.terminal.service(done.service_id), state.visit.form
    name = service.plain_name if service else "上次的事"
    same = form is not None and form.service.id == done.service_id
    actions = (
        (
            primary("知道了", ev.Home(), "home", "home_now"),
            also("next", "还要办", "next", ev.Next(), aliases=("还要办", "再办一次")),
        )
        if same
        else (primary("知道了", ev.Next(), "yes"),)
    )
    return page(
        state,
        "handed_in",
        f"{name}，先前交过了",
        ["停电前已经交了，没有丢。", "不用再办一次。"],
        [
            BigText("办件编号", words(done.case_number), case_digits(done.case_number)),
            Facts((Fact("状态", words(status_of(done))),)),
        ],
        actions=(*actions, *print_action(state), *read_action(state)),
        notices=(print_says(state),),
        tone=Tone.ATTENTION if done.refused else Tone.DONE,
    )


def conditions(state: State) -> Screen:
    failed = failing(state)
    blocking = any(v.blocks for v in failed)
    lines = tuple(words(_condition(v), v.because, _way_on(v)) for v in failed)
    doubtful = ["以窗口答复为准。"] if any(v.rule.source and not v.rule.source.confirmed for v in failed) else []
    return page(
        state,
        "conditions",
        "有一条可能不符合" if not blocking else "现在还不能办",
        ["我跟您说一下。", *doubtful],
        [Bullets(lines, "")],
        actions=(
            primary("看去哪里问" if blocking else "还是要办", ev.Next(), "window" if blocking else "next"),
            also("finish", "不办了", "exit", ev.Finish(), aliases=("不办了", "算了")),
        ),
        tone=Tone.ATTENTION,
    )


def _condition(verdict: Verdict) -> str:
    """The condition in words, unless an answer decided it: then the way on says all, and the wish would mislead."""
    return "" if verdict.rule.kind in ("field_is", "field_is_not") else f"{verdict.rule.text}。"


def _way_on(verdict: Verdict) -> str:
    """What to do about it, unless the reason says so already."""
    return "" if verdict.rule.otherwise in verdict.because else verdict.rule.otherwise
