"""`step(state, event) -> (state, effects)`: the whole visit. Pure and total: any event is safe in any state.

Order: what machines report, then what lies over the page, then what is the same on every page, then the page itself.
"""

from collections.abc import Callable
from dataclasses import replace

from kiosk.core.screen import NO_WORDS
from kiosk.session import events as ev
from kiosk.session.anywhere import anywhere
from kiosk.session.counter import COUNTER_STEPS
from kiosk.session.effects import Note
from kiosk.session.events import Event
from kiosk.session.going_out import step_more, step_rating
from kiosk.session.guided import GUIDED_STEPS
from kiosk.session.hear import heard
from kiosk.session.known import step_card_owner, step_same_person
from kiosk.session.matter import MATTER_STEPS, step_list
from kiosk.session.over import step_overlay
from kiosk.session.pace import paced
from kiosk.session.patience import tick
from kiosk.session.places import (
    SPOKEN,
    Attract,
    CardLeft,
    CardOwnerPlace,
    Categories,
    CategoryPlace,
    HomePlace,
    IdentifyPlace,
    IdleOver,
    MorePlace,
    RatingPlace,
    RepairPlace,
    SamePersonPlace,
)
from kiosk.session.presence import proved_here
from kiosk.session.repair import in_repair
from kiosk.session.reported import reported
from kiosk.session.spoken_over import step_spoken
from kiosk.session.state import WARNING_S, Moved, State, with_visit
from kiosk.session.supply import on_battery

_OUTCOMES = (
    ev.CardReading, ev.CardSeen, ev.CardProblem, ev.NoCardSeen, ev.Stored, ev.StoreRefused, ev.BillFetched,
    ev.BillFailed, ev.PaymentSaid, ev.PaymentUnknown, ev.PaymentRefused, ev.CasesFound,
    ev.CasesFailed, ev.TicketGiven, ev.TicketFailed, ev.Photographed, ev.PhotoUnclear, ev.PhotoFailed,
    ev.SocialCardSeen, ev.SocialCardWithheld, ev.SocialCardProblem, ev.NoSocialCardSeen,
)  # fmt: skip
"""Answers to effects that belong to the page, whatever lies over it."""


def step(state: State, event: Event) -> Moved:
    """One event."""
    if isinstance(state.place, RepairPlace):
        return in_repair(state, event)
    if isinstance(event, ev.Heard):
        state, slower = paced(state, event.hearing)
        state, effects = heard(state, event.hearing, step)
        return state, (*slower, *effects)
    if isinstance(event, ev.Tick):
        return tick(state, event, _page)
    moved = reported(state, event)
    if moved is not None:
        return moved
    if isinstance(event, _OUTCOMES):
        return _page(state, event)
    if isinstance(state.place, Attract | CardLeft) and not isinstance(event, _AT_ATTRACT):
        return state, ()
    state = proved_here(with_visit(state, idle_s=0.0, aside=NO_WORDS))
    if isinstance(event, ev.Touched):
        state = with_visit(state, how=event.how)
        # A hand asks for time and gets all of it, over and over; what is under it is still hers to press.
        return (replace(state, overlay=IdleOver(WARNING_S)) if isinstance(state.overlay, IdleOver) else state), ()
    over = state.overlay
    covered = step_spoken(state, over, event, step) if isinstance(over, SPOKEN) else step_overlay(state, event)
    if covered is not None:
        return covered
    return anywhere(state, event) or _page(state, event)


_AT_ATTRACT = (
    ev.Begin, ev.Next, ev.Touched, ev.ChooseService, ev.ChooseCategory, ev.AskHelp, ev.Repeat, ev.OpenSettings,
    ev.ChangeSettings, ev.StaffKey, ev.Back, ev.Home, ev.StillHere, ev.HelpAnswered, ev.HelpUnanswered,
    ev.StaffVerified, ev.StaffRefused, ev.KeyPressed, ev.Erase, ev.Clear, ev.Finish,
    ev.Pick, ev.Deny, ev.PrintAgain, ev.InCall, ev.OpenCall, ev.UseCode, ev.StartRepair, ev.RepairUnlocked,
)  # fmt: skip


# --- the page itself -----------------------------------------------------------------------------------------


def step_attract(state: State, event: Event) -> Moved:
    if on_battery(state):
        return state, ()
    if isinstance(event, ev.Begin | ev.Next):
        return replace(state, place=HomePlace()), (Note("visit_began", {}),)
    return step_list(replace(state, place=HomePlace()), event) if isinstance(event, ev.ChooseCategory) else (state, ())


_PAGES: dict[type, Callable[[State, Event], Moved]] = {
    **MATTER_STEPS,
    **COUNTER_STEPS,
    **GUIDED_STEPS,
    SamePersonPlace: step_same_person,
    CardOwnerPlace: step_card_owner,
    Attract: step_attract,
    CardLeft: step_attract,
    HomePlace: step_list,
    Categories: step_list,
    CategoryPlace: step_list,
    MorePlace: step_more,
    RatingPlace: step_rating,
}


def _page(state: State, event: Event) -> Moved:
    if isinstance(event, ev.CardSeen) and not isinstance(state.place, IdentifyPlace):
        return state, ()
    handler = _PAGES.get(type(state.place))
    return handler(state, event) if handler is not None else (state, ())
