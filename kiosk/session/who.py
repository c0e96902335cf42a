"""Who it is: the card, other ways, an unfinished matter of the same card, a matter done twice."""

from dataclasses import replace
from datetime import date

from kiosk.catalogue import AnswerContext, FieldSpec, FieldType, Rejected, check_value
from kiosk.core.faults import Fault
from kiosk.core.person import IdCard, Person
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.answers import edited
from kiosk.session.effects import (
    DropDraft,
    Effect,
    FindDraft,
    FindHandedIn,
    Note,
    QueryCases,
    ReadCard,
    ReadSocialCard,
    StopReading,
    WatchCardGone,
)
from kiosk.session.events import Event, Who
from kiosk.session.forms import from_draft
from kiosk.session.ids import born, sex_of
from kiosk.session.places import (
    CardOwnerPlace,
    DuplicatePlace,
    FetchingCases,
    HandedInPlace,
    IdentifyPlace,
    MatterPlace,
    ResultPlace,
    ResumePlace,
    SocialCardPlace,
    Submitting,
    TypedIdentity,
)
from kiosk.session.plan import READ_TIMEOUT_S, identified, onward
from kiosk.session.state import Done, Moved, State, back, go, swap, with_form, with_terminal, with_visit

WATCH_S = 600.0
NAME = FieldSpec(id="name", type=FieldType.PERSON_NAME, label="姓名", ask="请输入姓名。", example="测试甲")
NUMBER = FieldSpec(id="id_number", type=FieldType.ID_NUMBER, label="身份证号", ask="请输入身份证号码。")
AGAIN = "#again"


def duplicate(state: State) -> Moved | None:
    """Told once when the same matter for the same person was handed in in this visit."""
    form = state.visit.form
    if form is None or form.holder is None or AGAIN in form.settled:
        return None
    for done in state.visit.done:
        if done.service_id == form.service.id and done.holder_id == form.holder.id_number:
            return go(state, DuplicatePlace(done.case_number)), ()
    return None


def look_back(state: State, id_number: str) -> tuple[Effect, ...]:
    """What the holder's card, just read, left behind here today: an interrupted matter, this one handed in."""
    service = state.visit.service
    today = (FindHandedIn(id_number, service.id, state.today.isoformat()),) if service is not None else ()
    return (FindDraft(id_number), *today)


def handed_in_today(state: State, event: ev.HandedInToday) -> Moved:
    """Told before anything is asked twice; she may go on all the same."""
    form = state.visit.form
    if form is None or form.holder is None or form.service.id != event.service_id or AGAIN in form.settled:
        return state, ()
    if isinstance(state.place, Submitting | ResultPlace | ResumePlace | DuplicatePlace | HandedInPlace):
        return state, ()
    stop: tuple[Effect, ...] = (StopReading(),) if isinstance(state.place, IdentifyPlace) else ()
    return go(state, DuplicatePlace(event.case_number, today=True)), stop


def step_duplicate(state: State, event: Event) -> Moved:
    form = state.visit.form
    if isinstance(event, ev.Next) and form is not None:
        return onward(with_form(state, replace(form, settled=form.settled | {AGAIN})))
    return state, ()


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
        case ev.UseWay(way="social") if state.terminal.has("social_card") and state.visit.form is not None:
            return go(state, SocialCardPlace(place.who)), (StopReading(), ReadSocialCard(READ_TIMEOUT_S))
        case _:
            return state, ()


def _wanting_witness(state: State) -> State:
    form = state.visit.form
    return with_form(state, replace(form, wants_witness=True)) if form else state


