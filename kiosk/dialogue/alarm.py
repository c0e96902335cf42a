"""Whether there is danger: what the words say and what was taught, weighed against each other. In doubt it is asked."""

from collections.abc import Mapping

from kiosk.dialogue.context import Context
from kiosk.dialogue.emergency import Evidence, Told, emergency_in, told_of
from kiosk.dialogue.lexicon import words
from kiosk.dialogue.meaning import Ask, Choice, Danger, Emergency
from kiosk.dialogue.rules import said
from kiosk.dialogue.taught import DANGER, HUMAN, NO_MATTER
from kiosk.dialogue.tidy import core

SHORTEST = 4
"""Characters: what was taught is not asked about less."""
SURE = {None: 0.5, Evidence.FAINT: 0.45}
"""Taught chance of danger, of whatever kind, from which its guidance is shown where words are not enough."""
ASKED = {None: 0.35, Evidence.FAINT: 0.3}
"""And from which it is asked about."""
UNHEARD = {Evidence.LETTER: 0.12, Evidence.SOUND: 0.2}
"""Words of danger are asked about where less than this was taught of danger: what is said is nothing like it;"""
MATTER, TALK = 0.3, 0.5
"""or where a matter (懒得起火，食堂怎么吃) or talk about nothing (以前让人骗过) has so much,"""
MATTER_TO, TALK_TO = 0.6, 2.5
"""and so many times as much as danger."""
ELSE, UNSURE = 5.0, 0.4
"""And they warn of nothing where one of these has so many times as much, and so much at all."""
OF_A_KIND = 0.5
"""Taught chance of one kind of danger from which it is that kind, whatever its words may be of."""


def danger_in(whole: str, context: Context, dictated: bool) -> Emergency | Ask | None:
    """The danger a plain sentence tells of, or the question whether it does.

    dictated: something is written down, so that only words count, not what was taught. The numbers above are from
    sentences of which the table had not been taught.
    """
    told = emergency_in(said(whole))
    if dictated or len(whole) < SHORTEST:
        return told.emergency if told is not None and told.evidence > Evidence.FAINT else None
    chances = context.matters.chances(core(whole, words()))
    dangers = {name: chance for name, chance in chances.items() if name.startswith(DANGER)}
    taught = sum(dangers.values())
    most = max(dangers, key=lambda name: dangers[name], default="")
    if told is not None and told.evidence > Evidence.FAINT:
        matter = max((chance for name, chance in chances.items() if name.isdecimal()), default=0.0)
        talk = chances.get(NO_MATTER, 0.0)
        if dangers and max(matter, talk) > ELSE * taught and max(matter, talk) > UNSURE:
            return None
        likelier = matter >= max(MATTER, MATTER_TO * taught) or talk >= max(TALK, TALK_TO * taught)
        doubted = bool(dangers) and (taught < UNHEARD[told.evidence] or likelier)
        if most and dangers[most] >= OF_A_KIND:
            told = _of_kind(told, Danger(most.removeprefix(DANGER)))
        return _asked(told, chances, context) if doubted else told.emergency
    if not most:
        return None
    evidence = None if told is None else told.evidence
    likeliest = told_of(Danger(most.removeprefix(DANGER)))
    if taught >= SURE[evidence]:
        return likeliest.emergency
    return _asked(likeliest, chances, context) if taught >= ASKED[evidence] else None


def _of_kind(told: Told, danger: Danger) -> Told:
    return told if told.emergency.danger is danger else told_of(danger)


def _asked(told: Told, chances: Mapping[str, float], context: Context) -> Ask:
    """Is it this, or the likeliest matter, or shall somebody come?"""
    services = context.matters.services
    likeliest = max(services, key=lambda one: chances.get(one, 0.0), default=HUMAN)
    choices = [Choice(told.asked, question=told.asked)]
    choices += [
        Choice(service.plain_name, one, aliases=(service.official_name, service.plain_words))
        for one in dict.fromkeys((likeliest, HUMAN))
        if (service := services.get(one)) is not None
    ]
    return Ask("是遇上急事了吗？", tuple(choices))
