"""How far a case is."""

from kiosk.core.screen import AskChoice, AskDigits, BigText, Block, Bullets, Fact, Facts, Paragraph, Screen, Tone
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.pages.build import choice, enough, pad, page, primary, print_action, print_says, read_action, turn
from kiosk.session.places import CaseNumberPlace, CasePlace, CasesPlace
from kiosk.session.state import State
from kiosk.session.tell import case_digits, said_day, said_iso

LIST_PAGE = 5


def _scan(state: State) -> tuple[str, ...]:
    """Spoken of only while the scanner is there."""
    return ("小票上的码，对准扫码口也行。",) if state.terminal.has("code_reader") else ()


def ways(state: State) -> Screen:
    return page(
        state,
        "progress:ways",
        "您想怎么查？",
        ["放身份证最省事。", *_scan(state), "也可以输小票上的编号。"],
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
        ["横线不用输。", "本机的字母会自己出来。", *_scan(state)],
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
            actions=enough(),
            tone=Tone.ATTENTION,
        )
    if not place.cases:
        return page(
            state,
            "progress:none",
            "没有查到",
            ["刚办的，可能还没传上去。", "也可以到窗口问。"],
            actions=enough(),
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
        actions=(*enough(), *print_action(state), *read_action(state)),
        notices=(print_says(state),),
    )
