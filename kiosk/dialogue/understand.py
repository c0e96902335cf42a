"""`understand(utterance, screen, context) -> Meaning`: what somebody said, and nothing done about it. Pure.

Order: danger, the page's own actions and question, what is the same on every page, what is known to be ambiguous,
questions, matters. In doubt it asks; when nothing speaks for anything it says so, and never blames.
"""

import re
from collections.abc import Mapping

from kiosk.catalogue import Flow
from kiosk.core.hearing import Utterance
from kiosk.core.screen import AskChoice, AskDate, AskDigits, AskText, Screen
from kiosk.dialogue.answers import answer, asked_about
from kiosk.dialogue.asking import ambiguity_in, asked_back, between
from kiosk.dialogue.context import Context
from kiosk.dialogue.emergency import emergency_in, guidance
from kiosk.dialogue.everywhere import command_in
from kiosk.dialogue.here import act_here, fill_here
from kiosk.dialogue.lexicon import commands, words
from kiosk.dialogue.matters import Found, doing
from kiosk.dialogue.meaning import Act, Ask, Danger, Emergency, Human, Leave, Meaning, Miss, NotUnderstood, Offer
from kiosk.dialogue.rules import Said, said
from kiosk.dialogue.taught import DANGER, DOUBT, NO_MATTER
from kiosk.dialogue.tidy import core, corrected, kin_in, plain

OFFERED = 0.5
"""Chance from which one matter is offered by name."""
CAUTIOUS = 0.8
"""The same where hearing is weak."""
ASKED = 0.1
"""Chance from which a matter is worth asking about."""
BETWEEN = 0.3
"""Chance of those that are asked about, together, from which asking is better than giving up."""
RULE_HOLDS = 2.0
"""Characters of a rule from which it is no chance that it holds."""
HEARD_OF = 0.2
"""And a rule, or so much taught chance for one of them: what nobody ever said is not asked about as a wish."""
CERTAIN = 0.97
"""In the middle of a question only so much means another matter."""
DOUBTED = 0.2
"""Taught chance of known ambiguities, together, from which one is asked back."""
ONE_DOUBT = 0.15
"""And that of one of them: many faint doubts are no doubt, but a sentence nobody taught."""
ALARMED = 0.6
"""Taught chance of danger, of whatever kind, from which its guidance is shown."""
SHORTEST_ALARM = 4
"""Characters: what was taught is not asked about less."""
LOOKED_AT = 3
"""Hypotheses; further ones are worse than asking."""

_TOLD = (Flow.PROGRESS, Flow.NOTICES, Flow.TICKET, Flow.HELP)
"""Matters that are themselves the answer."""

_RULED_OUT = re.compile(
    r"(?:我|我们)?(?:别|甭|不要|不想|没说要|没要|不是要|不是)(?:给我|给我们|帮我)?(?:办|交|查|取|开|申请|领)[^不是要]{1,12}$"
    r"|(?:我|我们)不(?:办|交|查|取|开|申请|领)[^不是要交办查]{1,10}$"
)
"""Only what she does not want: 别给我办低保. Never offered back to her."""


def understand(hearing: Utterance, screen: Screen, context: Context) -> Meaning:
    """Exactly one meaning. Danger in any hypothesis comes first, then the best hypothesis that means something."""
    texts = [h.text for h in hearing.hypotheses[:LOOKED_AT]]
    dictated = isinstance(screen.ask, AskText | AskDigits | AskDate)
    for text in texts:
        if (danger := _danger(plain(text, words()), context, dictated)) is not None:
            return danger
    meanings = [_meaning(text, screen, context) for text in texts]
    return next((m for m in meanings if not isinstance(m, NotUnderstood)), meanings[0])


def _danger(whole: str, context: Context, dictated: bool) -> Emergency | None:
    """By its words; by what was taught only where nothing is being written down."""
    heard = said(whole)
    if (danger := emergency_in(heard)) is not None:
        return danger
    if dictated or len(whole) < SHORTEST_ALARM:
        return None
    chances = context.matters.chances(core(whole, words()))
    dangers = {name: chance for name, chance in chances.items() if name.startswith(DANGER)}
    if sum(dangers.values()) < ALARMED:
        return None
    return guidance(Danger(max(dangers, key=lambda name: dangers[name]).removeprefix(DANGER)))


def _meaning(text: str, screen: Screen, context: Context) -> Meaning:
    lexicon = words()
    whole = plain(text, lexicon)
    if not whole:
        return not_understood(context)
    tight = core(corrected(whole), lexicon)
    if (act := act_here(text, screen)) is not None:
        return _as_meant(act, context, kin_in(whole, lexicon))
    dictated = isinstance(screen.ask, AskText)
    if not dictated and (fill := fill_here(text, screen, context.today)) is not None:
        return fill
    if (command := command_in(whole, tight, said(whole), screen, dictated)) is not None:
        return command
    if dictated and (fill := fill_here(text, screen, context.today)) is not None:
        return fill
    heard = said(tight)
    chances = context.matters.chances(tight)
    found = context.matters.find(tight, chances)
    if isinstance(screen.ask, AskChoice | AskDigits | AskDate):
        return _aside(heard, found, context)
    return _matter(heard, whole, found, chances, context)


def _as_meant(act: Act, context: Context, behalf: str) -> Meaning:
    """An action of the page that is more than a press: a matter is offered, a person is called, leaving is leaving."""
    kind, _, rest = act.action.partition(":")
    if kind == "service" and rest in context.matters.services:
        return offer(rest, context, behalf)
    if act.action == "help":
        return Human()
    return Leave() if act.action == "finish" else act


