"""What may be said on every page, whatever it shows: a person, leaving, back, home, again, louder and larger."""

from dataclasses import dataclass

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


_TOLD = commands()
_HUMAN, _LEAVE = _command(_TOLD.human), _command(_TOLD.leave)
_ACTIONS = {
    "back": _command(_TOLD.back),
    "home": _command(_TOLD.home),
    "repeat": _command(_TOLD.repeat),
    "settings": _command(_TOLD.settings),
}


def command_in(whole: str, tight: str, heard: Said, screen: Screen, dictated: bool) -> Meaning | None:
    """The command a plain sentence is. tight: its core; dictated: the page is writing down what is said."""
    if _LEAVE.means(whole, tight, heard, dictated):
        return Leave()
    for action, command in _ACTIONS.items():
        if screen.action(action) is not None and command.means(whole, tight, heard, dictated):
            return Act(action)
    return Human() if _HUMAN.means(whole, tight, heard, dictated) else None
