"""What of a decoded utterance is believed: whole phrases only where two independent readings of the sound agree.

Why these rules and not others, with figures: docs/adr (recognition with two recognisers).
"""

from pypinyin import lazy_pinyin
from rapidfuzz.distance import Levenshtein

from kiosk.core.hearing import Hypothesis, Utterance
from voice.grammar import Grammar, Whole
from voice.recogniser import Decoded, Reading

AGREES_CLOSED = 0.5
"""Share of syllables in which free reading and closed phrase must agree where only phrases are expected."""
AGREES_ALL = 1.0
"""... and where her own words are (我要交电费 is more than 交电费) or in a run of digits, where each one counts."""
SURE_SYLLABLE = 0.9
"""Share of the readings for a lone syllable; it has nothing else to be known by."""
CLEAR_DB = 16.0
"""A voice less far above the hall is not believed to have said anything; it may still be asked about."""


def believe(grammar: Grammar, decoded: Decoded, *, is_open: bool, clearness_db: float) -> Utterance | None:
    """The utterance with its hypotheses, best first; None when there was not one word."""
    clear = clearness_db >= CLEAR_DB
    whole = grammar.whole(decoded.closed[0].words) if decoded.closed else None
    free = [Hypothesis(_lone(grammar, reading.text), _share(reading)) for reading in decoded.free]
    if whole is None:
        if not free and decoded.closed and (text := decoded.closed[0].text):
            free = [Hypothesis(text, 0.0)]
        return Utterance(tuple(free), clear=clear) if free else None
    agreement = max((alike(whole.text, reading.text) for reading in decoded.free), default=0.0)
    agreed = agreement >= (AGREES_ALL if is_open or whole.run else AGREES_CLOSED)
    return _utterance(whole, Hypothesis(whole.text, _share(decoded.closed[0]) * agreement), free, agreed, clear)


def _utterance(whole: Whole, said: Hypothesis, free: list[Hypothesis], agreed: bool, clear: bool) -> Utterance:
    others = [hypothesis for hypothesis in free if hypothesis.text != whole.text]
    if not agreed:
        return Utterance((*others, said), clear=clear)
    return Utterance((said, *others), whole=clear, clear=clear)


def believe_syllable(grammar: Grammar, decoded: Decoded, *, clearness_db: float) -> Utterance | None:
    """A sound too short for speech that is, clearly and surely, a syllable the page waits for; None for a knock."""
    utterance = believe(grammar, decoded, is_open=True, clearness_db=clearness_db)
    if utterance is None or not utterance.clear or utterance.text not in grammar.lone.values():
        return None
    return utterance if utterance.hypotheses[0].confidence >= SURE_SYLLABLE else None


def _lone(grammar: Grammar, text: str) -> str:
    """十 is 是 where a yes is waited for."""
    return grammar.lone.get("".join(lazy_pinyin(text)), text) if len(text) == 1 else text


def _share(reading: Reading) -> float:
    return min(1.0, round(reading.share, 3))


def alike(one: str, other: str) -> float:
    """1 for the same toneless syllables, 0 for none in common."""
    a, b = lazy_pinyin(one), lazy_pinyin(other)
    return 1 - Levenshtein.distance(a, b) / max(len(a), len(b), 1)
