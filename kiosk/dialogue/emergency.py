"""Gas, fire, a failing heart, blows, a swindler on the phone: guidance before anything else."""

from dataclasses import dataclass

from kiosk.dialogue.lexicon import dangers
from kiosk.dialogue.meaning import Danger, Emergency
from kiosk.dialogue.rules import Rule, Said, rule
from kiosk.dialogue.sound import sound, sounds_in


@dataclass(frozen=True, slots=True)
class _Alarm:
    danger: Danger
    rules: tuple[Rule, ...]
    sounds: tuple[str, ...]
    bars: frozenset[str]
    found: Emergency


_ALARMS = tuple(
    _Alarm(
        data.danger,
        tuple(rule(line, by_sound=False) for line in data.rules),
        tuple(sound(text) for text in data.sounds),
        frozenset(bar for line in data.rules for bar in rule(line).bars),
        Emergency(data.danger, tuple(data.say), data.call),
    )
    for data in dangers()
)


def guidance(danger: Danger) -> Emergency:
    """What to do now, and whom to call."""
    return next(alarm.found for alarm in _ALARMS if alarm.danger is danger)


def emergency_in(heard: Said) -> Emergency | None:
    """What a sentence warns of, by its words, or by the sound of its surest words where nothing speaks against it."""
    for alarm in _ALARMS:
        if any(r.weight(heard) for r in alarm.rules):
            return alarm.found
    for alarm in _ALARMS:
        barred = any(bar in heard.text for bar in alarm.bars)
        if not barred and any(sounds_in(part, heard.sound) for part in alarm.sounds):
            return alarm.found
    return None
