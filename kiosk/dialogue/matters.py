"""Which matter somebody means: evidence from each matter's own phrasings, from rules, and from what was taught."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import exp, log

from rapidfuzz import fuzz, process

from kiosk.catalogue import Service
from kiosk.dialogue.lexicon import evidence, words
from kiosk.dialogue.rules import Rule, Said, rule, said
from kiosk.dialogue.sound import sound
from kiosk.dialogue.taught import NO_MATTER, Taught, shipped
from kiosk.dialogue.tidy import core, plain

TAUGHT, ALIAS, ALIAS_CUBED, RULE, ASIDE = 1.22, 12.6, -9.6, 3.0, 6.1
"""How much each kind of evidence counts, in log odds; ASIDE is what a sentence about no matter has instead of phrasings
and rules. Fitted on train sentences of which the table had not been taught (three folds)."""
LEAST = 1e-4
"""Chance below which one class is no less likely than another."""
EXACT = 2.0
BELOW_EXACT = 0.99
CLOSER_LOOK = 8
PART = 0.92
"""A phrasing found inside a longer sentence, against one that is the whole sentence."""
SURE_OF_RULE = 0.62
PER_CHARACTER = 0.07


@dataclass(frozen=True, slots=True)
class Found:
    """One matter with its chance against all others and against none, 0 to 1."""

    service: str
    score: float
    exact: bool = False
    """The whole sentence is one of its phrasings."""
    weight: float = 0.0
    """Characters of the rule that speaks for it."""


_DOES = ("交", "取", "查", "报")


def doing(name: str) -> str:
    """「办高龄津贴」, but 「交电费」: a name that says what is done needs no 办 before it."""
    return name if name.startswith(_DOES) else f"办{name}"


@dataclass(frozen=True, slots=True)
class _Matter:
    service: Service
    phrasings: tuple[tuple[str, str], ...]
    """Characters and sound."""
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class _Phrasings:
    """Every phrasing of every matter, side by side: its characters, its sound."""

    first: tuple[int, ...]
    """Where each matter's own begin."""
    letters: tuple[str, ...]
    sounds: tuple[str, ...]
    whose: Mapping[str, frozenset[int]]
    """Which matters a phrasing is of, as they are numbered here."""


