"""One question: keys into a draft, an answer judged, a date by its parts."""

from dataclasses import replace

from kiosk.catalogue import AnswerContext, FieldSpec, FieldType, Rejected, check_value
from kiosk.core.wire import Source
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.events import Event
from kiosk.session.forms import Value
from kiosk.session.places import (
    ConflictPlace,
    QuestionPlace,
)
from kiosk.session.plan import onward
from kiosk.session.state import Moved, State, go, swap, with_form

# --- questions -----------------------------------------------------------------------------------------------


def edited(draft: str, event: Event, limit: int) -> str | None:
    """The draft after a key; None when the event is not about the draft."""
    match event:
        case ev.KeyPressed(char=char):
            return (draft + char)[:limit]
        case ev.TextTyped(text=text):
            return (draft + text)[:limit]
        case ev.Erase():
            return draft[:-1]
        case ev.Clear():
            return ""
        case _:
            return None


def step_question(state: State, event: Event) -> Moved:
    place, form = state.place, state.visit.form
    assert isinstance(place, QuestionPlace)
    spec = form.spec(place.field_id) if form else None
    if form is None or spec is None:
        return state, ()
    limit = spec.max_length if spec.type in (FieldType.TEXT, FieldType.ADDRESS, FieldType.PERSON_NAME) else 24
    draft = edited(place.draft, event, limit)
    if draft is not None:
        return swap(state, replace(place, draft=draft, problem=words())), ()
    match event:
        case ev.Answer(field=name, value=value, source=source, by=by) if name == spec.id:
            if spec.type is FieldType.CHOICES and source == "typed":
                return swap(state, replace(place, draft=toggled(spec, place.draft, value), problem=words())), ()
            return answer(state, spec, value, Value(value, _heard(state, source), state.now, by))
        case ev.Next() if place.draft:
            return answer(state, spec, place.draft, Value(place.draft, _heard(state, "typed"), state.now))
        case ev.Next():
            return swap(state, replace(place, problem=words("还没有填。", spec.ask))), ()
        case ev.Skip(field=name) if name == spec.id and not spec.required:
            return answered(state, spec, Value("", "typed", state.now))
        case ev.DatePicked():
            return date_picked(state, place, spec, event)
        case ev.TurnPage(by=by):
            return swap(state, replace(place, page=place.page + by)), ()
        case _:
            return state, ()


def _heard(state: State, source: Source) -> Source:
    return "spoken" if source == "typed" and state.visit.how == "voice" else source


def toggled(spec: FieldSpec, draft: str, value: str) -> str:
    """A choice of several pressed: in or out, in the order of the options."""
    chosen = set(draft.split(",")) ^ {value}
    return ",".join(o.id for o in spec.options if o.id in chosen)


def answer(state: State, spec: FieldSpec, raw: str, value: Value) -> Moved:
    """Check an answer; on with it, or stay and say what is wrong and how to mend it."""
    form, place = state.visit.form, state.place
    if form is None or not isinstance(place, QuestionPlace):
        return state, ()
    biller = next((b for b in state.terminal.billers if b.id == form.service.biller), None)
    checked = check_value(spec, raw, AnswerContext(state.today, form.answers(), biller))
    if isinstance(checked, Rejected):
        return swap(state, replace(place, problem=words(checked.problem, checked.mend), part="year")), ()
    return answered(state, spec, replace(value, value=checked.value))


def answered(state: State, spec: FieldSpec, value: Value) -> Moved:
    form = state.visit.form
    if form is None:
        return state, ()
    form = replace(form.with_value(spec.id, value).changed(), told=False)
    if spec.id in form.conflicts():
        return go(with_form(state, form), ConflictPlace(spec.id)), ()
    return onward(with_form(state, form))


def date_picked(state: State, place: QuestionPlace, spec: FieldSpec, event: ev.DatePicked) -> Moved:
    """Year, then month, then day; the draft grows 2026 -> 2026-11 -> 2026-11-24."""
    match event.part:
        case "today":
            text = state.today.isoformat()
            return answer(state, spec, text, Value(text, _heard(state, "typed"), state.now))
        case "earlier" | "later":
            turned = place.page + (1 if event.part == "earlier" else -1)
            return swap(state, replace(place, page=turned)), ()
        case "year":
            return swap(state, replace(place, draft=f"{event.value:04d}", part="month", problem=words())), ()
        case "month":
            return swap(state, replace(place, draft=f"{place.draft[:4]}-{event.value:02d}", part="day")), ()
        case "day":
            text = f"{place.draft[:7]}-{event.value:02d}"
            return answer(state, spec, text, Value(text, _heard(state, "typed"), state.now))
