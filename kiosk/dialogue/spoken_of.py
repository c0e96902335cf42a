"""What points to something spoken of before: 那个, 第二个, 给我办了吧, 不是我是我老伴. Nothing is handed in by it."""

import re
from functools import cache

from kiosk.dialogue.asking import between
from kiosk.dialogue.context import Context
from kiosk.dialogue.lexicon import commands, words
from kiosk.dialogue.matters import doing
from kiosk.dialogue.meaning import Meaning, NotUnderstood, Offer
from kiosk.dialogue.numbers import NUMERAL, ordinal_in
from kiosk.dialogue.sound import sound
from kiosk.dialogue.tidy import only_for

_JUST_SAID = re.compile(
    r"(?:还是|就是|就|我)*(?:要|办|来|想办|说的?)?(?:是)?"
    r"(?:那个|这个|那件|这件|(?:刚才|刚刚|方才|上面|上回|上次|前面)(?:你)?(?:说|讲|提|念|问)?(?:过)?的?(?:那个|那件|那样)?)"
    r"(?:事)?(?:吧|了|行|办|的)*"
)
_NTH = re.compile(
    rf"[就选要办是那我的想来说]*(?:第?[{NUMERAL}]+|最后一?|头一?|最[上下前后][面边][那这]?一?)[个样项条种]?[就吧行的办那个]*"
)


_NOT_IT = re.compile(
    r"(?:我|我们)?(?:不(?:是|要|办|想办|想要|用)|甭办|别办)(?:这个|那个|它|这件|那件)(?:事)?(?:的|了|吧)*"
)


def spoken_of(whole: str, tight: str, context: Context, behalf: str) -> Meaning | None:
    """The matter a sentence points to; None when it says more than that. whole: plain; tight: its core."""
    told = commands()
    if (nth := ordinal_in(whole)) is not None and _NTH.fullmatch(whole):
        return _nth(nth, context, behalf)
    if context.offered and _NOT_IT.fullmatch(whole):
        return _not_it(context, behalf)
    if any(text in told.refer or _JUST_SAID.fullmatch(text) for text in (whole, tight)):
        return _referred(context, behalf)
    whom = only_for(whole, words())
    if whom or whole in told.behalf_only or tight in told.behalf_only:
        return _for_somebody(context, behalf or whom)
    pointing, for_somebody = _sounds()
    if len(whole) < SHORTEST:
        return None
    if sound(whole) in pointing:
        return _referred(context, behalf)
    return _for_somebody(context, behalf) if sound(whole) in for_somebody else None


SHORTEST = 3
"""Syllables from which the sound of all that was said is enough: 给蜗妈办."""


@cache
def _sounds() -> tuple[frozenset[str], frozenset[str]]:
    """Of the sentences that point to what was named, and of those that only say for whom."""
    told = commands()
    return frozenset(map(sound, told.refer)), frozenset(map(sound, told.behalf_only))


def offer(service: str, context: Context, behalf: str = "", others: tuple[str, ...] = ()) -> Offer:
    """One matter, by name, as a question."""
    name = context.matters.services[service].plain_name
    say = f"给{behalf}{doing(name)}，对吗？" if behalf else f"您要{doing(name)}，对吗？"
    return Offer(service, say, behalf, others)


def _nth(nth: int, context: Context, behalf: str) -> Meaning:
    """Of what was named last, in the order it was named."""
    at = nth - (nth > 0)
    if not -len(context.offered) <= at < len(context.offered):
        return _referred(context, behalf) if not context.offered else between(context.offered, context.matters)
    chosen = context.offered[at]
    return offer(chosen, context, behalf, tuple(one for one in context.offered if one != chosen))


def _not_it(context: Context, behalf: str) -> Meaning:
    """What else was named, if anything was."""
    if len(context.offered) > 1:
        return between(context.offered[1:], context.matters, behalf=behalf)
    return NotUnderstood("好，不办这个。您想办什么？")


def _referred(context: Context, behalf: str) -> Meaning:
    """那个, 给我办了吧: takes up what was spoken of."""
    if context.offered:
        return offer(context.offered[0], context, behalf, context.offered[1:])
    if context.service is not None:
        return offer(context.service.id, context, behalf)
    return between(context.popular, context.matters, "您说的是哪件事？", behalf)


def _for_somebody(context: Context, behalf: str) -> Meaning:
    if context.offered or context.service is not None:
        return _referred(context, behalf)
    say = f"您要给{behalf}办哪件事？" if behalf else "您要替他办哪件事？"
    return between(context.popular, context.matters, say, behalf)
