"""A paper a guide asked to see, and her matter: which of its materials it is, and putting it there once she says so."""

from dataclasses import replace

from kiosk.assist import Keep, Paper
from kiosk.catalogue import Material
from kiosk.session.forms import MaterialPhoto
from kiosk.session.matter import done_of
from kiosk.session.photos import PAGES, PICTURES
from kiosk.session.places import ConfirmPlace, MaterialPlace, Paying, ReviewPlace, SignPlace, Submitting, WitnessPlace
from kiosk.session.plan import materials, onward
from kiosk.session.state import Moved, State, with_form

LONGEST_NAME = 8
_GO_ON = (ReviewPlace, SignPlace, WitnessPlace, ConfirmPlace)
"""Read back, signed or vouched for without this picture."""


def material_of(state: State, paper: Paper) -> Material | None:
    """The material of her matter it shows: the one the guide named, or the only one whose name says so."""
    form = state.visit.form
    if form is None:
        return None
    brought = materials(form)
    if paper.material:
        return next((m for m in brought if m.id == paper.material), None)
    alike = [m for m in brought if paper.what and (paper.what in m.name or m.name in paper.what)]
    return alike[0] if len(alike) == 1 else None


def called(state: State, paper: Paper) -> str:
    """What she is asked for, as her matter calls it; a guide's long words do not fit a title."""
    found = material_of(state, paper)
    if found is not None:
        return found.name
    return paper.what if 0 < len(paper.what) <= LONGEST_NAME else "这份材料"


def is_card(state: State, paper: Paper) -> bool:
    """Whether it has the size of an identity card."""
    found = material_of(state, paper)
    return found is not None and found.picture == "card"


def keepable(state: State, paper: Paper) -> Material | None:
    """The material her matter could take it as; None where it has no room or no use for it."""
    form, found = state.visit.form, material_of(state, paper)
    if form is None or found is None or found.picture == "none" or not paper.pages:
        return None
    if isinstance(state.place, Submitting | Paying) or done_of(state, form.submission_id) is not None:
        return None
    more = len(paper.pages)
    room = form.photos_of(found.id) + more <= PAGES and len(form.photos) + more <= PICTURES
    return found if room and "scanner" in form.service.devices else None


def keep(state: State, kept: Keep) -> Moved:
    """Her copy, from this terminal's camera, with the guide who asked for it."""
    form, found = state.visit.form, keepable(state, kept.paper)
    if form is None or found is None:
        return state, ()
    if form.material(found.id) != "brought":
        form = form.with_material(found.id, "brought")
    pages = tuple(MaterialPhoto(found.id, jpeg, state.now, kept.guide_id) for jpeg in kept.paper.pages)
    state = with_form(state, replace(form, photos=(*form.photos, *pages)).changed())
    answered = isinstance(state.place, MaterialPlace) and state.place.material == found.id
    return onward(replace(state, overlay=None)) if answered or isinstance(state.place, _GO_ON) else (state, ())
