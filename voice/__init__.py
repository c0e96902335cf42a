"""Speech out (and, later, speech in): sentences said in a process of their own, with captions in step."""

from voice.normalise import Reading, read_aloud, said
from voice.scripted import ScriptedSpeaker
from voice.speaker import RATES, VOLUMES, Speaker

__all__ = ["RATES", "VOLUMES", "Reading", "ScriptedSpeaker", "Speaker", "read_aloud", "said"]
