"""What a candidate is called aloud. Those of one sound are told apart by ear: 伟，伟大的伟 and 威，威力的威."""

from collections.abc import Sequence

from kiosk.dialogue.spelled import which
from ui.input.decoder import Guess

LONGEST = 4
"""Characters; what is longer is told by its own words."""


def called(guesses: Sequence[Guess], index: int, syllables: Sequence[str]) -> str:
    """One of them, and of its characters those in which another of the same sound differs.

    syllables: what was typed, cut as it was understood.
    """
    own = guesses[index]
    rivals = [g.text for g in guesses if g.letters == own.letters and len(g.text) == len(own.text) and g != own]
    if len(own.text) > LONGEST or not rivals:
        return f"选 {own.text}"
    differing = [at for at, char in enumerate(own.text) if any(other[at] != char for other in rivals)]
    ways = (which(own.text[at], syllables[at] if at < len(syllables) else "") for at in differing)
    return "，".join([f"选 {own.text}", *(way for way in ways if way)])
