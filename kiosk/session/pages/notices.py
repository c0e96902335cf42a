"""Notices, read aloud."""

from kiosk.core.screen import NO_WORDS, Action, Fact, Facts, Paragraph, Role, Screen
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.pages.build import enough, page, primary, print_action, print_says, read_action, turn
from kiosk.session.places import NoticePlace, NoticesPlace
from kiosk.session.state import State
from kiosk.session.tell import said_day

LIST_PAGE = 5


def notices(state: State, place: NoticesPlace) -> Screen:
    live = [n for n in state.terminal.notices if n.expires is None or n.expires > state.now]
    if not live:
        return page(state, "notices", "现在没有通知", ["有了会放在这里。"], actions=enough())
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
        return page(state, "notice", "这条通知已撤下", ["请看别的通知。"], actions=enough())
    source = Fact("来源", words(found.source))
    day = Fact("日期", words(said_day(found.published)))
    return page(
        state,
        "notice",
        found.title,
        [],
        [Paragraph(words(found.text)), Facts((source, day))],
        actions=(primary("看别的", ev.Back(), "notice", "others"), *print_action(state), *read_action(state)),
        notices=(print_says(state),),
    )