def _card_seen(state: State, place: IdentifyPlace, card: IdCard) -> Moved:
    if not card.name.strip() or not card.id_number.strip():
        # A blank chip names nobody; a matter must not go on under no name.
        return swap(state, IdentifyPlace(place.who, fault=Fault.CARD_UNREADABLE, misses=place.misses + 1)), ()
    watch = WatchCardGone(WATCH_S)
    state = with_visit(with_terminal(state, card_on=True), present=card.id_number)
    form = state.visit.form
    if form is None:
        number = card.id_number
        return go(state, FetchingCases()), (watch, *_query_by_card(number))
    if place.who == "operator" and form.holder is not None and card.id_number == form.holder.id_number:
        notice = words("这还是刚才那张。请换代办人的身份证。")
        return swap(state, IdentifyPlace(place.who, notice=notice)), (ReadCard(place.who, READ_TIMEOUT_S),)
    if place.who == "holder" and form.operator is not None and card.id_number == form.operator.id_number:
        notice = words("这还是刚才那张。请换办事人的身份证。")
        return swap(state, IdentifyPlace(place.who, notice=notice)), (ReadCard(place.who, READ_TIMEOUT_S),)
    if place.who == "holder" and form.whose == "other" and state.visit.laid:
        return swap(state, CardOwnerPlace(person_of(card))), (watch,)
    state = with_visit(identified(state, person_of(card), place.who), laid=False)
    state, effects = duplicate(state) or onward(state)
    find = look_back(state, card.id_number) if place.who == "holder" else ()
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


def draft_found(state: State, payload: bytes, photos: tuple[bytes, ...]) -> Moved:
    """Offer to go on where a power cut stopped, unless the resident is past the beginning already."""
    form = state.visit.form
    if form is None or form.holder is None or from_draft(payload, form.service) is None:
        return state, ()
    if not form.untouched():
        return state, ()
    if isinstance(state.place, Submitting | ResultPlace | ResumePlace | DuplicatePlace):
        return state, ()
    stop: tuple[Effect, ...] = (StopReading(),) if isinstance(state.place, IdentifyPlace) else ()
    return go(state, ResumePlace(payload, photos)), stop


def handed_in_found(state: State, event: ev.DraftHandedIn) -> Moved:
    """The power failed between storing and saying so: say so now, whatever matter was chosen this time."""
    form = state.visit.form
    if form is None or form.holder is None or state.terminal.service(event.service_id) is None:
        return state, ()
    if any(d.submission_id == event.submission_id for d in state.visit.done):
        return state, ()
    done = Done(
        event.submission_id,
        event.service_id,
        event.case_number,
        form.holder.id_number,
        status=event.status,
        refused=event.refused,
    )
    state = with_visit(state, done=(*state.visit.done, done))
    if isinstance(state.place, Submitting | ResultPlace):
        return state, ()
    stop: tuple[Effect, ...] = (StopReading(),) if isinstance(state.place, IdentifyPlace) else ()
    return go(with_visit(state, printing=None), HandedInPlace(event.submission_id)), stop


def step_handed_in(state: State, event: Event) -> Moved:
    """On with this visit's own matter, which may be the same one over again if the resident says so."""
    form = state.visit.form
    if not isinstance(event, ev.Next) or form is None:
        return state, ()
    place = state.place
    if isinstance(place, HandedInPlace) and place.submission_id == form.submission_id:
        # What was just handed in once more is over; again means anew.
        return replace(with_visit(state, form=None, printing=None), place=MatterPlace(), trail=()), ()
    state = replace(state, trail=tuple(p for p in state.trail if not isinstance(p, HandedInPlace)))
    return onward(with_form(state, replace(form, settled=form.settled | {AGAIN})))


def step_resume(state: State, event: Event) -> Moved:
    place, form = state.place, state.visit.form
    assert isinstance(place, ResumePlace)
    if not isinstance(event, ev.ResumeDraft) or form is None or form.holder is None:
        return state, ()
    state = replace(state, trail=tuple(p for p in state.trail if not isinstance(p, ResumePlace)))
    if not event.resume:
        moved, effects = onward(back(state))
        return moved, (DropDraft(form.holder.id_number), *effects)
    kept = from_draft(place.payload, form.service, place.photos)
    if kept is None or kept.holder is None or kept.holder.id_number != form.holder.id_number:
        return onward(back(state))
    kept = replace(kept, holder=form.holder, consent=form.consent, wants_witness=form.wants_witness)
    for spec in form.service.fields:
        for value in form.values_of(spec.id):
            kept = kept.with_value(spec.id, value) if value.source == "chip" and not kept.values_of(spec.id) else kept
    state = with_visit(with_form(state, kept), whose=kept.whose, operator=kept.operator)
    return onward(replace(state, place=state.trail[-1] if state.trail else MatterPlace(), trail=state.trail[:-1]))
