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
    Keep,
    Look,
    LookUp,
    OpenMatter,
    Relay,
    Send,
    Shoot,
    StopLook,
    Tracks,
    Upload,
)
from kiosk.assist.events import (
    Agreed,
    AllowPhoto,
    ClosePaper,
    DeviceBack,
    DeviceGone,
    Event,
    Found,
    Join,
    KeepPaper,
    LetIn,
    LinkDown,
    LinkUp,
    Measured,
    MediaSaid,
    Named,
    NumberKeyed,
    OpenProposal,
    PaperFailed,
    PaperSeen,
    PaperTaken,
    PaperUnclear,
    Passed,
    Pointed,
    RateHelp,
    Revoke,
    SendPaper,
    ShootPaper,
    Stop,
    Suggested,
    TakeSuggestion,
    Typed,
    Uploaded,
    Want,
    Written,
)
from kiosk.assist.ladder import Ladder, Sample, carries, measured
from kiosk.assist.state import (
    Asking,
    Call,
    Ended,
    Guest,
    How,
    Offered,
    Paper,
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
    "Agreed", "AllowPhoto", "Asking", "Call", "ClosePaper", "DeviceBack", "DeviceGone", "Effect", "Ended", "Event",
    "Fill", "Forget", "Found", "Guest", "How", "Join", "Keep", "KeepPaper", "Ladder", "LetIn", "LinkDown", "LinkUp",
    "Look", "LookUp", "Measured", "MediaSaid", "Named", "NumberKeyed", "Offered", "OpenMatter", "OpenProposal", "Paper",
    "PaperFailed", "PaperSeen", "PaperTaken", "PaperUnclear", "Passed", "Pointed", "Pointer", "RateHelp", "Relay",
    "Revoke", "Said", "Sample", "Send", "SendPaper", "Shoot", "ShootPaper", "Stop", "StopLook", "Suggested",
    "Suggestion", "TakeSuggestion", "There", "Tracks", "Typed", "Upload", "Uploaded", "Waiting", "Want", "Written",
    "active", "begin", "carries", "measured", "question", "step",
]  # fmt: skip
