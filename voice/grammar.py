"""What may be said now, as a vosk grammar, and what of the answer may be believed.

vosk makes a bigram of the phrases it is given, so it also returns pieces of one glued to pieces of another, and its
confidence in them is 1.0. Only a whole phrase, of two syllables or more and nothing but that phrase, may act.
"""

from dataclasses import dataclass

from pypinyin import lazy_pinyin

from kiosk.core.hearing import Expect
from voice.spelling import Speller, Spelling, Spelt

UNKNOWN = "[unk]"
FILLERS = ("嗯", "啊", "哦", "那个", "这个", "就是", "哎")
"""Said before and after a phrase by people who think aloud; of no meaning by themselves."""
SHORTEST = 2
"""Syllables; one syllable is in every noise."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A decoded text that is, as a whole, something expected."""

    text: str
    """The phrase as it was given, or the characters of a loop."""
    may_go_on: bool
    """She may be in the middle of something longer: a run of digits, or a phrase that begins with this one."""
    run: bool = False
    """Words of a loop; every one of them counts."""


class Grammar:
    """The closed side of one Expect. `lost` are phrases and loop words that the model cannot be told of."""

    def __init__(self, expect: Expect, speller: Speller) -> None:
        spelt = speller.spell_all(expect.phrases)
        loops = [speller.spell_all(loop) for loop in expect.loops]
        self._phrases = {written.text: p for p, written in _true_ones_last(spelt) if len(written.text) >= SHORTEST}
        self.lone = {} if expect.loops else {"".join(lazy_pinyin(one)): one for one in expect.lone}
        """Syllables without tone that answer the page, and what they are; a page of digits has too many like them."""
        self._loops = [{written.words: w for w, written in _true_ones_last(loop)} for loop in loops]
        drowned = [p for each in (spelt, *loops) for p in each.respelled if not self._has(p)]
        self.lost = (*spelt.lost, *(word for loop in loops for word in loop.lost), *drowned)
        self._fillers = [s for s in map(speller.spell, FILLERS) if s and not s.respelled]
        self._sentences = [" ".join(s.words) for s in spelt.spellings.values() if len(s.text) >= SHORTEST]

    def _has(self, phrase: str) -> bool:
        return phrase in self._phrases.values() or any(phrase in loop.values() for loop in self._loops)

    @property
    def empty(self) -> bool:
        """Nothing closed is expected."""
        return not self._sentences and not any(self._loops)

    def sentences(self) -> list[str]:
        """What KaldiRecognizer takes: words separated by spaces, each line a phrase."""
        return [*self._sentences, *self._rounds(), *(" ".join(s.words) for s in self._fillers), UNKNOWN]

    def _rounds(self) -> list[str]:
        """Each word of a loop between all the words after it: every two words follow one another once in each order,
        so that the bigram lets them come in any number and order."""
        rounds = []
        for loop in self._loops:
            words = [" ".join(word) for word in loop]
            rounds += [f" {word} ".join(["", word, *words[at + 1 :], ""]).strip() for at, word in enumerate(words)]
        return rounds

    def whole(self, words: tuple[str, ...]) -> Whole | None:
        """The one thing that was said, or None. Fillers around it and saying it twice are forgiven."""
        if UNKNOWN in words:
            return None
        words = self._without_fillers(words)
        text = "".join(words)
        if len(text) < SHORTEST:
            return None
        for times in (1, 2, 3):
            once = text[: len(text) // times]
            if once * times == text and once in self._phrases:
                longer = any(other != once and other.startswith(once) for other in self._phrases)
                return Whole(self._phrases[once], may_go_on=longer)
        return self._run(words)

    def _run(self, words: tuple[str, ...]) -> Whole | None:
        for loop in self._loops:
            run, rest = "", words
            while rest:
                size = next((n for n in range(min(4, len(rest)), 0, -1) if rest[:n] in loop), 0)
                if not size:
                    break
                run, rest = run + loop[rest[:size]], rest[size:]
            if not rest:
                return Whole(run, may_go_on=True, run=True)
        return None

    def _without_fillers(self, words: tuple[str, ...]) -> tuple[str, ...]:
        def begins(spelling: Spelling) -> bool:
            return words[: len(spelling.words)] == spelling.words

        def ends(spelling: Spelling) -> bool:
            return words[-len(spelling.words) :] == spelling.words

        while filler := next((f for f in self._fillers if begins(f)), None):
            words = words[len(filler.words) :]
        while filler := next((f for f in self._fillers if words and ends(f)), None):
            words = words[: -len(filler.words)]
        return words


def _true_ones_last(spelt: Spelt) -> list[tuple[str, Spelling]]:
    """So that a respelled phrase (廿 by 年) never takes the place of one that is truly written so."""
    return sorted(spelt.spellings.items(), key=lambda item: not item[1].respelled)
