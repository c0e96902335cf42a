"""What comes next in a matter: the first thing not yet done. Back and change need no rules of their own."""

from dataclasses import dataclass, replace
from typing import Literal

from kiosk.catalogue import FieldSpec, FieldType, Flow, Material, Service, Verdict, judge
from kiosk.core.person import Person
from kiosk.core.screen import Step
from kiosk.dialogue import Danger, guidance
from kiosk.session.effects import Effect, FetchBill, Note, ReadCard, ReadSocialCard, SaveDraft
from kiosk.session.events import Who
from kiosk.session.forms import ID_CARD, Form, Value, to_draft
from kiosk.session.places import (
    ConditionsPlace,
    ConfirmPlace,
    ConsentPlace,
    EmergencyOver,
    FetchingBill,
    IdentifyPlace,
    MaterialPlace,
    Place,
    QuestionPlace,
    ReviewPlace,
    SamePersonPlace,
    SignPlace,
    SocialCardPlace,
    WhosePlace,
    WitnessPlace,
)
from kiosk.session.state import Moved, State, go, mint, swap, with_form, with_visit

READ_TIMEOUT_S = 60.0
NO_CARD = "#no_card:"
CARD_LEVEL = 4
WITNESS_LEVEL = 5


def open_form(state: State, service: Service) -> State:
    """Begin a matter; whoever is known in this visit stays known."""
    submission_id, state = mint(state)
    visit = state.visit
    form = Form(service=service, submission_id=submission_id)
    if visit.behalf and visit.whose != "other" and service.flow in (Flow.APPLICATION, Flow.ATTESTATION):
        # She said whose it is; if her own card was read, she is the one who acts.
        acts = visit.holder if state.known_here else None
        form = _filled(replace(form, whose="other", operator=acts), state)
        state = with_visit(state, whose="other", holder=None, operator=acts)
    elif state.known_here:
        form = carried(state, form, "lying")
    if service.flow is Flow.ATTESTATION or service.min_level >= WITNESS_LEVEL:
        form = replace(form, wants_witness=True)
    return with_form(state, form)


def carried(state: State, form: Form, how: Literal["lying", "agreed"]) -> Form:
    """The matter for the people of the one before: their card still lies there, or she just said so."""
    visit = state.visit
    form = replace(form, whose=visit.whose, holder=visit.holder, operator=visit.operator, carried=how)
    return _filled(form, state)


def identified(state: State, person: Person, who: Who) -> State:
    """Put a person into the matter and fill in what the document says."""
    form = state.visit.form
    if form is None:
        return state
    before = form.holder if who == "holder" else form.operator
    if before is not None and before.id_number != person.id_number:
        state, form = _other_person(state, form, who)
    form = replace(form, holder=person) if who == "holder" else replace(form, operator=person)
    state = with_form(state, _filled(form, state))
    return replace(state, visit=replace(state.visit, whose=form.whose, holder=form.holder, operator=form.operator))


def _other_person(state: State, form: Form, who: Who) -> tuple[State, Form]:
    """Another card than before: nothing answered, signed or vouched for by the first person may go on under it."""
    state = with_visit(state, staff=None)
    if who == "operator":
        return state, form.changed()
    submission_id, state = mint(state)
    fresh = Form(form.service, submission_id, consent=form.consent, operator=form.operator)
    return state, replace(fresh, whose=form.whose)


def _filled(form: Form, state: State) -> Form:
    if form.holder is not None:
        form = form.filled_from(form.holder, form.service.fields, state.now)
        if person_has_chip(form) and any(m.id == ID_CARD for m in form.service.materials):
            form = form.with_material(ID_CARD, "brought")
    if form.operator is not None:
        form = form.filled_from(form.operator, form.service.agent_fields, state.now)
    return form


def person_has_chip(form: Form) -> bool:
    """Whether the holder's own card was read."""
    return form.holder is not None and form.holder.how == "chip"


def materials(form: Form) -> tuple[Material, ...]:
    """What has to be brought in this case."""
    return tuple(m for m in form.service.materials if form.applies(m.when))


def verdicts(state: State) -> tuple[Verdict, ...]:
    """How the matter's conditions stand."""
    form = state.visit.form
    if form is None:
        return ()
    return tuple(judge(form.service, form.holder, form.answers(), state.today, state.terminal.division))


def failing(state: State) -> tuple[Verdict, ...]:
    return tuple(v for v in verdicts(state) if v.met is False)


@dataclass(frozen=True, slots=True)
class Stage:
    """One page of the way."""

    name: str
    done: bool
    place: Place


def stages(state: State, form: Form) -> tuple[Stage, ...]:
    """Every page of this matter in order, with what is done already."""
    service = form.service
    way: list[Stage] = []
    if service.consent:
        way.append(Stage("说明", form.consent is not None, ConsentPlace()))
    if service.flow is not Flow.PAYMENT and form.carried != "lying":
        before = state.visit.holder is not None and state.visit.whose is not None and form.whose is None
        way.append(Stage("为谁办", form.whose is not None, SamePersonPlace() if before else WhosePlace()))
    # Counted from the start, as most people come for themselves, so that the number of steps does not grow under them.
    if service.flow is not Flow.PAYMENT and form.whose != "anonymous" and not form.carried:
        way.append(Stage("身份证", form.holder is not None, IdentifyPlace("holder")))
    if form.whose == "other" and not form.carried:
        way.append(Stage("代办人", form.operator is not None, IdentifyPlace("operator")))
    way += [Stage(s.label, form.chosen(s.id) is not None, QuestionPlace(s.id)) for s in _asked(form)]
    if state.terminal.has("social_card"):
        way += [Stage("社保卡", _by_card(form, s), SocialCardPlace("holder", s.id)) for s in _on_a_card(form)]
    if failing(state):
        way.append(Stage("条件", form.told, ConditionsPlace()))
    if service.flow is Flow.PAYMENT:
        return tuple(way)
    chip = person_has_chip(form) or (form.holder is None and form.whose != "anonymous")
    asked = [m for m in materials(form) if not (chip and m.id == ID_CARD)]
    way += [Stage("材料", form.material(m.id) is not None, MaterialPlace(m.id)) for m in asked]
    way.append(Stage("核对", form.looked_over and not form.conflicts(), ReviewPlace()))
    if service.promise and (bool(form.signature) or not form.wants_witness):
        way.append(Stage("签字", bool(form.signature) or form.wants_witness, SignPlace()))
    if form.wants_witness:
        way.append(Stage("核对人", form.witness is not None, WitnessPlace()))
    way.append(Stage("交上去", False, ConfirmPlace()))
    return tuple(way)


