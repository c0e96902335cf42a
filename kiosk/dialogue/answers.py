"""Questions about a matter, answered from the catalogue alone: each figure with its source, or 以窗口答复为准."""

import re
from functools import cache

from kiosk.catalogue import AT_ONCE, WINDOW_DECIDES, Flow, Material, Service, Source, explain, figures_for
from kiosk.catalogue import said as said_day
from kiosk.dialogue.context import Context
from kiosk.dialogue.lexicon import questions
from kiosk.dialogue.meaning import Answer
from kiosk.dialogue.numbers import ages_in
from kiosk.dialogue.rules import Rule, Said
from kiosk.dialogue.rules import rule as parsed
from kiosk.dialogue.sound import sound

_WHOLE = {whole: q.about for q in questions() for whole in q.whole}
_ASKING = {
    q.about: sorted({w for line in (*q.rules, *q.whole) for w in re.split(r"[ |]", line)}, key=len, reverse=True)
    for q in questions()
}
BY_SOUND = 2.4
"""Characters of a rule from which it holds by its sound, which counts four fifths: 要啥手吁."""
_MAY_SHE = re.compile(r"能[^不]*(?:不|不能|吗|么)$")
"""Of an age: 我六十五能办老年证不."""


def asked_about(heard: Said) -> tuple[str, str]:
    """What a sentence asks of a matter, and what is left of it without the asking.

    办低保要带啥 -> ("bring", "低保"). bring, behalf, where, days, fee, amount, may_i, how or what; "" when it asks
    nothing.
    """
    about = _WHOLE.get(heard.text) or _form(heard, by_sound=False)
    about = about or _whole_sounds().get(heard.sound, "") or _form(heard, by_sound=True)
    if not about and heard.ages and _MAY_SHE.search(heard.text):
        about = "may_i"
    left = heard.text
    for word in _ASKING.get(about, ()):
        left = left.replace(word, "")
    return about, left.strip("我要办得能用需的了吗不都来去给")


_ABOUT = {
    "fee": re.compile("要钱|花钱|收钱|收费|交钱|掏钱|加钱|免费|白[办给]|手续费"),
    "bring": re.compile("[带拿使用要].{0,3}(?:证|户口本|本|照片|相片|材料|东西)|啥手续|什么手续"),
    "amount": re.compile("多少钱|给多少|几百|领多少|能领几|百分之"),
    "days": re.compile("几天|多久|多长时间|多少天|啥时候能|多会儿?能"),
    "behalf": re.compile("替|代|本人|来不了|下不来"),
    "may_i": re.compile("够不够|条件|资格|多大岁数|几岁"),
    "where": re.compile("在哪|上哪|去哪|哪个窗口"),
}
"""Of a question that has no form that is known: what its words are about."""


def about_what(text: str) -> str:
    """What a question of no known form is about; "else" where its words do not tell."""
    return next((about for about, words in _ABOUT.items() if words.search(text)), "else")


def _form(heard: Said, by_sound: bool) -> str:
    """The first form of question one of whose rules holds."""
    least = BY_SOUND if by_sound else 0.1
    return next(
        (about for about, rules in _forms() if any(r.weight(heard, by_sound=by_sound) >= least for r in rules)), ""
    )


@cache
def _forms() -> tuple[tuple[str, tuple[Rule, ...]], ...]:
    """Made at the first sentence: the first page waits for no dictionary of sounds."""
    return tuple((q.about, tuple(parsed(line) for line in q.rules)) for q in questions())


@cache
def _whole_sounds() -> dict[str, str]:
    return {sound(whole): about for whole, about in _WHOLE.items()}


def answer(about: str, service: Service, heard: Said, context: Context) -> Answer:
    """The catalogue's answer, in sentences that can be spoken."""
    elsewhere = next((r for r in service.referrals if any(w in heard.text for w in (r.name, *r.aliases))), None)
    if elsewhere is not None:
        return Answer(service.id, (f"{elsewhere.name}，社区不能开。", *elsewhere.go_to), WINDOW_DECIDES)
    match about:
        case "bring":
            return _bring(service)
        case "behalf":
            return _behalf(service)
        case "where":
            return Answer(service.id, (f"{service.plain_name}，{_here(service)}", f"找人办：{service.offline_channel}"))
        case "days":
            return _days(service)
        case "fee":
            return Answer(service.id, (f"{service.plain_name}：{service.fee}。",))
        case "amount":
            return _amount(service, context)
        case "may_i":
            return _may_i(service, heard, context)
        case "how":
            return Answer(service.id, (*service.guide, *service.next_steps))
        case "what":
            return Answer(service.id, tuple(service.guide))
        case _:
            return Answer(service.id, tuple(service.guide), WINDOW_DECIDES)


