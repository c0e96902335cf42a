"""What is the same on every page: help, again, settings, the staff key, back, home, the end."""

from dataclasses import replace

from kiosk.catalogue import Flow
from kiosk.core.loudness import LEVELS, output_of
from kiosk.session import events as ev
from kiosk.session.call_over import open_call
from kiosk.session.calling import ask_help, in_call
from kiosk.session.effects import SayAgain
from kiosk.session.events import Event
from kiosk.session.going_out import back_from, finish, home_from
from kiosk.session.matter import choose_service
from kiosk.session.missed import keep_missed
from kiosk.session.papers import print_again, slip_shown
from kiosk.session.places import (
    Attract,
    Categories,
    CategoryPlace,
    EndingPlace,
    HomePlace,
    LeaveOver,
    LeftPaymentsPlace,
    MorePlace,
    PaperOver,
    Paying,
    SettingsOver,
    StaffOver,
    Submitting,
)
from kiosk.session.state import RATES, Moved, State, go, speech_of, with_visit
from kiosk.session.supply import on_battery


def anywhere(state: State, event: Event) -> Moved | None:
    """None when the page itself has to answer."""
    match event:
        case ev.AskHelp():
            return ask_help(state, "asked")
        case ev.InCall(event=done):
            return in_call(state, done)
        case ev.OpenCall(part=part):
            return open_call(state, part)
        case ev.Repeat():
            return state, (SayAgain(),)
        case ev.OpenSettings():
            return replace(state, overlay=SettingsOver()), ()
        case ev.ChangeSettings():
            return change_settings(state, event)
        case ev.StaffKey():
            return replace(state, overlay=StaffOver()), ()
        case ev.ChooseService(service_id=service_id) if not isinstance(state.place, Submitting | Paying):
            return _choose(state, service_id)
        case ev.AskLeftPayments() if isinstance(state.place, HomePlace):
            return go(state, LeftPaymentsPlace()), ()
        case ev.Back():
            return back_from(state)
        case ev.Home():
            return home_from(state)
        case ev.Restart() if state.began and not isinstance(state.place, Submitting | Paying):
            return replace(state, overlay=LeaveOver("restart")), ()
        case ev.Leave() | ev.StillHere() | ev.Touched():
            return state, ()
        case ev.PrintAgain(large=large):
            return print_again(state, large=large)
        case ev.ReadPaper():
            return (state if slip_shown(state) is None else replace(state, overlay=PaperOver())), ()
        case ev.Finish():
            return finish(state)
        case ev.KeepMissed() if isinstance(state.place, EndingPlace):
            return keep_missed(state)
        case ev.KeepMissed():
            return state, ()
        case _:
            return None


def _choose(state: State, service_id: str) -> Moved:
    service = state.terminal.service(service_id)
    if service is not None and service.flow is Flow.HELP:
        return ask_help(state, "asked")
    if not isinstance(state.place, Attract | HomePlace | Categories | CategoryPlace | MorePlace):
        return state, ()
    if not state.began and on_battery(state):
        return state, ()
    if not state.began:
        state = replace(state, place=HomePlace())
    return choose_service(state, service_id)


def change_settings(state: State, event: ev.ChangeSettings) -> Moved:
    """One setting; a value it cannot have changes nothing."""
    allowed: dict[str, tuple[object, ...]] = {
        "text_size": (0, 1, 2, 3),
        "theme": ("standard", "black", "white", "soft"),
        "rate": RATES,
        "volume": tuple(range(len(LEVELS[output_of(state.terminal.headphones)]))),
    }
    if event.value not in allowed.get(event.name, (True, False)):
        return state, ()
    settings = replace(state.visit.settings, **{event.name: event.value})  # type: ignore[arg-type]
    state = with_visit(state, settings=settings, chose_rate=state.visit.chose_rate or event.name == "rate")
    if event.name in ("rate", "volume", "muted"):
        return state, (speech_of(state),)
    return state, ()