def _asked(form: Form) -> tuple[FieldSpec, ...]:
    """Questions that are or were asked; what the card said is not a page."""
    expected = form.holder is None and form.service.flow is not Flow.PAYMENT  # most bring their card
    return tuple(
        s
        for s in form.specs()
        if not (s.from_card and (expected or any(v.source == "chip" for v in form.values_of(s.id))))
    )


def _on_a_card(form: Form) -> tuple[FieldSpec, ...]:
    """What a social-security card in its reader would answer; nobody is asked to type it."""
    return tuple(s for s in form.service.fields if s.from_social and form.applies(s.when))


def _by_card(form: Form, spec: FieldSpec) -> bool:
    return form.chosen(spec.id) is not None or f"{NO_CARD}{spec.id}" in form.settled


def not_by_card(form: Form, name: str) -> Form:
    """Her card is not there, or says nothing: go on without it."""
    return replace(form, settled=form.settled | {f"{NO_CARD}{name}"})


def onward(state: State) -> Moved:
    """To the first page not done. Blocking conditions are told as soon as they clearly fail."""
    form = state.visit.form
    if form is None:
        return state, ()
    if not form.told and any(v.blocks for v in failing(state)):
        return _alarmed(go(state, ConditionsPlace())), ()
    stage = next((s for s in stages(state, form) if not s.done), None)
    if stage is None:
        account = next((form.chosen(s.id) for s in form.specs() if s.type is FieldType.ACCOUNT_NUMBER), None)
        return go(state, FetchingBill()), (FetchBill(form.service.biller, account or ""),)
    return enter(state, stage.place)


def _alarmed(state: State) -> State:
    """Where what she answered means danger to life: whom to call, over everything else."""
    danger = next((v.rule.danger for v in failing(state) if v.blocks and v.rule.danger), "")
    if not danger:
        return state
    now = guidance(Danger(danger))
    return replace(state, overlay=EmergencyOver(now.danger, now.say, now.call))


def enter(state: State, place: Place) -> Moved:
    """Go to a page and start what it needs."""
    if isinstance(place, IdentifyPlace):
        return go(state, place), (ReadCard(place.who, READ_TIMEOUT_S),)
    if isinstance(place, SocialCardPlace):
        return go(state, place), (*draft_effects(state), ReadSocialCard(READ_TIMEOUT_S))
    return go(state, place), draft_effects(state)


def reenter(state: State) -> Moved:
    """After going back: start again what the page needs."""
    if isinstance(state.place, IdentifyPlace):
        return swap(state, IdentifyPlace(state.place.who)), (ReadCard(state.place.who, READ_TIMEOUT_S),)
    if isinstance(state.place, SocialCardPlace):
        fresh = SocialCardPlace(state.place.who, state.place.field)
        return swap(state, fresh), (ReadSocialCard(READ_TIMEOUT_S),)
    return state, ()


def draft_effects(state: State) -> tuple[Effect, ...]:
    """Keep the unfinished matter, when there is a card to lock it with."""
    form = state.visit.form
    if form is None or form.holder is None or form.holder.how != "chip":
        return ()
    if all(m == ID_CARD for m, _ in form.materials) and all(
        v.source == "chip" for _, values in form.values for v in values
    ):
        return ()
    return (SaveDraft(form.holder.id_number, to_draft(form), tuple(photo.jpeg for photo in form.photos)),)


def step_of(state: State) -> Step | None:
    """第 n 步，共 m 步 of the page the visit is on; what most people will be asked is counted from the start."""
    form = state.visit.form
    if form is None:
        return None
    way = stages(state, _foreseen(form, state))
    for n, stage in enumerate(way, 1):
        if _same(stage.place, state.place):
            return Step(n, len(way), stage.name)
    return None


def _foreseen(form: Form, state: State) -> Form:
    """As if every choice not yet made fell on its first option, the commonest: so the way grows under few."""
    for spec in (*form.service.agent_fields, *form.service.fields):
        if spec.type is FieldType.CHOICE and spec.options and form.chosen(spec.id) is None:
            form = form.with_value(spec.id, Value(spec.options[0].id, "typed", state.now))
    return form


def _same(stage: Place, place: Place) -> bool:
    match stage, place:
        case IdentifyPlace(who=a), IdentifyPlace(who=b):
            return a == b
        case QuestionPlace(field_id=a), QuestionPlace(field_id=b):
            return a == b
        case SocialCardPlace(field=a), SocialCardPlace(field=b):
            return a == b
        case MaterialPlace(material=a), MaterialPlace(material=b):
            return a == b
        case _:
            return type(stage) is type(place)


def opened(service: Service) -> Note:
    return Note("service_opened", {"service": service.id, "version": service.version})