def _here(service: Service) -> str:
    if service.flow is Flow.GUIDE_ONLY:
        return "这台机器上办不了，可以打单子。"
    return "这台机器上就能办。"


def _days(service: Service) -> Answer:
    if service.time_limit is None:
        return Answer(service.id, (f"{service.plain_name}要多久：{AT_ONCE}。",))
    source = _source(service.time_limit.source)
    if source == WINDOW_DECIDES:
        return Answer(service.id, (f"{service.plain_name}要多久，窗口会告诉您。",), source)
    return Answer(service.id, (f"{service.plain_name}要多久：{service.time_limit.shown()}。",), source)


def _bring(service: Service) -> Answer:
    if not service.materials:
        return Answer(service.id, (f"{service.plain_name}，不用带材料。",))
    lines = tuple(
        "，".join(part for part in (m.name, f"{m.copies} 份" if m.copies > 1 else "", _concerns(m)) if part) + "。"
        for m in service.materials
    )
    unsure = any(m.source is not None and not m.source.confirmed for m in service.materials)
    source = next((_source(m.source) for m in service.materials if m.source is not None), "")
    return Answer(service.id, (f"{service.plain_name}，要带这几样。", *lines), WINDOW_DECIDES if unsure else source)


def _behalf(service: Service) -> Answer:
    """Whether somebody may come for her."""
    if service.flow is Flow.PAYMENT:
        return Answer(service.id, (f"{service.plain_name}，谁都能替您交。", "知道户号就行。"))
    if not service.agent_fields:
        return Answer(service.id, (f"{service.plain_name}能不能替办，窗口会告诉您。",), WINDOW_DECIDES)
    papers = tuple(f"要带{m.name}。" for m in service.materials if m.when is not None and m.when.field == "agent_proof")
    return Answer(service.id, (f"{service.plain_name}，家里人能替您办。", "替您办的人，带上自己的身份证。", *papers))


def _concerns(material: Material) -> str:
    """Whom or when it concerns, in her words."""
    if material.note or material.when is None:
        return material.note
    return "替别人办才要" if material.when.field == "agent_proof" else "有的话带上"


def _amount(service: Service, context: Context) -> Answer:
    figures = figures_for(service, context.division, context.today)
    if not figures:
        return Answer(service.id, (f"{service.plain_name}：{service.fee}。", *service.guide[:2]), WINDOW_DECIDES)
    if not any(f.source.confirmed for f in figures):
        # Said once, not once for each age: the window is what answers all of them.
        return Answer(service.id, (f"{service.plain_name}多少钱，窗口会告诉您。",), WINDOW_DECIDES)
    unsure = next((f.source for f in figures if not f.source.confirmed), figures[0].source)
    lines = (f"{f.name}：{f.shown()}。{f'{_source(f.source)}。' if f.source.confirmed else ''}" for f in figures)
    return Answer(service.id, tuple(lines), _source(unsure))


def _may_i(service: Service, heard: Said, context: Context) -> Answer:
    """The answer first, then rule by rule, the one that decides before the others."""
    if not service.rules:
        return Answer(service.id, (f"{service.plain_name}，谁都能办。",))
    ages = ages_in(heard.text)
    said_age = ages[0] if ages else None
    told = explain(service, context.person, context.answers, context.today, context.division, said_age)
    return Answer(service.id, told.say(), WINDOW_DECIDES if told.unsure or not told.source else _source(told.source))


def _source(source: Source) -> str:
    """「来源：…，2026年11月24日」; a source that is not confirmed for this city decides nothing."""
    if not source.confirmed:
        return WINDOW_DECIDES
    return f"来源：{source.text}，{said_day(source.as_of)}"