class Matters:
    """The catalogue, ready to be asked; made once for each catalogue version.

    It gets ready when it is first asked, or when told to `prepare`: some tenths of a second that no first page may
    wait for.
    """

    def __init__(self, services: Sequence[Service], taught: Taught | None = None) -> None:
        """taught: the table of what was taught; the shipped one when None."""
        self.services = {service.id: service for service in services}
        self._given = taught
        self._last: tuple[str, Mapping[str, float]] = ("", {})

    def prepare(self) -> None:
        """Get ready now; call it from a thread nobody waits for. Harmless when done before."""
        self._taught  # noqa: B018
        self._phrasings  # noqa: B018

    @cached_property
    def _matters(self) -> tuple[_Matter, ...]:
        return tuple(_matter(service) for service in self.services.values())

    @cached_property
    def _phrasings(self) -> _Phrasings:
        every = [phrasing for matter in self._matters for phrasing in matter.phrasings]
        first = accumulate((len(matter.phrasings) for matter in self._matters[:-1]), initial=0)
        whose: dict[str, set[int]] = {}
        for at, matter in enumerate(self._matters):
            for characters, _ in matter.phrasings:
                whose.setdefault(characters, set()).add(at)
        return _Phrasings(
            tuple(first),
            tuple(characters for characters, _ in every),
            tuple(sounds for _, sounds in every),
            {characters: frozenset(owners) for characters, owners in whose.items()},
        )

    @cached_property
    def _taught(self) -> Taught:
        return self._given or shipped()

    def chances(self, text: str) -> Mapping[str, float]:
        """What was taught, of every class it knows: matters, dangers, doubts. text: a core utterance."""
        if self._last[0] != text:  # danger and matter are weighed by the same sentence
            self._last = (text, self._taught.chances(text))
        return self._last[1]

    def find(self, text: str, chances: Mapping[str, float] | None = None) -> tuple[Found, ...]:
        """Every matter with its chance, best first. text: a core utterance; chances: of it, if known."""
        if not text or not self._matters:
            return ()
        heard = said(text)
        chances = self.chances(text) if chances is None else chances
        likeness = self._whole_likeness(heard)
        weights = [max((r.weight(heard) for r in matter.rules), default=0.0) for matter in self._matters]
        learned = [_learned(chances, matter.service.id) for matter in self._matters]
        speaks = [_speaks(*each) for each in zip(learned, likeness, weights, strict=True)]
        # A phrasing inside a longer sentence is looked for only where most speaks for its matter.
        for at in sorted(range(len(speaks)), key=lambda at: -speaks[at])[:CLOSER_LOOK]:
            inside = max(likeness[at], _inside(self._matters[at], heard))
            speaks[at] = _speaks(learned[at], inside, weights[at])
        aside = _learned(chances, NO_MATTER) + ASIDE
        most = max(*speaks, aside)
        odds = [exp(each - most) for each in speaks]
        total = sum(odds) + exp(aside - most)
        found = (
            Found(matter.service.id, 1.0, True, weight)
            if alike == EXACT
            else Found(matter.service.id, min(BELOW_EXACT, odd / total), weight=weight)
            for matter, odd, alike, weight in zip(self._matters, odds, likeness, weights, strict=True)
        )
        return tuple(sorted(found, key=lambda f: -f.score))

    def _whole_likeness(self, heard: Said) -> list[float]:
        """For each matter how like the sentence is to the likest of its phrasings, 0 to 1; above 1 when it is one."""
        import numpy as np  # here, for the first page waits for no library of numbers

        alike = process.cdist([heard.text], self._phrasings.letters, scorer=fuzz.ratio)[0]
        alike += process.cdist([heard.sound], self._phrasings.sounds, scorer=fuzz.ratio)[0]
        best: list[float] = (np.maximum.reduceat(alike, self._phrasings.first) / 200).tolist()
        for owner in self._phrasings.whose.get(heard.text, ()):
            best[owner] = EXACT
        return best


def _learned(chances: Mapping[str, float], name: str) -> float:
    """Evidence from what was taught; a matter that it was never taught is as likely as any."""
    return TAUGHT * log(max(LEAST, chances.get(name, 1 / (len(chances) or 1))))


def _speaks(learned: float, alike: float, weight: float) -> float:
    """All evidence for one matter, in log odds."""
    alias = min(1.0, alike)
    ruled = min(1.0, SURE_OF_RULE + PER_CHARACTER * weight) if weight else 0.0
    return learned + ALIAS * alias + ALIAS_CUBED * alias**3 + RULE * ruled


def _inside(matter: _Matter, heard: Said) -> float:
    """How like a part of the sentence is to one of the matter's shorter phrasings, 0 to PART."""
    best = 0.0
    for characters, sounds in matter.phrasings:
        if 2 <= len(characters) < len(heard.text):
            least = max(0.0, 200 * best - 100)  # with which it could be the best, if it sounded the same
            if by_letter := fuzz.partial_ratio(heard.text, characters, score_cutoff=least):
                best = max(best, (by_letter + fuzz.partial_ratio(heard.sound, sounds)) / 200)
    return PART * best


def _matter(service: Service) -> _Matter:
    lexicon = words()
    forms = {core(plain(text, lexicon), lexicon) for text in phrasings(service)}
    rules = tuple(rule(line) for line in evidence().get(service.id, ()))
    return _Matter(service, tuple((text, sound(text)) for text in sorted(forms)), rules)


def phrasings(service: Service) -> tuple[str, ...]:
    return (service.plain_name, service.official_name, *service.aliases)
