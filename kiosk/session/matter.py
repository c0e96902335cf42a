"""From choosing a matter to handing it in: what each event means on each page."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from kiosk.catalogue import AnswerContext, FieldSpec, FieldType, Flow, Rejected, check_value
from kiosk.core.person import IdCard, Person
from kiosk.core.wire import Source
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.effects import (
    DropDraft,
    Effect,
    FindDraft,
    Note,
    QueryCases,
    ReadCard,
    StopReading,
    StoreSubmission,
    WatchCardGone,
)
from kiosk.session.events import Event, Who
from kiosk.session.forms import Agreed, Form, Value, Vouched, from_draft
from kiosk.session.ids import born, sex_of
from kiosk.session.places import (
    Categories,
    CategoryPlace,
    ConditionsPlace,
    ConfirmPlace,
    ConflictPlace,
    ConsentPlace,
    Done,
    DuplicatePlace,
    FetchingCases,
    IdentifyPlace,
    MaterialPlace,
    MatterPlace,
    NoticesPlace,
    NotStored,
    ProgressWays,
    QuestionPlace,
    ResultPlace,
    ResumePlace,
    ReviewPlace,
    SignPlace,
    Submitting,
    TicketQueues,
    TypedIdentity,
    WherePlace,
    WhosePlace,
    WitnessPlace,
)
from kiosk.session.plan import READ_TIMEOUT_S, failing, identified, onward, open_form, opened, stages
from kiosk.session.readback import readback
from kiosk.session.slips import receipt
from kiosk.session.state import Moved, State, back, go, print_slip, swap, with_form, with_terminal, with_visit
from kiosk.session.submission import draft_submission

WATCH_S = 600.0
NAME = FieldSpec(id="name", type=FieldType.PERSON_NAME, label="姓名", ask="请输入姓名。", example="测试甲")
NUMBER = FieldSpec(id="id_number", type=FieldType.ID_NUMBER, label="身份证号", ask="请输入身份证号码。")
AGAIN = "#again"


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
    fresh = with_visit(state, service=service, form=None, printing=None)
    match service.flow:
        case Flow.NOTICES:
            return go(fresh, NoticesPlace()), (opened(service),)
        case Flow.TICKET:
            return go(fresh, TicketQueues()), (opened(service),)
        case Flow.PROGRESS:
            return go(fresh, ProgressWays()), (opened(service),)
        case Flow.GUIDE_ONLY:
            return go(fresh, WherePlace("guide_only")), (opened(service),)
        case _:
            return go(fresh, MatterPlace()), (opened(service),)


def step_matter(state: State, event: Event) -> Moved:
    service = state.visit.service
    if not isinstance(event, ev.Next) or service is None:
        return state, ()
    state = open_form(state, service)
    return duplicate(state) or onward(state)


def duplicate(state: State) -> Moved | None:
    """Told once when the same matter for the same person was handed in in this visit."""
    form = state.visit.form
    if form is None or form.holder is None or AGAIN in form.settled:
        return None
    for done in state.visit.done:
        if done.service_id == form.service.id and done.holder_id == form.holder.id_number:
            return go(state, DuplicatePlace(done.case_number)), ()
    return None


def step_duplicate(state: State, event: Event) -> Moved:
    form = state.visit.form
    if isinstance(event, ev.Next) and form is not None:
        return onward(with_form(state, replace(form, settled=form.settled | {AGAIN})))
    return state, ()


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
    return onward(with_visit(with_form(state, replace(form, whose=event.whose)), whose=event.whose))


# --- who -----------------------------------------------------------------------------------------------------


def step_identify(state: State, event: Event) -> Moved:
    place = state.place
    assert isinstance(place, IdentifyPlace)
    again: Effect = ReadCard(place.who, READ_TIMEOUT_S)
    match event:
        case ev.CardReading():
            return swap(state, replace(place, phase="reading", fault=None)), ()
        case ev.CardSeen(card=card):
            return _card_seen(state, place, card)
        case ev.CardProblem(fault=fault):
            return swap(state, IdentifyPlace(place.who, fault=fault, misses=place.misses + 1)), ()
        case ev.NoCardSeen():
            notice = words("还没看到身份证。")
            return swap(state, IdentifyPlace(place.who, misses=place.misses, notice=notice)), (again,)
        case ev.Next():
            return swap(state, IdentifyPlace(place.who, misses=place.misses)), (StopReading(), again)
        case ev.UseWay(way="typed" | "staff" as way):
            if way == "staff":
                state = _wanting_witness(state)
            return go(state, TypedIdentity(place.who)), (StopReading(),)
        case _:
            return state, ()


def _wanting_witness(state: State) -> State:
    form = state.visit.form
    return with_form(state, replace(form, wants_witness=True)) if form else state


def _card_seen(state: State, place: IdentifyPlace, card: IdCard) -> Moved:
    watch = WatchCardGone(WATCH_S)
    state = with_terminal(state, card_on=True)
    form = state.visit.form
    if form is None:
        number = card.id_number
        return go(state, FetchingCases()), (watch, *_query_by_card(number))
    if place.who == "operator" and form.holder is not None and card.id_number == form.holder.id_number:
        notice = words("这还是刚才那张。请换代办人的身份证。")
        return swap(state, IdentifyPlace(place.who, notice=notice)), (ReadCard(place.who, READ_TIMEOUT_S),)
    state = identified(state, person_of(card), place.who)
    state, effects = duplicate(state) or onward(state)
    find: tuple[Effect, ...] = (FindDraft(card.id_number),) if place.who == "holder" else ()
    return state, (watch, Note("identified", {"how": "chip"}), *find, *effects)


def _query_by_card(id_number: str) -> tuple[Effect, ...]:
    return (QueryCases(id_number=id_number),)


def person_of(card: IdCard) -> Person:
    """The parts of a card a matter needs; the photo stays behind."""
    valid = card.valid_to
    return Person(
        name=card.name,
        id_number=card.id_number,
        sex=card.sex,
        nation=card.nation,
        birth=card.birth,
        address=card.new_address or card.address,
        authority=card.authority,
        valid_to=valid.isoformat() if isinstance(valid, date) else valid or "",
        how="chip",
    )


def step_typed(state: State, event: Event) -> Moved:
    place = state.place
    assert isinstance(place, TypedIdentity)
    draft = edited(place.draft, event, 60 if place.part == "name" else 18)
    if draft is not None:
        return swap(state, replace(place, draft=draft, problem=words())), ()
    raw = event.value if isinstance(event, ev.Answer) and event.field == place.part else place.draft
    if not isinstance(event, ev.Next | ev.Answer):
        return state, ()
    spec = NAME if place.part == "name" else NUMBER
    checked = check_value(spec, raw, AnswerContext(state.today))
    if isinstance(checked, Rejected):
        return swap(state, replace(place, problem=words(checked.problem, checked.mend))), ()
    if place.part == "name":
        return go(state, TypedIdentity(place.who, "id_number", name=checked.value)), ()
    return _typed_person(state, place.who, place.name, checked.value)


def _typed_person(state: State, who: Who, name: str, number: str) -> Moved:
    person = Person(name, number, sex=sex_of(number), birth=born(number), how="typed")
    form = state.visit.form
    if form is None:
        return state, ()
    if who == "operator" and form.holder is not None and form.holder.id_number == number:
        return swap(
            state, TypedIdentity(who, "id_number", name, problem=words("这是办事人的号码。请输入代办人的。"))
        ), ()
    state = identified(state, person, who)
    moved, effects = duplicate(state) or onward(state)
    return moved, (Note("identified", {"how": "typed"}), *effects)


def draft_found(state: State, payload: bytes) -> Moved:
    """Offer to go on where a power cut stopped, unless the resident is past the beginning already."""
    form = state.visit.form
    if form is None or form.holder is None or from_draft(payload, form.service) is None:
        return state, ()
    if not form.untouched():
        return state, ()
    if isinstance(state.place, Submitting | ResultPlace | ResumePlace | DuplicatePlace):
        return state, ()
    stop: tuple[Effect, ...] = (StopReading(),) if isinstance(state.place, IdentifyPlace) else ()
    return go(state, ResumePlace(payload)), stop


def step_resume(state: State, event: Event) -> Moved:
    place, form = state.place, state.visit.form
    assert isinstance(place, ResumePlace)
    if not isinstance(event, ev.ResumeDraft) or form is None or form.holder is None:
        return state, ()
    state = replace(state, trail=tuple(p for p in state.trail if not isinstance(p, ResumePlace)))
    if not event.resume:
        moved, effects = onward(back(state))
        return moved, (DropDraft(form.holder.id_number), *effects)
    kept = from_draft(place.payload, form.service)
    if kept is None or kept.holder is None or kept.holder.id_number != form.holder.id_number:
        return onward(back(state))
    kept = replace(kept, holder=form.holder, consent=form.consent, wants_witness=form.wants_witness)
    for spec in form.service.fields:
        for value in form.values_of(spec.id):
            kept = kept.with_value(spec.id, value) if value.source == "chip" and not kept.values_of(spec.id) else kept
    state = with_visit(with_form(state, kept), whose=kept.whose, operator=kept.operator)
    return onward(replace(state, place=state.trail[-1] if state.trail else MatterPlace(), trail=state.trail[:-1]))


def step_conditions(state: State, event: Event) -> Moved:
    form = state.visit.form
    if form is None or not isinstance(event, ev.Next):
        return state, ()
    if any(v.blocks for v in failing(state)):
        return go(state, WherePlace("conditions")), ()
    return onward(with_form(state, replace(form, told=True)))


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
    form = replace(
        form.with_value(spec.id, value), looked_over=False, signature=b"", signed_text="", told=False, witness=None
    )
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


# --- materials, review, signature, handing in ----------------------------------------------------------------


def step_material(state: State, event: Event) -> Moved:
    place, form = state.place, state.visit.form
    assert isinstance(place, MaterialPlace)
    if form is None or not isinstance(event, ev.SetMaterial) or event.material != place.material:
        return state, ()
    return onward(with_form(state, replace(form.with_material(event.material, event.state), looked_over=False)))


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
    return onward(with_form(state, form.with_choice(event.field, event.index)))


def step_sign(state: State, event: Event) -> Moved:
    form = state.visit.form
    if form is None:
        return state, ()
    match event:
        case ev.Signed(png=png, strokes=strokes) if png and strokes > 0:
            return with_form(state, replace(form, signature=png, signed_text=readback(form))), ()
        case ev.ClearSignature():
            return with_form(state, replace(form, signature=b"", signed_text="")), ()
        case ev.AskWitness():
            return onward(with_form(state, replace(form, wants_witness=True)))
        case ev.Next() if form.signature:
            return onward(state)
        case _:
            return state, ()


def step_witness(state: State, event: Event) -> Moved:
    form, staff = state.visit.form, state.visit.staff
    if form is None or staff is None or not isinstance(event, ev.ConfirmWitness):
        return state, ()
    return onward(with_form(state, replace(form, witness=Vouched(staff[0], staff[1], state.now))))


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
        case ev.Stored(submission_id=sid, case_number=number) if sid == form.submission_id:
            return _stored(state, form, number)
        case ev.StoreRefused(submission_id=sid, fault=fault) if sid == form.submission_id:
            return swap(state, NotStored(fault)), (Note("store_refused", {"fault": str(fault)}),)
        case _:
            return state, ()


def _stored(state: State, form: Form, number: str) -> Moved:
    holder = form.holder.id_number if form.holder else ""
    done = Done(form.submission_id, form.service.id, number, holder, state.now)
    place = ResultPlace(form.submission_id, state.monotonic)
    state = replace(with_visit(state, done=(*state.visit.done, done), printing=None), place=place, trail=())
    effects: list[Effect] = [Note("stored", {"submission": form.submission_id, "service": form.service.id})]
    if form.holder is not None and form.holder.how == "chip":
        effects.append(DropDraft(form.holder.id_number))
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
    ConsentPlace: step_consent,
    WhosePlace: step_whose,
    IdentifyPlace: step_identify,
    TypedIdentity: step_typed,
    ResumePlace: step_resume,
    ConditionsPlace: step_conditions,
    QuestionPlace: step_question,
    MaterialPlace: step_material,
    ReviewPlace: step_review,
    ConflictPlace: step_conflict,
    SignPlace: step_sign,
    WitnessPlace: step_witness,
    ConfirmPlace: step_confirm,
    Submitting: step_submitting,
    NotStored: step_not_stored,
}
