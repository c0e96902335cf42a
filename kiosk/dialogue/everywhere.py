"""What may be said on every page, whatever it shows: a person, leaving, back, home, again, louder and larger."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kiosk.core.screen import Screen
from kiosk.dialogue.lexicon import Spoken, commands, words
from kiosk.dialogue.meaning import Act, Human, Leave, Meaning
from kiosk.dialogue.rules import Rule, Said, rule, said
from kiosk.dialogue.sound import sound
from kiosk.dialogue.taught import COMMAND, HUMAN, LEAVE
from kiosk.dialogue.tidy import core, plain

BY_SOUND = 3.2
"""Four syllables of a rule by their sound alone; whole sentences count by sound from two."""
TAUGHT = 0.5
"""Taught chance of a command from which a rule of it holds by whatever sound: 布弄惹 is 不弄了."""
MATTER, HEARD_OF = 0.4, 0.1
"""A rule does not hold where a matter was taught to be so likely and the command is not heard of: 证磨得看不清字了."""
LONGEST = 12
"""Characters of a rule's command that was not taught: whoever says more has something to tell."""


@dataclass(frozen=True, slots=True)
class _Command:
    said: frozenset[str]
    sounds: frozenset[str]
    rules: tuple[Rule, ...]

    def said_as(self, whole: str, tight: str) -> bool:
        """By its own words: nothing else is needed."""
        return whole in self.said or tight in self.said

    def means(self, tight: str, heard: Said, taught: float, matter: float) -> bool:
        """By the sound of its own words, or by a rule unless sentences like this one were taught to mean a matter.

        taught, matter: chances of commands of this kind, and of the likeliest matter.
        """
        if len(tight) > 1 and (heard.sound in self.sounds or sound(tight) in self.sounds):
            return True
        if taught < HEARD_OF and (matter >= MATTER or len(tight) > LONGEST):
            return False
        enough = BY_SOUND if taught < TAUGHT else 0.1
        return any(
            either >= enough or r.weight(heard, by_sound=False)
            for r in self.rules
            if (either := r.weight(heard))  # by the letter it holds only where it holds by sound
        )


def _command(spoken: Spoken) -> _Command:
    lexicon = words()
    forms = {plain(text, lexicon) for text in spoken.said}
    forms |= {core(form, lexicon) for form in forms}
    sounds = frozenset(sound(form) for form in forms if len(form) > 1)
    return _Command(frozenset(spoken.said) | forms, sounds, tuple(rule(line) for line in spoken.rules))


_NOTHING: Mapping[str, float] = {}
_COMMANDS: tuple[tuple[str, str, Meaning], ...] = (
    ("leave", LEAVE, Leave()),
    *((name, COMMAND, Act(name)) for name in ("back", "home", "repeat", "settings")),
    ("human", HUMAN, Human()),
)
"""In the order they are looked for: the name, the class it was taught as, what it means."""


@cache
def _told() -> dict[str, _Command]:
    told = commands()
    return {name: _command(getattr(told, name)) for name, _, _ in _COMMANDS}


def command_in(
    whole: str, tight: str, screen: Screen, dictated: bool, chances: Mapping[str, float] = _NOTHING
) -> Meaning | None:
    """The command a plain sentence is; while text is dictated only by the command's own words.

    tight: its core; dictated: the page is writing down what is said; chances: of each class, as taught.
    """
    heard = said(whole)
    matter = max((chance for name, chance in chances.items() if name.isdecimal() and name != HUMAN), default=0.0)
    for name, taught, meaning in _COMMANDS:
        if isinstance(meaning, Act) and screen.action(name) is None:
            continue
        command = _told()[name]
        if command.said_as(whole, tight) or (
            not dictated and command.means(tight, heard, chances.get(taught, 0.0), matter)
        ):
            return meaning
    return None
