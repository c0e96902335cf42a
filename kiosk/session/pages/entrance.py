"""Attract, home, groups of matters, a matter, and the way out."""

from kiosk.catalogue import Flow, Service, figures_for
from kiosk.core.screen import NO_WORDS, Action, Block, Bullets, Fact, Facts, Paragraph, Picture, Role, Screen, Tone
from kiosk.core.words import Private, words
from kiosk.session import events as ev
from kiosk.session.lacking import ALWAYS_USED, blocked_by, lacking_says
from kiosk.session.leaving import kept
from kiosk.session.missed import keepable
from kiosk.session.now import something_to_lose
from kiosk.session.pages.build import also, choice, page, primary, print_action, print_says, turn
from kiosk.session.pages.paying import left_payments, left_says
from kiosk.session.places import CategoryPlace, EndingPlace, WherePlace
from kiosk.session.state import State
from kiosk.session.supply import nearly_out, on_battery
from kiosk.session.tell import time_limit

TILES = 6


def _no_power(state: State) -> Screen:
    """The first page on the battery: nobody begins a matter that the battery may not finish."""
    ends = nearly_out(state)
    return page(
        state,
        "attract:low" if ends else "attract:battery",
        "停电了，机器要关了" if ends else "停电了，先不办新的事",
        ["交上去的不受影响。", "请到窗口，或者来电再来。"],
        [Picture("helper_person", "要帮忙，按叫人帮忙")],
        tone=Tone.ATTENTION,
    )


def attract(state: State) -> Screen:
    if on_battery(state):
        return _no_power(state)
    return page(
        state,
        "attract",
        "您好，我能帮您办事",
        [*(BY_EAR if state.terminal.headphones else ("按一下屏幕就开始。",)), *examples(state)],
        [Picture("helper_person", "不会用，按叫人帮忙")],
        actions=(Action("start", "开始", "home", ev.Begin(), Role.TILE, "按开始", aliases=("开始", "你好", "办事")),),
        notices=left_says(state),
    )


BY_EAR = ("耳机插好了。", "按下键，听下一样。", "按确定键，就选它。")
"""How to go on without looking, for whoever plugs in headphones."""


def examples(state: State) -> tuple[str, ...]:
    """Two phrases people may say, from the most wanted matters; nothing where the terminal cannot hear."""
    if not state.terminal.hears:
        return ()
    wanted = [s for sid in state.terminal.popular if (s := state.terminal.service(sid)) is not None]
    said = tuple(f"比如说：{max(s.aliases[:4], key=len)}" for s in wanted[:2] if s.aliases)
    return ("也可以直接说。", *said)


def tile(service: Service) -> Action:
    return Action(
        f"service:{service.id}",
        service.plain_name,
        service.pictogram,
        ev.ChooseService(service.id),
        Role.TILE,
        aliases=tuple(service.aliases),
        note=service.plain_words,
    )


LAID = words("身份证放好了。选一件事，就用它办。")


def home(state: State) -> Screen:
    wanted = [s for sid in state.terminal.popular if (s := state.terminal.service(sid)) is not None]
    more = Action("more", "更多事项", "other", ev.ChooseCategory(""), Role.SECONDARY, aliases=("更多", "别的", "其他"))
    leave = also("finish", "不办了", "exit", ev.Finish(), aliases=("不办了", "算了", "先不办"))
    asked = (
        (also("left_payments", "停电前的缴费", "money", ev.AskLeftPayments(), aliases=("刚才交的钱",)),)
        if left_payments(state)
        else ()
    )
    lacking = (words(text) for text in lacking_says(state, ALWAYS_USED))
    return page(
        state,
        "home",
        "您想办什么事？",
        ["请选一个。", *examples(state)],
        actions=(*(tile(s) for s in wanted[:TILES]), more, *asked, leave),
        notices=(LAID if state.visit.laid else NO_WORDS, *left_says(state), *lacking),
    )


def categories(state: State) -> Screen:
    tiles = tuple(
        Action(
            f"category:{c.id}",
            c.name,
            c.pictogram,
            ev.ChooseCategory(c.id),
            Role.TILE,
            aliases=tuple(c.aliases),
            note=c.plain_words,
        )
        for c in state.terminal.categories
    )
    return page(state, "categories", "您要办哪一类？", ["请选一类。"], actions=tiles)


