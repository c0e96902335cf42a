"""From choosing a matter to handing it in: what each event means on each page."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.catalogue import Flow
from kiosk.session import events as ev
from kiosk.session.answers import step_question
from kiosk.session.effects import (
    DropDraft,
    Effect,
    MarkHandedIn,
    Note,
    StoreSubmission,
)
from kiosk.session.events import Event
from kiosk.session.forms import Agreed, Form, Vouched
from kiosk.session.guided import step_told
from kiosk.session.handed_in import HandedIn
from kiosk.session.lacking import blocked_by
from kiosk.session.photos import can_photograph, step_photo, to_photo
from kiosk.session.places import (
    Categories,
    CategoryPlace,
    ConditionsPlace,
    ConfirmPlace,
    ConflictPlace,
    ConsentPlace,
    DuplicatePlace,
    HandedInPlace,
    IdentifyPlace,
    MaterialPlace,
    MatterPlace,
    NoticesPlace,
    NotStored,
    PhotoPlace,
    ProgressWays,
    QuestionPlace,
    ResultPlace,
    ResumePlace,
    ReviewPlace,
    SignPlace,
    SocialCardPlace,
    Submitting,
    TicketQueues,
    TypedIdentity,
    WherePlace,
    WhosePlace,
    WitnessPlace,
)
from kiosk.session.plan import failing, onward, open_form, opened, stages
from kiosk.session.readback import readback
from kiosk.session.slips import receipt
from kiosk.session.social import step_social
from kiosk.session.state import Done, Moved, State, go, print_slip, swap, with_form, with_visit
from kiosk.session.submission import draft_submission
from kiosk.session.supply import turned_away
from kiosk.session.who import duplicate, step_duplicate, step_handed_in, step_identify, step_resume, step_typed


def step_list(state: State, event: Event) -> Moved:
    """Home and the groups of matters."""
    match event, state.place:
        case ev.ChooseCategory(category=""), _:
            return go(state, Categories()), ()
        case ev.ChooseCategory(category=category), _:
            return go(state, CategoryPlace(category)), ()
        case ev.TurnPage(by=by), CategoryPlace() as place:
            return swap(state, replace(place, page=max(0, place.page + by))), ()
        case _:
            return state, ()


def choose_service(state: State, service_id: str) -> Moved:
    """Open a matter from anywhere in the lists, or by understood speech. Unknown ids change nothing."""
    service = state.terminal.service(service_id)
    if service is None or service.flow is Flow.HELP:
        return state, ()
    if (turned := turned_away(state)) is not None:
        return turned
    fresh = with_visit(state, service=service, form=None, printing=None)
    if service.id in state.terminal.stopped:
        return go(fresh, WherePlace("stopped")), (opened(service),)
    match service.flow:
        case Flow.NOTICES:
            return go(fresh, NoticesPlace()), (opened(service),)
        case Flow.TICKET:
            return go(fresh, TicketQueues()), (opened(service),)
        case Flow.PROGRESS:
            return go(fresh, ProgressWays()), (opened(service),)
        case _:
            return go(fresh, MatterPlace()), (opened(service),)


def step_matter(state: State, event: Event) -> Moved:
    service = state.visit.service
    if service is not None and service.flow is Flow.GUIDE_ONLY:
        return step_told(state, service, event)
    if not isinstance(event, ev.Next) or service is None:
        return state, ()
    if blocked_by(state, service):
        return go(state, WherePlace("device")), ()
    state = open_form(state, service)
    return duplicate(state) or onward(state)


def step_consent(state: State, event: Event) -> Moved:
    form = state.visit.form
    if form is None:
        return state, ()
    match event:
        case ev.Agree():
            agreed = Agreed(form.service.consent_version, state.now, state.visit.how)
            return onward(with_form(state, replace(form, consent=agreed)))
        case ev.Refuse():
            return go(with_visit(state, form=None), WherePlace("refused")), ()
        case _:
            return state, ()


def step_whose(state: State, event: Event) -> Moved:
    form = state.visit.form
    if form is None or not isinstance(event, ev.ForWhom):
        return state, ()
    if event.whose == "anonymous" and form.service.flow is not Flow.REPORT:
        return state, ()
    if form.whose != event.whose:
        form = Form(form.service, form.submission_id, consent=form.consent, wants_witness=form.wants_witness)
    behalf = state.visit.behalf if event.whose == "other" else ""
    return onward(with_visit(with_form(state, replace(form, whose=event.whose)), whose=event.whose, behalf=behalf))


def step_conditions(state: State, event: Event) -> Moved:
    form = state.visit.form
    if form is None or not isinstance(event, ev.Next):
        return state, ()
    if any(v.blocks for v in failing(state)):
        return go(state, WherePlace("conditions")), ()
    return onward(with_form(state, replace(form, told=True)))


# --- materials, review, signature, handing in ----------------------------------------------------------------


def step_material(state: State, event: Event) -> Moved:
    place, form = state.place, state.visit.form
    assert isinstance(place, MaterialPlace)
    if form is None or not isinstance(event, ev.SetMaterial) or event.material != place.material:
        return state, ()
    state = with_form(state, form.with_material(event.material, event.state).changed())
    if event.state == "brought" and can_photograph(state, form, event.material):
        return to_photo(state, event.material)
    return onward(state)


def step_review(state: State, event: Event) -> Moved:
    place, form = state.place, state.visit.form
    assert isinstance(place, ReviewPlace)
    if form is None:
        return state, ()
    match event:
        case ev.EditField(field=name) if form.spec(name) is not None:
            return go(state, QuestionPlace(name)), ()
        case ev.EditField(field=name) if form.material(name) is not None:
            return go(state, MaterialPlace(name)), ()
        case ev.TurnPage(by=by):
            return swap(state, ReviewPlace(max(0, place.page + by))), ()
        case ev.Next():
            conflicts = form.conflicts()
            if conflicts:
                return go(state, ConflictPlace(conflicts[0])), ()
            return onward(with_form(state, replace(form, looked_over=True)))
        case _:
            return state, ()


def step_conflict(state: State, event: Event) -> Moved:
    place, form = state.place, state.visit.form
    assert isinstance(place, ConflictPlace)
    if form is None or not isinstance(event, ev.ChooseValue) or event.field != place.field_id:
        return state, ()
    return onward(with_form(state, form.with_choice(event.field, event.index).changed()))


def step_sign(state: State, event: Event) -> Moved:
    form = state.visit.form
    if form is None:
        return state, ()
    match event:
        case ev.Signed(png=png, strokes=strokes) if png and strokes:
            return with_form(state, replace(form, signature=png, strokes=strokes, signed_text=readback(form))), ()
        case ev.ClearSignature():
            return with_form(state, replace(form, signature=b"", strokes=(), signed_text="")), ()
        case ev.AskWitness():
            return onward(with_form(state, replace(form, wants_witness=True)))
        case ev.Next() if form.signature:
            return onward(state)
        case _:
            return state, ()


def step_witness(state: State, event: Event) -> Moved:
    form, staff = state.visit.form, state.visit.staff
    if form is None or staff is None or not isinstance(event, ev.ConfirmWitness | ev.DenyWitness):
        return state, ()
    if isinstance(event, ev.DenyWitness):
        return _not_the_same(state, form)
    # Staff vouch once; what comes after is the resident's own again.
    state = with_visit(state, staff=None)
    return onward(with_form(state, replace(form, witness=Vouched(staff[0], staff[1], state.now))))


def _not_the_same(state: State, form: Form) -> Moved:
    """Nothing of the card's holder stays under somebody else's hands; asking, and being helped, goes on."""
    dropped = (DropDraft(form.holder.id_number),) if form.holder is not None and form.holder.how == "chip" else ()
    state = with_visit(state, staff=None, form=None, whose=None, holder=None, operator=None)
    return replace(go(state, WherePlace("not_same")), trail=()), (*dropped, Note("staff", {"outcome": "not_same"}))


def step_confirm(state: State, event: Event) -> Moved:
    """Only the resident's own yes hands a matter in, and only when nothing is left to do."""
    form = state.visit.form
    if form is None or not isinstance(event, ev.ConfirmSubmit | ev.Next):
        return state, ()
    if isinstance(event, ev.Next) or not all(s.done for s in stages(state, form)[:-1]):
        return state, ()
    submission, files = draft_submission(state, form)
    return go(state, Submitting()), (StoreSubmission(submission, files),)


