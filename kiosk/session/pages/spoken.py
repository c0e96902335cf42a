"""What lies over a page because somebody spoke, as a Screen."""

from typing import assert_never

from kiosk.catalogue import WINDOW_DECIDES, FieldSpec, FieldType, Flow
from kiosk.core.screen import AskChoice, BigText, Block, Bullets, Facts, Paragraph, Screen, Tone
from kiosk.core.words import Private, PrivateKind, Words, words
from kiosk.dialogue import Danger, doing, told_apart, which
from kiosk.session import events as ev
from kiosk.session.dictate import asked
from kiosk.session.expect import NO, YES
from kiosk.session.forms import KINDS
from kiosk.session.leaving import kept
from kiosk.session.now import something_to_lose
from kiosk.session.pages.build import also, choice, page, primary, print_action, print_says
from kiosk.session.places import AnswerOver, AskOver, EmergencyOver, OfferOver, ReadBackOver, Spoken, SureOver
from kiosk.session.state import State
from kiosk.session.tell import kin, value_words

LONGEST_TOLD = 4
"""Characters of a name that are told one by one."""
LONGEST_LARGE = 11
"""Digits that stand in one line at the largest text on the smallest glass."""


def spoken_over(state: State, over: Spoken, below: Screen) -> Screen:
    """below: the page that waits under it."""
    match over:
        case OfferOver():
            return _offer(state, over)
        case AskOver():
            return _ask(state, over)
        case AnswerOver():
            return _answer(state, over)
        case EmergencyOver():
            return _emergency(state, over)
        case ReadBackOver():
            return _read_back(state, over)
        case SureOver():
            return _sure(state, over, below)
        case _ as never:
            assert_never(never)


def _offer(state: State, over: OfferOver) -> Screen:
    service = state.terminal.service(over.service)
    name = service.plain_name if service else ""
    title = f"给{kin(over.behalf)}{doing(name)}，对吗？" if over.behalf else f"您要{doing(name)}，对吗？"
    say = [service.plain_words] if service else []
    if something_to_lose(state):
        say.append("手上这件会给您留着。" if kept(state) else "手上没交的，会清掉。")
    others = [s for sid in over.others if (s := state.terminal.service(sid)) is not None]
    return page(
        state,
        "over:offer",
        title,
        say,
        ask=AskChoice("offer", words(title)),
        actions=(
            choice("yes", "对，就办这个", service.pictogram if service else "yes", ev.ChooseService(over.service),
                   aliases=YES),
            *(
                choice(f"other:{n}", s.plain_name, s.pictogram, ev.ChooseService(s.id), aliases=tuple(s.aliases[:6]))
                for n, s in enumerate(others[:2])
            ),
            choice("no", "都不是" if others else "不是这个", "no", ev.Deny(), aliases=(*NO, "都不是")),
        ),
    )  # fmt: skip


def _ask(state: State, over: AskOver) -> Screen:
    actions = []
    for n, one in enumerate(over.choices):
        service = state.terminal.service(one.service) if one.service else None
        sign = service.pictogram if service else "help" if one.action == "help" else "dot"
        note = service.plain_words if service else ""
        actions.append(choice(f"pick:{n}", one.label, sign, ev.Pick(n), aliases=one.aliases, note=note))
    if len(actions) == 1:
        actions[0] = choice("yes", over.choices[0].label, actions[0].pictogram, ev.Pick(0),
                            aliases=(*over.choices[0].aliases, *YES))  # fmt: skip
    none = "不用" if any(one.action == "help" for one in over.choices) else "都不是" if len(actions) > 1 else "不是"
    return page(
        state,
        "over:ask",
        over.say,
        [],
        ask=AskChoice("ask", words(over.say)),
        actions=(*actions, choice("no", none, "no", ev.Deny(), aliases=(*NO, "都不是", "不用"))),
    )


