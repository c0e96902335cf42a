"""The ways off a page and out of a visit: back, home, anything else, the rating, the end."""

from dataclasses import replace

from kiosk.core.wire import Rating
from kiosk.session import events as ev
from kiosk.session.counter import payable
from kiosk.session.effects import Effect, SendRating, StopReading
from kiosk.session.events import Event
from kiosk.session.matter import step_list
from kiosk.session.now import something_to_lose
from kiosk.session.places import (
    Attract,
    BillPlace,
    CardLeft,
    CasePlace,
    DuplicatePlace,
    EndingPlace,
    HandedInPlace,
    HomePlace,
    IdentifyPlace,
    LeaveOver,
    MorePlace,
    NoticePlace,
    Paying,
    PaymentPlace,
    RatingPlace,
    ReferralPlace,
    ResultPlace,
    Submitting,
    TicketPlace,
    WherePlace,
)
from kiosk.session.plan import reenter
from kiosk.session.state import Moved, State, back, end, go, home, mint, swap


def back_from(state: State) -> Moved:
    stop: tuple[Effect, ...] = (StopReading(),) if isinstance(state.place, IdentifyPlace) else ()
    match state.place:
        case Submitting() | Paying() | Attract() | CardLeft():
            return state, ()
        case HomePlace():
            return _leave_or(state, "restart") or end(state, "left")
        case RatingPlace() | EndingPlace():
            return state, ()
        case ResultPlace() | PaymentPlace() | TicketPlace() if not state.trail:
            return replace(state, place=MorePlace()), ()
        case _:
            state, again = reenter(back(state))
            return state, (*stop, *again)


def _leave_or(state: State, to: str) -> Moved | None:
    if something_to_lose(state) or (to == "restart" and state.visit.holder is not None):
        return replace(state, overlay=LeaveOver("restart" if to == "restart" else "home")), ()
    return None


def home_from(state: State) -> Moved:
    match state.place:
        case Submitting() | Paying() | CardLeft():
            return state, ()
        case Attract():
            return replace(state, place=HomePlace()), ()
        case RatingPlace() | EndingPlace():
            return end(state, "finished")
        case DuplicatePlace() | HandedInPlace() if state.visit.form is None or state.visit.form.untouched():
            return home(state)
        case _:
            return _leave_or(state, "home") or home(state)


DONE_WITH = (ResultPlace, PaymentPlace, TicketPlace, CasePlace, NoticePlace, WherePlace, ReferralPlace)
"""The last page of a matter; after it: anything else?"""


def finish(state: State) -> Moved:
    match state.place:
        case Submitting() | Paying() | Attract() | CardLeft():
            return state, ()
        case EndingPlace():
            return end(state, "finished")
        case RatingPlace():
            return ending(state)
        case place if isinstance(place, DONE_WITH):
            return go(state, MorePlace()), ()
        case BillPlace(bill=bill) if not payable(state, bill):
            return go(state, MorePlace()), ()
        case _ if something_to_lose(state):
            return replace(state, overlay=LeaveOver("restart")), ()
        case _ if state.visit.done or state.visit.queued:
            return swap(replace(state, trail=()), RatingPlace(state.monotonic)), ()
        case _:
            return ending(state)


def ending(state: State) -> Moved:
    return replace(state, place=EndingPlace(state.monotonic), trail=(), overlay=None), ()


def step_rating(state: State, event: Event) -> Moved:
    """Voluntary; kept apart from who it was."""
    if not isinstance(event, ev.Rate):
        return state, ()
    if event.level is None:
        return ending(state)
    done = state.visit.done[-1] if state.visit.done else None
    service = state.visit.service
    service_id = done.service_id if done else service.id if service else ""
    rating_id, state = mint(state)
    rating = Rating(
        rating_id=rating_id,
        case_number=done.case_number if done else "",
        service_id=service_id,
        level=event.level,
        at=state.now,
    )
    state, effects = ending(state)
    return state, (SendRating(rating), *effects)


def step_more(state: State, event: Event) -> Moved:
    if isinstance(event, ev.Next):
        return home(state)
    return step_list(state, event)
