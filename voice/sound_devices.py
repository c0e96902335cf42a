"""Microphones and loudspeakers by a name that stays: PortAudio's own names carry the card's, not its number."""

import re
from dataclasses import dataclass

_NUMBERS = re.compile(r"\s*\(hw:\d+,\d+\)$|,\s*\d+$")


class NoSound(RuntimeError):
    """There is no sound system to ask."""


@dataclass(frozen=True, slots=True)
class SoundDevice:
    """One input or output."""

    kind: str
    """microphone or speaker."""
    name: str
    """PortAudio's name of it now."""
    setting: str
    """What voice.microphone takes ("mic:…"), or part of the name of the output."""
    default: bool


def lasting(name: str) -> str:
    """A device's name without the numbers that change when it is plugged in again."""
    return _NUMBERS.sub("", name).strip()


def sound_devices() -> tuple[SoundDevice, ...]:
    """Every input and output. Raises NoSound where PortAudio is missing or cannot start."""
    try:
        import sounddevice  # type: ignore[import-untyped,unused-ignore]  # loads libportaudio: may fail

        sounddevice._terminate()
        sounddevice._initialize()
        listed, (first_in, first_out) = list(sounddevice.query_devices()), sounddevice.default.device
    except Exception as error:  # PortAudioError exists only once PortAudio is there
        raise NoSound(type(error).__name__) from error
    found = []
    for device in listed:
        name, index = str(device["name"]), int(device["index"])
        if device["max_input_channels"] > 0:
            found.append(SoundDevice("microphone", name, f"mic:{lasting(name)}", index == first_in))
        if device["max_output_channels"] > 0:
            found.append(SoundDevice("speaker", name, lasting(name), index == first_out))
    return tuple(found)
