"""`understand(utterance, screen, context) -> Meaning`: what somebody said, and nothing done about it. Pure.

Order: danger, the page's own actions and question, what is the same on every page, what is known to be ambiguous,
questions, matters. In doubt it asks; when nothing speaks for anything it says so, and never blames.
"""

import re
from collections.abc import Mapping

from kiosk.catalogue import Flow
from kiosk.core.hearing import Utterance
from kiosk.core.screen import AskChoice, AskDate, AskDigits, AskText, Screen
from kiosk.dialogue.alarm import danger_in
from kiosk.dialogue.answers import about_what, answer, asked_about
from kiosk.dialogue.asking import ambiguity_in, asked_back, between
from kiosk.dialogue.context import Context
from kiosk.dialogue.everywhere import command_in
from kiosk.dialogue.here import act_here, fill_here
from kiosk.dialogue.lexicon import words
from kiosk.dialogue.matters import Found
from kiosk.dialogue.meaning import Act, Answer, Ask, Emergency, Human, Leave, Meaning, Miss, NotUnderstood, Offer
from kiosk.dialogue.rules import Said, said
from kiosk.dialogue.spoken_of import offer, spoken_of
from kiosk.dialogue.taught import ASKING, DOUBT, NO_MATTER
from kiosk.dialogue.tidy import core, corrected, kin_in, plain
from kiosk.dialogue.wishes import both, on_business, wished

OFFERED = 0.5
"""Chance from which one matter is offered by name."""
ALONE = 0.25
"""The same where no other is worth asking about: a question with one answer is an offer."""
CAUTIOUS = 0.8
"""The same where hearing is weak."""
ASKED = 0.1
"""Chance from which a matter is worth asking about."""
BETWEEN = 0.25
"""Chance of those that are asked about, together, from which asking is better than giving up."""
RULE_HOLDS = 2.0
"""Characters of a rule from which it is no chance that it holds."""
HEARD_OF = 0.2
"""And a rule, or so much taught chance for one of them: what nobody ever said is not asked about as a wish."""
CERTAIN = 0.97
"""In the middle of a question only so much means another matter."""
TAUGHT = 0.85
"""Taught chance of one matter from which no rule of a known ambiguity holds."""
DOUBTED = 0.2
"""Taught chance of known ambiguities, together, from which one is asked back."""
ONE_DOUBT = 0.15
"""And that of one of them: many faint doubts are no doubt, but a sentence nobody taught."""
CLEAR, WEIGHED = 0.3, 2.0
"""What is left of one matter's chance, so many times the taught chance of all ambiguities taken away: with less it is
asked about among the next likeliest. Of sentences of writers the table was not taught this asks about six tenths of the
open ones, and about one right offer in twenty."""
NEXT = 0.01
"""Chance from which a matter may stand in that question."""
TALK = 0.5
"""Taught chance of no matter from which it is talk, whatever its words are of."""
ASKS, WANTS = 0.25, 0.03
"""Taught chance that something is asked, from which it is answered whatever its form, and up to which it is a wish."""
SURELY_ASKS = 0.6
"""And from which no words of a wish make it one: 老年大学还收不收人我想去 has less."""
LOOKED_AT = 3
"""Hypotheses; further ones are worse than asking."""

_TOLD = (Flow.PROGRESS, Flow.NOTICES, Flow.TICKET, Flow.HELP)
"""Matters that are themselves the answer."""

_OF_ONE = ("bring", "behalf", "where", "days", "fee", "amount", "may_i")
"""Questions that are about some matter even where none is named."""

_RULED_OUT = re.compile(
    r"(?!.*(?:啥|咋|吗|多少|会))(?:我|我们)?(?:"
    r"(?:别|甭|不要|不想|没说要|没要|不是要|不是)(?:给我|给我们|帮我)?(?:办|交|查|取|开|申请|领)[^不是要]{1,12}$"
    r"|不(?:办|交|查|取|开|申请|领)[^不是要交办查]{1,10}$)"
)
"""Only what she does not want: 别给我办低保. Never offered back to her."""


def understand(hearing: Utterance, screen: Screen, context: Context) -> Meaning:
    """Exactly one meaning. Danger in any hypothesis comes first, then the best hypothesis that means something.

    Where it is not sure that there is danger it is asked about, unless something else is surely meant.
    """
    texts = [h.text for h in hearing.hypotheses[:LOOKED_AT]]
    dictated = isinstance(screen.ask, AskText | AskDigits | AskDate)
    warned = [danger_in(plain(text, words()), context, dictated) for text in texts]
    for danger in warned:
        if isinstance(danger, Emergency):
            return danger
    meanings = [_meaning(text, screen, context) for text in texts]
    meaning = next((m for m in meanings if not isinstance(m, NotUnderstood)), meanings[0])
    if screen.ask is not None or not isinstance(meaning, Offer | Answer | Ask | NotUnderstood):
        return meaning
    # What is only doubted counts in the best hypothesis, and in any where nothing else was understood.
    doubted = warned if isinstance(meaning, NotUnderstood) else warned[:1]
    return next((danger for danger in doubted if danger is not None), meaning)


