"""Numbers in the queue."""

from kiosk.catalogue import Service
from kiosk.core.screen import AskChoice, BigText, Block, Fact, Facts, Screen, Tone
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.pages.build import choice, page, primary, print_action, print_says, read_action
from kiosk.session.places import TicketPlace
from kiosk.session.state import State


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
        actions=(primary("好了", ev.Finish(), "yes", "finish"), *print_action(state), *read_action(state)),
        notices=(print_says(state),),
        tone=Tone.DONE if place.ticket is not None else Tone.ATTENTION,
    )
