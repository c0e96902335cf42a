"""What a guide's help does to her form: whether a value may be suggested, filling it in once she says so, telling one.

kiosk.assist decides what a guide may do at all; the visit knows what a field is.
"""

from dataclasses import replace

from kiosk.catalogue import AnswerContext, Flow, Rejected, check_value
from kiosk.core.calls import Suggest, grave
from kiosk.session.forms import Value, from_person
from kiosk.session.matter import choose_service, done_of
from kiosk.session.places import (
    ConditionsPlace,
    ConfirmPlace,
    Paying,
    QuestionPlace,
    ReviewPlace,
    SignPlace,
    Submitting,
    WitnessPlace,
)
from kiosk.session.plan import onward
from kiosk.session.state import Moved, State, back, home, with_form

_AFTER_READING = (ReviewPlace, SignPlace, WitnessPlace, ConfirmPlace)
"""What was read back, signed or vouched for is another text once something is filled in."""


def judged(state: State, suggest: Suggest) -> str:
    """Why a suggestion may not even be shown, "" when it may."""
    form = state.visit.form
    spec = form.spec(suggest.field) if form else None
    if form is None or spec is None or not form.applies(spec.when) or isinstance(state.place, Submitting | Paying):
        return "not_asked"
    if done_of(state, form.submission_id) is not None:
        return "not_asked"
    if grave(spec.type, spec.from_card) or form.service.flow is Flow.PAYMENT:
        return "grave"
    return "not_valid" if _checked(state, suggest.field, suggest.value) is None else ""


def _checked(state: State, name: str, value: str) -> str | None:
    """The value as the field's rules take it, None when they do not."""
    form = state.visit.form
    spec = form.spec(name) if form else None
    if form is None or spec is None:
        return None
    # A guide writes an answer as it reads on the page.
    value = next((o.id for o in spec.options if value in (o.label, *o.aliases)), value)
    biller = next((b for b in state.terminal.billers if b.id == form.service.biller), None)
    found = check_value(spec, value, AnswerContext(state.today, form.answers(), biller))
    return None if isinstance(found, Rejected) else found.value


def fill(state: State, name: str, value: str, guide_id: str) -> Moved:
    """She confirmed it: hers from now on, and marked as the guide's."""
    form, checked = state.visit.form, _checked(state, name, value)
    spec = form.spec(name) if form else None
    if form is None or spec is None or checked is None:
        return state, ()
    state = replace(state, overlay=None)
    new = Value(checked, "guide", state.now, guide_id)
    # She has just said that this value is right, whatever another source says.
    form = form.with_value(name, new).changed()
    state = with_form(state, replace(form, told=False, settled=form.settled | {name}))
    if isinstance(state.place, ConditionsPlace):
        return onward(back(state))  # what it told may be so no longer
    asked = isinstance(state.place, QuestionPlace) and state.place.field_id == name
    return onward(state) if asked or isinstance(state.place, _AFTER_READING) else (state, ())


def open_matter(state: State, service_id: str) -> Moved:
    """The matter the guide proposed; what lay open before is put down, its draft kept where there is a card."""
    service = state.terminal.service(service_id)
    if service is None or service.flow is Flow.HELP or isinstance(state.place, Submitting | Paying):
        return state, ()
    state, stop = home(replace(state, overlay=None))
    state, effects = choose_service(state, service_id)
    return state, (*stop, *effects)


def value_of(state: State, name: str) -> str | None:
    """What her form holds, or what the holder's card says ("holder_id_number")."""
    form = state.visit.form
    if form is None:
        return None
    part = name.removeprefix("holder_")
    if part != name:
        return (from_person(form.holder, part) if form.holder else "") or None
    return form.chosen(name) or None
