"""Which matter somebody means: evidence from each matter's own phrasings, from rules, and from what was taught."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from kiosk.catalogue import Service
from kiosk.dialogue.lexicon import evidence, words
from kiosk.dialogue.rules import Rule, Said, rule, said
from kiosk.dialogue.sayings import Kind, Saying, sayings
from kiosk.dialogue.sound import sound
from kiosk.dialogue.taught import NO_MATTER, Taught
from kiosk.dialogue.tidy import core, corrected, plain

ALIAS, RULE, TAUGHT = 0.45, 0.25, 0.04
"""How much each kind of evidence counts; found by search over the train half of the labelled sentences."""
EXACT = 2.0
BELOW_EXACT = 0.99
CLOSER_LOOK = 8
RULE_HOLDS = 3.0
"""Characters of a rule that speak for a matter although the sentence is more like 今天天气咋样, about no matter."""
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
    """Every phrasing of every matter, side by side: whose it is, its characters, its sound."""

    owners: tuple[int, ...]
    letters: tuple[str, ...]
    sounds: tuple[str, ...]


class Matters:
    """The catalogue, ready to be asked; made once for each catalogue version.

    It learns when it is first asked, or when told to `prepare`: about half a second that no first page may wait for.
    """

    def __init__(self, services: Sequence[Service], known: Sequence[Saying] | None = None) -> None:
        """known: the labelled sentences to learn from; the shipped ones when None."""
        self.services = {service.id: service for service in services}
        self._known = known

    def prepare(self) -> None:
        """Learn now; call it from a thread nobody waits for. Harmless when done before."""
        self._taught  # noqa: B018
        self._phrasings  # noqa: B018

    @cached_property
    def _matters(self) -> tuple[_Matter, ...]:
        return tuple(_matter(service) for service in self.services.values())

    @cached_property
    def _phrasings(self) -> _Phrasings:
        owned = [(at, *phrasing) for at, matter in enumerate(self._matters) for phrasing in matter.phrasings]
        return _Phrasings(
            tuple(at for at, _, _ in owned),
            tuple(characters for _, characters, _ in owned),
            tuple(sounds for _, _, sounds in owned),
        )

    @cached_property
    def _taught(self) -> Taught:
        return Taught(_lessons(self._matters, sayings() if self._known is None else self._known))

    def find(self, text: str) -> tuple[Found, ...]:
        """Every matter that anything speaks for, best first. text: a core utterance."""
        heard = said(text)
        if not text:
            return ()
        odds = self._taught.odds(text)
        aside = odds.get(NO_MATTER, 0.0)
        likeness = self._whole_likeness(heard)
        found = [
            self._weigh(matter, heard, likeness[at], odds.get(matter.service.id, 0.0), aside)
            for at, matter in enumerate(self._matters)
        ]
        # A phrasing inside a longer sentence is looked for only where something else speaks for its matter.
        for at in sorted(range(len(found)), key=lambda at: -found[at].score)[:CLOSER_LOOK]:
            if found[at].score and not found[at].exact:
                inside = max(likeness[at], _inside(self._matters[at], heard))
                odd = odds.get(self._matters[at].service.id, 0.0)
                found[at] = self._weigh(self._matters[at], heard, inside, odd, aside)
        return tuple(sorted((f for f in found if f.score > 0), key=lambda f: -f.score))

    def _whole_likeness(self, heard: Said) -> list[float]:
        """For each matter how like the sentence is to the likest of its phrasings, 0 to 1; above 1 when it is one."""
        by_letter = process.extract_iter(heard.text, self._phrasings.letters, scorer=fuzz.ratio)
        by_sound = process.extract_iter(heard.sound, self._phrasings.sounds, scorer=fuzz.ratio)
        best = [0.0] * len(self._matters)
        for (own, letters, at), (_, sounds, _) in zip(by_letter, by_sound, strict=True):
            alike = EXACT if own == heard.text else (letters + sounds) / 200
            owner = self._phrasings.owners[at]
            best[owner] = max(best[owner], alike)
        return best

    def _weigh(self, matter: _Matter, heard: Said, alias: float, odds: float, aside: float) -> Found:
        if alias == EXACT:
            return Found(matter.service.id, 1.0, True)
        weight = max((r.weight(heard) for r in matter.rules), default=0.0)
        if odds < aside and weight < RULE_HOLDS:
            return Found(matter.service.id, 0.0)
        ruled = min(1.0, SURE_OF_RULE + PER_CHARACTER * weight) if weight else 0.0
        return Found(matter.service.id, min(BELOW_EXACT, ALIAS * alias + RULE * ruled + TAUGHT * odds), weight=weight)


def _lessons(matters: Iterable[_Matter], known: Iterable[Saying]) -> Iterable[tuple[str, str]]:
    """(matter or "", core sentence) of everything that means exactly one matter, or none."""
    lexicon = words()
    for matter in matters:
        for text, _ in matter.phrasings:
            yield matter.service.id, text
        yield matter.service.id, plain(matter.service.plain_words, lexicon)
    for one in known:
        if one.kind is Kind.NONE or (one.kind is Kind.OFFER and len(one.ids) == 1):
            name = NO_MATTER if one.kind is Kind.NONE else one.ids[0]
            yield name, core(corrected(plain(one.text, lexicon)), lexicon)


def _inside(matter: _Matter, heard: Said) -> float:
    """How like a part of the sentence is to one of the matter's shorter phrasings, 0 to PART."""
    best = 0.0
    for characters, sounds in matter.phrasings:
        if 2 <= len(characters) < len(heard.text):
            by_letter = fuzz.partial_ratio(heard.text, characters)
            if (by_letter + 100) / 200 > best:
                best = max(best, (by_letter + fuzz.partial_ratio(heard.sound, sounds)) / 200)
    return PART * best


def _matter(service: Service) -> _Matter:
    lexicon = words()
    phrasings = {core(plain(text, lexicon), lexicon) for text in _phrasings(service)}
    rules = tuple(rule(line) for line in evidence().get(service.id, ()))
    return _Matter(service, tuple((text, sound(text)) for text in sorted(phrasings)), rules)


def _phrasings(service: Service) -> tuple[str, ...]:
    return (service.plain_name, service.official_name, *service.aliases)
