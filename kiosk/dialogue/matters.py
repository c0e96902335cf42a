"""Which matter somebody means: evidence from each matter's own phrasings, from rules, and from rare word pairs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from rapidfuzz import fuzz

from kiosk.catalogue import Service
from kiosk.dialogue.lexicon import evidence, words
from kiosk.dialogue.rules import Rule, Said, rule, said
from kiosk.dialogue.sound import sound
from kiosk.dialogue.tidy import core, plain

ALIAS, RULE, GRAMS = 0.45, 0.37, 0.18
"""How much each kind of evidence counts."""
PART = 0.92
"""A phrasing found inside a longer sentence, against one that is the whole sentence."""
SURE_OF_RULE = 0.62
PER_CHARACTER = 0.07


@dataclass(frozen=True, slots=True)
class Found:
    """One matter with how much speaks for it, 0 to 1."""

    service: str
    score: float
    exact: bool = False
    """The whole sentence is one of its phrasings."""
    weight: float = 0.0
    """Characters of the rule that speaks for it."""


@dataclass(frozen=True, slots=True)
class _Matter:
    service: Service
    phrasings: tuple[tuple[str, str], ...]
    """Characters and sound."""
    rules: tuple[Rule, ...]
    grams: frozenset[str]


class Matters:
    """The catalogue, ready to be asked. Immutable; made once for each catalogue version."""

    def __init__(self, services: Sequence[Service]) -> None:
        self._matters = tuple(_matter(service) for service in services)
        self.services = {service.id: service for service in services}
        seen = Counter(gram for matter in self._matters for gram in matter.grams)
        self._rarity = {gram: log((1 + len(self._matters)) / count) for gram, count in seen.items()}
        self._unseen = log(1 + len(self._matters))

    def find(self, text: str) -> tuple[Found, ...]:
        """Every matter that anything speaks for, best first. text: a core utterance."""
        heard = said(text)
        grams = _grams(text)
        whole = sum(self._rarity.get(gram, self._unseen) for gram in grams) or 1.0
        found = [self._weigh(matter, heard, grams, whole) for matter in self._matters]
        return tuple(sorted((f for f in found if f.score > 0), key=lambda f: -f.score))

    def _weigh(self, matter: _Matter, heard: Said, grams: frozenset[str], whole: float) -> Found:
        alias, exact = _nearest(matter, heard)
        if exact:
            return Found(matter.service.id, 1.0, True)
        weight = max((r.weight(heard) for r in matter.rules), default=0.0)
        ruled = min(1.0, SURE_OF_RULE + PER_CHARACTER * weight) if weight else 0.0
        shared = sum(self._rarity[gram] for gram in grams & matter.grams) / whole
        return Found(matter.service.id, ALIAS * alias + RULE * ruled + GRAMS * shared, weight=weight)


def _nearest(matter: _Matter, heard: Said) -> tuple[float, bool]:
    best = 0.0
    for characters, sounds in matter.phrasings:
        if characters == heard.text:
            return 1.0, True
        by_letter = fuzz.ratio(heard.text, characters)
        by_sound = fuzz.ratio(heard.sound, sounds)
        if 2 <= len(characters) < len(heard.text):
            by_letter = max(by_letter, PART * fuzz.partial_ratio(heard.text, characters))
            by_sound = max(by_sound, PART * fuzz.partial_ratio(heard.sound, sounds))
        best = max(best, (by_letter + by_sound) / 200)
    return best, False


def _matter(service: Service) -> _Matter:
    lexicon = words()
    phrasings = {core(plain(text, lexicon), lexicon) for text in _phrasings(service)}
    told = (*phrasings, plain(service.plain_words, lexicon), plain(service.official_name, lexicon))
    rules = tuple(rule(line) for line in evidence().get(service.id, ()))
    grams = frozenset().union(*(_grams(text) for text in told))
    return _Matter(service, tuple((text, sound(text)) for text in sorted(phrasings)), rules, grams)


def _phrasings(service: Service) -> tuple[str, ...]:
    return (service.plain_name, service.official_name, *service.aliases)


def _grams(text: str) -> frozenset[str]:
    return frozenset((*text, *(text[i : i + 2] for i in range(len(text) - 1))))
