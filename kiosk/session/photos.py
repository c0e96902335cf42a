"""Photographing what was brought: two tries more when it is unclear, then the window; never the only way."""

from dataclasses import replace

from kiosk.session import events as ev
from kiosk.session.effects import Note, TakePhoto
from kiosk.session.events import Event
from kiosk.session.forms import Form, MaterialPhoto
from kiosk.session.places import PhotoPlace
from kiosk.session.plan import draft_effects, onward
from kiosk.session.state import Moved, State, go, swap, with_form

RETAKES = 2
PAGES = 4
"""Of one material; a thicker one is looked at in the window."""
PICTURES = 12
"""Of one matter, so that what is sent stays small (hardware.scanner caps each)."""


def can_photograph(state: State, form: Form, material: str) -> bool:
    """Whether a picture of it is worth taking, and a camera is there and well."""
    found = next((m for m in form.service.materials if m.id == material), None)
    worth = found is not None and found.picture != "none" and "scanner" in form.service.devices
    return worth and state.terminal.has("scanner") and len(form.photos) < PICTURES


def to_photo(state: State, material: str) -> Moved:
    """On to the camera."""
    return go(state, PhotoPlace(material)), ()


def step_photo(state: State, event: Event) -> Moved:
    place, form = state.place, state.visit.form
    assert isinstance(place, PhotoPlace)
    if form is None:
        return state, ()
    match event:
        case ev.Shoot() if may_shoot(place, form):
            found = next((m for m in form.service.materials if m.id == place.material), None)
            card = found is not None and found.picture == "card"
            return swap(state, replace(place, shooting=True, say="", fault=None)), (TakePhoto(place.material, card),)
        case ev.Photographed(material=name, jpeg=jpeg) if place.shooting and name == place.material:
            kept = replace(form, photos=(*form.photos, MaterialPhoto(name, jpeg, state.now))).changed()
            state = swap(with_form(state, kept), PhotoPlace(name))
            return state, (*draft_effects(state), _note("photographed"))
        case ev.PhotoUnclear(material=name, say=say) if place.shooting and name == place.material:
            again = replace(place, shooting=False, unclear=place.unclear + 1, say=say)
            return swap(state, again), (_note("unclear"),)
        case ev.PhotoFailed(material=name, fault=fault) if place.shooting and name == place.material:
            return swap(state, replace(place, shooting=False, fault=fault)), (_note(str(fault)),)
        case ev.Next() if not place.shooting:
            return onward(state)
        case _:
            return state, ()


def gave_up(place: PhotoPlace) -> bool:
    """Tried often enough; the paper is here and the window can look at it."""
    return place.unclear > RETAKES


def watched(place: PhotoPlace) -> bool:
    """Whether what lies there is shown while she lays it down."""
    return place.fault is None and not gave_up(place)


def may_shoot(place: PhotoPlace, form: Form) -> bool:
    """Whether the button does something now."""
    full = form.photos_of(place.material) >= PAGES or len(form.photos) >= PICTURES
    return not (place.shooting or place.fault or gave_up(place) or full)


def _note(outcome: str) -> Note:
    return Note("photo", {"outcome": outcome})
