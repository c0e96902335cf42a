"""Place names and words of these matters, which a general dictionary guesses badly (海港区 comes out as 还港区)."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SURE = 5
"""Letters after which the beginning of a phrase is taken for the phrase."""
MOST = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word with its letters, whole and by initials."""

    text: str
    letters: str
    initials: str


@cache
def shipped_phrases() -> tuple[Phrase, ...]:
    """The words in phrases.txt, in the order of the file, which is the order they are offered in."""
    lines = files(__package__).joinpath("phrases.txt").read_text(encoding="utf-8").splitlines()
    return tuple(_phrase(line) for line in lines if line and not line.startswith("#"))


def _phrase(line: str) -> Phrase:
    text, *syllables = line.split()
    return Phrase(text, "".join(syllables), "".join(syllable[0] for syllable in syllables))


def phrases_for(letters: str, eager: bool = False) -> tuple[str, ...]:
    """At most MOST phrases these letters surely mean. eager: take any beginning (there is no dictionary)."""
    return tuple(phrase.text for phrase in shipped_phrases() if _means(phrase, letters, eager))[: 20 if eager else MOST]


def _means(phrase: Phrase, letters: str, eager: bool) -> bool:
    if letters in (phrase.letters, phrase.initials) and len(letters) > 1:
        return True
    return phrase.letters.startswith(letters) and (eager or len(letters) >= SURE)
