"""The AI guide: what somebody said, understood against the Screen and the catalogue. Pure."""

from kiosk.dialogue.context import Context
from kiosk.dialogue.emergency import guidance
from kiosk.dialogue.matters import Matters, doing
from kiosk.dialogue.meaning import (
    Act,
    Answer,
    Ask,
    Choice,
    Danger,
    Emergency,
    Fill,
    Human,
    Leave,
    Meaning,
    Miss,
    NotUnderstood,
    Offer,
)
from kiosk.dialogue.spelled import told_apart, which
from kiosk.dialogue.understand import understand

__all__ = [
    "Act",
    "Answer",
    "Ask",
    "Choice",
    "Context",
    "Danger",
    "Emergency",
    "Fill",
    "Human",
    "Leave",
    "Matters",
    "Meaning",
    "Miss",
    "NotUnderstood",
    "Offer",
    "doing",
    "guidance",
    "told_apart",
    "understand",
    "which",
]
