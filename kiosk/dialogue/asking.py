"""Questions back: known ambiguities, and choices between matters that came out alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kiosk.dialogue.lexicon import AmbiguityData, ambiguities, words
from kiosk.dialogue.matters import Matters
from kiosk.dialogue.meaning import Ask, Choice
from kiosk.dialogue.rules import Rule, Said, rule
from kiosk.dialogue.sound import SYLLABLE, sound
from kiosk.dialogue.tidy import core, plain


@dataclass(frozen=True, slots=True)
class _Group:
    data: AmbiguityData
    whole: frozenset[str]
    """Whole sentences, and bare objects."""
    sounds: frozenset[str]
    """Of whole sentences of two syllables and more."""
    bare_sounds: frozenset[str]
    """Of bare objects, of whatever length: they count where nothing else was said."""
    rules: tuple[Rule, ...]


def _group(data: AmbiguityData) -> _Group:
    lexicon = words()
    whole = frozenset((*data.bare, *(core(plain(text, lexicon), lexicon) for text in data.said)))
    longer = frozenset(sound(text) for text in whole if len(text) >= 2)
    bare = frozenset(map(sound, data.bare))
    return _Group(data, whole, longer, bare, tuple(rule(line) for line in data.rules))


def _bared(text: str) -> str:
    """What is left without the words around that settle nothing: 我那个卡不知道在哪了 -> 卡."""
    left, at = [], 0
    while at < len(text):
        around = next((word for word in words().settles_nothing if text.startswith(word, at)), "")
        if not around:
            left.append(text[at])
        at += len(around) or 1
    return "".join(left)


_COMMON = "我你要想个的了给办来补"


@cache
def _around() -> tuple[str, ...]:
    """The sounds of the words that settle nothing, longest first; of single ones the commonest: 能 sounds like 人."""
    heard = (word for word in words().settles_nothing if len(word) > 1 or word in _COMMON)
    return tuple(dict.fromkeys(sound(word) for word in heard))


def _bared_sound(heard: str) -> str:
    """The same by sound: 蜗要开疙证明 -> the sound of 证明."""
    left, at = "", 0
    while at < len(heard):
        around = next((part for part in _around() if heard.startswith(part, at)), "")
        if not around:
            left += heard[at : at + SYLLABLE]
        at += len(around) or SYLLABLE
    return left


@cache
def _groups() -> tuple[_Group, ...]:
    return tuple(_group(data) for data in ambiguities())


def ambiguity_in(heard: Said, surely: bool = False, taught: bool = False) -> Ask | None:
    """The question back for a sentence that is known to mean more than one matter, as it is written or as it sounds.

    surely: one matter is meant as far as can be heard, so that no word is taken for another of its sound: 交电费 would
    be 费 among words that settle nothing. taught: sentences like it were taught to mean one matter, so that no rule of
    words that may be anywhere in it holds: 种了一辈子地，老了想领钱，农保还能交不.
    """
    forms = {heard.text, _bared(heard.text)} - {""}
    sounds = {sound(form) for form in forms}
    bare = _bared_sound(heard.sound)
    for sounding in (False, True):
        for group in _groups():
            if any(word in heard.text for word in group.data.unless):
                continue
            if sounding:
                said = (not surely and bare in group.bare_sounds) or not sounds.isdisjoint(group.sounds)
            else:
                said = not forms.isdisjoint(group.whole)
            if not said and not taught:
                said = any(r.weight(heard, by_sound=sounding) for r in group.rules)
            if said:
                return _ask(group.data)
    return None


def asked_back(group: str) -> Ask | None:
    """The question back of one known ambiguity; None when there is none of this id (any more)."""
    return next((_ask(each.data) for each in _groups() if each.data.id == group), None)


def _ask(data: AmbiguityData) -> Ask:
    choices = (Choice(**(c.model_dump() | {"aliases": tuple(c.aliases)})) for c in data.choices)
    return Ask(data.say, tuple(choices))


def between(ids: Sequence[str], matters: Matters, say: str = "", behalf: str = "") -> Ask:
    """At most three matters to choose from, each by its name."""
    services = [matters.services[i] for i in ids[:3] if i in matters.services]
    choices = tuple(Choice(s.plain_name, s.id, aliases=(s.official_name, s.plain_words)) for s in services)
    names = "，".join(s.plain_name for s in services[:-1])
    last = services[-1].plain_name
    asked = f"您是要{names}，还是{last}？" if names else f"您是要{last}吗？"
    return Ask(say or asked, choices, behalf)
