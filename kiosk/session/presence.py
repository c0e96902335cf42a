"""What a radar's word changes: who comes near is greeted, who walks away is asked for soon, and then the page is wiped.

A radar is wrong at times (a wheelchair, somebody who sits quite still), so it only shortens the wait: the warning is
spoken all the same, and any press, word or step towards the machine ends it. Without a radar nothing here happens.
"""

from dataclasses import replace

from kiosk.session.effects import SayAgain
from kiosk.session.places import Attract, IdleOver
from kiosk.session.state import WARNING_S, Moved, State, with_terminal, with_visit

GONE_S = 60.0
"""From leaving to the wipe; what was filled in waits for the same card."""
GREET_AGAIN_S = 60.0
"""In a busy hall a machine that greets every passer-by is a nuisance."""


def person_seen(state: State, near: bool | None) -> Moved:
    """Somebody came, left, or the radar cannot tell any more."""
    was_gone = state.terminal.left_at is not None
    if near is False:
        return (state if was_gone else with_terminal(state, left_at=state.monotonic)), ()
    state = with_terminal(state, left_at=None)
    if was_gone and isinstance(state.overlay, IdleOver):
        # Back, or never away: nobody has to press anything to keep what is on the page.
        return with_visit(replace(state, overlay=None), idle_s=0.0), ()
    if near and _to_greet(state):
        return with_terminal(state, greeted_at=state.monotonic), (SayAgain(),)
    return state, ()


def proved_here(state: State) -> State:
    """Somebody did something: the radar that says nobody is here does not see her, and is not asked again."""
    return state if state.terminal.left_at is None else with_terminal(state, left_at=None)


def _to_greet(state: State) -> bool:
    last = state.terminal.greeted_at
    waits = isinstance(state.place, Attract) and state.overlay is None and not state.visit.speaking
    return waits and (last is None or state.monotonic - last >= GREET_AGAIN_S)


def gone_away(state: State) -> bool:
    """Whether she has been away so long, by the radar alone, that even a guide who talks on talks to nobody."""
    left_at = state.terminal.left_at
    return left_at is not None and state.monotonic - left_at >= GONE_S - WARNING_S


def has_left(state: State, idle_s: float) -> bool:
    """Whether to ask now if anybody is still there, so that the wipe comes GONE_S after leaving."""
    return gone_away(state) and idle_s >= GONE_S - WARNING_S