def category(state: State, place: CategoryPlace) -> Screen:
    found = [s for s in state.terminal.services if s.category == place.category]
    pages = max(1, -(-len(found) // TILES))
    number = min(place.page, pages - 1)
    name = next((c.name for c in state.terminal.categories if c.id == place.category), "更多事项")
    shown = found[number * TILES : (number + 1) * TILES]
    return page(
        state,
        f"category:{place.category}",
        name,
        ["请选一个。"],
        actions=(*(tile(s) for s in shown), *turn(number, pages)),
    )


def matter(state: State, service: Service) -> Screen:
    """What it is, who may, what to bring, what it costs, how long."""
    blocks: list[Block] = [Paragraph(words(text)) for text in service.guide]
    figures = figures_for(service, state.terminal.division, state.today)
    facts = [Fact(f.name, words(f.shown()), f.source.text if f.source.confirmed else "") for f in figures]
    facts += [Fact("费用", words(service.fee)), how_long(service)]
    blocks.append(Facts(tuple(facts)))
    if service.rules:
        blocks.append(Bullets(tuple(words(r.text) for r in service.rules), "谁能办"))
    guided = service.flow is Flow.GUIDE_ONLY
    blocked = "" if guided else blocked_by(state, service)
    said = [f"{blocked}现在用不了。", "这件事请到窗口办。"] if blocked else lacking_says(state, service.devices)
    told = tuple(words(text) for text in said)
    if service.materials and not guided:
        blocks.append(Bullets(tuple(words(m.name) for m in service.materials), "要带的东西"))
    return page(
        state,
        f"matter:{service.id}",
        service.plain_name,
        [service.plain_words, *(["这件事在窗口办。"] if guided else [])],
        blocks,
        actions=(
            primary("看要带什么" if guided else "看去哪里" if blocked else "开始办", ev.Next()),
            *_referrals(service),
            *print_action(state, "打材料单"),
        ),
        notices=(print_says(state), *told) if state.visit.printing is not None else told,
        tone=Tone.ATTENTION if blocked else Tone.CALM,
    )


def how_long(service: Service) -> Fact:
    """How long it takes, with the source of a confirmed limit."""
    limit = service.time_limit
    source = limit.source.text if limit is not None and limit.source.confirmed else ""
    return Fact("多久", words(time_limit(limit)), source)


def _referrals(service: Service) -> tuple[Action, ...]:
    if not service.referrals:
        return ()
    said = ("找谁开", "哪张", "别的证明")
    return (also("referrals", "哪张找谁开", "other", ev.ChooseReferral(""), aliases=said),)


def where(state: State, place: WherePlace, service: Service) -> Screen:
    """Not here: the human window."""
    told = {
        "refused": ("没关系，也能办", "您的资料没有留下。"),
        "conditions": ("今天在这里办不了", "您可以到窗口问清楚。"),
        "device": ("这台机器现在办不了", "窗口照常能办。"),
        "not_same": ("今天只能问，先不能办", "人和证件没有对上。请到窗口说清楚。"),
        "stopped": ("这件事先不在这里办", "您可以到窗口办。别的事还能办。"),
    }[place.why]
    blocks: list[Block] = [Facts((Fact("去哪里", words(service.offline_channel)), Fact("费用", words(service.fee))))]
    if service.materials:
        blocks.append(Bullets(tuple(words(m.name) for m in service.materials), "要带的东西"))
    return page(
        state,
        f"where:{place.why}",
        told[0],
        [told[1]],
        blocks,
        actions=(primary("知道了", ev.Finish(), "yes", "finish"), *print_action(state)),
        notices=(print_says(state),),
    )


def more(state: State) -> Screen:
    return page(
        state,
        "more",
        "还要办别的吗？",
        ["要办别的，按还要办。", "不办了，按办完了。"],
        actions=(
            choice("yes", "还要办", "plus", ev.Next(), aliases=("还要", "要", "还有")),
            choice("no", "办完了", "yes", ev.Finish(), aliases=("不了", "没有了", "办完了")),
        ),
    )


RATINGS = (
    ("非常满意", "face_very_good"),
    ("满意", "face_good"),
    ("基本满意", "face_ok"),
    ("不满意", "face_bad"),
    ("非常不满意", "face_very_bad"),
)


def rating(state: State) -> Screen:
    levels = tuple(
        choice(f"rate:{n}", label, pictogram, ev.Rate(label))  # type: ignore[arg-type]
        for n, (label, pictogram) in enumerate(RATINGS, 1)
    )
    none = choice("rate:none", "不评价", "no_rating", ev.Rate(None), aliases=("不评", "算了"))
    return page(
        state,
        "rating",
        "您觉得办得怎么样？",
        ["评不评都可以。", "不评价也没关系。"],
        actions=(*levels, none),
    )


def ending(state: State, place: EndingPlace) -> Screen:
    blocks: list[Block] = []
    if state.terminal.card_on:
        blocks.append(Picture("card_lift", "请拿好您的身份证"))
    if state.visit.printing is not None and state.visit.printing.printed:
        blocks.append(Picture("paper", "请拿好大张纸" if state.visit.printing.large else "请拿好小票"))
    left = something_to_lose(state)
    missed = keepable(state)
    if missed:
        heard = tuple(words("“", Private(one.text), "”") for one in missed)
        blocks.append(Bullets(heard, "这几句我没听懂。可以留给工作人员看吗？名字号码尽量去掉了。"))
    return page(
        state,
        "ending",
        "好，下次再办" if left else "办完了，您慢走",
        ["您填的都留着。", "下次放身份证，接着办。"] if left and kept(state) else ["您的东西请拿好。"],
        blocks,
        actions=(
            primary("不留，好了" if missed else "好了", ev.Finish(), "yes", "finish"),
            *(
                (also("keep_missed", "可以留下", "staff", ev.KeepMissed(), aliases=("可以留下", "留下吧")),)
                if missed
                else ()
            ),
        ),
        tone=Tone.DONE,
        notices=(print_says(state),),
    )


def card_left(state: State) -> Screen:
    return page(
        state,
        "card_left",
        "身份证还在机器上",
        ["请把身份证拿好。"],
        [Picture("card_lift", "请拿走身份证")],
        actions=(Action("start", "我要办事", "home", ev.Begin(), Role.SECONDARY, aliases=("开始", "办事")),),
        tone=Tone.ATTENTION,
    )


def repair(state: State) -> Screen:
    """What a guide sees meanwhile; on the glass are the technician's own pages."""
    return page(state, "repair", "正在检修", ["这台机器正在检修。", "请稍等，或者到窗口办。"], tone=Tone.WAIT)