def step_submitting(state: State, event: Event) -> Moved:
    form = state.visit.form
    if form is None:
        return state, ()
    match event:
        case ev.Stored(submission_id=sid, case_number=number, earlier=earlier) if sid == form.submission_id:
            return _stored(state, form, number, earlier)
        case ev.StoreRefused(submission_id=sid, fault=fault) if sid == form.submission_id:
            return swap(state, NotStored(fault)), (Note("store_refused", {"fault": str(fault)}),)
        case _:
            return state, ()


def _stored(state: State, form: Form, number: str, earlier: bool) -> Moved:
    holder = form.holder.id_number if form.holder else ""
    done = Done(form.submission_id, form.service.id, number, holder, state.now)
    place = ResultPlace(form.submission_id, state.monotonic)
    state = replace(with_visit(state, done=(*state.visit.done, done), printing=None), place=place, trail=())
    effects: list[Effect] = [Note("stored", {"submission": form.submission_id, "service": form.service.id})]
    if form.holder is not None and form.holder.how == "chip":
        effects.append(DropDraft(form.holder.id_number))
        mark = HandedIn(form.submission_id, form.service.id, number, state.today.isoformat())
        effects += [MarkHandedIn(form.holder.id_number, mark)] if not earlier else []
    if earlier:
        # The slip of this form would tell what was never handed in.
        return replace(state, place=HandedInPlace(form.submission_id)), tuple(effects)
    if state.terminal.line_up is False:
        state, printing = print_receipt(state)
        effects += printing
    return state, tuple(effects)


def print_receipt(state: State) -> Moved:
    """The slip of the matter just finished, with what is true now."""
    form, place = state.visit.form, state.place
    if form is None or not isinstance(place, ResultPlace) or state.visit.printing is not None:
        return state, ()
    done = done_of(state, place.submission_id)
    return print_slip(state, receipt(state, form, done)) if done else (state, ())


def done_of(state: State, submission_id: str) -> Done | None:
    return next((d for d in state.visit.done if d.submission_id == submission_id), None)


def step_not_stored(state: State, event: Event) -> Moved:
    if not isinstance(event, ev.Next):
        return state, ()
    return swap(state, ConfirmPlace()), ()


MATTER_STEPS: dict[type, Callable[[State, Event], Moved]] = {
    MatterPlace: step_matter,
    DuplicatePlace: step_duplicate,
    HandedInPlace: step_handed_in,
    ConsentPlace: step_consent,
    WhosePlace: step_whose,
    IdentifyPlace: step_identify,
    TypedIdentity: step_typed,
    SocialCardPlace: step_social,
    ResumePlace: step_resume,
    ConditionsPlace: step_conditions,
    QuestionPlace: step_question,
    MaterialPlace: step_material,
    PhotoPlace: step_photo,
    ReviewPlace: step_review,
    ConflictPlace: step_conflict,
    SignPlace: step_sign,
    WitnessPlace: step_witness,
    ConfirmPlace: step_confirm,
    Submitting: step_submitting,
    NotStored: step_not_stored,
}
