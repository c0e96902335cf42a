"""Speech out and in, each in a process of its own: sentences said with captions in step, utterances heard."""

from voice.ear import Ear
from voice.loopback import Loopback
from voice.normalise import Reading, read_aloud, said
from voice.scripted import ScriptedSpeaker
from voice.scripted_ear import ScriptedEar
from voice.speaker import RATES, Speaker

__all__ = ["RATES", "Ear", "Loopback", "Reading", "ScriptedEar", "ScriptedSpeaker", "Speaker", "read_aloud", "said"]
