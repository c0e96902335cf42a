"""Not today: what was begun is kept when it can be, a slip says so, and nothing more is asked."""

from dataclasses import replace

from kiosk.session import events as ev
from kiosk.session.effects import Effect, StopReading
from kiosk.session.now import something_to_lose
from kiosk.session.places import (
    BillPlace,
    CasePlace,
    CasesPlace,
    EndingPlace,
    IdentifyPlace,
    LeaveOver,
    MorePlace,
    NoticePlace,
    NoticesPlace,
    PaymentPlace,
    RatingPlace,
    ResultPlace,
    TicketPlace,
    WherePlace,
)
from kiosk.session.plan import draft_effects
from kiosk.session.slips import draft_slip
from kiosk.session.state import Moved, Press, State, print_slip

_FINISHED = (
    ResultPlace, PaymentPlace, TicketPlace, CasePlace, CasesPlace, NoticePlace, NoticesPlace, WherePlace, MorePlace,
    RatingPlace, EndingPlace, BillPlace,
)  # fmt: skip
"""Where nothing is left undone: going on is the page's own way out."""


def leave(state: State, press: Press) -> Moved:
    """Said in words. One question only, and only where something would be lost for good."""
    state = replace(state, overlay=None)
    if not state.began:
        return state, ()
    if isinstance(state.place, _FINISHED):
        return press(state, ev.Finish())
    if not something_to_lose(state):
        return _ending(state, ())
    if not kept(state):
        return replace(state, overlay=LeaveOver("restart")), ()
    drafts = draft_effects(state)
    printed, printing = print_slip(state, draft_slip(state))
    return _ending(printed, (*drafts, *printing))


def kept(state: State) -> bool:
    """Whether what was begun can be gone on with next time: a card to lock it with, and something to keep."""
    return something_to_lose(state) and bool(draft_effects(state))


def _ending(state: State, effects: tuple[Effect, ...]) -> Moved:
    stop: tuple[Effect, ...] = (StopReading(),) if isinstance(state.place, IdentifyPlace) else ()
    return replace(state, place=EndingPlace(state.monotonic), trail=(), overlay=None), (*stop, *effects)