def _answer(state: State, over: AnswerOver) -> Screen:
    service = state.terminal.service(over.service) if over.service else None
    blocks: list[Block] = [Paragraph(words(over.say[0]), strong=True)] if over.say else []
    if len(over.say) > 1:
        blocks.append(Bullets(tuple(words(s) for s in over.say[1:])))
    if over.source:
        blocks.append(Paragraph(words(f"具体的，{over.source}。" if over.source == WINDOW_DECIDES else over.source)))
    here = service is not None and state.visit.service is not None and service.id == state.visit.service.id
    take = (
        (also("take", "办这件事", service.pictogram, ev.ChooseService(service.id), aliases=("就办这个", "办这个")),)
        if service is not None and not here and service.flow is not Flow.HELP
        else ()
    )
    return page(
        state,
        "over:answer",
        service.plain_name if service else "我知道的是这些",
        [],
        blocks,
        actions=(primary("知道了", ev.Next(), "yes"), *take),
    )


def _emergency(state: State, over: EmergencyOver) -> Screen:
    # Where gas hangs in the air a telephone may light it: what to do comes before whom to call.
    outside = over.danger is Danger.GAS
    number = BigText("电话", words(over.call), words("，".join(over.call)))
    todo = Bullets(tuple(words(s) for s in over.say))
    return page(
        state,
        "over:emergency",
        f"先到外面，再打 {over.call}" if outside else f"请马上打 {over.call}" if over.call else "请先离开危险",
        [],
        (todo, number) if outside else (number, todo),
        actions=(
            primary("叫人来帮我", ev.AskHelp(), "staff", "call_now"),
            also("safe", "我没事，回去", "back", ev.Next(), aliases=("我没事", "没事了", "说错了", "没有事")),
            *print_action(state, "打出来"),
        ),
        notices=(print_says(state),),
        tone=Tone.TROUBLE,
    )


def _read_back(state: State, over: ReadBackOver) -> Screen:
    spec = asked(state)
    shown = value_words(spec, over.taken).plain() if spec else over.taken
    kind = KINDS.get(spec.type, PrivateKind.TEXT) if spec else PrivateKind.TEXT
    # She said it aloud herself, so it is read back whole; its mask hides it from everybody else.
    whole = words(Private(shown, PrivateKind.TEXT))
    large = shown.isascii() and len(shown) <= LONGEST_LARGE
    block: Block = (
        BigText(over.label, words(Private(shown, kind)), whole)
        if large
        else Paragraph(words(over.label, "：", whole), strong=True)
    )
    return page(
        state,
        "over:read_back",
        "我记得对不对？",
        ["对就说对的，不对说不对。", *_which_surname(spec, shown)],
        [block],
        ask=AskChoice("read_back", words("我记得对不对？")),
        actions=(
            choice("yes", "对的", "yes", ev.Answer(over.name, over.value, "spoken"), aliases=YES),
            choice("no", "不对，重说", "no", ev.Deny(), aliases=(*NO, "重新说", "重说")),
        ),
    )


def _which_surname(spec: FieldSpec | None, name: str) -> list[Words]:
    """弓长张: of names that sound alike, which; and how to say another."""
    if spec is None or spec.type is not FieldType.PERSON_NAME:
        return []
    surname = told_apart(name)
    told = [words("姓是", Private(surname, PrivateKind.TEXT), "。")] if surname else []
    # A longer one is likelier a sentence taken for a name, and nobody could follow so many.
    rest = name[1:] if surname else name
    spelt = [way for char in rest if (way := which(char))] if len(name) <= LONGEST_TOLD else []
    if spelt:
        told.append(words("字是", Private("，".join(spelt), PrivateKind.TEXT), "。"))
    return [*told, words("字不对，就说弓长张这样的。")]


def _sure(state: State, over: SureOver, below: Screen) -> Screen:
    action = below.action(over.action)
    label = action.label if action else "好"
    return page(
        state,
        "over:sure",
        f"真的要{label}吗？",
        [f"要{label}，请说对的。"],
        [b for b in below.blocks if isinstance(b, BigText | Facts | Bullets | Paragraph)],
        ask=AskChoice("sure", words(f"真的要{label}吗？")),
        actions=(
            *(
                (choice("yes", f"对，{label}", action.pictogram, action.event, aliases=("对的", "是的", "没错")),)  # type: ignore[arg-type]
                if action is not None
                else ()
            ),
            choice("no", "先不要", "no", ev.Deny(), aliases=(*NO, "先不", "算了")),
        ),
        tone=Tone.ATTENTION,
    )
