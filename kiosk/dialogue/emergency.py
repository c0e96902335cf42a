"""Gas, fire, a failing heart, blows, a swindler on the phone: guidance before anything else."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from kiosk.dialogue.lexicon import dangers
from kiosk.dialogue.meaning import Danger, Emergency
from kiosk.dialogue.rules import LONGEST, Rule, Said, rule
from kiosk.dialogue.sound import sound

BY_SOUND = 2.4
"""Characters of a rule of two words or more, those by sound counting four fifths, from which no chance is likely."""
BY_SOUND_ALONE = 3.0
"""Of a rule of one word: 脚不行 sounds like 叫不醒, so three syllables are not enough."""


class Evidence(IntEnum):
    """How surely a sentence warns."""

    FAINT = 1
    """A short word by its sound alone, which may be chance: it only adds to what was taught."""
    SOUND = 2
    LETTER = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A danger a sentence tells of."""

    emergency: Emergency
    evidence: Evidence
    asked: str
    """The fewest words that would be it without doubt: 着火了."""


@dataclass(frozen=True, slots=True)
class _Alarm:
    danger: Danger
    rules: tuple[Rule, ...]
    """Also by the sound of their longer words, where so much of a rule is heard that it is no chance."""
    sounds: frozenset[str]
    """Found anywhere in what was said."""
    whole: frozenset[str]
    """Found only as everything that was said: 家暴 sounds like much else."""
    bars: frozenset[str]
    found: Emergency
    asked: str


@cache
def _alarms() -> tuple[_Alarm, ...]:
    """Made at the first sentence: the first page waits for no dictionary of sounds."""
    return tuple(
        _Alarm(
            data.danger,
            tuple(rule(line) for line in data.rules),
            frozenset(_short(text) for text in data.sounds),
            frozenset(sound(form) for text in data.whole for form in (text, f"{text}了", f"我{text}", f"{text}啊")),
            frozenset(bar for line in data.rules for bar in rule(line).bars),
            Emergency(data.danger, tuple(data.say), data.call),
            data.asked,
        )
        for data in dangers()
    )


def _short(text: str) -> str:
    """Its sound. ValueError for one that would never be found: only so long a run of what was said is looked up."""
    if len(text) > LONGEST:
        raise ValueError(f"words of danger too long to be found by their sound: {text!r}")
    return sound(text)


def guidance(danger: Danger) -> Emergency:
    """What to do now, and whom to call."""
    return _alarm(danger).found


def told_of(danger: Danger) -> Told:
    """A danger that something else than words tells of."""
    alarm = _alarm(danger)
    return Told(alarm.found, Evidence.FAINT, alarm.asked)


def _alarm(danger: Danger) -> _Alarm:
    """Of several of one kind the last: poison and despair have words of their own."""
    return next(alarm for alarm in reversed(_alarms()) if alarm.danger is danger)


def emergency_in(heard: Said) -> Told | None:
    """What a sentence warns of: by its words, else by the sound of its surest words where nothing speaks against it.

    Of several dangers one that is there by the letter, then the one most of the sentence speaks for, then the first of
    the file.
    """
    weighed = [(max((_weight(r, heard) for r in alarm.rules), default=(0.0, 0.0, 0.0)), alarm) for alarm in _alarms()]
    (by_letter, by_sound, faintly), alarm = max(weighed, key=lambda found: found[0])
    if by_letter or by_sound:
        return Told(alarm.found, Evidence.LETTER if by_letter else Evidence.SOUND, alarm.asked)
    for each in _alarms():
        warns = heard.sound in each.whole or not each.sounds.isdisjoint(heard.parts)
        if warns and each.bars.isdisjoint(heard.parts):
            return Told(each.found, Evidence.SOUND, each.asked)
    return Told(alarm.found, Evidence.FAINT, alarm.asked) if faintly else None


def _weight(r: Rule, heard: Said) -> tuple[float, float, float]:
    """Characters that are there by the letter, where all the rule's words are; all that speaks for it; and faintly.

    By characters alone it may be one short word; by sound it must be more.
    """
    either = r.weight(heard)
    if not either:
        return 0.0, 0.0, 0.0
    by_letter = r.weight(heard, by_sound=False)
    enough = by_letter > 0 or either >= (BY_SOUND if len(r.needs) > 1 else BY_SOUND_ALONE)
    return by_letter, either if enough else 0.0, either
