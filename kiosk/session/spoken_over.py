"""What lies over a page because somebody spoke: an offer, a question back, an answer, a read-back, an emergency.

The page below is never touched; 上一步 always gives it back.
"""

from dataclasses import replace
from typing import assert_never

from kiosk.catalogue import Flow
from kiosk.session import events as ev
from kiosk.session.calling import ask_help
from kiosk.session.dictate import closed, confirmed
from kiosk.session.events import Event
from kiosk.session.hear import aside, picked
from kiosk.session.matter import choose_service
from kiosk.session.pages import screen_for
from kiosk.session.places import (
    AnswerOver,
    AskOver,
    Attract,
    Categories,
    CategoryPlace,
    EmergencyOver,
    HomePlace,
    MorePlace,
    OfferOver,
    Paying,
    ReadBackOver,
    Spoken,
    Submitting,
    SureOver,
)
from kiosk.session.state import Moved, Press, State, home, with_visit

ANOTHER_WAY = "好，请换个说法再说。"


def step_spoken(state: State, over: Spoken, event: Event, press: Press) -> Moved | None:
    """None: the event is the same on every page."""
    below = replace(state, overlay=None)
    match event:
        case ev.Repeat() | ev.StaffKey() | ev.PrintAgain() | ev.OpenSettings() | ev.ChangeSettings():
            return None
        case ev.Back():
            return below, ()
        case ev.AskHelp():
            return ask_help(below, "emergency" if isinstance(over, EmergencyOver) else "asked")
        case ev.ChooseService(service_id=service_id) if isinstance(over, OfferOver | AnswerOver):
            return _take(below, service_id, over.behalf if isinstance(over, OfferOver) else "")
        case _:
            return _own(state, over, event, press)


def _own(state: State, over: Spoken, event: Event, press: Press) -> Moved:
    below = replace(state, overlay=None)
    match over:
        case OfferOver():
            return (aside(below, ANOTHER_WAY), ()) if isinstance(event, ev.Deny) else (state, ())
        case AskOver():
            if isinstance(event, ev.Pick) and 0 <= event.index < len(over.choices):
                return picked(state, over, event.index, press)
            return (aside(below, ANOTHER_WAY), ()) if isinstance(event, ev.Deny) else (state, ())
        case AnswerOver() | EmergencyOver():
            return (below, ()) if isinstance(event, ev.Next) else (state, ())
        case ReadBackOver():
            if isinstance(event, ev.Answer) and confirmed(event, over):
                moved, effects = press(below, event)
                return aside(moved, "记下了。"), effects
            return closed(state) if isinstance(event, ev.Deny) else (state, ())
        case SureOver(action=action_id):
            action = screen_for(below).action(action_id)
            if action is not None and event == action.event:
                return press(below, event)
            return (below, ()) if isinstance(event, ev.Deny) else (state, ())
        case _ as never:
            assert_never(never)


def _take(state: State, service_id: str, behalf: str) -> Moved:
    """The matter offered is the one; what lay open before is put down, its draft kept where there is a card."""
    service = state.terminal.service(service_id)
    if service is None or isinstance(state.place, Submitting | Paying):
        return state, ()
    if service.flow is Flow.HELP:
        return ask_help(state, "asked")
    state = with_visit(state, behalf=behalf)
    if isinstance(state.place, Attract):
        state = replace(state, place=HomePlace())
    if isinstance(state.place, HomePlace | Categories | CategoryPlace | MorePlace):
        return choose_service(state, service_id)
    state, stop = home(state)
    state, effects = choose_service(state, service_id)
    return state, (*stop, *effects)
