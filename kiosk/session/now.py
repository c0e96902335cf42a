"""What is true of the visit at this moment."""

from kiosk.catalogue import Flow
from kiosk.session.matter import done_of
from kiosk.session.places import IdentifyPlace, MorePlace, Paying, PhotoPlace, Submitting
from kiosk.session.state import LONGEST_PRINT_S, LONGEST_SPEECH_S, State


def busy(state: State) -> bool:
    """The machine speaks, reads, prints, stores or asks: nobody's time runs out meanwhile."""
    job = state.visit.printing
    prints = job is not None and job.waiting and state.monotonic - job.since < LONGEST_PRINT_S
    reading = isinstance(state.place, IdentifyPlace) and state.place.phase == "reading"
    waits = isinstance(state.place, Submitting | Paying) or _shooting(state)
    speaks = state.visit.speaking and state.visit.spoken_s < LONGEST_SPEECH_S
    return speaks or reading or waits or prints


def _shooting(state: State) -> bool:
    return isinstance(state.place, PhotoPlace) and state.place.shooting


def something_to_lose(state: State) -> bool:
    """A form begun and not yet handed in."""
    form = state.visit.form
    if form is None or done_of(state, form.submission_id) is not None:
        return False
    if isinstance(state.place, MorePlace):
        return False  # she came to the end of it: told to pay or ask at a window, or that nothing is owed
    if form.service.flow is Flow.PAYMENT and state.visit.queued:
        return False  # ordered; what became of it is the server's to say and cannot be lost here
    return bool(form.values or form.holder or form.consent)


def something_filled(state: State) -> bool:
    """She has answered something that is not handed in yet; what a card said was not filled in by her."""
    form = state.visit.form
    return form is not None and not form.untouched() and done_of(state, form.submission_id) is None
