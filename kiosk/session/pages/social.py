"""The social-security card's page."""

from kiosk.core.screen import AskCard, Screen, Tone
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.pages.build import also, fault_says, page, primary
from kiosk.session.places import SocialCardPlace
from kiosk.session.state import State

OTHER_WAYS = (
    also("card", "放身份证", "card_place", ev.UseWay("card"), aliases=("用身份证", "身份证")),
    also("typed", "手工输入", "keyboard", ev.UseWay("typed"), aliases=("不插卡", "没带卡")),
)


def social(state: State, place: SocialCardPlace) -> Screen:
    """Put it in, hear at once what came of it; the other ways are always there."""
    skip = also("skip", "不插卡，接着办", "next", ev.Skip(place.field), aliases=("不插卡", "没带卡"))
    ways = [skip] if place.field else [*OTHER_WAYS]
    notices = [place.notice] if place.fault is None else [fault_says(place.fault)]
    tone = Tone.CALM
    if place.withheld:
        title, tone = "这张卡读不了资料", Tone.ATTENTION
        say = ["卡没有坏，发卡的地方不让读。"]
        say += ["没有卡号也能交。", "窗口会再核对。"] if place.field else ["请放身份证，也可以手工输入。"]
        if place.field:
            ways = [primary("接着办", ev.Next())]
    else:
        title = "请把社保卡插进去"
        say = ["芯片朝里，插到底。", "没带也可以办。"]
        if place.fault is not None:
            tone = Tone.ATTENTION
            ways.insert(0, primary("再插一次", ev.Next(), "health_card"))
    return page(
        state,
        f"social:{place.field or place.who}",
        title,
        say,
        [],
        None if place.withheld else AskCard(words(title), "您", "waiting"),
        tuple(ways),
        notices,
        tone,
    )
