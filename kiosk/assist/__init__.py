"""The resident's side of a call for a human: a second small machine beside the visit.

    step(call, event) -> (call, effects)

Pure: no clock, no line, no media. What the hub says, what she presses and how the line is arrive as events; sending,
opening microphone or camera and filling the form are effects. Whatever a guide asks for, only she agrees to, and each
consent is its own, taken back in one press from anywhere.
"""

from kiosk.assist.effects import (
    Effect,
    Fill,
    Forget,
    LookUp,
    OpenMatter,
    Picture,
    Relay,
    Send,
    Tracks,
)
from kiosk.assist.events import (
    Agreed,
    AllowPhoto,
    DeviceGone,
    Event,
    Found,
    Join,
    LinkDown,
    LinkUp,
    Measured,
    MediaSaid,
    OpenProposal,
    Passed,
    Pictured,
    Pointed,
    RateHelp,
    Revoke,
    Stop,
    Suggested,
    TakeSuggestion,
    Typed,
    Want,
)
from kiosk.assist.ladder import Ladder, Sample, carries, measured
from kiosk.assist.state import (
    Asking,
    Call,
    Ended,
    How,
    Offered,
    Pointer,
    Said,
    Suggestion,
    There,
    Waiting,
    active,
    question,
)
from kiosk.assist.step import begin, step

__all__ = [
    "Agreed", "AllowPhoto", "Asking", "Call", "DeviceGone", "Effect", "Ended", "Event", "Fill", "Forget", "Found",
    "How", "Join", "Ladder", "LinkDown", "LinkUp", "LookUp", "Measured", "MediaSaid", "Offered", "OpenMatter",
    "OpenProposal", "Passed", "Picture", "Pictured", "Pointed", "Pointer", "RateHelp", "Relay", "Revoke", "Said",
    "Sample", "Send", "Stop", "Suggested", "Suggestion", "TakeSuggestion", "There", "Tracks", "Typed", "Waiting",
    "Want", "active", "begin", "carries", "measured", "question", "step",
]  # fmt: skip
