"""A matter that is done elsewhere: what it is, what to bring, where to go; papers that somebody else gives."""

from dataclasses import replace

from kiosk.catalogue import Flow, Referral, Service
from kiosk.session import events as ev
from kiosk.session.counter import choose_queue
from kiosk.session.events import Event
from kiosk.session.places import BringPlace, ReferralPlace, ReferralsPlace, WherePlace
from kiosk.session.state import Moved, State, go, swap


def step_told(state: State, service: Service, event: Event) -> Moved:
    """The page that says what it is."""
    assert service.flow is Flow.GUIDE_ONLY
    match event:
        case ev.Next() if service.materials:
            return go(state, BringPlace()), ()
        case ev.Next():
            return go(state, WherePlace("guide_only")), ()
        case ev.ChooseReferral(referral="") if service.referrals:
            return go(state, ReferralsPlace()), ()
        case _:
            return state, ()


def step_bring(state: State, event: Event) -> Moved:
    """Pressed once it is here, pressed again it is not; nothing has to be pressed."""
    place, service = state.place, state.visit.service
    assert isinstance(place, BringPlace)
    if service is None:
        return state, ()
    match event:
        case ev.SetMaterial(material=name, state=how) if name in {m.id for m in service.materials}:
            had = set(place.have) - {name} | ({name} if how == "brought" else set())
            return swap(state, replace(place, have=tuple(m.id for m in service.materials if m.id in had))), ()
        case ev.TurnPage(by=by):
            return swap(state, replace(place, page=max(0, place.page + by))), ()
        case ev.Next():
            return go(state, WherePlace("guide_only", place.have)), ()
        case _:
            return state, ()


def step_where(state: State, event: Event) -> Moved:
    """A number for the window, where the window is in this hall."""
    service = state.visit.service
    if service is not None and service.queue and event == ev.ChooseTicket(service.queue):
        return choose_queue(state, service.queue)
    return state, ()


def step_referrals(state: State, event: Event) -> Moved:
    place, service = state.place, state.visit.service
    assert isinstance(place, ReferralsPlace)
    match event:
        case ev.ChooseReferral(referral=name) if service is not None and referral_of(service, name) is not None:
            return go(state, ReferralPlace(name)), ()
        case ev.TurnPage(by=by):
            return swap(state, ReferralsPlace(max(0, place.page + by))), ()
        case _:
            return state, ()


def referral_of(service: Service, name: str) -> Referral | None:
    return next((r for r in service.referrals if r.id == name), None)


GUIDED_STEPS = {
    BringPlace: step_bring,
    WherePlace: step_where,
    ReferralsPlace: step_referrals,
}