def _meaning(text: str, screen: Screen, context: Context) -> Meaning:
    lexicon = words()
    whole = plain(text, lexicon)
    if not whole:
        return not_understood(context)
    tight = core(corrected(whole), lexicon)
    chances = context.matters.chances(tight)
    if (act := act_here(text, screen)) is not None:
        return _as_meant(act, context, kin_in(whole, lexicon))
    if screen.ask is None and context.offered:
        pointed = spoken_of(whole, tight, context, kin_in(whole, lexicon) or context.behalf)
        if pointed is not None:
            return pointed
    dictated = isinstance(screen.ask, AskText)
    if not dictated and (fill := fill_here(text, screen, context.today)) is not None:
        return fill
    if (command := command_in(whole, tight, screen, dictated, chances)) is not None:
        return command
    if dictated and (fill := fill_here(text, screen, context.today)) is not None:
        return fill
    heard = said(tight)
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
    if (pointed := spoken_of(whole, heard.text, context, behalf)) is not None:
        return pointed
    exact = found[0] if found and found[0].exact else None
    if len(heard.text) < 2:
        return not_understood(context)
    if exact is None and _RULED_OUT.match(heard.text):
        return NotUnderstood("好，不办这个。您想办什么？")
    if exact is None and (two := both(heard.text, context.matters)):
        return between(two, context.matters, "您先办哪一样？", behalf)
    surely = exact is not None or (bool(found) and found[0].score >= CERTAIN)
    taught = any(chance >= TAUGHT for name, chance in chances.items() if name.isdecimal())
    if (ask := ambiguity_in(heard, surely, taught)) is not None:
        return ask
    if (asked := _question(heard, found, chances, context)) is not None:
        return asked
    if exact is not None:
        return _named(exact.service, context, behalf)
    if (ask := _taught_doubt(found, context, chances, behalf)) is not None:
        return ask
    if (ask := _unclear(found, chances, context, behalf)) is not None:
        return ask
    if found and found[0].score >= (CAUTIOUS if context.cautious else OFFERED) and _heard_of(found[0], chances):
        return _named(found[0].service, context, behalf, tuple(f.service for f in found[1:3] if f.score >= ASKED / 2))
    near = [f for f in found[:3] if f.score >= ASKED]
    if len(near) == 1 and near[0].score >= ALONE and _heard_of(near[0], chances) and not context.cautious:
        return _named(near[0].service, context, behalf)
    if any(_heard_of(f, chances) for f in near) and sum(f.score for f in near) >= BETWEEN:
        return between([f.service for f in near], context.matters, behalf=behalf)
    if (ask := _wish_unheard(heard, chances, found, context, behalf)) is not None:
        return ask
    return not_understood(context, found)


def _wish_unheard(
    heard: Said, chances: Mapping[str, float], found: tuple[Found, ...], context: Context, behalf: str
) -> Ask | None:
    """Which matter, where she surely wants one and nothing tells which: 我孙子上学用的, 我要打印.

    In a matter she speaks of that one: 钱能打到孙子那儿吗 is a question nobody foresaw, not another wish.
    """
    if context.service is not None or chances.get(NO_MATTER, 0.0) >= TALK or not on_business(heard.text) or not found:
        return None
    doubts = {name: chance for name, chance in chances.items() if name.startswith(DOUBT) and name != DOUBT}
    most = max(doubts, key=lambda name: doubts[name], default="")
    likeliest = sorted(context.matters.services, key=lambda one: -chances.get(one, 0.0))[:3]
    if most and doubts[most] > chances.get(likeliest[0], 0.0) and (ask := asked_back(most.removeprefix(DOUBT))):
        return ask
    return between(likeliest, context.matters, "您要办的是哪一样？", behalf)


def _heard_of(found: Found, chances: Mapping[str, float]) -> bool:
    """Whether more speaks for a matter than that nothing speaks for another."""
    return found.weight >= RULE_HOLDS or chances.get(found.service, 0.0) >= HEARD_OF


def _unclear(found: tuple[Found, ...], chances: Mapping[str, float], context: Context, behalf: str) -> Ask | None:
    """A question between the likeliest, where one would be offered though sentences like this are often open."""
    doubt = sum(chance for name, chance in chances.items() if name.startswith(DOUBT))
    if not found or found[0].score < ALONE or found[0].score - WEIGHED * doubt >= CLEAR:
        return None
    near = [f.service for f in found[:3] if f.score >= NEXT]
    return between(near, context.matters, behalf=behalf) if len(near) > 1 and _heard_of(found[0], chances) else None


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
        near = [f.service for f in found[:3] if f.score >= ASKED / 2]
        return between(near if len(near) > 1 else context.popular, context.matters, "您想办哪件事？", behalf)
    return asked_back(most.removeprefix(DOUBT))


def _question(heard: Said, found: tuple[Found, ...], chances: Mapping[str, float], context: Context) -> Meaning | None:
    """A question about the matter it names, or about the one in hand: by its form, or since it was taught to be one."""
    about, left = asked_about(heard)
    asking = chances.get(ASKING, (ASKS + WANTS) / 2)
    exact = bool(found) and found[0].exact
    if exact and about in ("", "where", "what", "how", "amount"):
        return None
    taught = asking >= ASKS
    if not about and not taught:
        return None
    named = context.matters.find(left)[:1] if about and len(left) >= 2 else ()
    if taught and not (named and named[0].score >= OFFERED) and (not about or len(left) > 3):
        named = found[:1] if found and _heard_of(found[0], chances) else ()
    about = about or about_what(heard.text)
    if named and named[0].score >= OFFERED:
        if asking <= WANTS or (asking < SURELY_ASKS and wished(about, heard.text, left)):
            return None
        service = context.matters.services[named[0].service]
        told = service.flow is Flow.HELP if taught else service.flow in _TOLD
        return None if told else answer(about, service, heard, context)
    if context.service is not None:
        return answer(about, context.service, heard, context)
    if about in _OF_ONE and len(left) <= 3:
        return between(context.popular, context.matters, "您问的是哪件事？")
    return None


def _named(service: str, context: Context, behalf: str, others: tuple[str, ...] = ()) -> Meaning:
    if context.matters.services[service].flow is Flow.HELP:
        return Human()
    return offer(service, context, behalf, others)


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
