"""The visit as a pure function: state, events, effects, screens; and the runner that performs what it asks for."""

from kiosk.core.lanes import InlineLane, ThreadLane
from kiosk.core.screen import Screen, Settings
from kiosk.session.aloud import aloud, sentences
from kiosk.session.attend import Ears
from kiosk.session.effects import Effect
from kiosk.session.events import Event
from kiosk.session.forms import Form, Value
from kiosk.session.pages import screen_for
from kiosk.session.ports import NotVerified, Ports, StaffPort, Verified
from kiosk.session.runner import SessionRunner
from kiosk.session.state import State, Terminal, start
from kiosk.session.step import step
from kiosk.session.submission import complete
from kiosk.session.wake import terminal_of

__all__ = [
    "Ears",
    "Effect",
    "Event",
    "Form",
    "InlineLane",
    "NotVerified",
    "Ports",
    "Screen",
    "SessionRunner",
    "Settings",
    "StaffPort",
    "State",
    "Terminal",
    "ThreadLane",
    "Value",
    "Verified",
    "aloud",
    "complete",
    "screen_for",
    "sentences",
    "start",
    "step",
    "terminal_of",
]
