"""What may be said on every page, whatever it shows: a person, leaving, back, home, again, louder and larger."""

from dataclasses import dataclass
from functools import cache

from kiosk.core.screen import Screen
from kiosk.dialogue.lexicon import Spoken, commands, words
from kiosk.dialogue.meaning import Act, Human, Leave, Meaning
from kiosk.dialogue.rules import Rule, Said, rule
from kiosk.dialogue.sound import sound
from kiosk.dialogue.tidy import core, plain

BY_SOUND = 3.2
"""Four syllables of a rule by their sound alone; whole sentences count by sound from two."""


@dataclass(frozen=True, slots=True)
class _Command:
    said: frozenset[str]
    sounds: frozenset[str]
    rules: tuple[Rule, ...]

    def means(self, whole: str, tight: str, heard: Said, dictated: bool) -> bool:
        """By its own words, by their sound, or by a rule; while text is dictated only by its own words."""
        if whole in self.said or tight in self.said:
            return True
        if dictated:
            return False
        if any(r.weight(heard, by_sound=False) or r.weight(heard) >= BY_SOUND for r in self.rules):
            return True
        return len(tight) > 1 and (heard.sound in self.sounds or sound(tight) in self.sounds)


def _command(spoken: Spoken) -> _Command:
    lexicon = words()
    forms = {plain(text, lexicon) for text in spoken.said}
    forms |= {core(form, lexicon) for form in forms}
    sounds = frozenset(sound(form) for form in forms if len(form) > 1)
    return _Command(frozenset(spoken.said) | forms, sounds, tuple(rule(line) for line in spoken.rules))


_ACTIONS = ("back", "home", "repeat", "settings")


@cache
def _told() -> dict[str, _Command]:
    told = commands()
    return {name: _command(getattr(told, name)) for name in ("human", "leave", *_ACTIONS)}


def command_in(whole: str, tight: str, heard: Said, screen: Screen, dictated: bool) -> Meaning | None:
    """The command a plain sentence is. tight: its core; dictated: the page is writing down what is said."""
    if _told()["leave"].means(whole, tight, heard, dictated):
        return Leave()
    for action in _ACTIONS:
        if screen.action(action) is not None and _told()[action].means(whole, tight, heard, dictated):
            return Act(action)
    return Human() if _told()["human"].means(whole, tight, heard, dictated) else None