def _aside(heard: Said, found: tuple[Found, ...], context: Context) -> Meaning:
    """In the middle of a question: a question of hers about the matter in hand, or surely another matter."""
    about, _ = asked_about(heard)
    if about and context.service is not None:
        return answer(about, context.service, heard, context)
    if found and (found[0].exact or found[0].score >= CERTAIN):
        return _named(found[0].service, context, "")
    return not_understood(context, found)


def _matter(
    heard: Said, whole: str, found: tuple[Found, ...], chances: Mapping[str, float], context: Context
) -> Meaning:
    behalf = kin_in(whole, words()) or context.behalf
    told = commands()
    if whole in told.refer or heard.text in told.refer:
        return _referred(context, behalf)
    if whole in told.behalf_only or heard.text in told.behalf_only:
        return _for_somebody(context, behalf)
    exact = found[0] if found and found[0].exact else None
    if len(heard.text) < 2:
        return not_understood(context)
    if exact is None and _RULED_OUT.match(whole):
        return NotUnderstood("好，不办这个。您想办什么？")
    if (ask := ambiguity_in(heard)) is not None:
        return ask
    if (asked := _question(heard, exact, context)) is not None:
        return asked
    if exact is not None:
        return _named(exact.service, context, behalf)
    if (ask := _taught_doubt(found, context, chances, behalf)) is not None:
        return ask
    if found and found[0].score >= (CAUTIOUS if context.cautious else OFFERED):
        return _named(found[0].service, context, behalf, tuple(f.service for f in found[1:3] if f.score >= ASKED / 2))
    near = [f for f in found[:3] if f.score >= ASKED]
    known = any(f.weight >= RULE_HOLDS or chances.get(f.service, 0.0) >= HEARD_OF for f in near)
    if known and sum(f.score for f in near) >= BETWEEN:
        return between([f.service for f in near], context.matters, behalf=behalf)
    return not_understood(context, found)


def _taught_doubt(found: tuple[Found, ...], context: Context, chances: Mapping[str, float], behalf: str) -> Ask | None:
    """The question back that sentences like this were taught to need."""
    doubts = {name: chance for name, chance in chances.items() if name.startswith(DOUBT)}
    most = max(doubts, key=lambda name: doubts[name], default=DOUBT)
    every, aside = sum(doubts.values()), chances.get(NO_MATTER, 0.0)
    if every < max(DOUBTED, aside) or doubts[most] < ONE_DOUBT:
        return None
    if found and found[0].score > doubts[most] and found[0].weight >= RULE_HOLDS:
        return None  # a rule speaks for one matter
    if most == DOUBT:
        return between(context.popular, context.matters, "您想办哪件事？", behalf)
    return asked_back(most.removeprefix(DOUBT))


def _question(heard: Said, exact: Found | None, context: Context) -> Meaning | None:
    """A question about the matter it names, or about the one in hand."""
    about, left = asked_about(heard)
    if not about or (exact is not None and about in ("where", "what", "how", "amount")):
        return None
    named = context.matters.find(left)[:1] if len(left) >= 2 else ()
    if named and named[0].score >= OFFERED:
        service = context.matters.services[named[0].service]
        return None if service.flow in _TOLD else answer(about, service, heard, context)
    if context.service is not None:
        return answer(about, context.service, heard, context)
    if about in ("bring", "days", "fee", "may_i") and len(left) <= 3:
        return between(context.popular, context.matters, "您问的是哪件事？")
    return None


def _named(service: str, context: Context, behalf: str, others: tuple[str, ...] = ()) -> Meaning:
    if context.matters.services[service].flow is Flow.HELP:
        return Human()
    return offer(service, context, behalf, others)


def offer(service: str, context: Context, behalf: str = "", others: tuple[str, ...] = ()) -> Offer:
    """One matter, by name, as a question."""
    name = context.matters.services[service].plain_name
    say = f"给{behalf}{doing(name)}，对吗？" if behalf else f"您要{doing(name)}，对吗？"
    return Offer(service, say, behalf, others)


def _referred(context: Context, behalf: str) -> Meaning:
    """那个, 给我办了吧: takes up what was spoken of; it never hands anything in."""
    if context.offered:
        return offer(context.offered[0], context, behalf, context.offered[1:])
    if context.service is not None:
        return offer(context.service.id, context, behalf)
    return between(context.popular, context.matters, "您说的是哪件事？", behalf)


def _for_somebody(context: Context, behalf: str) -> Meaning:
    if context.offered or context.service is not None:
        return _referred(context, behalf)
    return between(
        context.popular, context.matters, f"您要给{behalf}办哪件事？" if behalf else "您要替他办哪件事？", behalf
    )


def not_understood(context: Context, found: tuple[Found, ...] = ()) -> NotUnderstood:
    """Down the ladder: say it another way, choose, a human. Never a word of blame."""
    near = tuple(f.service for f in found[:3] if f.score > ASKED / 4)
    match context.misses:
        case 0:
            return NotUnderstood("我没听明白，请换个说法。", Miss.REPHRASE, near)
        case 1:
            return NotUnderstood("您看看，是这几样里的吗？", Miss.CHOICES, near or context.popular)
        case _:
            return NotUnderstood("我叫个人来帮您，好吗？", Miss.HUMAN, near)


__all__ = ["Ask", "Emergency", "not_understood", "offer", "understand"]
